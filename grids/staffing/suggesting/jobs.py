"""The job that suggests a staffing."""

import time
from typing import Any

from gis_core.jobs.context import JobContext, JobFailed
from grids.staffing.assigning import TaskError
from grids.staffing.models import StaffingSuggestion, SuggestedTie
from grids.staffing.suggesting.answering import answer, ties_of
from grids.staffing.suggesting.posing import basis_of, pose, read_ground


def suggest(context: JobContext, *, suggestion: int) -> dict[str, Any] | None:
    """Answer the three questions of a county and store every tie with its reason."""
    rows = StaffingSuggestion.objects.select_related("county", "edition", "rule_set")
    asked, began = rows.get(pk=suggestion), time.monotonic()
    context.progress(0, 3, "读取人员")
    ground = read_ground(asked.edition)
    try:
        questions = pose(asked, ground)
    except TaskError as error:
        raise JobFailed("task_refused", str(error)) from error
    found = []
    for done, question in enumerate(questions):
        context.progress(done, 3, "安排人员")
        found.append(answer(question))
    outcome = {str(one.question.kind): one.told() for one in found}
    with context.publish() as result:
        SuggestedTie.objects.filter(suggestion=asked).delete()
        SuggestedTie.objects.bulk_create(
            tie for one in found for tie in ties_of(asked, ground, one)
        )
        asked.state, asked.basis = StaffingSuggestion.State.READY, basis_of(questions)
        asked.outcome = {"kinds": outcome, "seconds": round(time.monotonic() - began, 2)}
        asked.save(update_fields=["state", "basis", "outcome"])
        result.update(suggestion=asked.pk)
    return None
