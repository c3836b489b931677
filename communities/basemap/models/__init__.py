from communities.basemap.models.barriers import Barrier, BarrierClass, Ground, GroundKind
from communities.basemap.models.buildings import Building, BuildingUse, Compound, CountSource
from communities.basemap.models.cells import Cell, CellBorder, CellBuilding, CellSet, FaceResult
from communities.basemap.models.sources import DataSource, MapRevision
from communities.basemap.models.venues import Venue

__all__ = [
    "Barrier",
    "BarrierClass",
    "Building",
    "BuildingUse",
    "Cell",
    "CellBorder",
    "CellBuilding",
    "CellSet",
    "Compound",
    "CountSource",
    "DataSource",
    "FaceResult",
    "Ground",
    "GroundKind",
    "MapRevision",
    "Venue",
]
