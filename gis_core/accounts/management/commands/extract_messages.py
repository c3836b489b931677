from typing import Any

from django.conf import settings
from django.core.management import BaseCommand

from gis_core.catalogues import (
    DOMAINS,
    catalogue_path,
    extract_messages,
    translated_languages,
    update_catalogue,
)


class Command(BaseCommand):
    help = "Bring the catalogues in gis_core/locale up to date with the messages used."

    def handle(self, **options: Any) -> None:
        for domain in DOMAINS:
            used = extract_messages(settings.BASE_DIR, domain)
            for language in translated_languages():
                path = catalogue_path(language, domain)
                for missing in update_catalogue(path, used):
                    self.stdout.write(f"{path.name} {language}: {missing}")
