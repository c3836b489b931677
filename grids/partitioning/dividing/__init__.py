"""Dividing the cells of a community into grids."""
