"""What no county can configure away: who may not lead on what they did themselves."""

from gis_core.accounts.roles import Action
from grids.review.lifecycle.definition import Bar

_AUTHORS = (Bar.DREW, Bar.SUBMITTED)

# Nobody reviews, decides or puts in force what they drew or submitted; nobody decides what they
# reviewed, or puts in force what they decided.
BARS: dict[Action, tuple[Bar, ...]] = {
    Action.SUBMIT: (),
    Action.CONFIRM: _AUTHORS,
    Action.REVIEW: _AUTHORS,
    Action.LEGALITY: _AUTHORS,
    Action.NOTICE: _AUTHORS,
    Action.DECIDE: (*_AUTHORS, Bar.REVIEWED),
    Action.ACTIVATE: (*_AUTHORS, Bar.DECIDED),
}

# Said with the password, so that nobody else says it at an unlocked desk.
CONFIRMED = (Action.DECIDE, Action.ACTIVATE)

# What counts as having reviewed.
REVIEWS = (Action.REVIEW, Action.LEGALITY, Action.NOTICE)
