"""Ranges of numbers, and how numbers are spelled beside them."""

import math
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.checks.range import Range
from statuspage.model.text import text as model_text


@pytest.mark.parametrize(
    ("limits", "inside", "outside", "text"),
    [
        ({"below": 0.05}, [0.0499, -1e9, -math.inf], [0.05, 1, math.inf, math.nan], "below 0.05"),
        ({"above": 0}, [1e-9, math.inf], [0, -1, math.nan], "above 0"),
        ({"above": 1, "below": 12300}, [2, 12299], [1, 12300, 0], "above 1 and below 12,300"),
    ],
)
def test_limits_are_outside(
    limits: dict[str, float], inside: list[float], outside: list[float], text: str
) -> None:
    asked = Range.model_validate(limits)
    assert [asked.holds(value) for value in inside] == [True] * len(inside)
    assert [asked.holds(value) for value in outside] == [False] * len(outside)
    assert str(asked) == text


def test_the_worst_is_the_farthest_out_or_the_nearest_to_a_limit() -> None:
    asked = Range(above=0, below=10)
    assert max([5, 9, 2], key=asked.excess) == 9
    assert max([5, 11, -3], key=asked.excess) == -3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0123456, "0.0123"),
        (12345.6, "12,300"),
        (1, "1"),
        (0, "0"),
        (0.05, "0.05"),
        (0.0500001, "0.05"),
        (0.049999, "0.049999"),
        (1e-9, "1e-09"),
        (2.5e20, "2.5e+20"),
        (math.inf, "infinite"),
        (-math.inf, "minus infinite"),
    ],
)
def test_a_number_is_short_and_stays_on_its_side(value: float, text: str) -> None:
    assert str(model_text("{number}", number=Range(below=0.05).spell(value))) == text


@pytest.mark.parametrize(
    "wrong",
    [{}, {"above": 1, "below": 1}, {"above": 2, "below": 1}, {"above": math.nan}, {"below": "5"}, {"at": 5}],
)
def test_what_is_no_range_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Range.model_validate(wrong)
