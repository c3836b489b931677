from grids.dispatch.services.configuring import (
    KindFacts,
    change_kind,
    install_defaults,
    set_keeper,
)
from grids.dispatch.services.matrix import change_matrix
from grids.dispatch.services.moving import move_order
from grids.dispatch.services.rating import rate_order
from grids.dispatch.services.reporting import OrderFacts, report_order

__all__ = [
    "KindFacts",
    "OrderFacts",
    "change_kind",
    "change_matrix",
    "install_defaults",
    "move_order",
    "rate_order",
    "report_order",
    "set_keeper",
]
