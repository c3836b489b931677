import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")

import django

django.setup()

from tests.desk_vectors.making import PATH, written  # noqa: E402  # needs the models

PATH.write_text(written(), "utf-8")
print(f"{PATH.name}: {PATH.stat().st_size:,} bytes")
