"""What may be done with a case next, by whom, and why not by the person who asks."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_core.accounts.models import User
from gis_core.accounts.roles import Action, Role
from grids.review.acting import membership_for
from grids.review.lifecycle.definition import Transition
from grids.review.moving.context import Case, Moving
from grids.review.moving.hindrances import hindrances_of
from grids.review.refusals import NotYours
from grids.review.separation import Record, record_of, said


@dataclass(frozen=True)
class Choice:
    """One arrow from where the case is: whose it is, and what keeps this person from it."""

    arrow: Transition
    roles: tuple[str, ...]
    mine: bool
    onward: bool
    reasons: tuple[str, ...]

    @property
    def may(self) -> bool:
        return self.mine and not self.reasons


def choices_for(case: Case, person: User) -> list[Choice]:
    """All arrows people may go from here; those along the usual way first, then the person's."""
    record = record_of(case.proposal)
    leaving = [arrow for arrow in case.definition.leaving(case.proposal.status) if arrow.actors]
    found = [_choice(case, arrow, person, record) for arrow in leaving]
    return sorted(found, key=lambda choice: (not choice.mine, not choice.onward))


def _choice(case: Case, arrow: Transition, person: User, record: Record) -> Choice:
    roles = who_leads(arrow)
    held = membership_for(person, case.proposal, arrow.action, arrow.actors, arrow.departments)
    reasons: tuple[str, ...] = ()
    if held is None:
        reasons = (_("由%(roles)s办理。") % {"roles": "、".join(roles)},)
    elif bars := record.bars(person.pk, arrow):
        reasons = (said(bars, arrow),)
    else:
        reasons = tuple(one.message for one in hindrances_of(Moving(case, arrow, person)))
    return Choice(arrow, roles, held is not None, case.definition.goes_on(arrow), reasons)


def who_leads(arrow: Transition) -> tuple[str, ...]:
    """The roles of an arrow in words, a department's with which."""
    named = "、".join(arrow.departments)
    return tuple(
        _(str(role.label)) + (f"（{named}）" if named and role == Role.DEPARTMENT else "")
        for role in arrow.actors
    )


def part_of(case: Case, person: User, *actions: Action) -> str | None:
    """The role in which the person may do one of these to the case, None where they may not."""
    for action in actions:
        departments = case.definition.departments(action)
        held = membership_for(person, case.proposal, action, departments=departments)
        if held is not None:
            return held.role
    return None


def require_part(case: Case, person: User, *actions: Action) -> str:
    """The role in which the person may do one of these to the case. Raises NotYours."""
    held = part_of(case, person, *actions)
    if held is not None:
        return held
    names = "、".join(_(str(action.label)) for action in actions)
    text = _("这需要“%(right)s”的权限，您在这个方案上没有。请联系有权限的人办理。")
    raise NotYours("not_your_part", text % {"right": names})
