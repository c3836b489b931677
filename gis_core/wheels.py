"""GDAL and GEOS from the wheels of pyogrio and shapely, so that apt need not bring them.

The wheels carry GDAL >= 3.12, which can refuse file and network access inside a data set;
Debian 12's own 3.6 cannot. Where a wheel was built without them the system libraries serve.
"""

import os
from importlib.util import find_spec
from pathlib import Path


def bundled_library(package: str, name: str) -> str | None:
    """Path of the shared library `name` inside the wheel of `package`, or None."""
    folder = _home(package)
    if folder is None:
        return None
    libraries = folder.parent / f"{package}.libs"
    return next((str(path) for path in sorted(libraries.glob(f"{name}*"))), None)


def use_bundled_data(package: str) -> None:
    """Point GDAL and PROJ at the tables in the wheel of `package`, as importing it would.

    Importing it costs a second: it brings pandas, which the web process has no use for.
    """
    folder = _home(package)
    for variable, data in (("GDAL_DATA", "gdal_data"), ("PROJ_DATA", "proj_data")):
        if folder is not None and (folder / data).is_dir():
            os.environ.setdefault(variable, str(folder / data))


def _home(package: str) -> Path | None:
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None
