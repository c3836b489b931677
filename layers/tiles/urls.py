from django.urls import re_path

from layers.tiles.addresses import PATTERN
from layers.tiles.views import tile

urlpatterns = [re_path(rf"^{PATTERN}$", tile, name="tile")]
