"""GDAL and GEOS from the wheels of pyogrio and shapely, so that apt need not bring them.

The wheels carry GDAL >= 3.12, which can refuse file and network access inside a data set;
Debian 12's own 3.6 cannot. Where a wheel was built without them the system libraries serve.
"""

from importlib.util import find_spec
from pathlib import Path


def bundled_library(package: str, name: str) -> str | None:
    """Path of the shared library `name` inside the wheel of `package`, or None."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent.parent / f"{package}.libs"
    return next((str(path) for path in sorted(folder.glob(f"{name}*"))), None)
