from django.urls import path

from layers.tiles.views import tile

urlpatterns = [
    path("<str:county>/<str:layer>/<int:z>/<int:x>/<int:y>.mvt", tile, name="tile"),
]
