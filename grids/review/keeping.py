"""Life-cycles of counties: the default when first needed, their own when they made one."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from communities.territory.models import County
from gis_core.accounts.models import User
from grids.proposals.models import Proposal
from grids.review.lifecycle.checking import faults_of
from grids.review.lifecycle.defaults import DEFAULTS
from grids.review.lifecycle.definition import Definition
from grids.review.models import CaseEvent, Lifecycle
from grids.review.refusals import DefinitionRefused, MovedOn
from grids.review.registry import guard_names


def lifecycle_of(proposal: Proposal) -> Lifecycle:
    """The life-cycle a case goes on by: its own once it is on its way, else the newest."""
    if not proposal.is_editable:
        last = CaseEvent.objects.filter(proposal=proposal).select_related("lifecycle").last()
        if last is not None:
            return last.lifecycle
    return newest_lifecycle(proposal.county, proposal.kind)


def newest_lifecycle(county: County, kind: str) -> Lifecycle:
    """The county's own, or the default, written down as its first."""
    mine = Lifecycle.objects.filter(county=county, kind=kind)
    found = mine.order_by("-number").first()
    if found is not None:
        return found
    definition = DEFAULTS[kind].to_json()
    return mine.get_or_create(
        county=county, kind=kind, number=1, defaults={"definition": definition}
    )[0]


def check_definition(kind: str, definition: dict[str, Any]) -> Definition:
    """The definition as it would be kept. Raises DefinitionRefused: everything wrong at once."""
    try:
        read = Definition.from_json(definition)
    except (KeyError, TypeError, ValueError) as error:
        text = _("流程文件无法读取（%(error)s）。请以导出的默认流程为样本修改。")
        raise DefinitionRefused([text % {"error": error}]) from error
    faults = faults_of(read, DEFAULTS[kind], guard_names())
    if faults:
        raise DefinitionRefused(faults)
    return read


@transaction.atomic
def configure_lifecycle(
    *,
    county: County,
    kind: str,
    definition: dict[str, Any],
    person: User | None,
    seen: int | None = None,
) -> Lifecycle:
    """Another life-cycle of a county, for cases that begin from now on; `seen` is the number the
    person changed, None where nobody looked.

    Raises:
        DefinitionRefused: what does not hold together, everything at once.
        MovedOn: there is a newer one than they saw.
    """
    read = check_definition(kind, definition)
    County.objects.select_for_update().get(pk=county.pk)
    latest = newest_lifecycle(county, kind)
    if seen is not None and seen != latest.number:
        text = _("流程已改为第 %(number)s 号，与您看到的不同。请刷新页面，看过后再修改。")
        raise MovedOn("moved_on", text % {"number": latest.number})
    return Lifecycle.objects.create(
        county=county,
        kind=kind,
        number=latest.number + 1,
        definition=read.to_json(),
        created_by=person,
    )
