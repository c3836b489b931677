"""Verifying how good a merge is: every group again, by other means than those that found it."""
