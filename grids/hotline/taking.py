"""Rows of a hotline's list made into orders one by one; a dry run makes them too, and forgets."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import County
from gis_core.accounts.models import User
from grids.dispatch.models import Category, Kind, Order
from grids.dispatch.queries import usual_kind
from grids.dispatch.services import OrderFacts, report_order
from grids.dispatch.services.reporting import LONGEST_ADDRESS, LONGEST_TITLE
from grids.dispatch.states import Source
from grids.hotline.columns import label_of
from grids.hotline.models import CategoryWord, HotlineList, HotlineOrder
from grids.hotline.placing import NotPlaced, place_of
from grids.proposals.drafting.refusals import Refused
from grids.staffing.rosters.cells import Row

NEW, KNOWN, REFUSED = "new", "known", "refused"
URGENT = {"紧急", "特急", "应急", "加急", "特别紧急", "是", "1"}
LONGEST_NUMBER, LONGEST_WORD, SHOWN = 60, 80, 40


@dataclass
class Taking:
    """One way through a list: the words the county knows, and the orders made."""

    made_by: HotlineList
    person: User
    seen: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.county: County = self.made_by.county
        rows = CategoryWord.objects.filter(county=self.county).select_related("category")
        self.words = {row.word: row.category for row in rows if row.category.is_active}
        own = Category.objects.filter(county=self.county, is_active=True)
        self.names = {one.name: one for one in own}
        self.kind = usual_kind(self.county)
        kinds = Kind.objects.filter(county=self.county, is_active=True, is_emergency=True)
        self.urgent = kinds.first() or self.kind

    def take(self, number: int, cells: dict[str, str]) -> dict[str, Any]:
        """One row, in a savepoint of its own: what became of it, in words."""
        row = Row(cells)
        line: dict[str, Any] = {"row": number, "what": what_of(cells), "text": ""}
        try:
            with transaction.atomic():
                line["verdict"], line["order"] = self._take(number, row)
                if row.faults:
                    raise Refused("cells", "")
        except NotPlaced as doubt:
            line |= {"verdict": REFUSED, "text": f"{doubt}。", "place": True}
            line["candidates"] = list(doubt.candidates)
        except Refused as refusal:
            faults = [f"“{label_of(one.field)}”{one.text}" for one in row.faults]
            said = "；".join([*dict.fromkeys(faults), *filter(None, [str(refusal).rstrip("。")])])
            line |= {"verdict": REFUSED, "text": f"{said}。"}
        return line

    def category_of(self, word: str) -> Category | None:
        """What a word of the hotline means: as it was said, or the county's own name."""
        return self.words.get(word) or self.names.get(word)

    def _take(self, number: int, row: Row) -> tuple[str, str]:
        told = row.plain("number", needed=True)
        if len(told) > LONGEST_NUMBER:
            row.refuse("number", _("超过 %s 个字；请核对") % LONGEST_NUMBER)
        text = row.text("text", needed=True, longest=1800)
        title = row.text("title", longest=LONGEST_TITLE) or text[:SHOWN]
        name, phone = row.text("name", longest=40), row.phone("phone")
        category = self._category(row)
        if row.faults or category is None:
            raise Refused("cells", "")
        before = self._before(told, number)
        if before:
            return KNOWN, before
        written = self.made_by.places.get(str(number), "")
        spot = place_of(self.county, dict(row.cells), written)
        called_at = row.text("called_at")
        facts = OrderFacts(
            kind=self.urgent if row.plain("urgency") in URGENT else self.kind,
            category=category,
            title=title,
            point=spot.point,
            source=Source.HOTLINE,
            text="\n".join(filter(None, [text, self._origin(told, called_at)])),
            address=(spot.text or row.text("address", longest=LONGEST_ADDRESS)),
            contact_name=name,
            contact_phone=phone,
        )
        return NEW, self._report(told, facts).number

    def _category(self, row: Row) -> Category | None:
        word = row.text("category", needed=True, longest=LONGEST_WORD)
        found = self.category_of(word)
        if word and found is None:
            row.refuse("category", _("“%s”还不知道是哪一类；请在上面选一次，以后都认识") % word)
        return found

    def _before(self, told: str, number: int) -> str:
        """The order this matter is already; a second row of the list is refused."""
        first = self.seen.setdefault(told, number)
        if first != number:
            text = _("工单编号与第 %s 行相同；请核对后删去一行")
            raise Refused("twice", text % first)
        known = HotlineOrder.objects.filter(county=self.county, number=told)
        found = known.values_list("order__number", flat=True).first()
        return found or ""

    def _report(self, told: str, facts: OrderFacts) -> Order:
        digest = hashlib.sha256(told.encode()).hexdigest()[:40]
        key = f"hotline:{self.made_by.pk}:{digest}"
        order = report_order(county=self.county, facts=facts, person=self.person, key=key)
        HotlineOrder.objects.create(
            county=self.county, number=told, order=order, made_by=self.made_by
        )
        return order

    def _origin(self, told: str, called_at: str) -> str:
        if not called_at:
            return _("热线编号：%s") % told
        return _("热线编号：%(number)s，来电时间：%(at)s") % {"number": told, "at": called_at}


def what_of(cells: dict[str, str]) -> str:
    """A row in a few words, without who called."""
    said = cells.get("title") or cells.get("text", "")
    return f"{cells.get('number', '')[:LONGEST_NUMBER]} {said[:SHOWN]}".strip()
