from django.urls import path

from layers.pages.views.finding import find_grid, show_public_grid, show_public_grid_by_key

urlpatterns = [
    # Anyone: the grids in force of a county that is in use, with duty lines only.
    path("find/<str:county>/", find_grid, name="find_grid"),
    path("find/<str:county>/<int:code>/", show_public_grid, name="public_grid"),
    path("find/<str:county>/<uuid:key>/", show_public_grid_by_key, name="public_grid_by_key"),
]
