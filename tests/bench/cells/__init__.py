"""How long cells take: `python -m tests.bench.cells --buildings 2500 5000 10000 20000`."""
