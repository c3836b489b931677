"""What would become of a draft on the edition in force, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from grids.proposals.drafting.breaking import broken_rules
from grids.publication.carrying.conflicts import Conflict
from grids.publication.carrying.services import Preview

_TEXTS: Mapping[str, str] = {
    "both": gettext_noop(
        "草案把 %(cells)s 个单元（%(households)s 户）划入“%(unit)s”，"
        "现行版次已划入“%(other)s”：按现行版次"
    ),
    "gone": gettext_noop(
        "草案把 %(cells)s 个单元（%(households)s 户）划入“%(unit)s”，"
        "它在现行版次已撤销：留在“%(other)s”"
    ),
    "strayed": gettext_noop(
        "草案把 %(cells)s 个单元（%(households)s 户）划入“%(unit)s”，"
        "两者在现行版次分属两个社区：留在“%(other)s”"
    ),
    "cut": gettext_noop(
        "划入“%(unit)s”的一块空地所在的单元已变，不能照样再切：整块划入“%(other)s”"
    ),
    "name": gettext_noop("草案改名为“%(unit)s”，现行版次改名为“%(other)s”：按现行版次"),
    "code": gettext_noop("草案改代码为“%(unit)s”，现行版次改为“%(other)s”：按现行版次"),
    "parent": gettext_noop("草案让“%(unit)s”改属的社区已变：按现行版次属于“%(other)s”"),
    "returned": gettext_noop("草案撤销了“%(unit)s”，现行版次又给了它单元：不再撤销"),
}


def tell_preview(preview: Preview) -> dict[str, Any]:
    """What is kept, what the edition has done already, what is not kept and why, and how many
    hard rules the new draft would break."""
    carried, plan = preview.carried, preview.carried.plan
    return {
        "version": preview.version,
        "former": preview.source.edition.number,
        "edition": preview.proposal.edition.number,
        "kept": {
            "cells": len(carried.kept),
            "households": int(plan.ground.households[carried.kept].sum()),
            "cuts": carried.cuts,
            "units": [unit.name for unit in carried.new],
        },
        "settled": len(carried.settled),
        "conflicts": [_tell(conflict) for conflict in carried.conflicts],
        "hard": sum(broken.hard for broken in broken_rules(plan)),
    }


def _tell(conflict: Conflict) -> dict[str, Any]:
    values = {
        "unit": conflict.unit or _("未划分的单元"),
        "other": conflict.other or _("未划分的单元"),
        "cells": len(conflict.rows),
        "households": conflict.households,
    }
    return {
        "what": conflict.what,
        "cells": list(conflict.rows),
        "households": conflict.households,
        "text": _(_TEXTS[conflict.what]) % values,
    }
