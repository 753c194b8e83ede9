"""How long a provider's word holds, and when to ask again."""

from datetime import UTC, datetime, timedelta

import pytest

from statuspage.decide.provider import believed, next_ask, question_of, unheard
from statuspage.model.provider import Event, Kept, Match, Provider, Reading
from statuspage.model.status import Status
from statuspage.model.text import text

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FINE = Reading(Status.OPERATIONAL, text("reports no trouble"))
TROUBLE = Reading(
    Status.MAJOR_OUTAGE, text("reports a major outage"), (Event("1", "Errors", Status.MAJOR_OUTAGE),)
)


@pytest.mark.parametrize(
    ("age", "every", "holds"),
    [
        (0 * MINUTE, 1 * MINUTE, True),
        (5 * MINUTE, 1 * MINUTE, True),
        (5.1 * MINUTE, 1 * MINUTE, False),
        (15 * MINUTE, 5 * MINUTE, True),
        (15.1 * MINUTE, 5 * MINUTE, False),
        (-0.05 * MINUTE, 1 * MINUTE, True),
        (-1 * MINUTE, 1 * MINUTE, False),
    ],
)
@pytest.mark.parametrize("reading", [FINE, TROUBLE])
def test_a_reading_holds_for_three_intervals(
    reading: Reading, age: timedelta, every: timedelta, holds: bool
) -> None:
    after = believed(reading, NOW - age, NOW, every)
    assert after == reading if holds else (after.status, after.events) == (Status.UNKNOWN, ())


def test_what_turned_unknown_says_since_when() -> None:
    reason = believed(FINE, NOW - 9 * MINUTE, NOW, MINUTE).reason
    assert str(reason) == "could not be read since 23 Nov 2026, 11:51 UTC"


def test_what_never_came_is_unknown() -> None:
    assert believed(FINE, None, NOW, MINUTE).status is Status.UNKNOWN


def test_a_page_that_says_until_when_it_holds_is_taken_at_its_word() -> None:
    made = Reading(Status.OPERATIONAL, text("x"), as_of=NOW - MINUTE, valid_until=NOW)
    assert believed(made, NOW, NOW, MINUTE) == made
    late = believed(made, NOW, NOW + MINUTE / 60, MINUTE)
    assert str(late.reason) == "was not brought up to date since 23 Nov 2026, 11:59 UTC"


@pytest.mark.parametrize(
    ("every", "failures", "share", "minutes"),
    [
        (0.1, 0, 0.0, 0.1),
        (0.1, 1, 0.0, 0.2),
        (1, 0, 1.0, 1.1),
        (5, 0, 0.0, 5),
        (1, 1, 0.0, 2),
        (1, 3, 0.0, 8),
        (1, 4, 0.0, 15),
        (1, 10**6, 0.0, 15),
        (60, 9, 0.0, 60),
    ],
)
def test_pauses_grow_with_failures(every: float, failures: int, share: float, minutes: float) -> None:
    assert next_ask(NOW, every * MINUTE, failures, share) == NOW + minutes * MINUTE


def test_a_servers_wish_is_granted_within_an_hour() -> None:
    assert next_ask(NOW, MINUTE, 1, 0.0, NOW + 30 * MINUTE) == NOW + 30 * MINUTE
    assert next_ask(NOW, MINUTE, 1, 0.0, NOW + 300 * MINUTE) == NOW + 60 * MINUTE
    assert next_ask(NOW, MINUTE, 1, 0.0, NOW - MINUTE) == NOW + 2 * MINUTE


@pytest.mark.parametrize(
    ("reading", "failing_for", "told"),
    [
        (FINE, None, None),
        (FINE, 5, None),
        (FINE, 10, "Its page can't be read since 2026-11-23T11:50:00Z."),
        (Reading(Status.UNKNOWN, text("could not be read yet")), 5, None),
        (
            Reading(Status.UNKNOWN, text("has nothing called {name}", name="Gti")),
            None,
            "It has nothing called Gti",
        ),
        (Reading(Status.UNKNOWN, text("answers oddly"), detail="no JSON"), None, "It answers oddly: no JSON"),
    ],
)
def test_what_can_not_be_read_is_named_once_it_lasts(
    reading: Reading, failing_for: int | None, told: str | None
) -> None:
    one = Provider("s3", "Amazon S3", "aws", "https://s3.example/")
    since = None if failing_for is None else NOW - failing_for * MINUTE
    kept = Kept(question_of(one), reading, NOW, since)
    assert unheard([one], {"s3": kept}, NOW - 10 * MINUTE) == ({} if told is None else {"s3": told})
    asked_otherwise = Provider("s3", "Amazon S3", "aws", "https://s3.example/", Match(("ec2",)))
    assert unheard([asked_otherwise], {"s3": kept}, NOW) == unheard([one], {}, NOW) == {}
