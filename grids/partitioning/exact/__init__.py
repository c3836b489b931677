"""Exact methods for pieces small enough to be proven."""
