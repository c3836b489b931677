import pytest

from gis_core.cleaning import clean, clean_line, says_something


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("反对\x00\x1b[31m调整\x07", "反对 [31m调整"),
        ("第\u202e网格\u202c一\u2066\u2069", "第网格一"),
        ("零\u200b宽\u200d\ufeff字\u00ad", "零宽字"),
        ("一\r\n\r\n\r\n\r\n二\u2028三\t四  五 ", "一\n\n二\n三 四 五"),
        ("e\u0301" + "\u0335" * 9, "\u00e9" + "\u0335" * 3),
        ("\U000e0041\U000e0042标签", "标签"),
        ("\ufdd0\ud800非字符", "非字符"),
        ("\u3164\u2800\u115f", ""),
    ],
)
def test_what_cannot_be_seen_is_taken_out(written: str, left: str) -> None:
    assert clean(written) == left


@pytest.mark.parametrize("name", ["㐂\U000e0100", "\ue863", "𬭊", "买买提·艾力", "<b>&amp;"])
def test_rare_names_and_signs_stay(name: str) -> None:
    assert clean(name) == name


def test_a_line_stays_one_line() -> None:
    assert clean_line("县\n民政局\r\n 一楼") == "县 民政局 一楼"


@pytest.mark.parametrize(
    ("text", "says"), [("不行", True), ("12", True), ("。。。！？", False), ("🙂🙂", False)]
)
def test_a_text_says_something_in_letters_or_digits(text: str, says: bool) -> None:
    assert says_something(text) is says
