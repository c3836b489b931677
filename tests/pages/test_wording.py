from datetime import UTC, date, datetime

from django.template import Context, Template
from django.utils.translation import override

from layers.pages.wording import day, hectares, keys_in, number, percent, readable

KEY = "1bba81a6-8c45-4a02-87c5-94f8a0ade9d0"


def test_numbers_are_grouped_and_unknown_ones_are_a_dash() -> None:
    assert number(20092) == "20,092"
    assert number(0) == "0"
    assert number(None) == percent(None) == hectares(None) == "—"
    assert percent(0.984) == "98.4%"
    assert hectares(617_512) == "61.75"


def test_a_sentence_of_the_engine_names_places_and_groups_long_numbers() -> None:
    told = readable(f"{KEY} 有 750 户，步行多 37109 米。", {KEY: "长富路社区"})
    assert told == "长富路社区有 750 户，步行多 37,109 米。"


def test_a_place_the_reader_may_not_see_stays_unnamed() -> None:
    assert KEY not in readable(f"与{KEY}合并", {})


def test_keys_are_found_wherever_they_stand() -> None:
    assert keys_in(f'["{KEY}"] 与{KEY}合并') == {KEY}


def test_days_are_written_as_the_reader_writes_them() -> None:
    assert day(date(2026, 9, 10)) == "2026年9月10日"
    with override("en"):
        assert day(date(2026, 9, 10)) == "10 September 2026"


def test_a_moment_is_told_by_the_day_it_has_in_the_county() -> None:
    late = datetime(2026, 11, 26, 18, 24, tzinfo=UTC)
    page = Template("{% load wording %}{{ moment|day }}").render(Context({"moment": late}))
    assert page == "2026年11月27日"
