from typing import Any

from django.core.management import BaseCommand

from gis_core.catalogues import compile_catalogues


class Command(BaseCommand):
    help = "Compile the message catalogues in gis_core/locale with Babel."

    def handle(self, **options: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(str(path))
