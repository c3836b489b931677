"""Kill the programs again and again while an edition is published, and look at what is left.

    python -m tests.faults --kills 200 --seed 1

Everything runs on a cluster of its own in a temporary folder. Ends with 1 when anything was
found. See docs/faults.md.
"""

import argparse
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from gis_core.launch.programs import stop_on_signals

_OURS = ("DATABASE_URL", "PGOPTIONS", "PGAPPNAME", "TEST_DATABASE_NAME")


def main() -> int:
    """The command line; the exit code."""
    options = _parser().parse_args()
    stop_on_signals()
    with ExitStack() as undo:
        folder = Path(undo.enter_context(TemporaryDirectory(prefix="wangge-faults-")))
        folder.chmod(0o755)  # the database server's user goes through it
        _set_environment(folder)
        django.setup()
        from tests.faults.running import run  # its models need the settings

        begun = time.monotonic()
        found = run(options, folder, undo)
        print(f"{time.monotonic() - begun:.0f} s", flush=True)
    return int(found)


def _set_environment(folder: Path) -> None:
    """Nothing of the caller's database: these programs must be as durable as in earnest."""
    for name in _OURS:
        os.environ.pop(name, None)
    os.environ["WANGGE_LOCAL"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "gis_core.settings"
    os.environ["SECRET_KEY"] = "of-the-sessions-made-here-and-read-by-the-web-server"
    os.environ["JOB_PROCESSES"] = "0"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    add = parser.add_argument
    add("--kills", type=int, default=200)
    add("--seed", type=int, default=1)
    add("--counties", type=int, default=4, help="of each kind, between two fresh databases")
    add("--from", dest="source", metavar="URL", help="copy the tables of this empty database")
    add("--only", metavar="WORDS", help="only the actions with these words in their name")
    add("--planted", type=int, default=5, help="most kills to find each planted fault, first")
    return parser


if __name__ == "__main__":
    sys.exit(main())
