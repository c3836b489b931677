"""A planner at the desk: a draft of the small county, and where its cells are on the screen."""

from collections.abc import Iterable
from uuid import UUID

import numpy as np
import shapely
from playwright.sync_api import Page, Response, expect

from communities.basemap.models import Building, CellSet, Compound
from gis_core.accounts.models import User
from gis_core.crs import GEOGRAPHIC, transformer
from grids.proposals.drafting.plan import Plan
from grids.proposals.drafts.creating import create_draft
from grids.proposals.drafts.plans import reading
from grids.proposals.models import Proposal
from tests.division.town import build_cells
from tests.e2e.conftest import DRAWN, PATIENCE, Visitor
from tests.world import World, box, lonlat

WEB_MERCATOR = 3857
PLACED = "document.querySelector('#desk-map').dataset.view.split(',').map(Number)"


def draft_of(world: World, kind: Proposal.Kind = Proposal.Kind.DIVISION) -> Proposal:
    """A draft of the subdistrict on cells built now; two of its buildings make a compound."""
    CellSet.objects.all().delete()
    garden = Compound.objects.create(
        county=world.county, name="锦绣园", geom=box(150, 110, 310, 140)
    )
    Building.objects.filter(geom__within=box(150, 110, 310, 140)).update(compound=garden)
    build_cells(world)
    return create_draft(kind=kind, place=world.subdistrict, title="城关重划", author=world.planner)


class Desk:
    """The desk in a browser. Places are metres from the corner of the county's sheet."""

    def __init__(self, visitor: Visitor, draft: Proposal) -> None:
        self.visitor, self.page, self.draft = visitor, visitor.page, draft

    def enter(self, user: User) -> "Desk":
        """Open the desk as somebody who has signed in before."""
        self.visitor.enter(user)
        return self.open()

    def open(self) -> "Desk":
        self.page.goto(f"{self.visitor.server}/drafts/{self.draft.pk}/")
        return self.drawn()

    def drawn(self) -> "Desk":
        self.page.wait_for_selector(DRAWN, state="attached")
        return self

    def pixel(self, x: float, y: float) -> tuple[float, float]:
        """Where a place is on the page."""
        return self.pixel_at(*lonlat(x, y))

    def pixel_at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place of any county is on the page."""
        east, north = transformer(GEOGRAPHIC, WEB_MERCATOR).transform(longitude, latitude)
        middle_x, middle_y, resolution = self.page.evaluate(PLACED)
        area = self.page.locator("#desk-map").bounding_box()
        assert area is not None
        left = area["x"] + area["width"] / 2 + (east - middle_x) / resolution
        return left, area["y"] + area["height"] / 2 - (north - middle_y) / resolution

    def click(self, x: float, y: float, **options: str) -> None:
        self.page.mouse.click(*self.pixel(x, y), **options)  # type: ignore[arg-type]

    def tap(self, x: float, y: float) -> None:
        """Touch a place; the page must have been opened with a touch screen."""
        self.page.touchscreen.tap(*self.pixel(x, y))

    def drag(self, *places: tuple[float, float], release: bool = True) -> None:
        """With the button down from place to place."""
        first, *rest = [self.pixel(*place) for place in places]
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for to in rest:
            self.page.mouse.move(*to, steps=6)
        if release:
            self.page.mouse.up()

    def draw(self, line: Iterable[tuple[float, float]]) -> None:
        """A line of longitudes and latitudes, in one go."""
        first, *rest = [self.pixel_at(*place) for place in line]
        self.page.mouse.move(*first)
        self.page.mouse.down()
        for to in rest:
            self.page.mouse.move(*to, steps=12)
        self.page.mouse.up()

    def show(self, unit: int) -> None:
        """Have the strip below bring a unit into the middle of the map."""
        before = self.page.locator("#desk-map").get_attribute("data-view") or ""
        self.page.locator(f'#balance-bars [data-unit="{unit}"]').click()
        expect(self.page.locator("#desk-map")).not_to_have_attribute(
            "data-view", before, timeout=PATIENCE
        )
        self.drawn()

    def tool(self, name: str) -> None:
        self.page.locator(f'#tools [data-tool="{name}"]').click()

    def answered(self) -> "Answer":
        """Wait until the server has answered the operation made inside."""
        return Answer(self.page)

    def selected(self) -> str:
        return self.page.locator("#selection-count").inner_text()

    def plan(self) -> "Reading":
        return Reading(self.draft.pk)


class Answer:
    """A block in which one operation is sent; its answer must be good."""

    def __init__(self, page: Page) -> None:
        self._waiting = page.expect_response("**/operations")

    def __enter__(self) -> None:
        self._info = self._waiting.__enter__()

    def __exit__(self, *problem: object) -> None:
        self._waiting.__exit__(*problem)  # type: ignore[arg-type]
        response: Response = self._info.value
        assert response.status == 200, response.text()


class Reading:
    """The draft as the server has it."""

    def __init__(self, draft: UUID) -> None:
        self._draft = draft

    def rows_at(self, *places: tuple[float, float]) -> list[int]:
        """The rows of the cells at these places."""
        with reading(self._draft) as plan:
            shapes = plan.ground.shapes
            points = [shapely.Point(*lonlat(*place)) for place in places]
            return [int(np.flatnonzero(shapely.contains(shapes, point))[0]) for point in points]

    def unit_at(self, x: float, y: float) -> str:
        """The name of the grid of the cell at a place."""
        (row,) = self.rows_at((x, y))
        with reading(self._draft) as plan:
            return plan.units[int(plan.labels[row])].name

    def community_at(self, x: float, y: float) -> str:
        """The name of the community of the cell at a place."""
        (row,) = self.rows_at((x, y))
        with reading(self._draft) as plan:
            return plan.units[plan.units[int(plan.labels[row])].parent or 0].name

    def names(self, *, level: str = "grid") -> list[str]:
        """The names of the units there are."""
        with reading(self._draft) as plan:
            units = [unit for unit in plan.units.values() if not unit.retired]
            return sorted(unit.name for unit in units if unit.level == level)

    def cells_of(self, name: str) -> int:
        """How many cells the grid of this name has."""
        with reading(self._draft) as plan:
            return sum(int((plan.labels == number).sum()) for number in _numbers(plan, [name]))


def _numbers(plan: Plan, names: Iterable[str]) -> list[int]:
    return [number for number, unit in plan.units.items() if unit.name in set(names)]
