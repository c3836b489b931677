"""What a tile costs: ours against the bare statement, and against TiPG, in one interleaved run.

python -m tests.bench.tiles --buildings 1000000
"""
