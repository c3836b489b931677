"""One of everything the pages of staff show, in the first grid of 长富路."""

from typing import Any

from gis_core.jobs.services import run_job
from grids.staffing.models import Roster
from grids.staffing.suggesting.services import ask_for_staffing
from tests.staffing.cast import cover, hire, post
from tests.world import World


def lay_everything(world: World, *, lending: bool = False) -> dict[str, Any]:
    """The keys of what was laid out; with `lending` the police has sent 赵警官 there, too."""
    cast = hire(world)
    posting, coverage = post(cast.li, world.grids[0]), cover(cast.police, world.grids[0])
    if lending:
        post(cast.zhao, world.grids[0])
    asked = ask_for_staffing(county=world.county, person=world.reviewer)
    run_job.call(str(asked.job_id))
    roster = Roster.objects.create(
        county=world.county, kind="people", file_name="名册.xlsx", sha256="0", digest="1",
        rows=[{"grid": "第一网格", "name": "钱一", "capacity": "楼栋长"}],
        uploaded_by=world.reviewer,
    )  # fmt: skip
    return {
        "person": cast.li.pk,
        "staff_unit": cast.police.pk,
        "posting": posting.pk,
        "coverage": coverage.pk,
        "roster": roster.pk,
        "suggestion": asked.pk,
        "tie": asked.ties.get(person=cast.wang).pk,
    }
