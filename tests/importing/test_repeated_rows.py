import numpy as np
import pyarrow as pa

from layers.importing.digests import Seen, of_numbers, of_texts


def test_the_first_of_equal_texts_is_no_repetition() -> None:
    found = Seen().repeated(of_texts(pa.array(["b2", "b1", "b2", "b2", "b3"])))
    assert found.tolist() == [False, False, True, True, False]


def test_what_came_in_any_earlier_call_is_remembered() -> None:
    seen = Seen()
    for start in range(0, 700, 7):
        assert not seen.repeated(
            of_texts(pa.array([f"b{at}" for at in range(start, start + 7)]))
        ).any()
    again = of_texts(pa.array(["b0", "b350", "b700", "b699"]))
    assert seen.repeated(again).tolist() == [True, True, False, True]


def test_rows_of_numbers_differ_where_any_number_does() -> None:
    base = [107.1, 35.2, 80.0]
    rows = np.array([base, [107.1, 35.2, 80.5], [35.2, 107.1, 80.0], base, [107.1, 35.1, 80.0]])
    assert len(np.unique(of_numbers(rows))) == 4


def test_a_regular_town_has_no_two_buildings_taken_for_one() -> None:
    x, y = np.meshgrid(np.arange(500) * 0.0625, np.arange(500) * 0.125)
    rows = np.column_stack([x.ravel(), y.ravel(), np.full(250_000, 64.0)])
    assert len(np.unique(of_numbers(rows))) == 250_000
