"""The shapes of the API's answers. Shares lie between 0 and 1, areas are in square metres."""

import math
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _number(numbered: Any) -> Any:
    return getattr(numbered, "number", numbered)


def _rows(related: Any) -> Any:
    return related.all() if hasattr(related, "all") else related


# What is not a number in the database is nothing in an answer: JSON has no NaN.
Number = Annotated[float | None, BeforeValidator(_finite)]
# An edition or a rule set is named by its number in its county.
Numbered = Annotated[int, BeforeValidator(_number)]
Box = tuple[float, float, float, float]


class Facts(BaseModel):
    """What is read from a row, or made by hand."""

    model_config = ConfigDict(from_attributes=True)


class Refusal(Facts):
    code: str
    message: str


class Named(Facts):
    id: UUID | int
    name: str


class CountyName(Facts):
    code: str
    name: str
    name_en: str


class EditionFacts(Facts):
    number: int
    in_force_from: date | None
    note: str


class ThresholdFacts(Facts):
    key: str
    label: str
    value: float
    unit: str
    source: str


class RuleSetFacts(Facts):
    number: int
    name: str
    household_count: str
    thresholds: Annotated[list[ThresholdFacts], BeforeValidator(_rows)]


class CountyCounts(Facts):
    communities: int
    grids: int
    buildings: int
    venues: int
    households: int | None
    population: int | None
    estimated_share: Number


class Rights(Facts):
    view_counts: bool
    view_draft: bool
    edit_draft: bool


class CountyFacts(CountyName):
    edition: EditionFacts | None
    version: str
    rule_set: RuleSetFacts | None
    extent: Box | None
    counts: CountyCounts
    may: Rights


class Figures(Facts):
    """The figures of a unit, judged by the rule set of this number."""

    households: int
    estimated_households: int
    population: int
    dwellings: int
    buildings: int
    area_m2: Number
    density: Number
    deviation: int
    pieces: int
    compactness: Number
    barrier_share: Number
    compounds_split: int
    served_share: Number
    mean_floors: Number
    rule_set: Numbered


class Unit(Facts):
    code: str
    code_status: str
    name: str
    name_en: str
    parent: Named | None
    figures: Figures | None


class VenueFacts(Facts):
    name: str
    name_en: str
    address: str
    area_m2: int | None


class JobState(Facts):
    status: str
    percent: int | None
    phase: str
    error_text: str


class AlternativeLine(Facts):
    id: int
    rank: int
    status: str
    seconds: Number
    gap: Number


class SuggestionFacts(Facts):
    id: UUID
    kind: str
    place: Named
    created_at: datetime
    job: JobState
    edition: Numbered
    rule_set: Numbered
    alternatives: Annotated[list[AlternativeLine], BeforeValidator(_rows)]


class AlternativeFacts(Facts):
    """One answer of the engine; what the engine wrote is passed on as it wrote it."""

    id: int
    status: str
    status_label: str
    objective: Any
    bound: Any
    gap: Number
    scorecard: Any
    violations: Any
    explanation: Any
    certificate: Any
    engine: str
    input_hash: str
    seconds: Number
    seed: int
    edition: Numbered
    rule_set: Numbered
    kind: str
    place: Named


class Member(Facts):
    id: UUID
    name: str
    code: str


class AlternativeUnitFacts(Facts):
    number: int
    name: str
    changed: bool
    community: Named | None
    members: list[Member]
    figures: Any


class BuildingFacts(Facts):
    """One building; its counts are null where the person may not see them."""

    id: int
    name: str
    address: str
    use: str
    use_label: str
    floors: int | None
    dwellings: int | None
    households_registered: int | None
    households_resident: int | None
    population: int | None
    count_source: str
    count_source_label: str
    compound: Named | None
    community: Named | None
    grid: Named | None


class Found(Facts):
    """One result of a search: where it is, and the box to show it in (lon/lat)."""

    kind: str
    id: UUID | int
    name: str
    code: str
    where: str
    lon: float
    lat: float
    bbox: Box
