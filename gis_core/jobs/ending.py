"""A computing process ends with the worker that made it; without Django, for it to load."""

import os
from multiprocessing import parent_process
from threading import Thread


def end_with_parent() -> None:
    """Watch the process that made this one: killed outright it cannot end us, and what we
    compute is for nobody."""
    Thread(target=_wait_and_end, name="end-with-parent", daemon=True).start()


def _wait_and_end() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
