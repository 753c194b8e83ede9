"""One post that recurs, read from its text, becomes a post for each occurrence."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.model.post import Post, State
from statuspage.site.posts import Context, Source, read_post
from statuspage.site.recurrence import expand, misplaced, split_occurrence
from tests.site.reading import CONTEXT, right, utc, wrong

LONDON = CONTEXT.zone
PATH = "incidents/backup.md"


def text_of(
    rule: str, starts: str = "2026-11-29 02:00", ends: str = "2026-11-29 04:00", more: str = ""
) -> str:
    return (
        f"---\ntitle: Backups\nkind: maintenance\nstarts: {starts}\nends: {ends}\nrecurs: {rule}\n"
        f"components: [mail]\n---\nMail is slow meanwhile.\n{more}"
    )


def series(
    rule: str = "FREQ=WEEKLY;BYDAY=SU",
    starts: str = "2026-11-29 02:00",
    ends: str = "2026-11-29 04:00",
    more: str = "",
) -> Post:
    return right(text_of(rule, starts, ends, more), path=PATH)


def exception(replaces: str, name: str = "other") -> Post:
    text = (
        "---\ntitle: Backups, later\nkind: maintenance\nstarts: 2026-12-06 05:00\nends: 2026-12-06 06:00\n"
        f"replaces: {replaces}\n---\nOnce later."
    )
    return right(text, path=f"incidents/{name}.md")


def windows(posts: list[Post], zone: ZoneInfo = LONDON) -> list[tuple[str, str]]:
    shown = []
    for post in posts:
        assert post.starts is not None
        assert post.ends is not None
        shown.append(
            (f"{post.starts.astimezone(zone):%d %b %H:%M %z}", f"{post.ends.astimezone(zone):%H:%M}")
        )
    return shown


def test_each_occurrence_is_a_post_of_90_days_back_and_ahead() -> None:
    posts = expand([series("FREQ=DAILY", "2020-01-01 02:00", "2020-01-01 04:00")], LONDON, utc(29, 12))
    assert (posts[0].id, posts[-1].id, len(posts)) == ("backup-2026-08-31", "backup-2027-02-27", 181)
    assert {post.title for post in posts} == {"Backups"}
    assert posts[0].followed_at == posts[1].starts


def test_the_wall_clock_stays_when_clocks_go_back() -> None:
    post = series("FREQ=WEEKLY;BYDAY=SU", "2026-10-18 02:00", "2026-10-18 04:00")
    assert windows(expand([post], LONDON, datetime(2026, 10, 20, tzinfo=UTC)))[:3] == [
        ("18 Oct 02:00 +0100", "04:00"),
        ("25 Oct 02:00 +0000", "04:00"),
        ("01 Nov 02:00 +0000", "04:00"),
    ]


def test_the_wall_clock_stays_when_clocks_go_forward() -> None:
    post = series("FREQ=WEEKLY;BYDAY=SU", "2027-03-21 02:00", "2027-03-21 04:00")
    assert windows(expand([post], LONDON, datetime(2027, 3, 20, tzinfo=UTC)))[:3] == [
        ("21 Mar 02:00 +0000", "04:00"),
        ("28 Mar 02:00 +0100", "04:00"),
        ("04 Apr 02:00 +0100", "04:00"),
    ]


def test_a_missing_hour_moves_on_and_a_double_one_is_the_first() -> None:
    spring = series("FREQ=DAILY", "2027-03-27 01:30", "2027-03-27 02:00")
    assert windows(expand([spring], LONDON, datetime(2027, 3, 27, tzinfo=UTC)))[:3] == [
        ("27 Mar 01:30 +0000", "02:00"),
        ("28 Mar 02:30 +0100", "03:00"),
        ("29 Mar 01:30 +0100", "02:00"),
    ]
    autumn = series("FREQ=DAILY", "2026-10-24 01:30", "2026-10-24 02:00")
    assert windows(expand([autumn], LONDON, datetime(2026, 10, 24, tzinfo=UTC)))[1] == (
        "25 Oct 01:30 +0100",
        "01:00",
    )


def test_a_whole_day_never_runs_into_the_next() -> None:
    post = series("FREQ=DAILY", "2027-03-26 00:00", "2027-03-27 00:00")
    posts = expand([post], LONDON, datetime(2027, 3, 26, tzinfo=UTC))
    assert [post.ends - post.starts for post in posts[:4] if post.ends and post.starts] == [
        timedelta(hours=hours) for hours in (24, 24, 23, 24)
    ]


def test_a_time_in_another_zone_is_taken_to_the_sites() -> None:
    post = series("FREQ=WEEKLY", "2026-10-18 01:00 UTC", "2026-10-18 02:00 UTC")
    assert windows(expand([post], LONDON, datetime(2026, 10, 20, tzinfo=UTC)))[1] == (
        "25 Oct 02:00 +0000",
        "03:00",
    )


@given(
    rule=st.sampled_from(
        ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,SU", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=DAILY;INTERVAL=9;COUNT=20"]
    ),
    zone=st.sampled_from(["Europe/London", "America/Nuuk", "Australia/Lord_Howe", "Africa/Cairo", "UTC"]),
    starts=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - wall clock
    minutes=st.integers(1, 24 * 60),
    days=st.integers(-400, 400),
)
@settings(max_examples=60, deadline=None)
def test_occurrences_are_in_order_never_overlap_and_have_ids_of_their_own(
    rule: str, zone: str, starts: datetime, minutes: int, days: int
) -> None:
    ends = starts + timedelta(minutes=minutes)
    text = text_of(rule, f"{starts:%Y-%m-%d %H:%M}", f"{ends:%Y-%m-%d %H:%M}")
    now = starts.replace(tzinfo=UTC) + timedelta(days=days)
    read = read_post(Source(PATH, text, now), Context(ZoneInfo(zone), CONTEXT.components))
    assert read.post is not None
    posts = expand([read.post], ZoneInfo(zone), now)
    assert 1 <= len(posts) <= 400
    assert len({post.id for post in posts}) == len(posts)
    for one, other in pairwise(posts):
        assert one.starts
        assert one.ends
        assert other.starts
        assert one.starts < one.ends <= other.starts
    assert sum(bool(post.aliases) for post in posts) == (1 if read.post.recurs else 0)


def test_the_next_occurrence_is_shown_however_far_and_the_last_one_stays() -> None:
    yearly = series("FREQ=YEARLY;COUNT=2")
    assert [post.id for post in expand([yearly], LONDON, datetime(2027, 4, 1, tzinfo=UTC))] == [
        "backup-2027-11-29"
    ]
    assert [post.id for post in expand([yearly], LONDON, datetime(2040, 1, 1, tzinfo=UTC))] == [
        "backup-2027-11-29"
    ]


def test_the_posts_own_address_leads_to_the_present_or_next_occurrence() -> None:
    posts = expand([series()], LONDON, datetime(2026, 12, 6, 3, tzinfo=UTC))
    assert [post.id for post in posts if post.aliases == ("backup",)] == ["backup-2026-12-06"]
    posts = expand([series()], LONDON, datetime(2026, 12, 6, 4, tzinfo=UTC))
    assert [post.id for post in posts if post.aliases == ("backup",)] == ["backup-2026-12-13"]


def test_an_exception_stands_in_place_of_an_occurrence_and_has_its_address() -> None:
    plain = expand([series()], LONDON, utc(23, 10))
    posts = expand([series(), exception("/incidents/backup-2026-12-06/")], LONDON, utc(23, 10))
    assert len(posts) == len(plain)
    assert "backup-2026-12-06" not in {post.id for post in posts}
    assert next(post for post in posts if post.id == "other").aliases == ("backup-2026-12-06",)
    same = expand([series(), exception("backup-2026-12-06", "backup-2026-12-06")], LONDON, utc(23, 10))
    assert [post.title for post in same if post.id == "backup-2026-12-06"] == ["Backups, later"]


def test_what_replaces_no_occurrence_is_told() -> None:
    good = exception("backup-2026-12-06")
    assert misplaced([series(), good, right(text_of("FREQ=DAILY"), path="incidents/x.md")], LONDON) == ()
    [wrong_day] = misplaced([series(), exception("backup-2026-12-07")], LONDON)
    assert (wrong_day.place, wrong_day.example) == ("incidents/other.md:1", "replaces: backup-2026-11-29")
    [nothing] = misplaced([exception("backup-2026-12-06")], LONDON)
    assert "no occurrence" in nothing.rule
    [twice] = misplaced([series(), good, exception("backup-2026-12-06", "third")], LONDON)
    assert (twice.place, "replaces" in twice.rule) == ("incidents/third.md:1", True)
    [taken] = misplaced(
        [series(), right("---\ntitle: X\n---\nX.", path="incidents/backup-2026-12-06.md")], LONDON
    )
    assert taken.example == "replaces: backup-2026-12-06"


@pytest.mark.parametrize("given", ["backup", "backup-2026-13-40", "2026-12-06"])
def test_replaces_names_an_id_and_a_day(given: str) -> None:
    window = "starts: 2026-12-06 05:00\nends: 2026-12-06 06:00\n"
    text = f"---\ntitle: X\nkind: maintenance\n{window}replaces: {given}\n---\nX."
    assert wrong(text, (6, "an id and a day")).replaces is None
    assert split_occurrence(given) is None


def test_replaces_in_what_recurs_or_is_no_maintenance_is_a_fault() -> None:
    text = text_of("FREQ=DAILY\nreplaces: a-2026-12-06")
    assert wrong(text, (7, "does not recur")).replaces is None
    assert wrong("---\ntitle: X\nreplaces: a-2026-12-06\n---\nX.", (3, "belongs to a maint")).replaces is None
    assert wrong("---\ntitle: X\nrecurs: FREQ=DAILY\n---\nX.", (3, "belongs to a maintenance")).recurs is None


def test_a_wrong_rule_leaves_the_first_window() -> None:
    post = wrong(text_of("FREQ=SECONDLY"), (6, "FREQ is DAILY or WEEKLY"))
    assert (post.recurs, post.starts) == (None, utc(29, 2))
    assert expand([post], LONDON, utc(23, 10)) == [post]
    endless = text_of("FREQ=DAILY").replace("ends: 2026-11-29 04:00\n", "")
    assert wrong(endless, (3, "needs ends"), (5, "Only a maintenance with")).recurs is None


def test_a_start_that_the_rule_does_not_name_is_told() -> None:
    post = wrong(text_of("FREQ=WEEKLY;BYDAY=MO"), (4, "starts is no day of the rule"))
    assert expand([post], LONDON, utc(23, 10))[0].id.endswith("-2026-11-30")


def test_an_update_is_about_the_occurrence_that_began_last() -> None:
    more = (
        "\n## 2026-12-06 02:01 — In progress\nIt runs.\n"
        "\n## 2026-12-06 03:00 — Completed\nDone early.\n"
        "\n## 2026-12-08 09:00 — Scheduled\nFrom now on with a new disk.\n"
    )
    posts = expand([series(more=more)], LONDON, datetime(2026, 12, 10, tzinfo=UTC))
    told = [[update.state for update in post.updates] for post in posts[:3]]
    announced, later = State.SCHEDULED, [State.SCHEDULED, State.SCHEDULED]
    assert told == [[announced], [announced, State.IN_PROGRESS, State.COMPLETED], later]


def test_what_is_called_off_before_it_began_is_called_off_for_good() -> None:
    post = series(more="\n## 2026-11-24 09:00 — Completed\nWe do without.\n")
    posts = expand([post], LONDON, datetime(2026, 12, 10, tzinfo=UTC))
    assert {post.updates[-1].state for post in posts} == {State.COMPLETED}


def test_an_occurrence_from_before_the_first_word_has_that_word() -> None:
    post = series("FREQ=WEEKLY", "2026-10-04 02:00", "2026-10-04 04:00")
    assert {len(each.updates) for each in expand([post], LONDON, utc(23, 12))} == {1}
