"""Numbers as people write them, and what others see of them."""

import pytest

from gis_core.phones import holds_identity_number, mask, read_phone


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("13800001234", "13800001234"),
        ("１３８ ００００ １２３４", "13800001234"),
        ("+86 138-0000-1234".replace("-", " "), "13800001234"),
        ("（0939）6210001", "09396210001"),
        ("0939—6210001", "0939-6210001"),
        ("110", "110"),
        ("", ""),
    ],
)
def test_a_number_has_one_form(written: str, read: str) -> None:
    assert read_phone(written) == read


@pytest.mark.parametrize(
    ("written", "why"),
    [("9396210001", "开头的 0"), ("1.38E+10", "不是电话号码"), ("转三", "不是电话号码")],
)
def test_what_is_no_number_says_how_to_mend_it(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_phone(written)


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13800001234", "138****1234"), ("0939-6210001", "093*****0001"), ("6210001", "*****01"),
     ("110", "*10"), ("", "")],
)  # fmt: skip
def test_others_see_the_ends(phone: str, shown: str) -> None:
    assert mask(phone) == shown


def test_identity_numbers_are_known_by_their_form() -> None:
    assert holds_identity_number("李四６２９９３１１９９００１０１１２３x")
    assert not holds_identity_number("清网办〔2026〕3号 0939-6210001")
