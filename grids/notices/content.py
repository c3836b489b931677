"""What a notice holds: made once, from aggregates, and all that its public pages show."""

import json
from hashlib import sha256
from typing import Any

from communities.territory.models import RuleSet
from communities.territory.rules import RuleKey
from grids.notices.comparison import public_comparison
from grids.notices.outlines import public_outlines
from grids.notices.suppressing import FEWEST_INHABITED, ROUNDED_TO, SMALLEST
from grids.proposals.drafts.comparing import Side
from grids.proposals.models import Proposal

BASIS = (
    RuleKey.COMMUNITY_MIN,
    RuleKey.COMMUNITY_MAX,
    RuleKey.GRID_MIN,
    RuleKey.GRID_MAX,
    RuleKey.NOTICE_DAYS,
)


def make_content(proposal: Proposal, before: Side, after: Side) -> dict[str, Any]:
    """Comparison, outlines and the rules they are judged by; JSON, without a single person."""
    return {
        "place": proposal.place.name,
        "kind": proposal.kind,
        "edition": proposal.edition.number,
        "rules": _rules(proposal.rule_set),
        "told": {"in": ROUNDED_TO, "from": SMALLEST, "cells": FEWEST_INHABITED},
        **public_comparison(before, after),
        "map": public_outlines(proposal.county, before, after),
    }


def hash_of(content: Any) -> str:
    """The SHA-256 of a JSON value, independent of the order of keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _rules(rule_set: RuleSet) -> dict[str, Any]:
    thresholds = rule_set.thresholds.filter(key__in=BASIS).order_by("pk")
    return {
        "name": rule_set.name,
        "number": rule_set.number,
        "household_count": rule_set.get_household_count_display(),
        "thresholds": [
            {
                "label": one.label,
                "value": f"{one.value.normalize():f}",
                "unit": one.unit,
                "source": one.source,
            }
            for one in thresholds
        ],
    }
