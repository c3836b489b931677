"""Run the engine."""

import sys

from grids.partitioning.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
