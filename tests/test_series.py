"""Commands on maintenance by the clock: what would change nothing is refused, with what to do."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage.drafting import Wanted
from statuspage.errors import StatusPageError
from statuspage.model.post import Kind, State
from statuspage.posting import add_update, find_post, open_desk, posts_now
from statuspage.series import remark
from tests.test_posting import MAIL, NOW, desk_of, opened, updated

EARLIER = datetime(2026, 11, 21, 12, tzinfo=UTC)
BETWEEN = datetime(2026, 11, 23, 12, tzinfo=UTC)


def series(root: Path, rule: str = "FREQ=DAILY", now: datetime = NOW, head: str = "") -> None:
    """A site with the maintenance ``b``, from 10 to 11 on each day from 22 November on."""
    window = f"starts: 2026-11-22 10:00\nends: 2026-11-22 11:00\nrecurs: {rule}\n{head}"
    text = f"---\ntitle: B\nkind: maintenance\n{window}---\n## 2026-11-20 09:00 UTC — Scheduled\nSlow.\n"
    desk_of(root, {"b.md": text}, now)


def states(root: Path, now: datetime) -> dict[str, State]:
    return {each.post.id: each.state for each in posts_now(open_desk(root, now))}


def test_what_recurs_is_updated_by_its_own_id_and_ended_each_time(tmp_path: Path) -> None:
    series(tmp_path)
    with pytest.raises(StatusPageError, match="replaces: b-2026-11-25"):
        find_post(open_desk(tmp_path, NOW), "b-2026-11-25")
    for day in (22, 23):
        updated(open_desk(tmp_path, NOW.replace(day=day)), "b", "Done.", over=True)
    assert states(tmp_path, NOW) == {
        "b-2026-11-24": State.SCHEDULED,
        "b-2026-11-23": State.COMPLETED,
        "b-2026-11-22": State.COMPLETED,
    }
    with pytest.raises(StatusPageError, match="b is completed already"):
        updated(open_desk(tmp_path, NOW), "b", over=True)


@pytest.mark.parametrize("says", [{"over": True}, {"status": "in progress"}, {"status": "completed"}])
def test_between_two_windows_an_update_without_effect_is_refused(
    tmp_path: Path, says: dict[str, bool]
) -> None:
    series(tmp_path, "FREQ=DAILY;COUNT=9", BETWEEN)
    before = (tmp_path / "incidents/b.md").read_text(encoding="utf-8")
    with pytest.raises(StatusPageError, match="No window of b is open") as refused:
        updated(open_desk(tmp_path, BETWEEN), "b", **says)  # type: ignore[arg-type]
    assert str(refused.value).endswith("replaces: b-2026-11-24, or recurs: FREQ=DAILY;UNTIL=20261123")
    desk = open_desk(tmp_path, BETWEEN)
    with pytest.raises(StatusPageError, match="No window of b is open"):  # typed in an editor
        add_update(desk, find_post(desk, "b"), "## 2026-11-23 12:00 UTC — Completed\nOver.")
    assert (tmp_path / "incidents/b.md").read_text(encoding="utf-8") == before


def test_what_the_refusal_advises_ends_the_series(tmp_path: Path) -> None:
    series(tmp_path, "FREQ=DAILY;UNTIL=20261123", BETWEEN)
    assert set(states(tmp_path, BETWEEN)) == {"b-2026-11-23", "b-2026-11-22"}
    with pytest.raises(StatusPageError, match=r"last window of b is over.*maintenance schedule"):
        updated(open_desk(tmp_path, BETWEEN), "b", over=True)


def test_between_two_windows_an_announcement_is_for_those_to_come(tmp_path: Path) -> None:
    series(tmp_path, now=BETWEEN)
    written = updated(open_desk(tmp_path, BETWEEN), "b", "Longer from now on.")
    assert written.post.updates[-1].state is State.SCHEDULED


def test_what_an_editor_dates_within_a_window_is_taken(tmp_path: Path) -> None:
    series(tmp_path, now=BETWEEN)
    desk = open_desk(tmp_path, BETWEEN)
    add_update(desk, find_post(desk, "b"), "## 2026-11-23 10:50 UTC — Completed\nOver.")
    assert states(tmp_path, BETWEEN)["b-2026-11-23"] is State.COMPLETED


def test_before_the_first_window_all_are_called_off(tmp_path: Path) -> None:
    series(tmp_path, now=EARLIER)
    updated(open_desk(tmp_path, EARLIER), "b", "Not needed.", over=True)
    assert set(states(tmp_path, NOW).values()) == {State.COMPLETED}
    with pytest.raises(StatusPageError, match="b is completed already"):
        updated(open_desk(tmp_path, EARLIER), "b", over=True)


def test_one_that_may_overrun_is_closed_after_its_window_and_named(tmp_path: Path) -> None:
    series(tmp_path, now=BETWEEN, head="components: [mail]\n")
    desk = open_desk(tmp_path, BETWEEN)
    post = updated(desk, "b", over=True).post
    note = remark(post, posts_now(desk), BETWEEN)
    assert note == "It is about the occurrence b-2026-11-23 alone."


@pytest.mark.parametrize(("starts", "noted"), [("2026-11-22 10:00", True), ("2026-11-23 10:00", False)])
def test_a_maintenance_of_the_past_is_remarked_on(tmp_path: Path, starts: str, noted: bool) -> None:
    desk = desk_of(tmp_path)
    post = opened(desk, Wanted(Kind.MAINTENANCE, "Switch", starts=starts, length="1h")).post
    assert ("shown as completed" in remark(post, posts_now(desk), NOW)) is noted


@pytest.mark.parametrize(
    ("starts", "state"),
    [
        ("2026-11-23 12:00", State.SCHEDULED),
        ("2026-11-23 10:00", State.IN_PROGRESS),
        ("2026-11-23 08:40", State.COMPLETED),
        ("2026-11-01 08:00", State.COMPLETED),
    ],
)
def test_a_maintenance_begins_in_the_state_that_its_window_has(
    tmp_path: Path, starts: str, state: State
) -> None:
    wanted = Wanted(Kind.MAINTENANCE, "Switch", ("mail",), starts=starts, length="2h")
    assert opened(desk_of(tmp_path), wanted).post.updates[0].state is state
    [planned, *_] = [each for each in posts_now(open_desk(tmp_path, NOW)) if each.post.id != MAIL]
    assert planned.state is state
