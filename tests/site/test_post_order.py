from statuspage.errors import Severity
from statuspage.model.post import Post, State
from tests.site.reading import CAME, HEAD, read, right, utc, wrong

WORK = "---\ntitle: X\nkind: maintenance\nstarts: 2026-11-28 22:00\nends: 2026-11-28 23:00\n---\nSoon.\n\n"


def told(post: Post) -> list[tuple[str, str]]:
    return [(f"{each.at:%d %H:%M}", each.body) for each in post.updates]


def test_updates_may_go_up_or_down_in_time() -> None:
    up = [
        "## 2026-11-23 10:00 — Investigating\na\n",
        "## 2026-11-23 10:40\nb\n",
        "## 2026-11-23 11:00 — Resolved\nc\n",
    ]
    first, second = (right(HEAD + "".join(each)) for each in (up, up[::-1]))
    assert first == second
    assert [each.body for each in first.updates] == ["a", "b", "c"]
    assert first.updates[1].state is State.INVESTIGATING


def test_dates_that_run_both_ways_are_told_where_they_turn() -> None:
    parts = [f"## 2026-11-23 {time}\n{time}\n" for time in ("10:00", "10:40", "10:20", "11:00")]
    for order, line in ((parts, 8), (parts[::-1], 8)):
        post = wrong(HEAD + "".join(order), (line, "than the one above it"))
        assert [each.body for each in post.updates] == ["10:00", "10:20", "10:40", "11:00"]
    (fault,) = read(HEAD + "".join(parts)).faults
    assert fault.severity is Severity.WARNING
    assert fault.example == "this update above that of 2026-11-23 10:40 UTC, or its right date"


def test_a_wrong_date_is_told_once() -> None:
    late = "## 2026-12-23 10:20\nb\n"
    text = f"{HEAD}## 2026-11-23 10:00\na\n{late}## 2026-11-23 10:40\nc\n"
    wrong(text, (6, "in the future"), changed=utc(23, 10, 42))


def test_updates_of_one_instant_keep_the_order_of_the_file() -> None:
    same = "## 2026-11-23 10:40\nb\n## 2026-11-23 10:40\nc\n"
    up = right(f"{HEAD}## 2026-11-23 10:00\na\n{same}")
    assert [each.body for each in up.updates] == ["a", "b", "c"]
    assert [each.id for each in up.updates][1:] == [
        "20261123T1040Z-investigating",
        "20261123T1040Z-investigating-2",
    ]
    down = right(f"{HEAD}{same}## 2026-11-23 10:00\na\n")
    assert [each.body for each in down.updates] == ["a", "c", "b"]


def test_the_opening_comes_first_even_where_the_file_came_late() -> None:
    post = right(f"{HEAD}It was slow.\n\n## 2026-11-22 09:00 — Resolved\nCleared.")
    assert told(post) == [("22 09:00", "It was slow."), ("22 09:00", "Cleared.")]
    assert post.updates[-1].state is State.RESOLVED


def test_an_opening_dated_after_the_first_update_is_told() -> None:
    text = "---\ntitle: X\ndate: 2026-11-23 12:00\n---\nSlow.\n\n## 2026-11-23 10:00 — Resolved\nCleared."
    assert told(wrong(text, (3, "later than its first update"))) == [
        ("23 10:00", "Slow."),
        ("23 10:00", "Cleared."),
    ]


def test_an_update_without_a_readable_date_stays_between_its_neighbours() -> None:
    parts = ["## 2026-11-23 09:00\na\n", "## 2026-11-99 09:30\nb\n", "## 2026-11-23 10:00 — Resolved\nc\n"]
    assert told(wrong(HEAD + "".join(parts), (6, "no date"))) == [
        ("23 09:00", "a"),
        ("23 10:00", "b"),
        ("23 10:00", "c"),
    ]
    last = HEAD + parts[2] + parts[1]
    assert told(wrong(last, (6, "no date"))) == [("23 10:00", "c"), ("23 10:06", "b")]


def test_a_day_alone_comes_after_the_update_it_follows() -> None:
    post = wrong(f"{HEAD}## 2026-11-23 10:00\na\n## 2026-11-23 — Resolved\nb", (6, "no time of day"))
    assert told(post) == [("23 10:00", "a"), ("23 10:00", "b")]
    assert post.updates[1].state is State.RESOLVED
    down = wrong(f"{HEAD}## 2026-11-23 — Resolved\nb\n## 2026-11-22 10:00\na", (4, "no time of day"))
    assert told(down) == [("22 10:00", "a"), ("23 00:00", "b")]


def test_a_time_in_the_future_is_in_force_when_the_file_came() -> None:
    text = f"{HEAD}## 2026-11-23 10:00\na\n\n## 2026-12-23 10:40 — Resolved\nb"
    post = wrong(text, (7, "in the future"), changed=utc(23, 10, 42))
    assert told(post) == [("23 10:00", "a"), ("23 10:06", "b")]
    assert (post.updates[1].state, post.updates[1].id) == (State.RESOLVED, "20261223T1040Z-resolved")


def test_a_future_date_of_the_opening_is_the_moment_the_file_came() -> None:
    text = "---\ntitle: X\ndate: 2027-11-23 10:00\n---\nSlow."
    assert wrong(text, (3, "in the future"), changed=utc(23, 10, 7)).updates[0].at == CAME


def test_a_time_that_was_rounded_up_is_now() -> None:
    post = right(f"{HEAD}## 2026-11-23 10:15\na", changed=utc(23, 10, 12))
    assert (post.updates[0].at, post.updates[0].id) == (utc(23, 10, 12), "20261123T1015Z-investigating")


def test_updates_added_later_are_not_in_the_future() -> None:
    text = f"{HEAD}## 2026-11-23 10:00\na\n## 2026-11-25 10:40 — Resolved\nb"
    assert told(right(text, changed=utc(25, 10, 41))) == [("23 10:00", "a"), ("25 10:40", "b")]
    assert told(right(text)) == [("23 10:00", "a"), ("25 10:40", "b")]


def test_work_foretold_has_not_begun() -> None:
    text = f"{WORK}## 2026-11-28 22:00 — In progress\nComponents: mail = under maintenance\nNow."
    post = wrong(text, (9, "in the future"), changed=utc(24, 9))
    assert [each.state for each in post.updates] == [State.SCHEDULED, State.SCHEDULED]
    assert (post.updates[1].body, post.updates[1].components) == ("Now.", {})
    begun = right(text, changed=utc(28, 22, 1))
    assert begun.updates[1].state is State.IN_PROGRESS
    assert begun.updates[1].id == post.updates[1].id
