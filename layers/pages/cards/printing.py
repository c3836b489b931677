"""Notice-board cards of grids as A4 pages: what the public page tells, for a wall (公示牌)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from pathlib import Path
from threading import Lock
from typing import TypeVar

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from communities.service_items.queries import items_at
from gis_core.public_address import link_to
from grids.packets.papers.pdf import print_apart
from layers.pages.finding.reading import Covering, Officer, PublicGrid

MOST_VENUES, MOST_ITEMS = 2, 6
# The room on the sheet in mm, and what a letter and a line of it take (see cards.css).
PEOPLE_HEIGHT, PEOPLE_WIDTH, NAME_LETTER, SMALL_LETTER = 112.0, 76.0, 5.0, 3.4
NAME_LINE, PHONE_LINE, BETWEEN = 7.0, 8.0, 2.6
UNITS_HEIGHT, UNITS_WIDTH, UNIT_LETTER, UNIT_LINE = 26.0, 130.0, 3.8, 5.2
LONG, VERY_LONG = 13, 22  # letters of a name: from there on it is written smaller
QUIET = 4  # modules around a QR code, as its standard asks
FOLDER = Path(__file__).parents[1] / "templates" / "pages" / "cards"
T = TypeVar("T")
_ONE_AT_A_TIME = Lock()


class NoAddress(Exception):
    """The operator has not said where the site is, so there is nowhere a card could lead to."""


@dataclass(frozen=True)
class Card:
    """A grid's card: what is told, where its page is, and the names of its two pictures."""

    told: PublicGrid
    address: str
    map_name: str
    code_name: str
    items: tuple[str, ...]

    @property
    def size(self) -> str:
        """How large the grid's name is written."""
        letters = len(self.told.ground.place.name)
        return "is-very-long" if letters > VERY_LONG else "is-long" if letters > LONG else ""

    @property
    def officers(self) -> tuple[Officer, ...]:
        """Those there is room for, the first in any case."""
        return fitting(self.told.officers, _height_of_officer, PEOPLE_HEIGHT)

    @property
    def units(self) -> tuple[Covering, ...]:
        return fitting(self.told.coverage, _height_of_unit, UNITS_HEIGHT)

    @property
    def items_told(self) -> str:
        """The first of what can be done here, by their names; residents' services come first."""
        return "、".join(self.items[:MOST_ITEMS])

    @property
    def more_officers(self) -> int:
        return len(self.told.officers) - len(self.officers)

    @property
    def more_units(self) -> int:
        return len(self.told.coverage) - len(self.units)


def print_cards(grids: Sequence[PublicGrid]) -> bytes:
    """A PDF with one page for each grid, in their order. Raises NoAddress, NotPrinted."""
    cards, pictures, today = [], {}, timezone.localdate()
    for number, told in enumerate(grids):
        items = tuple(one.item.name for one in items_at(told.ground.place, today))
        card = Card(told, address_of(told), f"map-{number}", f"code-{number}", items)
        pictures[card.map_name] = map_of(told)
        pictures[card.code_name] = code_of(card.address)
        cards.append(card)
    context = {
        "cards": cards,
        "today": today,
        "most_venues": f":{MOST_VENUES}",
        "most_items": MOST_ITEMS,
    }
    with override(settings.LANGUAGE_CODE):  # the board is for residents, whoever prints it
        html = render_to_string("pages/cards/cards.html", context)
    with _ONE_AT_A_TIME:
        return print_apart(html, pictures, style=(FOLDER / "cards.css").read_text())


def fitting(rows: tuple[T, ...], height: Callable[[T], float], most: float) -> tuple[T, ...]:
    """The first rows whose heights together are at most `most`, one at least."""
    taken = list(accumulate(height(row) for row in rows))
    return rows[: max(1, sum(one <= most for one in taken))]


def _height_of_officer(one: Officer) -> float:
    unit = len(one.unit.name) if one.unit else 0
    letters = NAME_LETTER * len(one.name) + SMALL_LETTER * (len(one.capacity) + unit + 2)
    phone = PHONE_LINE if one.phone else 0.0
    return NAME_LINE * ceil(letters / PEOPLE_WIDTH) + phone + BETWEEN


def _height_of_unit(one: Covering) -> float:
    letters = len(one.unit.name) + len(one.phone) / 2 + 4
    return UNIT_LINE * ceil(UNIT_LETTER * letters / UNITS_WIDTH)


def address_of(told: PublicGrid) -> str:
    """Where a phone that reads the code goes: by the key, which never changes. Raises NoAddress."""
    key = told.ground.place.pk
    found = link_to(reverse("public_grid_by_key", args=[told.county.code, key]))
    if not found:
        raise NoAddress
    return found


def code_of(address: str) -> str:
    """A QR code that is still read with 15 % of it damaged, as SVG."""
    code = segno.make_qr(address, error="m")
    found: str = code.svg_inline(border=QUIET, scale=4)
    return found.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def map_of(told: PublicGrid) -> str:
    """The grid's picture with its colours in it."""
    frame = told.ground.frame
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}">'
        f"<style>{(FOLDER / 'map.css').read_text()}</style>{told.ground.picture}</svg>"
    )
