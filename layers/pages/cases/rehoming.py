"""Who hangs at places that end, place by place, with the home that is suggested."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from communities.territory.models import Place
from grids.proposals.drafting.refusals import Refused
from grids.proposals.models import Proposal, ProposalUnit
from grids.publication.deciding import Chosen
from grids.publication.heirs import heirs_of
from grids.publication.homes import homes_in
from grids.publication.registry import rehomers
from grids.publication.rehoming import Line, rehoming_of

END = "end"


@dataclass
class Row:
    """A line with the word for what it is, and what a form sends back of it."""

    line: Line
    label: str

    @property
    def value(self) -> str:
        one = self.line.homeless
        return f"{one.kind}|{one.key}|{self.line.stamp}"


@dataclass
class Group:
    """One ending place: what hangs there, and where it may go."""

    place: Place
    heir: ProposalUnit | None
    homes: list[ProposalUnit]
    rows: list[Row] = field(default_factory=list)

    @property
    def waiting(self) -> list[Row]:
        return [row for row in self.rows if not row.line.decided]


def groups_of(proposal: Proposal) -> list[Group]:
    """The places that end and still have somebody, by code; those with undecided rows first."""
    lines = rehoming_of(proposal)
    homes = list(homes_in(proposal).select_related("parent").order_by("number"))
    numbered = {unit.number: unit for unit in homes}
    heirs = heirs_of(proposal, {line.place.pk for line in lines})
    labels = {kind: _(one.label or kind) for kind, one in rehomers().items()}
    groups: dict[object, Group] = {}
    for line in lines:
        place = line.place
        group = groups.setdefault(
            place.pk,
            Group(
                place,
                numbered.get(heirs.get(place.pk, 0)),
                [unit for unit in homes if unit.level == place.level],
            ),
        )
        group.rows.append(Row(line, labels[line.homeless.kind]))
    return sorted(groups.values(), key=lambda group: (not group.waiting, group.place.code))


def suggested(groups: list[Group]) -> list[tuple[Row, ProposalUnit]]:
    """What is undecided and has a suggestion, with it."""
    return [(row, group.heir) for group in groups if group.heir for row in group.waiting]


def read_choices(form: QueryDict) -> list[Chosen]:
    """What a form sends: rows for one unit (`to`), or each with its own as suggested.

    Raises Refused: no unit is chosen, or the form is not one of the page's.
    """
    to = form.get("to", "")
    found = []
    for value in form.getlist("row")[:5000]:
        parts = value.split("|")
        if len(parts) not in (3, 4):
            raise Refused("invalid_input", _("填写的内容不符合要求，请检查后重新提交。"))
        unit = parts[3] if len(parts) == 4 else to
        found.append(Chosen(parts[0], parts[1], _unit(unit), parts[2]))
    return found


def _unit(said: str) -> int | None:
    if said == END:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Refused("no_home_chosen", _("请选择去处：方案里的一个单位，或不再安排。"))
    return int(said)
