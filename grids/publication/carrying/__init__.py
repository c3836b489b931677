"""A draft on a former edition, carried over to the one in force.

The way of the data: cells -> `follow` (which cell of the new set lies where an old one lay) ->
`carry_ground` (the draft's cuts, where the ground is the same) -> `carry` (edition then, draft,
edition now: what only one of the two changed is kept, what both changed is the edition's, and
told) -> `carry_over` (a new draft; the old one stays as it is).
"""
