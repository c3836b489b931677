"""Merging communities under the minimum with their neighbours, proven best."""
