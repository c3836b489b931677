"""What workers see to between jobs, however many there are: what is due by the clock.

Apps register theirs by dotted path; each must be safe to be done by several workers at once, and
do nothing where nothing is due.
"""

import logging

from django.utils.module_loading import import_string

log = logging.getLogger(__name__)

_PATHS: list[str] = []


def register_chore(path: str) -> None:
    """Say that `path`, a function of nothing, is to be done again and again."""
    if path not in _PATHS:
        _PATHS.append(path)


def do_chores() -> None:
    """Do each once; one that fails is left for the next time and keeps none from its turn."""
    for path in _PATHS:
        try:
            import_string(path)()
        except Exception:  # whatever it is, jobs must go on
            log.exception("cannot do %s; trying again later", path)
