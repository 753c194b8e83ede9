"""What the page, its feeds and its API say, rendered from a real site and store."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from statuspage.model.snapshot import Snapshot
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme, csp_hash
from tests.web.made import write_site, write_store

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path)


def snapshot_of(root: Path, *outcomes: str, later: float = 5.0) -> Snapshot:
    folder = root / ".statuspage"
    if outcomes:
        write_store(folder, outcomes, NOW)
    reader = Reader(folder)
    held = reader.measurements(NOW - timedelta(days=90))
    reader.close()
    return take(open_site(root).site, held, NOW + timedelta(seconds=later), timedelta(seconds=60))


@pytest.fixture
def page(root: Path) -> Callable[..., str]:
    """Renders an address of the site with some outcomes of its one check."""

    def render(path: str, *outcomes: str, later: float = 5.0) -> str:
        return Renderer(Theme(root)).render(snapshot_of(root, *outcomes, later=later), path).body.decode()

    return render


@pytest.mark.parametrize(
    ("outcomes", "sentence", "state"),
    [
        (["ok", "ok"], "All services that we measure work.", "Works"),
        (["slow", "slow"], "Mail is slow since <time", "Slow"),
        (["down", "down"], "Mail is down since <time", "Down"),
        ([], "Mail is not known.", "Not known"),
    ],
)
def test_the_page_says_how_things_are(
    page: Callable[..., str], outcomes: list[str], sentence: str, state: str
) -> None:
    html = page("/", *outcomes)
    assert re.search(f"<h1[^>]*>{sentence}", html)
    assert state in html
    assert "No problem reported" in html


@pytest.mark.parametrize("path", ["/", "/components/desk/"])
def test_what_nothing_measures_is_said_to_have_no_problem_once(page: Callable[..., str], path: str) -> None:
    body = page(path, "ok", "ok").partition("<body")[2]
    assert body.lower().count("no problem reported") == 1


def test_a_page_past_the_monitors_life_says_so(page: Callable[..., str]) -> None:
    html = page("/", "ok", "ok", later=70)
    assert "Our monitoring is offline since" in html
    assert "Works" not in html.partition('<p class="key')[0]  # below, the bars are explained


def test_what_is_says_until_when_and_what_was_does_not(page: Callable[..., str]) -> None:
    until = 'data-valid-until="2026-11-23T10:01:00+00:00"'
    for path in ("/", "/components/mail/"):
        assert until in page(path, "ok", "ok")
        assert "Distrust this page after" in page(path, "ok", "ok")
    for path in ("/incidents/2026-11-20-mail-late/", "/history/", "/history/2026-11/"):
        assert "valid-until" not in page(path, "ok", "ok")


def test_the_script_in_the_page_is_the_one_that_the_policy_allows(root: Path) -> None:
    document = Renderer(Theme(root)).render(snapshot_of(root, "ok"), "/")
    script = re.search(r"<script>(.*?)</script>", document.body.decode(), re.S)
    assert script is not None
    policy = document.headers["Content-Security-Policy"]
    assert csp_hash(script[1]) in policy
    assert "unsafe" not in policy
    assert csp_hash(script[1]).replace("'", "&#39;") in document.body.decode()


def test_markdown_is_rendered_and_cleaned(page: Callable[..., str]) -> None:
    html = page("/incidents/2026-11-20-mail-late/", "ok")
    assert "<strong>ten</strong>" in html
    assert "alert(1)" not in html


def test_no_host_of_a_check_is_public(root: Path) -> None:
    snapshot = snapshot_of(root, "down", "down")
    renderer = Renderer(Theme(root))
    for path in renderer.paths(snapshot):
        body = renderer.render(snapshot, path).body
        assert b"hidden-host" not in body, path
        assert b"secret.example" not in body, path


def test_the_same_snapshot_gives_the_same_bytes(root: Path) -> None:
    snapshot = snapshot_of(root, "ok", "ok")
    one, other = Renderer(Theme(root)), Renderer(Theme(root))
    for path in one.paths(snapshot):
        assert one.render(snapshot, path).body == other.render(snapshot, path).body, path


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_a_feed_reader_finds_the_incident(page: Callable[..., str], kind: str) -> None:
    feed = feedparser.parse(page(f"/history.{kind}", "ok"))
    assert not feed.bozo
    assert feed.feed.title == "Virtual Office status"
    assert feed.feed.link == "https://status.example.com/"
    entry = feed.entries[0]
    assert entry.title == "Mail is arriving late"
    assert entry.link == "https://status.example.com/incidents/2026-11-20-mail-late/"
    assert entry.id == "tag:status.example.com,2026:2026-11-20-mail-late"
    html = entry.content[0].value if "content" in entry else entry.summary
    assert re.search(r"<strong>(\w+)</strong>", html)[1] == "Resolved"  # type: ignore[index]


def test_a_feed_changes_only_with_its_items(page: Callable[..., str]) -> None:
    for kind in ("rss", "atom"):
        assert page(f"/history.{kind}", "ok", later=1) == page(f"/history.{kind}", "down", later=3000)


def test_the_snapshot_is_whole_and_typed(page: Callable[..., str]) -> None:
    data = json.loads(page("/api/v1/snapshot.json", "down", "down"))
    assert list(data) == [
        "generated_at",
        "valid_until",
        "page",
        "components",
        "incidents",
        "maintenances",
        "advisories",
        "providers",
        "verdicts",
    ]
    assert (data["generated_at"], data["valid_until"]) == ("2026-11-23T10:00:05Z", "2026-11-23T10:01:00Z")
    assert data["page"]["status"] == "partial_outage"
    mail, desk = data["components"]
    assert (mail["id"], mail["status"], mail["measured"], mail["since"]) == (
        "mail",
        "major_outage",
        True,
        "2026-11-23T09:59:00Z",
    )
    assert (desk["measured"], desk["uptime"]) == (False, None)
    assert data["incidents"][0]["status"] == "resolved"
    assert data["incidents"][0]["updates"][0]["id"] == "20261120T1040Z-resolved"


def test_every_link_of_every_page_leads_somewhere(root: Path) -> None:
    snapshot = snapshot_of(root, "ok")
    renderer = Renderer(Theme(root))
    paths = set(renderer.paths(snapshot))
    for path in paths:
        document = renderer.render(snapshot, path)
        if not document.content_type.startswith("text/html"):
            continue
        for target in re.findall(r'(?:href|src)="(?!data:|https:)([^"#?]+)[^"]*"', document.body.decode()):
            folder = path.rsplit("/", 1)[0]
            full = str((Path(folder) / target).as_posix()) if not target.startswith("/") else target
            parts: list[str] = []
            for part in full.split("/"):
                parts = parts[:-1] if part == ".." else parts if part in ("", ".") else [*parts, part]
            found = "/" + "/".join(parts) + ("/" if target.endswith("/") and parts else "")
            assert found in paths, f"{path} links to {target}"


def test_no_page_asks_another_host(page: Callable[..., str]) -> None:
    html = page("/", "ok")
    assert not re.search(r'(?:src|href)="https?://(?!status\.example\.com)', html)


def test_a_sites_own_template_and_style_win(root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "404.html").write_text("Lost in {{ page.name }}", encoding="utf-8")
    (root / "static").mkdir()
    (root / "static" / "page.css").write_text("body{}", encoding="utf-8")
    renderer, snapshot = Renderer(Theme(root)), snapshot_of(root, "ok")
    assert renderer.render(snapshot, "/404.html").body == b"Lost in Virtual Office"
    assert renderer.render(snapshot, "/static/page.css").body == b"body{}"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ page.__init__.__globals__ }}",
        "{{ link.__globals__ }}",
        "{{ config }}",
        "{{ request.environ }}",
        "{{ bars.current_app.open_resource('/proc/self/environ').read() }}{{ bars.current_app.config }}",
        "{{ words.statewords }}",
    ],
)
def test_a_hostile_template_reaches_nothing(root: Path, attack: str) -> None:
    (root / "templates").mkdir()
    (root / "templates" / "404.html").write_text(attack, encoding="utf-8")
    renderer, snapshot = Renderer(Theme(root)), snapshot_of(root, "ok")
    try:
        body = renderer.render(snapshot, "/404.html").body.decode()
    except Exception as error:
        body = str(error)
    for leaked in ("<class", "SECRET_KEY", "wsgi.", "PATH_INFO", "statuspage."):
        assert leaked not in body
