from django.urls import path

from layers.pages.staffing.roster_desks import ITEMS
from layers.pages.views.services import (
    add_a_service,
    add_local_rule,
    end_local_rule,
    export_services,
    list_services,
    show_service,
)
from layers.pages.views.staffing_rosters import (
    apply_a_roster,
    drop_a_roster,
    list_rosters,
    show_roster,
    undo_a_roster,
)

HERE = "services/<str:county>/"
LIST, DESK = f"{HERE}lists/<int:roster>/", {"desk": ITEMS}

urlpatterns = [
    # Whoever sees the county's map; an item is said anew by who keeps it.
    path(HERE, list_services, name="services"),
    path(f"{HERE}<int:item>/", show_service, name="service"),
    path(f"{HERE}export/<str:kind>", export_services, name="service_export"),
    # Who keeps a list, where they do.
    path(f"{HERE}new/", add_a_service, name="new_service"),
    path(f"{HERE}<int:item>/rules/", add_local_rule, name="new_local_rule"),
    path(f"{HERE}rules/<int:rule>/end/", end_local_rule, name="end_local_rule"),
    path(f"{HERE}lists/", list_rosters, DESK, name="service_lists"),
    path(LIST, show_roster, DESK, name="service_list"),
    path(f"{LIST}apply/", apply_a_roster, DESK, name="apply_service_list"),
    path(f"{LIST}drop/", drop_a_roster, DESK, name="drop_service_list"),
    path(f"{LIST}undo/", undo_a_roster, DESK, name="undo_service_list"),
]
