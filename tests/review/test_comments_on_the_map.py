"""Comments pinned by pointing at the picture of a case: sent, drawn at their place, kept there."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gis_core.accounts.models import User
from gis_core.accounts.roles import Role
from grids.proposals.models import Proposal
from grids.review.models import Comment
from tests.drafts.asking import assign, operate
from tests.drafts.town import G1, G2, block
from tests.review.cast import Cast
from tests.world import lonlat

PLN, REV = Role.PLANNER, Role.REVIEWER


def send(who: User, proposal: Proposal, **form: Any) -> Any:
    client = Client()
    client.force_login(who)
    return client.post(reverse("case_act", args=[proposal.pk, "comment"]), form)


def page(who: User, proposal: Proposal) -> str:
    client = Client()
    client.force_login(who)
    return client.get(reverse("case", args=[proposal.pk])).content.decode()


def shape(*spots: tuple[float, float]) -> str:
    ring = [list(lonlat(*spot)) for spot in spots]
    if len(ring) == 1:
        return json.dumps({"type": "Point", "coordinates": ring[0]})
    return json.dumps({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


def pin_of(text: str, number: int) -> tuple[float, float]:
    """Where the pin of a comment is drawn, in pixels."""
    found = re.search(rf'id="pin-\d+"[^>]*data-at="([\d.]+) ([\d.]+)"[^>]*><circle r="12"/>'
                      rf'<text y="5">{number}</text>', text)  # fmt: skip
    assert found is not None
    return float(found[1]), float(found[2])


def ground(text: str) -> dict[str, float]:
    names = ("west", "north", "left", "top", "scale", "narrow")
    return {name: float(re.search(rf'data-{name}="([^"]+)"', text)[1]) for name in names}  # type: ignore[index]


def test_a_point_is_pinned_where_a_script_would_point(cast: Cast, division: Proposal) -> None:
    assert send(cast[REV], division, text="这里有桥", geometry=shape((300, 300))).status_code == 302
    text = page(cast[REV], division)
    x, y = pin_of(text, 1)
    g = ground(text)
    lon, lat = lonlat(300, 300)
    assert g["left"] + (lon - g["west"]) * g["narrow"] * g["scale"] == pytest.approx(x, abs=0.1)
    assert g["top"] + (g["north"] - lat) * g["scale"] == pytest.approx(y, abs=0.1)
    comment = Comment.objects.get()
    assert f'href="#comment-{comment.pk}"' in text
    assert f'href="#pin-{comment.pk}"' in text


def test_a_drawn_shape_and_a_unit_are_shown_at_their_place(cast: Cast, division: Proposal) -> None:
    send(cast[REV], division, text="这一片", geometry=shape((100, 100), (300, 100), (300, 300)))
    send(cast[REV], division, text="这个网格", unit=G2, anchor="unit", geometry="")
    text = page(cast[REV], division)
    assert text.count('class="pin-shape"') == 1
    assert pin_of(text, 1)[0] < pin_of(text, 2)[0]


def test_pins_stay_while_the_plan_is_redrawn_under_them(cast: Cast, division: Proposal) -> None:
    send(cast[REV], division, text="这里有桥", geometry=shape((700, 300)))
    send(cast[REV], division, text="太大", unit=G2)
    before = pin_of(page(cast[REV], division), 1)
    assign(division, cast[PLN], block(5, 0, 10, 10), G1)  # nothing is left of the second grid
    text = page(cast[REV], division)
    assert pin_of(text, 1) == before
    assert abs(pin_of(text, 2)[0] - before[0]) < 60  # where it was, 500 to 1000 m of 2000
    assert f'data-unit="{G2}"' not in text
    operate(division, cast[PLN], kind="rename_unit", unit=G1, name="一号")
    assert "第二网格" in page(cast[REV], division)


def test_what_is_no_shape_is_refused_and_the_words_are_not_lost(
    cast: Cast, division: Proposal
) -> None:
    for geometry in ("{", json.dumps({"type": "Point", "coordinates": [1, 1]})):
        refused = send(cast[REV], division, text="请核对这座桥", geometry=geometry)
        assert refused.status_code == 422
        assert "请核对这座桥</textarea>" in refused.content.decode()
    assert not Comment.objects.exists()


def test_names_in_the_picture_are_escaped(cast: Cast, division: Proposal) -> None:
    operate(division, cast[PLN], kind="rename_unit", unit=G1, name="<script>x</script>")
    assert "<script>x" not in page(cast[REV], division)
