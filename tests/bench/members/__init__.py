"""Grid members at once on their page: `python -m tests.bench.members`."""
