"""What the planner's desk costs on a large town: the ground, an operation, a stroke of the brush.

python -m tests.bench.desk --cells 50000 --grids 130
"""
