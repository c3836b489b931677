"""Who covers what: units, people, their postings at grids and communities, and coverage.

Everything is dated and keyed to permanent places; what ended stays in the tables.
"""
