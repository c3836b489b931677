"""What happened to a draft between the version somebody saw and now."""

from dataclasses import dataclass

from gis_core.accounts.models import User
from grids.proposals.drafting.effects import Effect
from grids.proposals.drafting.merging import Past
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafting.sketch import Sketch
from grids.proposals.drafts.past import sketch_of
from grids.proposals.models import Operation, Proposal


@dataclass(frozen=True, eq=False)
class Meanwhile:
    """`seen` is the state the window showed: the version, and what it did itself since;
    `others` what other windows did, in order; `rows` those operations by version."""

    seen: Sketch
    others: list[Past]
    rows: dict[int, Operation]


def meanwhile(proposal: Proposal, plan: Plan, user: User, tab: str, version: int) -> Meanwhile:
    """What was done since `version`, seen from one window of `user`."""
    made = Operation.objects.filter(
        proposal=proposal, version__gt=version, version__lte=plan.version
    )
    rows = (
        list(made.select_related("author", "undoes").order_by("version"))
        if version < plan.version
        else []
    )
    effects = {row.version: Effect.from_json(row.effect) for row in rows}
    own = {row.version for row in rows if tab and row.tab == tab and row.author_id == user.pk}
    seen = sketch_of(plan).rewind(effects[row.version] for row in reversed(rows))
    for number in sorted(own):
        seen.apply(effects[number])
    others = [
        Past(row.version, effects[row.version], row.undoes.version if row.undoes else None)
        for row in rows
        if row.version not in own
    ]
    return Meanwhile(seen, others, {row.version: row for row in rows})


def _made_since(proposal: Proposal, plan: Plan, version: int) -> list[Operation]:
    made = Operation.objects.filter(
        proposal=proposal, version__gt=version, version__lte=plan.version
    )
    return list(made.select_related("author", "undoes").defer("undoes__effect").order_by("version"))
