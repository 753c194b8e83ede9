"""The past that the demo makes up: believable, the same each time, and told by its posts."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.decide.history import HISTORY_WINDOW
from statuspage.demo.folder import add_past, write_made_up
from statuspage.demo.past import LONGEST, MadeUp, make_past
from statuspage.demo.sizes import components
from statuspage.errors import StatusPageError
from statuspage.latencies import LatencyStore
from statuspage.lint import lint
from statuspage.model.latency import Window
from statuspage.model.post import Kind, State
from statuspage.model.site import Site
from statuspage.model.snapshot import Snapshot
from statuspage.model.status import Status
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
QUARTER = timedelta(days=90)
OUTAGES = (Status.PARTIAL_OUTAGE, Status.MAJOR_OUTAGE)


def write(folder: Path, *, seed: int = 1, history: timedelta = QUARTER, size: int | None = None) -> MadeUp:
    return write_made_up(folder, history=history, seed=seed, now=NOW, components=size)


def snapshot(root: Path, now: datetime = NOW) -> Snapshot:
    """The page of a folder, from its files and its store as ``build`` has it."""
    reader = Reader(root / ".statuspage")
    try:
        held = reader.measurements(now - HISTORY_WINDOW)
    finally:
        reader.close()
    return take(open_site(root, secrets=False).site, held, now, LIVE_VALIDITY)


def texts(root: Path) -> dict[str, str]:
    """Every file that people write, by its name."""
    return {
        str(path.relative_to(root)): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".statuspage" not in path.parts
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("past") / "site"
    write(root)
    return root


def test_the_same_seed_and_end_give_the_same_past(tmp_path: Path) -> None:
    one, other = write(tmp_path / "one"), write(tmp_path / "other")
    assert one.spans == other.spans
    assert one.states == other.states
    assert list(one.latencies.rows()) == list(other.latencies.rows())
    assert texts(tmp_path / "one") == texts(tmp_path / "other")


def test_another_seed_gives_another_past(tmp_path: Path) -> None:
    assert write(tmp_path / "one").spans != write(tmp_path / "other", seed=2).spans


def test_all_works_when_it_ends(sample: Path) -> None:
    page = snapshot(sample)
    assert page.status is Status.OPERATIONAL
    assert {one.status for one in page.components} == {Status.OPERATIONAL}
    assert {check.checked_at for one in page.components for check in one.checks} == {NOW}


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("days", [1, 7, 30, 90])
def test_uptime_is_between_99_and_100_percent_and_spans_follow_each_other(seed: int, days: int) -> None:
    site = Site(
        "Many", "https://status.example", "x,2026", ZoneInfo("Europe/London"), components=components(30)
    )
    past = make_past(site, history=timedelta(days=days), seed=seed, now=NOW)
    for spans in past.spans.values():
        assert spans[0].start == NOW - timedelta(days=days)
        assert spans[-1].end is None
        assert spans[-1].status is Status.OPERATIONAL
        assert all(before.end == after.start for before, after in pairwise(spans))
        assert all(one.end is None or one.start < one.end <= NOW for one in spans)
        down = sum(((one.end or NOW) - one.start).total_seconds() for one in spans if one.status in OUTAGES)
        assert down <= 0.01 * days * 86_400


def test_uptime_on_the_page_is_between_99_and_100_percent(sample: Path) -> None:
    ratios = [one.uptime.ratio for one in snapshot(sample).components if one.uptime]
    assert len(ratios) == 7
    assert all(ratio is not None and 0.99 <= ratio <= 1 for ratio in ratios)
    assert any(ratio is not None and ratio < 1 for ratio in ratios)


def test_the_bars_are_full(sample: Path) -> None:
    for one in snapshot(sample).components:
        if one.measured:
            assert len(one.days) >= 90


def test_each_outage_that_lasted_has_a_post_that_names_the_component(sample: Path) -> None:
    page = snapshot(sample)
    lasted = [
        (one.id, span)
        for one in page.components
        for span in one.spans
        if span.status in OUTAGES and span.end and span.end - span.start > timedelta(minutes=5)
    ]
    assert lasted
    for id_, span in lasted:
        assert span.end is not None
        assert any(
            id_ in {named.id for named in post.affected}
            and post.started_at - timedelta(minutes=30) <= span.start
            and post.ended_at is not None
            and post.ended_at >= span.end
            for post in page.posts
        ), f"{id_} {span}"


def test_there_are_incidents_a_postmortem_maintenances_and_an_advisory(sample: Path) -> None:
    page = snapshot(sample)
    lately = [post for post in page.posts if post.started_at > NOW - QUARTER]
    assert sum(post.post.kind is Kind.INCIDENT for post in lately) >= 5
    assert any(post.post.kind is Kind.ADVISORY for post in lately)
    assert {post.state for post in lately if post.post.kind is Kind.MAINTENANCE} == {
        State.SCHEDULED,
        State.COMPLETED,
    }
    assert any(post.state is State.POSTMORTEM for post in lately)
    assert not any(post.post.id.startswith("auto-") for post in page.posts)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_lint_finds_nothing_in_the_folder(tmp_path: Path, seed: int) -> None:
    write(tmp_path / "site", seed=seed)
    found = lint(tmp_path / "site", tmp_path / "site" / ".statuspage", now=NOW)
    assert [str(fault) for fault in found.faults] == []
    assert found.skipped == ""


def test_latencies_are_there_for_each_window(sample: Path) -> None:
    store = LatencyStore(sample / ".statuspage")
    try:
        told = store.of(open_site(sample, secrets=False).site, NOW)["portal"].checks["health"]
    finally:
        store.close()
    counts = {one.window: len(one.buckets) for one in told}
    assert counts[Window.DAY] > 280
    assert counts[Window.WEEK] > 160
    assert counts[Window.QUARTER] >= 89
    for one in told:
        assert all(b.min <= b.median <= b.p95 <= b.max and b.count > 0 for b in one.buckets)


def test_a_site_of_a_thousand_components_is_written(tmp_path: Path) -> None:
    write(tmp_path / "large", size=1000)
    page = snapshot(tmp_path / "large")
    assert len(page.components) == 1000
    assert page.status is Status.OPERATIONAL


def test_a_past_of_no_length_is_a_site_that_was_just_measured(tmp_path: Path) -> None:
    write(tmp_path / "new", history=timedelta(0))
    page = snapshot(tmp_path / "new")
    assert page.status is Status.OPERATIONAL


def test_a_past_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StatusPageError, match="3650d at most"):
        write(tmp_path / "old", history=LONGEST + timedelta(days=1))


def test_a_folder_of_another_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(StatusPageError, match="is not empty and no demo wrote it"):
        write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_of_an_earlier_demo_is_written_anew(tmp_path: Path) -> None:
    write(tmp_path / "site", history=timedelta(days=20))
    (tmp_path / "site" / "templates").mkdir()
    write(tmp_path / "site", history=timedelta(days=10), size=3)
    assert (tmp_path / "site" / "templates").is_dir()
    assert len(snapshot(tmp_path / "site").components) == 3


def test_posts_about_oddly_named_components_are_read_as_they_are_meant(tmp_path: Path) -> None:
    root = tmp_path / "odd"
    (root / "incidents").mkdir(parents=True)
    name = "#1: 'Backups' & \\\"more\\\" {name}"
    (root / "statuspage.toml").write_text(
        '[site]\nname = "Odd"\nurl = "https://status.example"\ntime_zone = "Pacific/Apia"\n'
        f'[components.b]\nname = "{name}"\n[[components.b.checks]]\nkind = "tcp"\naddress = "127.0.0.1:9"\n'
    )
    add_past(root, root / ".statuspage", history=QUARTER, seed=1, now=NOW)
    assert [str(fault) for fault in lint(root, root / ".statuspage", now=NOW).faults] == []
    titles = {post.post.title for post in snapshot(root).posts if post.post.kind is Kind.INCIDENT}
    assert any("#1: 'Backups' & \"more\" {name}" in title for title in titles)
