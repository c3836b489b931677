"""Which open reports of faults a file touches: told before anything is written, and after."""

from collections.abc import Iterable, Iterator

import numpy as np
from django.utils.timezone import localtime

from communities.basemap.models import Building
from communities.territory.models import County
from gis_core.files.request import EDGES
from grids.corrections.models import Correction, State
from layers.importing.frame import Frame
from layers.importing.layers import BUILDING_COUNTS, Layer
from layers.importing.report import Report

NEAR_DEGREES = 0.0001  # about 10 m: a finger on a phone is no surveyor's pole


class OpenCorrections:
    """The open reports of a county, read before the file; those met are named in the report."""

    def __init__(self, county: County | None, layer: Layer) -> None:
        about_buildings = layer.model is Building or layer is BUILDING_COUNTS
        rows = Correction.objects.filter(county=county, state=State.OPEN).select_related("grid")
        self._open = list(rows) if county is not None and about_buildings else []
        self._spots = np.array([one.geom.coords for one in self._open], float).reshape(-1, 2)
        self._references = {one.source_ref for one in self._open if one.source_ref}
        self._met = np.zeros(len(self._open), dtype=bool)

    def beside(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The frames as they are, each looked at on its way."""
        for frame in frames:
            if self._open:
                self._meet(frame)
            yield frame

    def tell(self, report: Report) -> None:
        """Name the reports met."""
        met = [one for one, is_met in zip(self._open, self._met.tolist(), strict=True) if is_met]
        report.corrections = [_worded(one) for one in met]

    def _meet(self, frame: Frame) -> None:
        kept = frame.kept()
        references = self._references & set(frame.array("source_ref", "")[kept].tolist())
        self._met |= [one.source_ref in references for one in self._open]
        west, south, east, north = (frame.measure(name)[kept] for name in EDGES)
        for row, (x, y) in enumerate(self._spots.tolist()):
            if not self._met[row]:
                wide = (west - NEAR_DEGREES <= x) & (x <= east + NEAR_DEGREES)
                high = (south - NEAR_DEGREES <= y) & (y <= north + NEAR_DEGREES)
                self._met[row] = bool((wide & high).any())


def _worded(one: Correction) -> str:
    what = f"“{one.building_name}”" if one.building_name else ""
    said = f"：{one.text}" if one.text else ""
    day = localtime(one.reported_at).date()
    return f"{one.grid.name}{what} {one.get_fault_display()}（{day} 报）{said}"
