"""Computations for processes that die; without Django, for a spawned process to load."""

import os
import time


def die_on_first(attempt: int) -> None:
    if attempt == 1:
        os._exit(1)


def compute_for_long() -> None:
    time.sleep(600)
