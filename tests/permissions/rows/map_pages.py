"""The map, the list, the desk and the drafts as pages; health for anyone."""

from typing import Any

from gis_core.accounts.roles import Action
from layers.pages.views.history import TABLES
from tests.permissions.row import ANYONE, Given, in_the_street, reads, sends
from tests.world import World

MAP, EDIT = Action.VIEW_MAP, Action.EDIT_DRAFT
DRAFT = in_the_street(Action.VIEW_DRAFT)


def lay_out(world: World, known: Given) -> dict[str, Any]:
    return {"place": world.grids[0].pk, "community": world.changfu.pk}


def _draft(known: Given) -> dict[str, Any]:
    return {"kind": "division", "place": known["world"].subdistrict.pk, "title": "新"}


ROWS = [
    reads("livez", ANYONE),
    reads("readyz", ANYONE),
    reads("home", MAP, yes=302, others={"elsewhere neighbour SEC": 302, "SYS AUD stranger": 200}),
    reads("map", MAP),
    reads("unit_list", MAP),
    reads("unit", MAP),
    reads("card", MAP, yes=409),  # no address of the site to lead to
    reads("community_file", MAP, at={"place": "community"}),
    reads("unit_history", MAP),
    reads("editions", MAP),
    *(reads("register", MAP, values={"table": table}) for table in TABLES),
    reads("building", MAP),
    reads("suggestion_list", MAP),
    reads("alternative_page", DRAFT),
    reads("drafts", MAP),  # without the right to drafts, an empty list
    reads("desk", DRAFT),
    reads("compare_drafts", DRAFT),
    reads("draft_thumbnail", DRAFT),
    reads("carry_draft", EDIT),
    sends("drafts", MAP, yes=200, others={"PLN": 302, "elsewhere": 422}, body=_draft),
    sends("copy_draft", EDIT),
    sends("carry_draft", EDIT, yes=422),
    sends("discard_draft", EDIT),
    sends("restore_edition", "", body={"edition": 1}),  # there is no former edition
]
