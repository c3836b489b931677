"""The desk in headless Chromium without a GPU: until the map can be used, and strokes of the brush.

Beside it the same cells as a plain vector layer of OpenLayers, recoloured by their style.
"""

import base64
import gzip
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import shapely
from playwright.sync_api import ViewportSize

from gis_core.crs import GEOGRAPHIC, WEB_MERCATOR, reproject
from gis_core.launch.places import ROOT
from tests.bench.desk.asking import Window, must

STROKES = 6
CELLS = 500
LONG, RADIUS = 36, 4  # pixels of a stroke: about `CELLS` where the whole county is in view
VIEW = ViewportSize(width=1280, height=720)
PLAIN = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PLACED = "document.querySelector('#desk-map').dataset.view.split(',').map(Number)"
DRAWN = 'html[data-map-ready="yes"][data-map-busy="no"]'

# When the map was first drawn, when the button or the pointer did something, and when the layer
# of cells was painted: at the frame after.
WATCH = """
window.seen = {ready: null, up: null, moved: null, painted: []};
new MutationObserver(() => {
  if (document.documentElement.dataset.mapReady === "yes") seen.ready ??= performance.now();
  const canvas = document.querySelector(".desk-cells canvas");
  if (!canvas || canvas.watched) return;
  canvas.watched = true;
  new MutationObserver(() => requestAnimationFrame(() => seen.painted.push(performance.now())))
    .observe(canvas, {attributeFilter: ["data-drawn"]});
}).observe(document, {subtree: true, childList: true, attributes: true});
addEventListener("pointerup", (event) => seen.up = event.timeStamp, true);
addEventListener("pointermove", (event) => seen.moved = event.timeStamp, true);
"""


@dataclass(frozen=True)
class Seen:
    """Milliseconds: until the map could be used, first and again; from a move of the brush and
    from its release to the paint; cells of a stroke; the peer's first drawing and recolouring."""

    first: float
    again: float
    moved: float
    released: float
    cells: int
    peer_first: float
    peer: float


def build_pages() -> None:
    """Bundle the scripts and styles; a server looks for them when it begins."""
    subprocess.run(["npm", "run", "build"], cwd=ROOT, check=True, capture_output=True)


@contextmanager
def _browsing(home: str, session: str) -> Iterator[Any]:
    """A browser that nobody used before, with one person signed in."""
    from playwright.sync_api import sync_playwright

    from tests.e2e.conftest import CHROMIUM

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=PLAIN)
        context = browser.new_context(viewport=VIEW, locale="zh-CN")
        context.add_cookies([{"name": "sessionid", "value": session, "url": home}])
        context.add_init_script(WATCH)
        yield context
        browser.close()


def see_cold(port: int, session: str, draft: str) -> float | None:
    """Milliseconds until the map can be used of a server that has answered nothing yet; None
    where the page gave up waiting for it."""
    from playwright.sync_api import TimeoutError as Late

    home = f"http://127.0.0.1:{port}"
    with _browsing(home, session) as context:
        try:
            return float(_open(context, f"{home}/drafts/{draft}/", seconds=60)[0])
        except Late:
            return None


def see(port: int, session: str, draft: str, folder: Path) -> Seen:
    """A person opens a draft twice and paints strokes; the server has read the draft already."""
    home, places = f"http://127.0.0.1:{port}", _places(draft)
    with _browsing(home, session) as context:
        first, _ = _open(context, f"{home}/drafts/{draft}/")
        again, page = _open(context, f"{home}/drafts/{draft}/")
        strokes = [_stroke(page, number, place) for number, place in enumerate(places)]
        peer_first, peer = _peer(context, Window(port, session), draft, folder)
    moved, released, cells = (median(column) for column in zip(*strokes, strict=True))
    return Seen(first, again, moved, released, int(cells), peer_first, peer)


def _open(context: Any, address: str, seconds: int = 240) -> tuple[float, Any]:
    page = context.new_page()
    page.goto(address, timeout=seconds * 1000)
    page.wait_for_selector(DRAWN, state="attached", timeout=seconds * 1000)
    return page.evaluate("seen.ready"), page


def _places(draft: str) -> list[tuple[float, float]]:
    """Where strokes begin (EPSG:3857): cells along the middle of the county, south to north."""
    from grids.proposals.drafts.plans import reading

    with reading(draft) as plan:  # type: ignore[arg-type]  # as its address has it
        shapes = reproject(plan.ground.shapes, GEOGRAPHIC, WEB_MERCATOR)
    middles = shapely.get_coordinates(shapely.centroid(shapes))
    east = np.median(middles[:, 0])
    wanted = np.quantile(middles[:, 1], np.linspace(0.35, 0.65, STROKES))
    nearest = [np.hypot(*(middles - [east, north]).T).argmin() for north in wanted]
    return [(float(x), float(y)) for x, y in middles[nearest]]


def _stroke(page: Any, number: int, place: tuple[float, float]) -> tuple[float, float, int]:
    """Paint a stroke through a place into a unit that is elsewhere."""
    unit = page.get_by_label("画入").locator("option").nth(1 + number)
    page.get_by_label("画入").select_option(value=unit.get_attribute("value"))
    page.locator('#tools [data-tool="brush"]').click()
    page.locator("#brush-size").fill(str(RADIUS))
    box = page.locator("#desk-map").bounding_box()
    east, north, resolution = page.evaluate(PLACED)
    x = box["x"] + box["width"] / 2 + (place[0] - east) / resolution
    y = box["y"] + box["height"] / 2 - (place[1] - north) / resolution
    page.mouse.move(x - LONG / 2, y)
    page.mouse.down()
    page.mouse.move(x + LONG / 2, y, steps=8)
    moved = _painted_after(page, "moved")
    with page.expect_response(
        lambda answer: "/operations" in answer.url, timeout=120_000
    ) as answer:
        page.mouse.up()
    released = _painted_after(page, "up")
    sent = json.loads(answer.value.request.post_data)["operation"]["cells"]
    page.wait_for_selector(DRAWN, state="attached", timeout=120_000)
    return moved, released, len(sent)


def _painted_after(page: Any, name: str) -> float:
    """Milliseconds from an event to the next paint of the cells."""
    at = page.evaluate(f"seen.{name}")
    page.wait_for_function("(at) => seen.painted.some((time) => time > at)", arg=at, timeout=60_000)
    painted = page.evaluate("(at) => seen.painted.find((time) => time > at)", at)
    return float(painted - at)


def _peer(context: Any, window: Window, draft: str, folder: Path) -> tuple[float, float]:
    script = folder / "plain-layer.js"
    bundle: list[str | Path] = [
        ROOT / "node_modules" / ".bin" / "esbuild",
        ROOT / "tests" / "bench" / "desk" / "plain-layer.ts",
        "--bundle", "--format=iife", f"--outfile={script}", "--log-level=warning",
    ]  # fmt: skip
    subprocess.run(bundle, check=True)
    page = context.new_page()
    page.add_script_tag(path=script)
    packets = [_base64(window, draft, name) for name in ("ground", "shapes")]
    first = page.evaluate("([ground, shapes]) => drawCells(ground, shapes)", packets)
    rng = np.random.default_rng(1)
    times = []
    for number in range(STROKES):
        start = int(rng.integers(20_000))
        rows = list(range(start, start + CELLS))
        times.append(page.evaluate("([rows, colour]) => recolour(rows, colour)", [rows, number]))
    return float(first), float(median(times))


def _base64(window: Window, draft: str, name: str) -> str:
    answer = must(window.get(f"/api/drafts/{draft}/{name}"))
    return base64.b64encode(gzip.decompress(answer.body)).decode()
