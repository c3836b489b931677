"""One data set out of a zip: counted while it streams, chosen by kind, never extracted by name.

Names inside the archive are only looked at: what is unpacked is written as `data.<suffix>`, so
that `../`, absolute paths, symbolic links and upper-case endings have nothing to act on.
"""

import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import Limits

CHUNK = 2**20
SHAPEFILE_PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})
SINGLE_FILES = frozenset({".gpkg", ".geojson", ".json", ".csv", ".txt", ".xlsx"})
ARCHIVES = frozenset({".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".kmz"})


def unpack(archive_path: Path, into: Path, limits: Limits, wanted: str = "") -> tuple[Path, str]:
    """Unpack the one data set of a zip, or the one named `wanted`.

    Returns:
        The main file inside `into`, and the name it bore.

    Raises:
        FileRefused: a forbidden entry, a limit, no data set, or several and none chosen.
    """
    try:
        with zipfile.ZipFile(archive_path) as archive:
            return _unpack(archive, into, limits, wanted)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        text = f"压缩包损坏、加密或压缩方法不支持（{error}）。请用普通 ZIP 重新打包。"
        raise FileRefused(FileFault.DAMAGED, text) from error


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: UTF-8 where it is, else the GBK of Chinese Windows."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _unpack(archive: zipfile.ZipFile, into: Path, limits: Limits, wanted: str) -> tuple[Path, str]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > limits.entries:
        raise _refuse(f"压缩包内有 {len(entries)} 个文件，上限 {limits.entries} 个。")
    for entry in entries:
        _check_entry(entry)
    data_set, members = _choose(entries, wanted)
    budget = _Budget(limits)
    for suffix, entry in members.items():
        budget.copy(archive, entry, into / f"data{suffix}")
    main = ".shp" if ".shp" in members else next(iter(members))
    return into / f"data{main}", data_set


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry_name(entry)
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise _refuse(f"压缩包内的路径“{name}”不安全。请直接打包文件，不要带上级目录。")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _refuse(f"压缩包内的“{name}”是符号链接。请打包真实文件。")
    if path.suffix.lower() in ARCHIVES:
        raise _refuse(f"压缩包内还有压缩包“{name}”。请只压缩一层。")


def _choose(
    entries: Iterable[zipfile.ZipInfo], wanted: str
) -> tuple[str, dict[str, zipfile.ZipInfo]]:
    sets = _data_sets(entries)
    if wanted in sets:
        return wanted, sets[wanted]
    if not sets:
        raise _refuse("压缩包内没有 .shp、.gpkg、.geojson、.csv 或 .xlsx 文件。")
    if len(sets) > 1:
        names = "、".join(sorted(sets))
        raise FileRefused(
            FileFault.LAYER, f"压缩包内有多个数据集：{names}。请用 --layer-name 指定其中一个。"
        )
    return next(iter(sets.items()))


def _data_sets(entries: Iterable[zipfile.ZipInfo]) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """Data sets by name (without folder and ending where that is unique)."""
    found: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for entry in entries:
        path = PurePosixPath(entry_name(entry).replace("\\", "/"))
        suffix = path.suffix.lower()
        if path.name.startswith(("._", "~$")) or "__MACOSX" in path.parts:
            continue
        if suffix in SHAPEFILE_PARTS:
            found.setdefault(str(path.with_suffix("")), {})[suffix] = entry
        elif suffix in SINGLE_FILES:
            found[str(path)] = {suffix: entry}
    complete = {
        name: members for name, members in found.items() if ".shp" in members or _single(members)
    }
    short = {PurePosixPath(name).name: members for name, members in complete.items()}
    return short if len(short) == len(complete) else complete


def _single(members: dict[str, zipfile.ZipInfo]) -> bool:
    return bool(SINGLE_FILES & members.keys())


class _Budget:
    """The bytes an archive may still unfold to, counted as they come and not as it claims."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._left = limits.unpacked_bytes

    def copy(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, to: Path) -> None:
        allowed = max(entry.compress_size, 1) * self._limits.ratio + CHUNK
        written = 0
        with archive.open(entry) as source, to.open("wb") as target:
            while chunk := source.read(CHUNK):
                written += len(chunk)
                self._left -= len(chunk)
                if self._left < 0 or written > allowed:
                    raise self._too_large(written > allowed)
                target.write(chunk)

    def _too_large(self, by_ratio: bool) -> FileRefused:
        if by_ratio:
            text = f"压缩比超过 {self._limits.ratio} 倍，疑似压缩炸弹。请不压缩直接上传 .gpkg。"
        else:
            size = self._limits.unpacked_bytes // 2**20
            text = f"解压后超过 {size} MB。请按街道拆分文件。"
        return FileRefused(FileFault.TOO_LARGE, text)


def _refuse(text: str) -> FileRefused:
    return FileRefused(FileFault.ARCHIVE, text)
