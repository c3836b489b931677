"""Every write to the hotline's lists: looked through, settled, taken as orders, taken back."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.territory.models import County
from gis_core.accounts.models import User
from gis_core.files.faults import FileFault, FileRefused
from grids.dispatch.models import Category, Order
from grids.dispatch.services import move_order
from grids.dispatch.states import State
from grids.hotline.columns import COLUMNS
from grids.hotline.models import CategoryWord, HotlineList, HotlineOrder
from grids.hotline.taking import LONGEST_WORD, REFUSED, Taking
from grids.proposals.drafting.refusals import Refused
from grids.staffing.rosters.reading import read_columns
from grids.staffing.services.checks import lock_seen, read_line, take_turn

MOST_ROWS = 300  # a few seconds of work; a county's hotline has some dozens a day
KEPT = datetime.timedelta(days=7)  # rows of a list nobody decided on
_forgot: list[datetime.datetime] = []


class _Forget(Exception):
    """Leaves the transaction: a dry run wrote it."""


def look_at_list(*, county: County, path: Path, file_name: str, person: User) -> HotlineList:
    """Read a file and say of each row what becomes of it; nothing of it is done.

    Raises FileRefused: the file as a whole cannot be taken. Refused: the county takes no orders.
    """
    sheet = read_columns(path, COLUMNS, "hotline")
    if len(sheet.rows) > MOST_ROWS:
        text = _("清单有 %(now)s 行，一次最多 %(most)s 行。请按日期拆分后导入。")
        said = {"now": len(sheet.rows), "most": MOST_ROWS}
        raise FileRefused(FileFault.TOO_LARGE, text % said)
    made = HotlineList(
        county=county,
        file_name=file_name[-200:],
        sha256=sheet.sha256,
        rows=sheet.rows,
        unused_columns=sheet.unused[:50],
        uploaded_by=person,
    )
    with transaction.atomic():
        made.save()
        made.report = _dry_run(made, person)
        made.save(update_fields=["report"])
    return made


@transaction.atomic
def settle_list(
    *,
    made: HotlineList,
    person: User,
    words: Mapping[str, Category],
    places: Mapping[int, str],
    seen_version: int | None,
) -> HotlineList:
    """Say what words of the hotline mean, for good, and where rows are; then look through again.

    An empty place lets the row's own address speak again.
    """
    locked = _locked(made, seen_version)
    for word, category in words.items():
        if category.county_id != locked.county_id:
            raise Refused("setting_wrong", _("类别不是本县的。请重新选择。"))
        CategoryWord.objects.update_or_create(
            county=locked.county, word=word[:LONGEST_WORD], defaults={"category": category}
        )
    said = {str(row): read_line(text)[:80] for row, text in places.items()}
    locked.places = {row: text for row, text in (locked.places | said).items() if text}
    locked.report = _dry_run(locked, person)
    locked.version += 1
    locked.save()
    return locked


@transaction.atomic
def apply_list(
    *, made: HotlineList, person: User, seen_version: int | None, leave_out_refused: bool
) -> HotlineList:
    """Take a list's rows as orders, all in one transaction; each is judged anew.

    Raises VersionMissing, Stale, or Refused: it is over, or rows are refused and not left out.
    """
    take_turn(made.county_id)
    locked = _locked(made, seen_version)
    report = _take(locked, person)
    refused = sum(line["verdict"] == REFUSED for line in report)
    if refused and not leave_out_refused:
        text = _("有 %s 行不能导入。请补齐，或勾选略过后再导入。")
        raise Refused("rows_refused", text % refused)
    locked.state, locked.applied_at = HotlineList.State.APPLIED, timezone.now()
    locked.report = report
    return _over(locked)


@transaction.atomic
def undo_list(*, made: HotlineList, person: User, seen_version: int | None) -> HotlineList:
    """Void every order of a list, as long as nobody has acted on any of them."""
    take_turn(made.county_id)
    locked = lock_seen(made, seen_version)
    if locked.state != HotlineList.State.APPLIED:
        raise Refused("list_over", _("这份清单没有导入，不用撤回。"))
    orders = list(Order.objects.filter(hotline__made_by=locked).order_by("number"))
    acted = [order.number for order in orders if order.moves.count() > 1]
    if acted:
        text = _("有 %(count)s 件已经有人办理（%(numbers)s），不能整份撤回。请逐件作废。")
        said = {"count": len(acted), "numbers": "、".join(acted[:5])}
        raise Refused("acted_on", text % said)
    for order in orders:
        move_order(
            order=order,
            action="cancel" if order.state == State.ISSUED else "void",
            person=person,
            reason=_("撤回热线清单“%s”") % locked.file_name[:100],
            seen_version=order.version,
        )
    HotlineOrder.objects.filter(made_by=locked).delete()
    locked.state = HotlineList.State.UNDONE
    return _over(locked)


@transaction.atomic
def drop_list(*, made: HotlineList, seen_version: int | None) -> HotlineList:
    """Do not take a list."""
    locked = _locked(made, seen_version)
    locked.state = HotlineList.State.DROPPED
    return _over(locked)


def forget_when_due() -> None:
    """Once an hour in each worker: lists nobody decided on for a week lose their rows."""
    now = timezone.now()
    if _forgot and now - _forgot[-1] < datetime.timedelta(hours=1):
        return
    _forgot[:] = [now]
    old = HotlineList.objects.filter(state="looked_at", uploaded_at__lt=now - KEPT)
    for made in old:
        made.state = HotlineList.State.DROPPED
        _over(made)


def _locked(made: HotlineList, seen_version: int | None) -> HotlineList:
    locked = lock_seen(made, seen_version)
    if locked.state != HotlineList.State.LOOKED_AT:
        raise Refused("list_over", _("这份清单已导入、撤回或未采用。请重新上传。"))
    return locked


def _over(locked: HotlineList) -> HotlineList:
    """Decided on: what callers said is in the orders, or nowhere."""
    locked.rows, locked.places = [], {}
    locked.report = [_forgotten(line) for line in locked.report]
    locked.version += 1
    locked.save()
    return locked


def _forgotten(line: dict[str, Any]) -> dict[str, Any]:
    """A row's line with its number in the list, its verdict and its order, and no word of it."""
    kept = {name: line.get(name, "") for name in ("row", "verdict", "order")}
    return {**kept, "what": line["what"].split(" ")[0], "text": ""}


def _take(made: HotlineList, person: User) -> list[dict[str, Any]]:
    taking = Taking(made, person)
    return [taking.take(number, cells) for number, cells in enumerate(made.rows, start=1)]


def _dry_run(made: HotlineList, person: User) -> list[dict[str, Any]]:
    """What taking would do, written and forgotten."""
    report: list[dict[str, Any]] = []
    try:
        with transaction.atomic():
            take_turn(made.county_id)  # nobody takes the same matter meanwhile
            report = _take(made, person)
            raise _Forget
    except _Forget:
        return [{**line, "order": ""} if line["verdict"] == "new" else line for line in report]
