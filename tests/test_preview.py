"""Made-up states of a site, through the same decisions and templates as the page itself."""

import http.client
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage.demo.gallery import SAMPLE, gallery
from statuspage.demo.preview import Preview, chosen, export_states
from statuspage.demo.states import STATES, snapshot_of
from statuspage.errors import StatusPageError
from statuspage.model.post import INCIDENT_STATES, MAINTENANCE_STATES, Kind
from statuspage.model.site import Site
from statuspage.model.status import Status, Verdict
from statuspage.sitefiles import open_site
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.processes import command, free_port, running, until
from tests.web.made import write_site

NOW = datetime(2026, 11, 23, 10, 0, 30, tzinfo=UTC)
SAYS = {
    "fine": Status.OPERATIONAL,
    "slow": Status.DEGRADED_PERFORMANCE,
    "wrong": Status.PARTIAL_OUTAGE,
    "down": Status.MAJOR_OUTAGE,
    "unknown": Status.UNKNOWN,
    "planned": Status.OPERATIONAL,
    "maintenance": Status.UNDER_MAINTENANCE,
    "incident": Status.PARTIAL_OUTAGE,
    "provider": Status.OPERATIONAL,
    "affected": Status.PARTIAL_OUTAGE,
    "advisory": Status.OPERATIONAL,
    "stale": Status.OPERATIONAL,
    "empty": Status.OPERATIONAL,
    "many": Status.PARTIAL_OUTAGE,
}
ODD = """
[site]
name = "Größe & Co: <b>"
url = "https://status.example"
time_zone = "Pacific/Apia"
language = "de"

[components.b]
name = "#1: 'Backups' & \\"more\\" {name}"
[[components.b.checks]]
kind = "heartbeat"
every = "1d"
grace = "1h"
token = "0123456789abcdef0123456789abcdef"

[components.long]
name = "Slow to ask"
depends_on = ["b"]
[[components.long.checks]]
kind = "tcp"
address = "127.0.0.1:9"
every = "6h"
fail_after = 5
[[components.long.checks]]
kind = "http"
url = "https://a.example/"
severity = { down = "partial_outage" }
paused = "moving house"
"""
UNMEASURED = '[site]\nname = "A"\nurl = "https://a.example"\n\n[components.desk]\nname = "Desk"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path / "site")


@pytest.fixture
def site(root: Path) -> Site:
    return open_site(root, secrets=False).site


def ask(preview: Preview, path: str) -> tuple[int, str]:
    """What the app answers to a GET: status and body."""
    said: list[str] = []

    def start(status: str, _: list[tuple[str, str]], __: object = None) -> object:
        said.append(status)
        return lambda _: None

    body = b"".join(preview({"REQUEST_METHOD": "GET", "PATH_INFO": path}, start))  # type: ignore[arg-type]
    return int(said[0].split()[0]), body.decode("utf-8", "replace")


def test_every_state_is_tried_here() -> None:
    assert set(SAYS) == set(STATES)


@pytest.mark.parametrize("state", sorted(STATES))
def test_a_state_shows_what_it_claims(root: Path, site: Site, state: str) -> None:
    snapshot = snapshot_of(site, state, NOW)
    if state != "incident":  # the only measured component of this site is all that can be down
        assert snapshot.status is SAYS[state]
    html = Renderer(Theme(root)).render(snapshot, "/").body.decode()
    shown = "unmeasured" if state == "empty" else snapshot.status
    assert f'class="verdict {shown}"' in html


def test_the_same_moment_gives_the_same_snapshot(site: Site) -> None:
    for state in STATES:
        if state != "many":
            assert snapshot_of(site, state, NOW) == snapshot_of(site, state, NOW)


def test_its_components_are_the_sites_own_and_its_posts_are_not(site: Site) -> None:
    snapshot = snapshot_of(site, "fine", NOW)
    assert [one.name for one in snapshot.components] == ["Mail", "Reception desk"]
    assert "2026-11-20-mail-late" not in {post.post.id for post in snapshot.posts}


def test_a_stale_page_is_past_its_time_and_the_others_are_not(site: Site) -> None:
    for state in STATES.keys() - {"empty", "many"}:
        limit = snapshot_of(site, state, NOW).valid_until
        assert limit is not None
        assert (limit < NOW) is (state == "stale")


def test_an_incident_a_maintenance_and_an_advisory_go_on(site: Site) -> None:
    for state, kind in (
        ("incident", Kind.INCIDENT),
        ("maintenance", Kind.MAINTENANCE),
        ("advisory", Kind.ADVISORY),
    ):
        going_on = [post for post in snapshot_of(site, state, NOW).posts if post.open]
        assert [post.post.kind for post in going_on] == [kind]


def test_a_site_that_measures_nothing_gets_checks_for_the_look(tmp_path: Path) -> None:
    root = write_site(tmp_path / "bare", toml=UNMEASURED, posts={})
    snapshot = snapshot_of(open_site(root, secrets=False).site, "slow", NOW)
    assert [one.status for one in snapshot.components] == [Status.DEGRADED_PERFORMANCE]


