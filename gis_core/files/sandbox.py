"""The application's side of the reader process: feed it, bound it, understand how it ended."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.process import ReaderProcess, take
from gis_core.files.request import Header, ReadRequest

T = TypeVar("T")

SHAPEFILE_SIDECARS = (".shx", ".dbf", ".prj", ".cpg")

CRASHED = "读取程序意外终止（{how}）。文件可能损坏或过大；数据库未改动。请在源软件中修复后重试。"
SILENT = "读取程序 {seconds} 秒没有进展，已停止。请简化图形或拆分文件。"


class Reading:
    """A file opened by the reader: its header, then, once, its rows."""

    def __init__(self, reader: ReaderProcess, request: ReadRequest) -> None:
        process = reader.popen
        assert process.stdin is not None  # noqa: S101  # a pipe, see ReaderProcess
        assert process.stdout is not None  # noqa: S101  # a pipe, see ReaderProcess
        self._process, self._errors, self._limits = process, reader.errors, request.limits
        self._in, self._out = process.stdin, process.stdout
        self._late = False
        self._send(request.to_json())
        line = self._watched(self._out.readline)
        if not line.endswith(b"\n"):
            raise self._failure()
        self.header = Header.from_json(line)

    def batches(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        """Checked rows with the asked columns, named `c:<column>`; see `stream.CHECKED`.

        Raises:
            FileRefused: the reader met something it refuses, crashed, or fell silent.
        """
        self._send(json.dumps(columns))
        try:
            stream = self._watched(lambda: pa.ipc.open_stream(self._out))
            while (batch := self._watched(lambda: next(stream, None))) is not None:
                batch.validate(full=True)
                yield batch
        except (pa.ArrowInvalid, OSError) as error:
            raise self._failure() from error
        if self._watched(self._process.wait) != 0:
            raise self._failure()

    def _send(self, text: str) -> None:
        with suppress(BrokenPipeError):
            self._in.write(text.encode() + b"\n")
            self._in.flush()

    def _watched(self, step: Callable[[], T]) -> T:
        """Do one step with the reader, which is ended if it stays silent too long."""
        timer = threading.Timer(self._limits.silent_seconds, self._too_late)
        timer.start()
        try:
            return step()
        finally:
            timer.cancel()

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def _failure(self) -> FileRefused:
        """What the reader said when it ended, or that it said nothing."""
        self._watched(self._process.wait)
        if self._late:
            text = SILENT.format(seconds=self._limits.silent_seconds)
            return FileRefused(FileFault.TOO_SLOW, text)
        self._errors.seek(0)
        lines = self._errors.read(100_000).decode(errors="replace").strip().splitlines() or [""]
        try:
            said = json.loads(lines[-1])
            return FileRefused(FileFault(said["fault"]), str(said["text"]))
        except (ValueError, KeyError, TypeError):
            how = f"状态 {self._process.returncode} {lines[-1][:200]}".strip()
            return FileRefused(FileFault.READER, CRASHED.format(how=how))


@contextmanager
def open_file(path: Path, request: ReadRequest) -> Iterator[Reading]:
    """Open a file in a reader process of its own, in a folder that goes away with it.

    Raises:
        FileRefused: the file cannot be read as asked.
    """
    reader = take()
    try:
        given = _bring_in(path, reader.folder)
        yield Reading(reader, replace(request, path=str(given)))
    finally:
        reader.end()


def _bring_in(path: Path, folder: Path) -> Path:
    """The file inside the reader's folder: linked where that is possible, else copied."""
    if not path.is_file():
        raise FileRefused(FileFault.MISSING, f"找不到文件 {path}。请检查路径。")
    given = folder / "given"
    if path.suffix.lower() == ".shp":
        given = folder / "data.shp"
        for suffix in SHAPEFILE_SIDECARS:
            _link(_beside(path, suffix), given.with_suffix(suffix))
    _link(path, given)
    # A GeoPackage open elsewhere keeps its last changes in a log beside it.
    _link(path.with_name(f"{path.name}-wal"), folder / "given-wal")
    return given


def _beside(path: Path, suffix: str) -> Path:
    lower, upper = path.with_suffix(suffix), path.with_suffix(suffix.upper())
    return lower if lower.exists() else upper


def _link(path: Path, to: Path) -> None:
    if not path.is_file():
        return
    try:
        to.hardlink_to(path.resolve())
    except OSError:
        shutil.copyfile(path, to)
