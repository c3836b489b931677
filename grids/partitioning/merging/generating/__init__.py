"""Merging where the groups are too many to list: only those that prices call for are made."""
