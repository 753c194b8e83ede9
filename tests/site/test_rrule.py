from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.site.rrule import instant, occurrences, read_rule, wall_clock

LONDON = ZoneInfo("Europe/London")
STARTS = datetime(2026, 11, 29, 2, tzinfo=LONDON)  # a Sunday
HOUR = timedelta(hours=1)


def rule(text: str, length: timedelta = HOUR) -> str:
    return read_rule(text, STARTS, length, LONDON)


def days(text: str, most: int = 4) -> list[str]:
    return [f"{wall:%Y-%m-%d}" for wall in islice(occurrences(rule(text), wall_clock(STARTS, LONDON)), most)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FREQ=WEEKLY;BYDAY=SU", ["2026-11-29", "2026-12-06", "2026-12-13", "2026-12-20"]),
        ("RRULE:freq=weekly; interval=2;", ["2026-11-29", "2026-12-13", "2026-12-27", "2027-01-10"]),
        ("FREQ=DAILY;COUNT=2", ["2026-11-29", "2026-11-30"]),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", ["2026-11-30", "2026-12-03", "2026-12-07"]),
        ("FREQ=MONTHLY;BYDAY=-1SU", ["2026-11-29", "2026-12-27", "2027-01-31", "2027-02-28"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-12-31", "2027-01-31", "2027-03-31", "2027-05-31"]),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", ["2026-11-30", "2026-12-31"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", ["2028-02-29", "2032-02-29", "2036-02-29", "2040-02-29"]),
        ("FREQ=DAILY;UNTIL=20261130", ["2026-11-29", "2026-11-30"]),
        ("FREQ=DAILY;UNTIL=20261130T015959Z", ["2026-11-29"]),
        ("FREQ=DAILY;UNTIL=20261130T020000", ["2026-11-29", "2026-11-30"]),
    ],
)
def test_a_rule_names_days(text: str, expected: list[str]) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=SECONDLY", 'and not "SECONDLY"'),
        ("FREQ=HOURLY", 'and not "HOURLY"'),
        ("BYDAY=SU", "the rule has no FREQ"),
        ("every Sunday", "is no part of a rule"),
        ("FREQ=DAILY;FREQ=WEEKLY", "twice"),
        ("FREQ=DAILY;BYHOUR=1,2,3", "the time of day is that of starts"),
        ("FREQ=WEEKLY;BYDYA=SU", "did you mean BYDAY?"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "is not taken in a DAILY rule"),
        ("FREQ=WEEKLY;BYDAY=2SU", "is no BYDAY that a WEEKLY rule takes"),
        ("FREQ=MONTHLY;BYDAY=6SU", "is no BYDAY"),
        ("FREQ=WEEKLY;BYDAY=SUN", "is no BYDAY"),
        ("FREQ=DAILY;COUNT=1000000", "is no COUNT"),
        ("FREQ=DAILY;COUNT=0", "is no COUNT"),
        ("FREQ=DAILY;INTERVAL=99999999999999999999", "is no INTERVAL"),
        ("FREQ=DAILY;INTERVAL=٣", "is no INTERVAL"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "not both"),
        ("FREQ=DAILY;UNTIL=20271399", "is no date"),
        ("FREQ=DAILY;UNTIL=00010101T000000Z", "is no date|never comes"),
        ("FREQ=DAILY;UNTIL=20260101", "never comes"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never comes"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20", "never comes"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs"),
        ("FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["1"] * 200), "200 characters"),
    ],
)
def test_a_rule_that_is_not_taken_is_told_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as told:
        rule(text)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 200


def test_a_window_must_be_over_before_the_next_one() -> None:
    assert rule("FREQ=DAILY", timedelta(days=1)) == "FREQ=DAILY"
    with pytest.raises(ValueError, match="before its window is over"):
        rule("FREQ=DAILY", timedelta(hours=25))
    with pytest.raises(ValueError, match="before its window is over"):
        rule("FREQ=WEEKLY;BYDAY=SA,SU", timedelta(hours=30))


def test_a_time_that_is_there_twice_is_the_first_and_a_missing_one_moves_on() -> None:
    double, missing = datetime(2026, 10, 25, 1, 30), datetime(2027, 3, 28, 1, 30)  # noqa: DTZ001
    assert instant(double, LONDON) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert instant(missing, LONDON) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


@given(
    text=st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                ["FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "WKST"]
            ).flatmap(
                lambda key: st.sampled_from(
                    [
                        "DAILY",
                        "WEEKLY",
                        "MONTHLY",
                        "1",
                        "999",
                        "20270101",
                        "99999999T999999Z",
                        "SU",
                        "+5MO",
                        "-31",
                    ]
                ).map(lambda value: f"{key}={value}")
            ),
            max_size=5,
        ).map(";".join),
    )
)
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_rule_or_is_refused(text: str) -> None:
    try:
        taken = rule(text)
    except ValueError:
        return  # and nothing else is ever raised
    assert rule(taken) == taken
