from communities.territory.models.boundaries import Boundary
from communities.territory.models.editions import Edition
from communities.territory.models.places import (
    Community,
    County,
    Designation,
    Grid,
    Place,
    Subdistrict,
)
from communities.territory.models.rules import RuleSet, Threshold

__all__ = [
    "Boundary",
    "Community",
    "County",
    "Designation",
    "Edition",
    "Grid",
    "Place",
    "RuleSet",
    "Subdistrict",
    "Threshold",
]
