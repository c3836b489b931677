"""Lists of the hotline: for who raises orders in all of the county."""

import tempfile
from pathlib import Path
from typing import Any

from grids.hotline.services import look_at_list
from tests.permissions.row import Given, reads, sends
from tests.world import World

TAKES = "DSP"
CALLER = "0939-6210555"
SECRETS = {CALLER: TAKES}
LIST = {"number": "hotline_list"}


def lay_out(world: World, known: Given) -> dict[str, Any]:
    text = f"受理编号,事项分类,诉求内容,联系电话\nR1,环境卫生,垃圾没人清,{CALLER}\n"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text(text)
        made = look_at_list(
            county=world.county, path=path, file_name="热线.csv", person=known["cast"]["DSP"]
        )
    return {"hotline_list": made.pk}


VERSION = {"version": 0}
ROWS = [
    reads("hotline_lists", TAKES),
    sends("hotline_lists", TAKES, yes=422),  # no file
    reads("hotline_list", TAKES, at=LIST),
    reads("hotline_refused", TAKES, at=LIST),
    sends("settle_hotline", TAKES, at=LIST, body=VERSION),
    sends("decide_hotline", TAKES, at=LIST, values={"what": "drop"}, body=VERSION),
    sends("decide_hotline", TAKES, yes=422, at=LIST, values={"what": "apply"}, body=VERSION),
    sends("decide_hotline", TAKES, yes=422, at=LIST, values={"what": "undo"}, body=VERSION),
]
