import subprocess
import sys

from gis_core.files.process import PROJECT

NEVER_USED = {"pandas", "geopandas", "pyproj", "pyogrio", "scipy", "numba", "ninja", "pydantic"}
CODE = """
import sys
import django
django.setup()
import layers.importing.management.commands.import_layer
print(*{name.split(".")[0] for name in sys.modules})
"""


def test_the_import_command_brings_no_library_it_never_uses() -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "gis_core.settings", "PYTHONPATH": str(PROJECT)}
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert not NEVER_USED & set(done.stdout.split())
