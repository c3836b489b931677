"""Whether the contents are still those that were looked at, and the edition still in force."""

from django.utils.translation import gettext as _

from communities.territory.queries import edition_in_force, edition_scheduled
from grids.review.moving.context import Moving
from grids.review.registry import Hindrance


def unchanged(moving: Moving) -> list[Hindrance]:
    """The contents, rules, cells and engine are those the last audit or decision was of."""
    bound = moving.case.bound
    if bound is None:
        text = _("本轮还没有审核过方案的内容。请先由审核人审核。")
        return [Hindrance("never_audited", text)]
    if not moving.case.is_stale:
        return []
    text = _("方案的图形、规则、数据或引擎版本在“%(what)s”之后有变化，该结论已失效。请重新审核。")
    return [Hindrance("stale", text % {"what": _(bound.label)})]


def current_edition(moving: Moving) -> list[Hindrance]:
    """The edition the plan changes is the one in force, and no other waits to follow it."""
    edition = edition_in_force(moving.proposal.county)
    waiting = edition_scheduled(moving.proposal.county)
    if waiting is not None:
        text = _("第 %(number)s 版已公布，%(day)s 起生效。请在它生效后，在新版次上另起草案。")
        said = {"number": waiting.number, "day": waiting.in_force_from}
        return [Hindrance("edition_waiting", text % said)]
    if edition is not None and edition.pk == moving.proposal.edition_id:
        return []
    text = _("方案基于第 %(number)s 版区划，它已不是现行版次。请在现行版次上另起草案。")
    return [Hindrance("edition_superseded", text % {"number": moving.proposal.edition.number})]
