"""A computation that kills its process; without Django, for a spawned process to load."""

import os


def die_on_first(attempt: int) -> None:
    if attempt == 1:
        os._exit(1)
