from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from layers.pages.views.member import WORKER
from tests.permissions.stage import Stage, set_stage


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """The county, in one transaction that is rolled back when all rows have been asked."""
    media: Path = tmp_path_factory.mktemp("media")
    known = override_settings(MEDIA_ROOT=media, STATICFILES_DIRS=[_built(tmp_path_factory)])
    with django_db_blocker.unblock(), known, transaction.atomic():
        yield set_stage()
        transaction.set_rollback(True)


def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A front end whose one script is the member's worker: who gets it does not hang on a build."""
    static: Path = tmp_path_factory.mktemp("static")
    (static / "built").mkdir()
    (static / "built" / WORKER).write_text("// kept\n")
    return static
