"""The names of conflicts. Each says which version the operation was made on, whose change it is
against, and what was chosen before: a request with the last choices holds all earlier ones.

    12-15-13m14b    made on version 12, against 15; 13 was settled as mine, 14 as both
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _

from grids.proposals.drafting.merging import Choice
from grids.proposals.drafting.refusals import Refused
from grids.proposals.drafts.requests import Request

_NAME = re.compile(r"(?P<base>\d{1,10})-(?P<version>\d{1,10})(?:-(?P<before>(?:\d{1,10}[mtb])+))?")
_BEFORE = re.compile(r"(\d+)([mtb])")
_CHOICES: Mapping[str, Choice] = {"m": "mine", "t": "theirs", "b": "both"}


class Settled(NamedTuple):
    """The version an operation was made on, and what was chosen against which later one."""

    base: int
    choices: dict[int, Choice]


def conflict_name(settled: Settled, version: int) -> str:
    """What the conflict against one version is called."""
    before = "".join(f"{one}{choice[0]}" for one, choice in sorted(settled.choices.items()))
    return f"{settled.base}-{version}" + (f"-{before}" if before else "")


def read_choices(request: Request) -> Settled:
    """Everything chosen so far. Raises Refused for what is no name of a conflict."""
    choices: dict[int, Choice] = {}
    base = request.expected_version or 0
    for name, choice in request.resolutions.items():
        found = _NAME.fullmatch(name)
        if found is None:
            raise Refused("invalid_input", _("所选的处理办法与冲突不符。请刷新页面后重试。"))
        base = min(base, int(found["base"]))
        for version, initial in _BEFORE.findall(found["before"] or ""):
            choices.setdefault(int(version), _CHOICES[initial])
        choices[int(found["version"])] = choice
    return Settled(base, choices)
