import numpy as np
import pytest

from grids.proposals.naming import merged_name, ordinal, reading_order, with_names


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "第一"), (10, "第十"), (11, "第十一"), (20, "第二十"), (99, "第九十九"), (100, "第100")],
)
def test_grids_are_counted_in_chinese(number: int, text: str) -> None:
    assert ordinal(number) == text


def test_numbers_run_west_to_east_in_bands_from_north_to_south() -> None:
    """
    2 1     at y = 900 and 950: one band
    0 3     at y = 100
    """
    xy = np.array([[0.0, 100.0], [500.0, 950.0], [0.0, 900.0], [500.0, 120.0]])
    assert reading_order(xy).tolist() == [2, 1, 0, 3]


def test_nothing_has_an_order_too() -> None:
    assert reading_order(np.empty((0, 2))).tolist() == []


def test_a_merged_community_is_called_after_all_the_largest_first() -> None:
    assert merged_name(["长庆社区", "新城社区"], [433, 630]) == "新城社区＋长庆社区"


def test_keys_become_names_and_the_key_of_a_part_is_not_mistaken_for_its_parents() -> None:
    said = [{"code": "x", "text_zh": "k1-2 与 k1 相邻", "text_en": "k1-2 by k1"}]
    names = {"k1": "长富路", "k1-2": "长富路第二网格"}
    assert with_names(said, names) == [
        {
            "code": "x",
            "text_zh": "长富路第二网格 与 长富路 相邻",
            "text_en": "长富路第二网格 by 长富路",
        }
    ]
