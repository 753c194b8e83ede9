"""Texts as values, and as plain English."""

from datetime import timedelta

import pytest

from statuspage.model.text import NOTHING, Names, Text, joined, lasting, spoken, text, texts, verbatim
from tests.make import at


def test_a_text_is_a_frozen_value() -> None:
    assert text("is {how}", how="so") == text("is {how}", how="so")
    assert len({text("is {how}", how="so"), text("is {how}", how="so"), text("is {how}", how="not")}) == 2


def test_nothing_is_false_and_all_else_true() -> None:
    assert not NOTHING
    assert not verbatim("")
    assert text("x")
    assert str(NOTHING) == ""


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (text("answers in {took}", took=timedelta(milliseconds=212)), "answers in 212 ms"),
        (text("since {since}", since=at(300)), "since 23 Nov 2026, 10:05 UTC"),
        (text("{share} of {all}", share=99.5, all=12_000), "99.5 of 12,000"),
        (text("{one}, {other}", one=text("is {how}", how="so"), other="x"), "is so, x"),
        (texts("{count} day", "{count} days", count=1), "1 day"),
        (texts("{count} day", "{count} days", count=0), "0 days"),
        (text("{names}", names=Names(("Mail",))), "Mail"),
        (text("{names}", names=Names(("Mail", "Files"))), "Mail and Files"),
        (text("{names}", names=Names(("Mail", "Files"), more=3)), "Mail, Files and 3 more services"),
        (text("{names}", names=Names(("Mail", "Files"), more=1)), "Mail, Files and 1 more service"),
        (joined((text("a"), text("b"), text("c"))), "a; b; c"),
    ],
)
def test_plain_english(said: Text, words: str) -> None:
    assert str(said) == words


@pytest.mark.parametrize(
    "hostile", ["{how}", "{0}", "{how.__class__}", "{how!r:>99999999}", "{", "}}", "%(how)s", "\\1"]
)
def test_what_stands_in_a_value_is_never_a_place(hostile: str) -> None:
    assert str(text("is {what}, {how}", what=hostile, how="so")) == f"is {hostile}, so"
    assert str(verbatim(hostile)) == hostile


def test_a_place_without_a_value_stays() -> None:
    assert str(Text("weird {title} of old")) == "weird {title} of old"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0002, "under 1 ms"),
        (0.212, "212 ms"),
        (0.9996, "1 s"),
        (2.34, "2.3 s"),
        (9.96, "10 s"),
        (60, "1 minute"),
        (90, "90 s"),
        (150, "2 min 30 s"),
        (240, "4 minutes"),
        (7200, "2 hours"),
        (7530, "2 h 5 min"),
        (86_400, "1 day"),
        (30 * 86_400, "30 days"),
        (3 * 86_400 + 4 * 3600 + 300, "3 days 4 h"),
    ],
)
def test_a_duration_in_a_sentence(seconds: float, words: str) -> None:
    assert " ".join(map(str, spoken(timedelta(seconds=seconds)))) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (40, "40 s"),
        (59.6, "1 min"),
        (119, "2 min"),
        (7199, "2 h"),
        (86_399, "1 day"),
        (95_399, "1 day 2 h"),
        (7530, "2 h 6 min"),
        (86_400, "1 day"),
        (273_900, "3 days 4 h"),
    ],
)
def test_a_duration_where_room_is_short(seconds: float, words: str) -> None:
    assert " ".join(map(str, lasting(timedelta(seconds=seconds)))) == words
