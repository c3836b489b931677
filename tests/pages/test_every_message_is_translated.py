import re
from pathlib import Path
from shutil import copy

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override, trans_real

from communities.territory.rules import DEFAULT_RULES
from gis_core.catalogues import (
    DOMAINS,
    catalogue_path,
    compile_catalogues,
    extract_messages,
    read_catalogue,
    script_messages,
    translated_languages,
    update_catalogue,
)
from layers.pages.domain_words import SOURCES, THRESHOLDS, UNITS


@pytest.mark.parametrize("language", translated_languages())
@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_used_has_a_translation(domain: str, language: str) -> None:
    catalogue = read_catalogue(catalogue_path(language, domain))
    used = [message.id for message in extract_messages(settings.BASE_DIR, domain) if message.id]
    assert len(used) > 50
    missing = [text for text in used if text not in catalogue or not catalogue[text].string]
    assert missing == [], "run manage.py extract_messages and translate these"


@pytest.mark.parametrize("language", translated_languages())
@pytest.mark.parametrize("domain", DOMAINS)
def test_translations_keep_the_places_for_values(domain: str, language: str) -> None:
    place = re.compile(r"%\(\w+\)s|\{\w+\}")
    for message in read_catalogue(catalogue_path(language, domain)):
        if message.id and isinstance(message.id, str) and isinstance(message.string, str):
            assert set(place.findall(message.id)) == set(place.findall(message.string)), message.id


def test_the_default_rules_are_translated_with_their_sources() -> None:
    for rule in DEFAULT_RULES:
        assert rule.label in THRESHOLDS
        assert rule.unit in UNITS
        assert rule.source in SOURCES


def test_catalogues_compile_without_the_gnu_tools() -> None:
    written = compile_catalogues()
    assert len(written) == len(DOMAINS) * len(translated_languages())
    with written[0].open("rb") as compiled, written[0].with_suffix(".po").open("rb") as source:
        told, given = read_mo(compiled), read_po(source)
    assert {m.id: m.string for m in told if m.id} == {m.id: m.string for m in given if m.id}


def test_scripts_get_words_only_where_they_are_not_in_the_source_language() -> None:
    assert script_messages("zh-hans") == {}
    assert script_messages("nonsense") == {}
    compile_catalogues()
    assert script_messages("en")["户数"] == "Households"


def test_a_role_is_told_in_the_reader_s_language(monkeypatch: pytest.MonkeyPatch) -> None:
    compile_catalogues()
    monkeypatch.setattr(trans_real, "_translations", {})  # read before there were any, perhaps
    with override("en"):
        assert gettext("街道（镇）规划员") == "Subdistrict planner"


def test_updating_a_catalogue_keeps_what_is_translated(tmp_path: Path) -> None:
    path = tmp_path / "django.po"
    copy(catalogue_path("en", "django"), path)
    used = extract_messages(settings.BASE_DIR, "django")
    used.add("一句新话")
    assert update_catalogue(path, used) == ["一句新话"]
    assert read_catalogue(path)["登录"].string == "Sign in"
