"""Rows of a roster written one by one; a dry run writes them too, and forgets."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from communities.territory.models import County, Edition, Place
from communities.territory.queries import boundaries_of
from gis_core.accounts.models import Level
from gis_core.files.faults import FileFault, FileRefused
from grids.proposals.drafting.refusals import Refused
from grids.staffing.capacities import Capacity, Part, UnitKind
from grids.staffing.editions import edition_of_today
from grids.staffing.models import Person, Roster, Unit
from grids.staffing.rosters.cells import NOBODY, Row
from grids.staffing.rosters.columns import label_of
from grids.staffing.rosters.reading import Cells
from grids.staffing.services import (
    PersonFacts,
    UnitFacts,
    add_person,
    add_unit,
    change_person,
    change_unit,
    cover_grid,
    post_person,
)

M = TypeVar("M", Person, Unit)

NEW, KNOWN, REFUSED = "new", "known", "refused"
_COMPARED = ("name", "number", "home_unit", "capacity", "duty_phone", "personal_phone")
_OF_UNIT = ("kind", "contact_name", "contact_phone", "duties", "address")


@dataclass
class Import:
    """One way through a roster: what it knows of the county, and what it wrote.

    `places` is where the person who imports may assign; None for anywhere in the county.
    """

    county: County
    kind: str
    today: datetime.date
    places: frozenset[UUID] | None = None
    made: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        try:
            rows = boundaries_of(edition_of_today(self.county), Level.GRID)
        except Edition.DoesNotExist as error:
            text = _("本县还没有版次，不能安排人员。请先导入并启用首个版次。")
            raise FileRefused(FileFault.REQUEST, text) from error
        grids = [row.place for row in rows.defer("geom", "geom_3857")]
        self.by_code = {grid.code: grid for grid in grids}
        self.names = Counter(grid.name for grid in grids)
        self.by_name = {grid.name: grid for grid in grids}

    def take(self, number: int, cells: Cells) -> dict[str, Any]:
        """One row, in a savepoint of its own: what became of it, in words."""
        row = Row(cells)
        begun = len(self.made)
        try:
            with transaction.atomic():
                verdict, what = self._write(row)
                if row.faults:
                    raise Refused("cells", "")
        except Refused as refusal:
            del self.made[begun:]
            faults = [_("“%(column)s”%(text)s") % self._told(fault) for fault in row.faults]
            said = "；".join([*dict.fromkeys(faults), *filter(None, [str(refusal).rstrip("。")])])
            what = " ".join(
                filter(None, (cells.get(name, "") for name in ("grid", "name", "unit")))
            )
            return {"row": number, "verdict": REFUSED, "what": what[:80], "text": f"{said}。"}
        return {"row": number, "verdict": verdict, "what": what, "text": ""}

    def _told(self, fault: Any) -> dict[str, str]:
        return {"column": label_of(self.kind, fault.field), "text": fault.text}

    def _write(self, row: Row) -> tuple[str, str]:
        return self._person(row) if self.kind == Roster.Kind.PEOPLE else self._unit(row)

    def _person(self, row: Row) -> tuple[str, str]:
        name = row.text("name", needed=True, longest=40)
        grid = self._grid(row)
        capacity = row.choice("capacity", Capacity)
        facts = PersonFacts(
            name=name,
            capacity=capacity or Capacity.PART_TIME,
            number=row.plain("number")[:20],
            home_unit=self._home_unit(row),
            duty_phone=row.phone("duty_phone"),
            personal_phone=row.phone("personal_phone"),
        )
        first, last = row.day("since") or self.today, row.day("until")
        document = row.text("document")
        _stop_at_faults(row)
        person = self._keep_person(facts)
        what = f"{person.name} · {capacity.label if capacity else ''}"
        if grid is None:
            return KNOWN, what
        return self._begin(
            lambda: post_person(
                person=person, place=grid, capacity=facts.capacity, first_day=first,
                last_day=last, document=document,
            ),
            "posting", "posted_already", f"{what} → {grid.name}",
        )  # fmt: skip

    def _unit(self, row: Row) -> tuple[str, str]:
        grid = self._grid(row)
        facts = UnitFacts(
            name=row.text("unit", needed=True),
            kind=row.choice("kind", UnitKind, UnitKind.OTHER) or UnitKind.OTHER,
            contact_name=row.text("contact_name", longest=40),
            contact_phone=row.phone("contact_phone"),
            duties=row.duties("duties"),
            address=row.text("address", longest=200),
        )
        part = row.choice("part", Part)
        first, last = row.day("since") or self.today, row.day("until")
        document = row.text("document")
        _stop_at_faults(row)
        unit = self._keep_unit(facts, row.cells)
        what = f"{unit.name} · {part.label if part else ''}"
        if grid is None:
            return KNOWN, what
        return self._begin(
            lambda: cover_grid(
                unit=unit, grid=grid, part=part or Part.SUPPORT, first_day=first,
                last_day=last, document=document,
            ),
            "coverage", "covered_already", f"{what} → {grid.name}",
        )  # fmt: skip

    def _begin(self, begin: Any, table: str, known: str, what: str) -> tuple[str, str]:
        """A new tie, or the one there is: a roster taken twice changes nothing."""
        try:
            with transaction.atomic():
                made = begin()
        except Refused as refusal:
            if refusal.code == known:
                return KNOWN, what
            raise
        self.made.append({"table": table, "key": made.pk, "version": 0, "before": None})
        return NEW, what

    def _grid(self, row: Row) -> Place | None:
        said = row.plain("grid", needed=True)
        if not said or said.lower() in NOBODY:
            return None
        if self.names[said] > 1:
            row.refuse("grid", _("有 %s 个网格叫这个名字；请改填网格代码") % self.names[said])
            return None
        grid: Place | None = self.by_code.get(said) or self.by_name.get(said)
        if grid is None:
            row.refuse("grid", _("“%s”不是现行网格的代码或名称；请照网格清单填写") % said)
        elif self.places is not None and grid.pk not in self.places:
            row.refuse("grid", _("“%s”不在您的辖区；请只填本辖区的网格") % said)
        return grid

    def _home_unit(self, row: Row) -> Unit | None:
        said = row.text("unit")
        if not said:
            return None
        found = Unit.objects.filter(county=self.county, name=said, ended_on__isnull=True).first()
        if found is None:
            row.refuse("unit", _("没有名为“%s”的单位；请先导入包抓单位名册") % said)
        return found

    def _keep_person(self, facts: PersonFacts) -> Person:
        found = self._known_person(facts)
        if found is None:
            return self._note(add_person(county=self.county, facts=facts), "person", None)
        keep = {
            name: getattr(facts, name) or getattr(found, name)
            for name in _COMPARED
            if name != "capacity"
        }
        if all(getattr(found, name) == value for name, value in keep.items()):
            return found
        before = model_to_dict(found, fields=_COMPARED)
        changed = change_person(
            person=found,
            facts=PersonFacts(**{**keep, "capacity": Capacity(found.capacity)}),
            seen_version=found.version,
        )
        return self._note(changed, "person", before)

    def _known_person(self, facts: PersonFacts) -> Person | None:
        """Somebody of this staff number, else of this name and unit. Raises Refused where it is
        not clear who is meant."""
        here = Person.objects.filter(county=self.county, left_on__isnull=True)
        if facts.number:
            found = here.filter(number=facts.number).first()
            if found is not None and found.name != facts.name:
                text = _("工号 %(number)s 已属于 %(name)s。请核对工号。")
                raise Refused("number_taken", text % {"number": facts.number, "name": found.name})
            if found is not None:
                return found
        alike = here.filter(name=facts.name)
        if facts.number:
            alike = alike.filter(number="")
        if facts.home_unit is not None:
            alike = alike.filter(home_unit__in=[facts.home_unit]) | alike.filter(home_unit=None)
        several = list(alike[:2])
        if len(several) > 1:
            raise Refused("several", _("本县有几位“%s”；请填工号以区分") % facts.name)
        return several[0] if several else None

    def _keep_unit(self, facts: UnitFacts, cells: Any) -> Unit:
        known = Unit.objects.filter(county=self.county, name=facts.name, ended_on__isnull=True)
        found = known.first()
        if found is None:
            return self._note(add_unit(county=self.county, facts=facts), "unit", None)
        given = {name for name in _OF_UNIT if cells.get(name)}
        values = {
            name: getattr(facts, name) if name in given else getattr(found, name)
            for name in _OF_UNIT
        }
        if all(_plain(getattr(found, name)) == _plain(value) for name, value in values.items()):
            return found
        before = model_to_dict(found, fields=_OF_UNIT)
        new = UnitFacts(
            name=found.name,
            name_en=found.name_en,
            point=found.geom,
            **{**values, "duties": tuple(values["duties"])},
        )
        changed = change_unit(unit=found, facts=new, seen_version=found.version)
        return self._note(changed, "unit", before)

    def _note(self, row: M, table: str, before: dict[str, Any] | None) -> M:
        known = next(
            (one for one in self.made if (one["table"], one["key"]) == (table, row.pk)), None
        )
        if known is None:
            self.made.append(
                {"table": table, "key": row.pk, "version": row.version, "before": before}
            )
        else:
            known["version"] = row.version
        return row


def _stop_at_faults(row: Row) -> None:
    if row.faults:
        raise Refused("cells", "")


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple | list) else value


__all__ = ["KNOWN", "NEW", "REFUSED", "Import"]
