"""The two ways a proposal goes, as data: steps, who may lead from one to the next, and when.

Pure: no rows of the database, no clock. A county may change days, papers and actors, and leave
out steps that are optional; what it may not change is held by `checking`.
"""
