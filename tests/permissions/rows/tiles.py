"""The tiles of every layer of the map."""

from gis_core.accounts.roles import Action
from layers.registry import LAYERS
from tests.permissions.row import reads

TILE = {"z": "15", "x": "26178", "y": "12880"}

ROWS = [reads("tile", Action.VIEW_MAP, values={"layer": layer, **TILE}) for layer in sorted(LAYERS)]
