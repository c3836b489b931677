"""Rosters as files: read in the sandbox, looked through, taken over in one step, taken back.

A dry run does everything the import does and forgets it, so both say the same.
"""
