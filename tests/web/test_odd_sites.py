"""Whatever is wrong with a site, every page of it can be rendered."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage.model.snapshot import Measurements
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.web.made import TOML, write_site

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
HEAD = "---\ntitle: Odd\ncomponents: [mail]\n"

POSTS = {
    "maintenance without an end": f"{HEAD}kind: maintenance\nstarts: 2026-11-23 10:00\n---\nWe work.",
    "maintenance that ends before it starts": (
        f"{HEAD}kind: maintenance\nstarts: 2026-11-23 10:00\nends: 2026-11-22 10:00\n---\nWe work."
    ),
    "maintenance without a start": f"{HEAD}kind: maintenance\nends: 2026-11-23 12:00\n---\nWe work.",
    "maintenance without a window": f"{HEAD}kind: maintenance\n---\nWe work.",
    "advisory without provider and verdict": f"{HEAD}kind: advisory\n---\nSomebody fails.",
    "an unknown kind": f"{HEAD}kind: surprise\n---\nText.",
    "an unknown component": "---\ntitle: Odd\ncomponents: [nothing]\n---\nText.",
    "no title": "Just a line.",
    "nothing": "",
    "only a title": "---\ntitle: Odd\n---\n",
    "a conflict": "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n",
    "binary": "\x00\x01\x02---\ntitle: x\n",
    "a date far away": f"{HEAD}---\n## 9999-12-31 23:59 UTC — Resolved\nDone.",
    "a date long ago": f"{HEAD}---\n## 0001-01-01 00:00 UTC — Resolved\nDone.",
    "an empty update": f"{HEAD}---\n## 2026-11-23 10:00 UTC — Investigating\n",
    "markup everywhere": (
        "---\ntitle: \"<script>alert(1)</script> & 'quotes'\"\n---\n"
        "[x](javascript:alert(1)) <b onclick=x>y</b>"
    ),
}


def renders_whole(root: Path) -> dict[str, str]:
    """Every public address of a site, rendered; a later and an earlier moment as well."""
    site, found = open_site(root).site, {}
    for moment in (NOW, NOW + timedelta(days=400), NOW - timedelta(days=400)):
        snapshot = take(site, Measurements(), moment, timedelta(minutes=1))
        renderer = Renderer(Theme(root))
        for path in renderer.paths(snapshot):
            document = renderer.render(snapshot, path)
            assert document.status == 200, path
            found[path] = document.body.decode("utf-8", "replace")
    return found


@pytest.mark.parametrize("text", POSTS.values(), ids=POSTS)
def test_every_page_of_a_site_with_an_odd_post_can_be_rendered(tmp_path: Path, text: str) -> None:
    pages = renders_whole(write_site(tmp_path, posts={"2026-11-23-odd.md": text}))
    shown = {path: body for path, body in pages.items() if not path.endswith(".json")}
    assert not [path for path, body in shown.items() if "<script>alert(1)" in body]


def test_all_of_them_together_too(tmp_path: Path) -> None:
    posts = {f"2026-11-23-odd-{i}.md": text for i, text in enumerate(POSTS.values())}
    assert "/history/" in renders_whole(write_site(tmp_path, posts=posts))


def test_a_maintenance_without_an_end_goes_on_until_it_is_said_to_be_over(tmp_path: Path) -> None:
    text = f"{HEAD}kind: maintenance\nstarts: 2026-11-23 10:00 UTC\n---\nWe work."
    site = open_site(write_site(tmp_path, posts={"2026-11-23-odd.md": text})).site
    shown = take(site, Measurements(), NOW, timedelta(minutes=1))
    assert shown.posts[0].state.value == "in_progress"
    assert shown.components[0].status.value == "under_maintenance"


@pytest.mark.parametrize("toml", [TOML.replace("[components.mail]", "[components.m]").split("[[")[0]])
def test_a_site_without_checks_or_posts_can_be_rendered(tmp_path: Path, toml: str) -> None:
    pages = renders_whole(write_site(tmp_path, toml=toml, posts={}))
    assert "As posted" in pages["/"]


def test_a_site_without_components_can_be_rendered(tmp_path: Path) -> None:
    bare = '[site]\nname = "A"\nurl = "https://a.example"\n'
    assert "No service is listed here yet." in renders_whole(write_site(tmp_path, toml=bare, posts={}))["/"]
