"""Images of a site's folder: what is read, what is refused, and what comes of it on the page."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage.errors import Severity, StatusPageError
from statuspage.export import export
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.sitefiles import Loaded, SiteFiles, open_site
from statuspage.siteimages import MOST_BYTES, MOST_IMAGES
from statuspage.snapshot import take
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.images import gif, png
from tests.web.made import write_site

HEAD = "---\ntitle: Mail is late\n---\n## 2026-11-23 10:05 UTC — Investigating\n"
POST = "2026-11-23-mail-late.md"
NOW = datetime(2026, 11, 23, 10, 10, tzinfo=UTC)
ADDRESS = "/attachments/2026-11-23-mail-late/queue.png"


def write(root: Path, text: str, **files: bytes) -> Path:
    """A site with one post of one update, and some files beside it, ``__`` standing for a dot in a name."""
    write_site(root, posts={POST: HEAD + text})
    for name, raw in files.items():
        (root / "incidents" / name.replace("__", ".")).write_bytes(raw)
    return root


def with_queue(root: Path) -> Path:
    write(root, "Look:\n\n![Queue length](2026-11-23-mail-late/queue.png)\n")
    (root / "incidents/2026-11-23-mail-late").mkdir()
    (root / "incidents/2026-11-23-mail-late/queue.png").write_bytes(png(30, 20))
    return root


def snapshot_of(root: Path) -> Snapshot:
    return take(open_site(root).site, Measurements(), NOW, timedelta(seconds=60))


def names(loaded: Loaded) -> list[str]:
    return [one.name for one in loaded.site.attachments]


def fault_of(root: Path) -> str:
    """The one fault of a site, none of whose images is shown."""
    loaded = open_site(root)
    assert loaded.site.attachments == ()
    (fault,) = loaded.faults
    assert fault.place == f"incidents/{POST}:5"
    return fault.rule


def test_an_image_is_served_and_every_page_finds_it(tmp_path: Path) -> None:
    renderer, snapshot = Renderer(Theme(with_queue(tmp_path))), snapshot_of(tmp_path)
    document = renderer.render(snapshot, ADDRESS)
    assert (document.body, document.content_type) == (png(30, 20), "image/png")
    assert "immutable" in document.headers["Cache-Control"]
    for page, prefix in (
        ("/", ""),
        ("/incidents/2026-11-23-mail-late/", "../../"),
        ("/history.rss", "https://status.example.com/"),
        ("/history.atom", "https://status.example.com/"),
    ):
        text = renderer.render(snapshot, page).body.decode().replace("&lt;", "<").replace("&gt;", ">")
        (image,) = re.findall("<img [^>]*>", text)
        assert re.search(f'src="{prefix}{ADDRESS[1:]}\\?v=[0-9a-f]{{10}}"', image), page
        for part in ('alt="Queue length"', 'width="30"', 'height="20"', 'loading="lazy"'):
            assert part in image


def test_the_same_snapshot_gives_the_same_bytes_or_nothing(tmp_path: Path) -> None:
    renderer, snapshot = Renderer(Theme(with_queue(tmp_path))), snapshot_of(tmp_path)
    file = tmp_path / "incidents/2026-11-23-mail-late/queue.png"
    file.write_bytes(png(40, 20))
    assert renderer.render(snapshot, ADDRESS).status == 404
    assert renderer.render(snapshot_of(tmp_path), ADDRESS).body == png(40, 20)
    file.unlink()
    assert renderer.render(snapshot, ADDRESS).status == 404


def test_an_export_has_the_image_or_says_that_it_changed(tmp_path: Path) -> None:
    root, out = with_queue(tmp_path / "site"), tmp_path / "public"
    snapshot = snapshot_of(root)
    export(snapshot, Renderer(Theme(root)), out)
    assert (out / ADDRESS[1:]).read_bytes() == png(30, 20)
    (root / "incidents/2026-11-23-mail-late/queue.png").unlink()
    with pytest.raises(StatusPageError, match=r"queue\.png changed meanwhile"):
        export(snapshot, Renderer(Theme(root)), out)
    assert (out / ADDRESS[1:]).read_bytes() == png(30, 20)
    export(snapshot_of(root), Renderer(Theme(root)), out)
    assert not (out / "attachments").exists()


def test_an_image_that_comes_changes_or_goes_is_seen_at_once(tmp_path: Path) -> None:
    files, image = SiteFiles(write(tmp_path, "![A](a.png)")), tmp_path / "incidents/a.png"
    assert names(files.look()) == []
    image.write_bytes(png(3, 2))
    assert [one.width for one in files.look().site.attachments] == [3]
    assert files.look() is files.look()
    image.write_bytes(gif(40, 2))
    assert [(one.width, one.kind) for one in files.look().site.attachments] == [(40, "image/gif")]
    image.unlink()
    assert names(files.look()) == []


def test_only_images_that_a_shown_post_names_are_public(tmp_path: Path) -> None:
    write(tmp_path, "![A](a.png)", a__png=png(), secret__png=png(), draft__png=png())
    draft = HEAD.replace("title:", "draft: true\ntitle:") + "![D](draft.png)"
    (tmp_path / "incidents/2026-11-24-next.md").write_text(draft, encoding="utf-8")
    assert names(open_site(tmp_path)) == ["a.png"]
    renderer = Renderer(Theme(tmp_path))
    for name in ("secret.png", "draft.png", POST, "../statuspage.toml", "..%2fstatuspage.toml"):
        assert renderer.render(snapshot_of(tmp_path), f"/attachments/{name}").status == 404


def test_a_missing_image_is_told_and_its_words_are_shown(tmp_path: Path) -> None:
    assert "incidents/a.png is not shown. There is no such file" in fault_of(
        write(tmp_path, "![Disk](a.png)")
    )
    page = Renderer(Theme(tmp_path)).render(snapshot_of(tmp_path), "/").body.decode()
    assert "<em>Disk</em>" in page


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "no whole PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no whole PNG"),
        (png() + b"\0" * MOST_BYTES, "over 2 MB"),
    ],
)
def test_what_is_no_image_or_too_large_is_refused(tmp_path: Path, raw: bytes, words: str) -> None:
    assert words in fault_of(write(tmp_path, "![A](a.png)", a__png=raw))


@pytest.mark.parametrize("target", ["../../outside.png", "../static/inside.png"])
def test_a_link_out_of_incidents_is_refused(tmp_path: Path, target: str) -> None:
    root = write(tmp_path / "site", "![A](a.png)")
    (root / "static").mkdir()
    for file in (tmp_path / "outside.png", root / "static/inside.png"):
        file.write_bytes(png())
    os.symlink(target, root / "incidents/a.png")
    assert "The link leaves incidents/" in fault_of(root)


def test_a_folder_that_is_a_link_out_of_incidents_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path / "site", "![A](pictures/a.png)")
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures/a.png").write_bytes(png())
    os.symlink(tmp_path / "pictures", root / "incidents/pictures")
    assert "The link leaves incidents/" in fault_of(root)


def test_a_pipe_a_folder_and_a_loop_are_refused_in_time(tmp_path: Path) -> None:
    root = write(tmp_path, "![A](a.png) ![B](b.png) ![C](c.png)")
    os.mkfifo(root / "incidents/a.png")
    (root / "incidents/b.png").mkdir()
    os.symlink("c.png", root / "incidents/c.png")
    loaded = open_site(root)
    assert loaded.site.attachments == ()
    assert len(loaded.faults) == 3


def test_of_too_many_images_those_of_the_newest_post_are_shown(tmp_path: Path) -> None:
    text = " ".join(f"![A](old{i}.png)" for i in range(MOST_IMAGES))
    write(tmp_path, text, **{f"old{i}__png": png() for i in range(MOST_IMAGES)}, new__png=png())
    (tmp_path / "incidents/2026-11-24-new.md").write_text(f"{HEAD}![N](new.png)", encoding="utf-8")
    loaded = open_site(tmp_path)
    assert len(loaded.site.attachments) == MOST_IMAGES
    assert "new.png" in names(loaded)
    (fault,) = loaded.faults
    assert fault.rule.startswith("old49.png is not shown")
    assert fault.severity is Severity.WARNING
