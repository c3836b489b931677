import importlib.util
from pathlib import Path

from gis_core.launch.packages import compile_code


def test_code_is_compiled_even_where_python_would_not(tmp_path: Path) -> None:
    module = tmp_path / "room.py"
    module.write_text("x = 1\n")
    compile_code([tmp_path])
    assert Path(importlib.util.cache_from_source(str(module))).exists()
