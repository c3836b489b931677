"""The guard `checklist` of the life-cycles: what blocks and nobody waived hinders the move."""

from django.utils.translation import gettext as _

from grids.checklist.lines import Fault, Line
from grids.checklist.queries import blocking, checklist
from grids.review.moving.context import Moving
from grids.review.registry import Hindrance

# What another guard of the same arrow says already.
SAID_BY = {"current_edition": "edition_of_today"}


def blocking_rules_kept(moving: Moving) -> list[Hindrance]:
    """One hindrance for each fault that holds the case up."""
    said = {SAID_BY[name] for name in moving.arrow.guards if name in SAID_BY}
    lines = [line for line in blocking(checklist(moving.proposal)) if line.key not in said]
    return [
        _hindrance(line, fault)
        for line in lines
        for fault in line.faults
        if fault.open and fault.blocking
    ]


def _hindrance(line: Line, fault: Fault) -> Hindrance:
    measured = fault.value is not None and fault.limit is not None
    what = _("%(what)s（现为 %(value)s，限值 %(limit)s）") if measured else "%(what)s"
    values = {"what": fault.text, "value": _figure(fault.value), "limit": _figure(fault.limit)}
    mend = _("请修复，或由审核人写明理由豁免") if line.waivable else _("请修复")
    text = _("“%(rule)s”未通过：%(what)s。%(mend)s。")
    message = text % {"rule": line.label, "what": what % values, "mend": mend}
    at = {
        "rule": line.key,
        "unit": fault.unit,
        "value": fault.value,
        "limit": fault.limit,
        "box": list(fault.box) if fault.box else None,
    }
    return Hindrance(f"rule_{line.key}", message, at)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
