"""The reader process: one request in, a header and an Arrow stream out, nothing else.

Protocol, over standard streams: a line of JSON with the request; the reader answers with a line
of JSON, the header; then comes a line with the columns wanted; then the Arrow stream. Whatever
is refused ends the process with status 3 and one line of JSON on standard error.
"""

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from gis_core.files.absent import Absent
from gis_core.files.confine import confine, limit_resources
from gis_core.files.faults import FileFault, FileRefused
from gis_core.files.request import Header, ReadRequest

REFUSED = 3


def main() -> int:
    """Serve one request. Shut in first, then ready: what is imported meanwhile needs no more."""
    isolation = confine(Path.cwd())
    # Everything the process writes by accident goes to standard error, not into the stream.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _make_ready()
    line = sys.stdin.buffer.readline()
    if not line:  # whoever started us had no file after all
        return 0
    request = ReadRequest.from_json(line)
    limit_resources(request.limits)
    try:
        _serve(request, isolation, out)
    except FileRefused as refusal:
        return _refuse(refusal.fault, str(refusal))
    except MemoryError:
        return _refuse(FileFault.TOO_LARGE, "读取时内存超限。请按街道拆分文件，或简化图形。")
    return 0


def _make_ready() -> None:
    """Import what reading needs, and leave GDAL its few drivers, before a file is there."""
    gc.disable()  # what is imported stays
    sys.meta_path.insert(0, Absent())
    from gis_core.files import stream  # noqa: F401  # see _serve
    from gis_core.files.drivers import leave_out_drivers

    leave_out_drivers()
    gc.freeze()
    gc.enable()


def _serve(request: ReadRequest, isolation: list[str], out: BinaryIO) -> None:
    from gis_core.files.stream import open_source, write_stream

    source, reference, header = open_source(request, isolation)
    out.write(header.to_json().encode() + b"\n")
    out.flush()
    answer = sys.stdin.buffer.readline()
    if answer:
        write_stream(source, reference, request, _columns(answer, header), out)


def _columns(answer: bytes, header: Header) -> list[str]:
    wanted: Any = json.loads(answer)
    return [name for name in header.columns if name in wanted]


def _refuse(fault: FileFault, text: str) -> int:
    print(json.dumps({"fault": str(fault), "text": text}, ensure_ascii=False), file=sys.stderr)
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
