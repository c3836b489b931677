"""Set Django up before anything of it is imported."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")
django.setup()
