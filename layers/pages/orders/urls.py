from django.urls import path

from layers.pages.views.hotline import decide, export_refused, list_lists, settle, show_list
from layers.pages.views.orders import list_orders, show_board
from layers.pages.views.orders_page import act_on_order, new_order, show_order
from layers.pages.views.orders_photos import show_own_photo, show_photo, withdraw
from layers.pages.views.orders_public import make_call, show_call
from layers.pages.views.orders_settings import (
    change_a_kind,
    change_cell,
    list_keepers,
    list_kinds,
    show_matrix,
)
from layers.pages.views.orders_weekly import export_week, show_week

HERE = "orders/<str:county>/"
ORDER = f"{HERE}order/<str:number>/"
CALL = "find/<str:county>/call/"

urlpatterns = [
    # Anyone; the second for who has the secret address.
    path(CALL, make_call, name="make_call"),
    path(f"{CALL}<str:token>/", show_call, name="call"),
    path(f"{CALL}<str:token>/photos/<str:key>/<str:size>/", show_own_photo, name="call_photo"),
    # Whom orders concern, and of the orders those that do.
    path(HERE, show_board, name="orders"),
    path(f"{HERE}list/", list_orders, name="order_list"),
    path(f"{HERE}week/", show_week, name="order_week"),
    path(f"{HERE}week.<str:kind>", export_week, name="order_week_file"),
    path(f"{HERE}matrix/", show_matrix, name="order_matrix"),
    path(f"{HERE}kinds/", list_kinds, name="order_kinds"),
    path(ORDER, show_order, name="order"),
    path(f"{ORDER}do/<str:action>/", act_on_order, name="order_act"),
    path(f"{ORDER}photos/<str:key>/<str:size>/", show_photo, name="order_photo"),
    path(f"{ORDER}withdraw/<str:key>/", withdraw, name="withdraw_photo"),
    # Who reports.
    path(f"{HERE}new/", new_order, name="new_order"),
    # Who raises orders in all of the county.
    path(f"{HERE}hotline/", list_lists, name="hotline_lists"),
    path(f"{HERE}hotline/<int:number>/", show_list, name="hotline_list"),
    path(f"{HERE}hotline/<int:number>/settle/", settle, name="settle_hotline"),
    path(f"{HERE}hotline/<int:number>/refused.csv", export_refused, name="hotline_refused"),
    path(f"{HERE}hotline/<int:number>/<str:what>/", decide, name="decide_hotline"),
    # Who keeps the county's settings.
    path(f"{HERE}matrix/<int:category>/<uuid:place>/", change_cell, name="order_cell"),
    path(f"{HERE}kinds/<int:kind>/", change_a_kind, name="order_kind"),
    path(f"{HERE}keepers/", list_keepers, name="order_keepers"),
]
