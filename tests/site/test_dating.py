"""A date is spelled like the one before it, and always means what it should."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.site.dating import cut, date_style
from statuspage.site.times import read_stamp

LONDON = ZoneInfo("Europe/London")
WINTER = datetime(2026, 12, 3, 9, 5, 7, tzinfo=UTC)
SUMMER = datetime(2026, 7, 3, 21, 5, 7, tzinfo=UTC)

SPELLINGS = [
    ("2026-11-23 10:05", "2026-12-03 09:05", "2026-07-03 22:05"),
    ("2026-11-23 10:05 UTC", "2026-12-03 09:05 UTC", "2026-07-03 21:05 UTC"),
    ("2026-11-23T10:05Z", "2026-12-03T09:05Z", "2026-07-03T21:05Z"),
    ("2026-11-23 10:05:59Z", "2026-12-03 09:05:07Z", "2026-07-03 21:05:07Z"),
    ("2026-11-23 10:05 (UTC)", "2026-12-03 09:05 (UTC)", "2026-07-03 21:05 (UTC)"),
    ("2026-11-23 10:05 +00:00", "2026-12-03 09:05 +00:00", "2026-07-03 22:05 +01:00"),
    ("2026-11-23 10:05 +0530", "2026-12-03 14:35 +0530", "2026-07-04 02:35 +0530"),
    ("2026-11-23 10:05 UTC+5", "2026-12-03 14:05 UTC+5", "2026-07-04 02:05 UTC+5"),
    ("2026-11-23 10:05 Europe/Berlin", "2026-12-03 10:05 Europe/Berlin", "2026-07-03 23:05 Europe/Berlin"),
    ("2026-11-23 10:05 Etc/GMT+5", "2026-12-03 04:05 Etc/GMT+5", "2026-07-03 16:05 Etc/GMT+5"),
    ("2026/11/23, 10.05", "2026/12/03, 09.05", "2026/07/03, 22.05"),
    ("Mon 23 Nov 2026 10:05", "Thu 3 Dec 2026 09:05", "Fri 3 Jul 2026 22:05"),
    ("Monday, 23rd November 2026 at 10:05 am",
     "Thursday, 3rd December 2026 at 9:05 am", "Friday, 3rd July 2026 at 10:05 pm"),
    ("3 Sept 2026 10:05", "3 Dec 2026 09:05", "3 Jul 2026 22:05"),
    ("Thurs 3 December 2026 10:05", "Thurs 3 December 2026 09:05", "Friday 3 July 2026 22:05"),
    ("November 23, 2026 10:05 A.M. UTC", "December 3, 2026 9:05 A.M. UTC", "July 3, 2026 9:05 P.M. UTC"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "winter", "summer"), SPELLINGS, ids=[one[0] for one in SPELLINGS])
def test_a_date_is_spelled_like_its_model(model: str, winter: str, summer: str) -> None:
    style = date_style(model, LONDON)
    assert style is not None
    assert (style.spell(WINTER), style.spell(SUMMER)) == (winter, summer)


def test_a_short_month_stays_as_short() -> None:
    style = date_style("3 Sept 2026 10:05", LONDON)
    assert style is not None
    assert style.spell(datetime(2026, 9, 4, 9, 5, tzinfo=UTC)) == "4 Sept 2026 10:05"


@pytest.mark.parametrize(
    "model",
    [
        "2026-11-23",
        "2026-11-23 10:05 BST",
        "03/04/2026 10:05",
        "23.11.2026 10:05",
        "soon",
        "2026-10-25 01:30",
    ],
)
def test_what_is_unclear_is_no_model(model: str) -> None:
    assert date_style(model, LONDON) is None


def test_a_double_hour_is_told_apart_by_its_offset() -> None:
    style = date_style("2026-11-23 10:05", LONDON)
    assert style is not None
    assert style.spell(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == "2026-10-25 01:30 +01:00"
    assert style.spell(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "2026-10-25 01:30 +00:00"


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(
    st.sampled_from([one[0] for one in SPELLINGS]),
    st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["Europe/London", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]),
)
def test_whatever_is_spelled_is_read_as_the_same_instant(model: str, at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    style = date_style(model, zone)
    assert style is not None
    stamp = read_stamp(style.spell(at), zone)
    assert stamp is not None
    assert (stamp.at, stamp.problem, stamp.rest.strip()) == (cut(at, style.unit), "", "")


def test_an_instant_is_cut_and_not_rounded() -> None:
    at = datetime(2026, 11, 23, 10, 5, 59, 999_999, tzinfo=UTC)
    assert cut(at, timedelta(minutes=1)) == datetime(2026, 11, 23, 10, 5, tzinfo=UTC)
