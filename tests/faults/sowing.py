"""Faults planted in the web server that is started, to see that the harness finds them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from communities.territory.models import Edition
from tests.faults.actions import DATABASE, WEB, Action
from tests.faults.counties import Subject
from tests.faults.plan import Kill


def edition_begun(subject: Subject) -> bool:
    """Whether others see the next edition; of one that is made wholly or not at all, too late."""
    return Edition.objects.filter(county=subject.county, number=2).exists()


@dataclass(frozen=True)
class Fault:
    """Another application than ours, or ours in another environment; when its kill shows it."""

    name: str
    victim: str
    application: str | None = None
    env: dict[str, str] = field(default_factory=dict)
    sign: Callable[[Subject], bool] | None = None

    def kill(self, action: Action) -> Kill:
        return Kill(action, self.victim, None, self.sign)


FAULTS = (
    Fault(
        "every statement commits by itself",
        WEB,
        "tests.faults.planted:application",
        sign=edition_begun,
    ),
    Fault(
        "answered before it is on the disk",
        DATABASE,
        env={"PGOPTIONS": "-c synchronous_commit=off"},
    ),
)
