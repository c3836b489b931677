"""Message catalogues: Chinese is the source, every other language is translated from it.

A message id is the Chinese text itself. `extract_messages` reads templates and Python (domain
`django`) and the scripts of the pages (domain `djangojs`); compiling needs Babel only, not the
GNU tools.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

DOMAINS = ("django", "djangojs")
ROOMS = ("gis_core", "communities", "grids", "layers")
_SCRIPT_CALL = re.compile(
    r"""\bt\(\s*(?P<quote>["'`])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)"""
)


def locale_folder() -> Path:
    """Where the catalogues lie."""
    return Path(settings.LOCALE_PATHS[0])


def catalogue_path(language: str, domain: str) -> Path:
    """The .po file of one language and domain."""
    return locale_folder() / to_locale(language) / "LC_MESSAGES" / f"{domain}.po"


def translated_languages() -> list[str]:
    """The languages that have catalogues: all but the source."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def extract_messages(root: Path, domain: str) -> Catalog:
    """Every message used below `root`, with the file it is used in."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for label in choice_labels() if domain == "django" else []:
        catalogue.add(label)
    for file in _sources(root, domain):
        for message in dict.fromkeys(_messages_in(file)):
            catalogue.add(message, locations=[(file.relative_to(root).as_posix(), 0)])
    return catalogue


def choice_labels() -> list[str]:
    """The labels of all choices of our models: roles, uses, states and the like."""
    labels = {
        str(label)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ROOMS
        for field in model._meta.get_fields()
        for _, label in getattr(field, "flatchoices", ())
    }
    return sorted(label for label in labels if not label.isascii())


def read_catalogue(path: Path) -> Catalog:
    """A catalogue as written by hand; an empty one where there is no file."""
    if not path.exists():
        return Catalog(charset="utf-8", fuzzy=False)
    with path.open("rb") as source:
        return read_po(source)


def update_catalogue(path: Path, used: Catalog) -> list[str]:
    """Bring a .po file up to date with what is used; the messages still to be translated."""
    catalogue = read_catalogue(path)
    made = catalogue.creation_date
    catalogue.update(used, no_fuzzy_matching=True)
    catalogue.creation_date = made
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        write_po(target, catalogue, width=100, sort_output=True, include_lineno=False)
    return [str(message.id) for message in catalogue if message.id and not message.string]


def compile_catalogues() -> list[Path]:
    """Write the .mo file beside every .po file; the files written."""
    written = []
    for source in sorted(locale_folder().glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        buffer = BytesIO()
        write_mo(buffer, read_catalogue(source))
        target.write_bytes(buffer.getvalue())
        written.append(target)
    return written


def script_messages(language: str | None) -> dict[str, str]:
    """The messages of the pages' scripts in one language; none for the source language."""
    if language not in translated_languages():
        return {}
    return _compiled(catalogue_path(str(language), "djangojs").with_suffix(".mo"))


@cache
def _compiled(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    with path.open("rb") as source:
        return {str(message.id): str(message.string) for message in read_mo(source) if message.id}


def _sources(root: Path, domain: str) -> Iterator[Path]:
    kinds = (".ts",) if domain == "djangojs" else (".py", ".html")
    for room in ROOMS:
        for file in sorted((root / room).rglob("*")):
            if file.suffix in kinds and not {"migrations", "node_modules"} & set(file.parts):
                yield file


def _messages_in(file: Path) -> Iterable[str]:
    text = file.read_text("utf-8")
    if file.suffix == ".ts":
        return [_unescape(match["text"]) for match in _SCRIPT_CALL.finditer(text)]
    if file.suffix == ".html":
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    keywords = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None}
    found = extract("python", BytesIO(text.encode()), keywords=keywords)
    return [message for _, message, _, _ in found if isinstance(message, str)]


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
