import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")

application = get_wsgi_application()
import_module("gis_core.urls")  # once for all processes, not by each with its first request
