"""Faults of the data that people in the grids report 数据纠错, pinned to where they are."""
