"""The places of the new edition: continued, made, given other names, ended."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from communities.territory.models import Designation, Place
from communities.territory.services import create_place, designate_from
from gis_core.accounts.models import Level
from grids.publication.codes import Called
from grids.publication.drafts import Draft


def settle_places(
    draft: Draft, called: Mapping[int, Called], day: datetime.date
) -> dict[int, UUID]:
    """The place of every unit, by number; names and codes change from `day` on.

    A place that ends keeps its code in the record, so that no other gets it.
    """
    found: dict[int, UUID] = {}
    for number, new in called.items():
        unit = draft.after.units[number]
        if unit.place is None:
            found[number] = _create(draft, Level(unit.level), new, day).pk
        else:
            found[number] = UUID(unit.place)
            _rename(draft.known[found[number]], new, day)
    for key in draft.places.keys() - set(found.values()):
        designate_from(place=draft.places[key], designation=None, since=day)
    return found


def _create(draft: Draft, level: Level, new: Called, day: datetime.date) -> Any:
    return create_place(
        level=level,
        county=draft.proposal.county,
        code=new.code,
        name=new.name,
        name_en=new.name_en,
        provisional=new.status == Place.CodeStatus.PROVISIONAL,
        since=day,
    )


def _rename(place: Place, new: Called, day: datetime.date) -> None:
    """The place itself keeps its name until the edition is in force."""
    if place.abolished:
        _begin(place, new, day)
    elif (place.code, place.name) != (new.code, new.name):
        designate_from(place=place, designation=_designation(place, new, day), since=day)


def _begin(place: Place, new: Called, day: datetime.date) -> None:
    """A place that was abolished lives again, under its own code."""
    _designation(place, new, day).save()


def _designation(place: Place, new: Called, day: datetime.date) -> Designation:
    return Designation(
        place=place,
        code=new.code,
        code_status=new.status,
        name=new.name,
        name_en=new.name_en,
        valid=(day, None),
    )
