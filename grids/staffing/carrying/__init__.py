"""What becomes of staff when grids are redrawn: carried over by lineage, and told beforehand."""