@pytest.mark.parametrize("state", sorted(STATES.keys() - {"many"}))
def test_an_odd_site_is_shown_in_every_state(tmp_path: Path, state: str) -> None:
    root = write_site(tmp_path / "odd", toml=ODD, posts={})
    site = open_site(root, secrets=False).site
    snapshot = snapshot_of(site, state, NOW)
    renderer = Renderer(Theme(root))
    for path in renderer.paths(snapshot):
        assert renderer.render(snapshot, path).status == 200, path
    if state == "maintenance":
        assert snapshot.components[0].status is Status.UNDER_MAINTENANCE
    elif state in ("slow", "wrong"):
        assert snapshot.components[0].status is SAYS[state]


def test_all_parts_are_shown_in_all_their_states() -> None:
    parts = gallery(SAMPLE, NOW)
    assert {one.status for one in parts.snapshot.components} == set(Status)
    assert {one.status for one in parts.verdicts.values()} == set(Status)
    assert {row.verdict for one in parts.upstream.values() for row in one.verdicts} >= {"at_risk", "affected"}
    incidents = parts.snapshot.of_kind(Kind.INCIDENT)
    assert set(INCIDENT_STATES) <= {post.state for post in incidents}
    assert {post.state for post in parts.snapshot.of_kind(Kind.MAINTENANCE)} == set(MAINTENANCE_STATES)
    assert {post.post.verdict for post in parts.snapshot.of_kind(Kind.ADVISORY)} == set(Verdict)
    assert any(post.overrunning for post in parts.snapshot.posts)
    assert any(one.because_of for one in parts.snapshot.components)


def test_the_app_lists_states_and_shows_each_below_its_name(root: Path) -> None:
    preview = Preview(root, chosen("all"))
    status, listing = ask(preview, "/")
    assert status == 200
    assert all(f'href="{state}/"' in listing for state in STATES)
    assert ask(preview, "/down")[0] == 308
    status, page = ask(preview, "/down/")
    assert status == 200
    assert "Made up:" in page
    assert 'href="../"' in page
    assert 'href="../../../"' in ask(preview, "/down/components/mail/")[1]
    assert ask(preview, "/down/api/v1/snapshot.json")[1].startswith("{")
    assert ask(preview, "/down/no/such/")[0] == 404
    assert ask(preview, "/sideways/")[0] == 404


def test_the_page_of_all_parts_is_rendered_from_the_sites_templates(root: Path) -> None:
    preview = Preview(root, chosen("fine"))
    status, page = ask(preview, "/fine/_parts")
    assert status == 200, page
    assert all(f'class="verdict {status}"' in page for status in Status)
    assert "/_parts" not in Renderer(Theme(root)).paths(
        snapshot_of(open_site(root, secrets=False).site, "fine", NOW)
    )


def test_a_change_of_the_theme_shows_at_once_and_a_fault_says_where(root: Path) -> None:
    preview = Preview(root, chosen("fine"))
    assert "<h1>mine</h1>" not in ask(preview, "/fine/")[1]
    (root / "templates").mkdir()
    (root / "templates" / "index.html").write_text("<body class=x><h1>mine</h1>")
    page = ask(preview, "/fine/")[1]
    assert page.startswith('<body class=x><p class="wrap made-up"')
    assert "<h1>mine</h1>" in page
    (root / "templates" / "index.html").write_text("\n{% if %}")
    status, fault = ask(preview, "/fine/")
    assert status == 500
    assert "TemplateSyntaxError" in fault
    assert "line 2" in fault


def test_files_are_written_for_each_state_with_a_list(root: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_states(root, ("fine", "down"), out)
    assert 'href="down/"' in (out / "index.html").read_text()
    assert "Made up:" in (out / "down" / "index.html").read_text()
    assert "All parts" in (out / "fine" / "_parts.html").read_text()
    assert export_states(root, ("fine",), out).unchanged > 0


def test_a_state_that_does_not_exist_is_named() -> None:
    with pytest.raises(StatusPageError, match="no state sideways: choose all, fine, slow"):
        chosen("sideways")


@pytest.fixture
def served(root: Path, tmp_path: Path) -> Iterator[int]:
    port = free_port()
    with running("preview", "--site", str(root), "--port", str(port), log=tmp_path / "log", port=port) as one:
        until(lambda: one.get()[0] == 200, what="the preview")
        yield port


def test_an_empty_site_measures_nothing_and_has_no_limit(site: Site) -> None:
    assert snapshot_of(site, "empty", NOW).valid_until is None


def test_the_help_names_every_state() -> None:
    told = " ".join(command("preview", "--help").stdout.split())
    assert all(re.search(rf"\b{state}\b", told) for state in STATES)


def test_the_command_serves_it(served: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served, timeout=10)
    connection.request("GET", "/maintenance/")
    answer = connection.getresponse()
    assert answer.status == 200
    assert answer.getheader("Cache-Control") == "no-store"
    assert "under maintenance" in answer.read().decode()
    connection.close()


def test_the_command_writes_it(root: Path, tmp_path: Path) -> None:
    ended = command("preview", "--site", str(root), "--state", "slow", "--out", str(tmp_path / "out"))
    assert ended.returncode == 0, ended.stderr
    assert "files written" in ended.stdout
    assert command("preview", "--site", str(root), "--state", "sideways").returncode == 1
    assert command("preview", "--site", str(tmp_path / "none")).returncode == 1
