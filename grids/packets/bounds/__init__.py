"""The four bounds (四至) of units as text, derived from geometry, neighbours and barriers.

`reading.read_bounds(proposal, plan) -> dict[int, FourBounds]` reads what lies around the units of
a plan and describes each, by its number; `FourBounds.text` is the sentence papers have, and
`FourBounds.sides` what stands behind it, stretch by stretch. Everything else is pure.

What a bound names and in which order is that of official approvals: east, south, west, north, each
by what the line follows and whom it borders on (DOMAIN 4.2, approval of 下陆; 4.3, item 4). Where a
side begins, how near a road must be and from which share on it is named are our own rules; the
constants say so where they stand.
"""
