from django.urls import path

from layers.pages.views.corrections import list_corrections, show_correction
from layers.pages.views.member import report, send_worker, show_grid, show_mine

urlpatterns = [
    # Who works in a grid: their own, and nothing beyond.
    path("my/", show_mine, name="my_grids"),
    path("my/worker.js", send_worker, name="my_worker"),
    path("my/<uuid:grid>/", show_grid, name="my_grid"),
    path("my/<uuid:grid>/report/", report, name="report_correction"),
    # Who sees the reports of their territory; its planners answer.
    path("corrections/<uuid:correction>/", show_correction, name="correction"),
    path("corrections/<str:county>/", list_corrections, name="corrections"),
]
