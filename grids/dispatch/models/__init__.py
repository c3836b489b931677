from grids.dispatch.models.clocks import Clock, Pause
from grids.dispatch.models.matrix import Category, Keeper, Kind, Responsibility
from grids.dispatch.models.moves import Move, Photo, Rating, Rerouting, Withdrawal
from grids.dispatch.models.orders import Order, Support

__all__ = [
    "Category",
    "Clock",
    "Keeper",
    "Kind",
    "Move",
    "Order",
    "Pause",
    "Photo",
    "Rating",
    "Rerouting",
    "Responsibility",
    "Support",
    "Withdrawal",
]
