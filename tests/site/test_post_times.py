from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from statuspage.site.times import Stamp, read_stamp
from tests.site.reading import CAME, HEAD, right, utc, wrong

LONDON = ZoneInfo("Europe/London")


def stamp(text: str) -> Stamp:
    found = read_stamp(text, LONDON)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-23 10:05", "2026-11-23 10:05:00", "2026-11-23T10:05Z", "2026-11-23T10:05:00.123Z"),
        *(
            "2026-11-23 10:05 UTC",
            "2026-11-23 10:05 gmt",
            "2026-11-23, 10:05 (UTC)",
            "2026-11-23 at 10:05 am",
        ),
        *(
            "2026-11-23 11:05+01:00",
            "2026-11-23 11:05 +0100",
            "2026-11-23 11:05 UTC+1",
            "2026-11-23 05:05 -05:00",
        ),
        *("2026-11-23 11:05 Europe/Berlin", "2026-11-23 05:05 america/new_york", "2026-11-23 11:05 CET"),
        *(
            "2026/11/23 10:05",
            "23 November 2026 10:05",
            "Mon 23rd Nov 2026, 10.05",
            "November 23, 2026 10:05",
        ),
        *("23/11/2026 10:05", "23.11.2026 10h05", "2026-11-23 10:05\u202fAM", "2026‑11‑23 10:05"),
    ],
)
def test_a_time_is_read_in_the_ways_people_write_it(text: str) -> None:
    found = stamp(text)
    assert (found.at, found.rest, found.problem) == (utc(23, 10, 5), "", "")


def test_seconds_are_kept() -> None:
    assert stamp("2026-11-23 10:05:07 UTC").at == utc(23, 10, 5, 7)


@pytest.mark.parametrize(
    "text", ["What we did", "", "1234", "10:05 UTC — Resolved", "Resolved 2026-11-23", "12 disks 2026"]
)
def test_other_text_begins_with_no_date(text: str) -> None:
    assert read_stamp(text, LONDON) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2026-11-23 10:05 UTC — Resolved", " — Resolved"),
        ("2026-11-23 10:05 - Resolved", " - Resolved"),
        ("2026-11-23 10:05: Resolved", ": Resolved"),
        ("2026-11-23 10:05 Resolved", " Resolved"),
        ("2026-11-23 10:05 [Resolved]", " [Resolved]"),
        ("2026-11-23 10:05 DONE", " DONE"),
    ],
)
def test_what_follows_the_time_is_left(text: str, rest: str) -> None:
    found = stamp(text)
    assert (found.at, found.rest, found.problem) == (utc(23, 10, 5), rest, "")


@pytest.mark.parametrize(
    ("text", "at", "words", "example"),
    [
        ("2026-07-01 10:05 BST", (7, 1, 9, 5), "write Europe/London", "2026-07-01 10:05 Europe/London"),
        (
            "2026-11-23 10:05 PST",
            (11, 23, 18, 5),
            "America/Los_Angeles",
            "2026-11-23 10:05 America/Los_Angeles",
        ),
        ("2026-11-23 10:05 Europe/Lodnon", (11, 23, 10, 5), "no time zone", "2026-11-23 10:05 Europe/London"),
        ("2026-11-23 10:05 XXT — Resolved", (11, 23, 10, 5), "no time zone", "2026-11-23 10:05 UTC"),
        ("2026-11-23 10:05 +99:00", (11, 23, 10, 5), "no offset", "2026-11-23 10:05 +01:00"),
        ("2026-11-23 10:05-10:40", (11, 23, 10, 5), "no offset", "2026-11-23 10:05 +01:00"),
        ("2026-10-25 01:30", (10, 25, 0, 30), "there twice in Europe/London", "2026-10-25 01:30 +01:00"),
        ("2026-03-29 01:30", (3, 29, 0, 30), "missing in Europe/London", "2026-03-29 02:30 Europe/London"),
        ("03/04/2026 10:05", (3, 4, 10, 5), "two ways", "2026-03-04 10:05"),
        ("2026-11-23 25:05", (11, 23, 0, 0), "no time of day", "2026-11-23 10:05 UTC"),
    ],
)
def test_an_unclear_time_has_its_earliest_meaning_and_a_sentence(
    text: str, at: tuple[int, int, int, int], words: str, example: str
) -> None:
    found = stamp(text)
    assert found.at == datetime(2026, *at, tzinfo=UTC)
    assert (words in found.problem, found.example, found.wrong) == (True, example, True)


@pytest.mark.parametrize("text", ["2026-02-30 10:05", "2026-13-01", "0001-01-01 00:00", "99/99/2026 10:05"])
def test_an_impossible_date_is_no_instant(text: str) -> None:
    found = stamp(text)
    assert (found.at, "is no date" in found.problem) == (None, True)


def test_a_day_without_a_time_is_its_start_with_a_warning() -> None:
    found = stamp("2026-11-23 — Resolved")
    assert (found.at, found.day_only, found.wrong, found.rest) == (utc(23, 0), True, False, " — Resolved")
    assert found.problem


def test_an_update_with_an_impossible_date_is_shown_when_the_file_came() -> None:
    post = wrong(f"{HEAD}## 2026-02-30 10:05 — Identified\nA full disk.", (4, "is no date"))
    assert (post.updates[0].at, post.updates[0].body) == (CAME, "A full disk.")


def test_a_zone_is_needed_by_no_update() -> None:
    assert right(f"{HEAD}## 2026-07-01 10:05\nSlow.").updates[0].at == datetime(2026, 7, 1, 9, 5, tzinfo=UTC)


def test_words_after_a_time_in_front_matter_are_told() -> None:
    post = wrong("---\ntitle: X\ndate: 2026-11-20 09:00 UTC sharp\n---\nSlow.", (3, "means nothing here"))
    assert post.updates[0].at == utc(20, 9)
    assert wrong("---\ntitle: X\ndate: yesterday\n---\nSlow.", (3, "no date and time")).updates[0].at == CAME
