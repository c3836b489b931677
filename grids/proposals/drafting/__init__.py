"""A draft as it is drawn: its state, what an operation does to it, and what two people's
operations do to each other. Pure: no rows of the database, no clock."""
