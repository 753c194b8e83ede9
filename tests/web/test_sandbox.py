"""Templates and links that a hostile site brings."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from statuspage.lookfiles import look_faults
from statuspage.model.look import Look
from statuspage.web import render
from statuspage.web.render import Renderer
from statuspage.web.sandbox import TooLong
from statuspage.web.theme import Theme
from tests.web.made import write_site
from tests.web.test_page import snapshot_of

ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
SWELLING = (
    "{% set n = namespace(x='x' * 1000) %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site with a file beside it that is not its own."""
    (tmp_path / "beside").mkdir()
    (tmp_path / "beside" / "404.html").write_text("a secret", encoding="utf-8")
    return write_site(tmp_path / "site")


def template(root: Path, text: str, name: str = "404.html") -> None:
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / name).write_text(text, encoding="utf-8")


def test_a_template_without_end_is_ended_and_not_tried_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "LONGEST", 0.5)
    template(root, ENDLESS)
    renderer, snapshot = Renderer(Theme(root)), snapshot_of(root, "ok")
    with pytest.raises(TooLong):
        renderer.render(snapshot, "/404.html")
    start = time.monotonic()
    with pytest.raises(TooLong):
        renderer.render(snapshot, "/404.html")
    assert time.monotonic() - start < 0.4
    assert renderer.render(snapshot, "/history.rss").status == 200
    template(root, "mended")
    renderer.forget_templates()
    assert renderer.render(snapshot, "/404.html").body == b"mended"


@pytest.mark.parametrize("attack", ["{{ 'x' * 10**10 }}", "{{ 10**10**9 }}", "{{ [1] * 10**9 }}"])
def test_one_step_does_not_fill_the_memory(root: Path, attack: str) -> None:
    template(root, attack)
    with pytest.raises(Exception, match="too l"):
        Renderer(Theme(root)).render(snapshot_of(root, "ok"), "/404.html")


def test_a_template_that_swells_fails_and_the_process_goes_on(root: Path) -> None:
    template(root, SWELLING)
    code = f"""
from pathlib import Path
from statuspage.web.render import Renderer
from statuspage.web.sandbox import limit_memory
from statuspage.web.theme import Theme
from tests.web.test_page import snapshot_of
root = Path({str(root)!r})
renderer, snapshot = Renderer(Theme(root)), snapshot_of(root, "ok")
limit_memory(400 << 20)
try:
    renderer.render(snapshot, "/404.html")
except MemoryError:
    print(renderer.render(snapshot, "/history.rss").status)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "200\n", done.stderr


def test_templates_and_static_files_behind_links_that_leave_the_site_are_none(root: Path) -> None:
    (root / "templates").symlink_to(root.parent / "beside")
    (root / "static").symlink_to(root.parent / "beside")
    renderer, snapshot = Renderer(Theme(root)), snapshot_of(root, "ok")
    assert b"a secret" not in renderer.render(snapshot, "/404.html").body
    assert "404.html" not in Theme(root).files()
    assert not any("beside" in name for name, _, _ in Theme(root).signature())
    (root / "templates").unlink()
    (root / "templates").mkdir()
    (root / "templates" / "404.html").symlink_to(root.parent / "beside" / "404.html")
    renderer.forget_templates()
    assert b"a secret" not in renderer.render(snapshot, "/404.html").body


def test_a_link_to_itself_is_no_template_and_no_static_file(root: Path) -> None:
    for folder, name in (("templates", "404.html"), ("static", "own.css"), ("static", "logo.svg")):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / name).symlink_to(name)
    theme = Theme(root)
    assert not [name for name, _, _ in theme.signature() if name.startswith(str(root))]
    assert "own.css" not in theme.files()
    assert Renderer(theme).render(snapshot_of(root, "ok"), "/404.html").body.startswith(b"<!doctype html>")
    look = Look(logo="logo.svg")
    assert ["There is no such file" in str(fault) for fault in look_faults(root, look)] == [True]
