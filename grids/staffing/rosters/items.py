"""Rows of a list of service items written one by one; a cell left empty says nothing."""

from collections import Counter
from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from communities.service_items.kinds import HandledAt, ListType
from communities.service_items.models import LocalRule, ServiceItem, not_over
from communities.service_items.services import (
    ItemFacts,
    RuleFacts,
    add_item,
    add_rule,
    change_item,
)
from communities.territory.models import Place
from grids.proposals.drafting.refusals import Refused
from grids.staffing.rosters.cells import Row
from grids.staffing.rosters.importing import KNOWN, NEW, Import

CHANGED = "changed"
EVERYWHERE = frozenset({"全县", "全县通办", "everywhere"})
FIELDS = (
    "code", "name", "list_type", "handled_at", "everywhere", "materials", "days", "fee", "basis",
    "phone", "note", "since", "until",
)  # fmt: skip
_OPTIONAL = ("materials", "days", "fee", "basis", "phone", "note")


class ItemImport(Import):
    """One way through a list of items; `places` are those whose own list the person keeps."""

    def __post_init__(self) -> None:
        rows = Place.objects.filter(county=self.county.pk, abolished=False)
        self.by_code = {one.code: one for one in rows}
        self.names = Counter(one.name for one in rows)
        self.by_name = {one.name: one for one in rows}

    def _write(self, row: Row) -> tuple[str, str]:
        code = row.plain("code", needed=True)
        found = ServiceItem.objects.filter(county=self.county.pk, code=code).first()
        where, without = self._places(row, "where"), self._places(row, "without")
        facts = self._facts(row, code, found, everywhere=not where)
        if row.faults:
            raise Refused("cells", "")
        item, verdict = self._keep(found, facts)
        rules = [(place, True) for place in where] + [(place, False) for place in without]
        made = [self._rule(item, place, offered, facts) for place, offered in rules]
        return (CHANGED if verdict == KNOWN and any(made) else verdict), str(item)

    def _facts(
        self, row: Row, code: str, found: ServiceItem | None, *, everywhere: bool
    ) -> ItemFacts:
        said: dict[str, Any] = {
            "materials": row.text("materials", longest=500),
            "days": row.working_days("days"),
            "fee": row.text("fee"),
            "basis": row.text("basis", longest=200),
            "phone": row.phone("phone"),
            "note": row.text("note", longest=200),
        }
        if found is not None:
            kept = {name: getattr(found, name) for name in _OPTIONAL if not row.cells.get(name)}
            said |= kept
        since, until = row.day("since"), row.day("until")
        if found is not None and not row.cells.get("until"):
            until = None if found.until and found.until <= self.today else found.until
        return ItemFacts(
            code=code,
            name=row.text("name", needed=True),
            list_type=row.choice("list_type", ListType) or ListType.RESIDENT,
            handled_at=row.choice("handled_at", HandledAt) or HandledAt.COMMUNITY,
            since=since or (found.since if found else self.today),
            until=until,
            everywhere=everywhere and (found is None or found.everywhere or self._opens(row)),
            **said,
        )

    def _opens(self, row: Row) -> bool:
        """Whether a row says in words that the item is everybody's."""
        return bool(EVERYWHERE.intersection(row.names("where")))

    def _keep(self, found: ServiceItem | None, facts: ItemFacts) -> tuple[ServiceItem, str]:
        if found is None:
            if facts.everywhere and self.places is not None:
                text = _("全县通办的事项由县里维护；请在“办理范围”填写本辖区的地点")
                raise Refused("not_yours", text)
            made = add_item(county=self.county, facts=facts)
            self._note_down("item", made, None)
            return made, NEW
        before = {name: _plain(value) for name, value in _told(found).items()}
        same = all(getattr(found, name) == getattr(facts, name) for name in FIELDS)
        if same:
            return found, KNOWN
        self._check_own(found)
        item = change_item(item=found, facts=facts, seen_version=found.version)
        self._note_down("item", item, before)
        return item, CHANGED

    def _check_own(self, item: ServiceItem) -> None:
        if self.places is None:
            return
        if not ServiceItem.objects.filter(ServiceItem.in_places(self.places), pk=item.pk).exists():
            text = _("%s 不由您维护；请改用本辖区自己的编码，或请县里修改")
            raise Refused("not_yours", text % item)

    def _rule(self, item: ServiceItem, place: Place, offered: bool, facts: ItemFacts) -> bool:
        """Make a rule where none says the same; whether one was made."""
        here = LocalRule.objects.filter(not_over(self.today), item=item, place=place)
        if here.filter(offered=offered).exists():
            return False
        rule = RuleFacts(offered, max(facts.since, self.today), facts.until)
        made = add_rule(item=item, place=place, facts=rule, seen_version=item.version)
        self._note_down("rule", made, None)
        return True

    def _places(self, row: Row, field: str) -> list[Place]:
        said = [one for one in row.names(field) if one not in EVERYWHERE]
        found = [self._place(row, field, one) for one in dict.fromkeys(said)]
        return [one for one in found if one is not None]

    def _place(self, row: Row, field: str, said: str) -> Place | None:
        if self.names[said] > 1:
            row.refuse(field, _("有 %s 个地点叫这个名字；请改填代码") % self.names[said])
            return None
        place = self.by_code.get(said) or self.by_name.get(said)
        if place is None:
            row.refuse(field, _("“%s”不是现行街道（镇）、社区或网格的代码或名称") % said)
        elif self.places is not None and place.pk not in self.places:
            row.refuse(field, _("“%s”不在您的辖区；请只填本辖区的地点") % said)
        return place

    def _note_down(self, table: str, row: ServiceItem | LocalRule, before: Any) -> None:
        known = next(
            (one for one in self.made if (one["table"], one["key"]) == (table, row.pk)), None
        )
        line = {"table": table, "key": row.pk, "version": row.version, "before": before}
        if known is None:
            self.made.append(line)
        else:
            known["version"] = row.version


def _told(item: ServiceItem) -> dict[str, Any]:
    return model_to_dict(item, fields=FIELDS)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
