"""How gunicorn's processes begin: `gunicorn --config=python:gis_core.serving gis_core.wsgi`."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string


def post_worker_init(worker: Any) -> None:
    """Begin to read what people will ask for first, as `settings.WARM_UP` names it."""
    if apps.ready:
        import_string(settings.WARM_UP)()
