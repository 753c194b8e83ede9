"""The site's folder: what changes is seen, what is broken keeps its last good version."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage.errors import SiteError
from statuspage.model.kept import KeptFile
from statuspage.sitefiles import SiteFiles, pause_after
from tests.web.made import POST, TOML, write_site

POST_PATH = "incidents/2026-11-20-mail-late.md"
THEN = datetime(2026, 11, 1, tzinfo=UTC)


def titles(files: SiteFiles) -> list[str]:
    return [post.title for post in files.look().site.posts]


def test_the_same_files_give_the_very_same_value(tmp_path: Path) -> None:
    files = SiteFiles(write_site(tmp_path))
    assert files.look() is files.look()


def test_a_change_is_seen_and_a_removed_post_is_gone(tmp_path: Path) -> None:
    files = SiteFiles(write_site(tmp_path))
    assert titles(files) == ["Mail is arriving late"]
    (tmp_path / POST_PATH).write_text(POST.replace("late", "later"), encoding="utf-8")
    assert titles(files) == ["Mail is arriving later"]
    (tmp_path / POST_PATH).unlink()
    assert titles(files) == []


def test_a_broken_configuration_keeps_the_last_good_one_and_says_so(tmp_path: Path) -> None:
    files = SiteFiles(write_site(tmp_path))
    files.look()
    (tmp_path / "statuspage.toml").write_text("[site", encoding="utf-8")
    loaded = files.look()
    assert loaded.site.name == "Virtual Office"
    assert loaded.faults[0].place.startswith("statuspage.toml")
    assert loaded.files["statuspage.toml"].good == TOML
    (tmp_path / "statuspage.toml").unlink()
    assert files.look().site.name == "Virtual Office"


def test_without_any_good_configuration_there_is_no_site(tmp_path: Path) -> None:
    write_site(tmp_path, toml="[site")
    with pytest.raises(SiteError):
        SiteFiles(tmp_path).look()
    kept = {"statuspage.toml": KeptFile(THEN, TOML)}
    assert SiteFiles(tmp_path, kept).look().site.name == "Virtual Office"


def test_a_post_with_a_conflict_marker_shows_its_last_good_version(tmp_path: Path) -> None:
    files = SiteFiles(write_site(tmp_path))
    files.look()
    (tmp_path / POST_PATH).write_text(f"<<<<<<< HEAD\n{POST}", encoding="utf-8")
    assert titles(files) == ["Mail is arriving late"]
    assert files.look().broken == {POST_PATH}


def test_what_was_good_only_in_another_process_is_learned(tmp_path: Path) -> None:
    files = SiteFiles(write_site(tmp_path, posts={"2026-11-20-mail-late.md": f"<<<<<<< HEAD\n{POST}"}))
    assert titles(files) == []
    assert files.look().broken == {POST_PATH}
    files.learn({POST_PATH: KeptFile(THEN, POST)})
    assert titles(files) == ["Mail is arriving late"]


def test_a_link_out_of_the_site_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntitle: Secret\n---\nA secret.", encoding="utf-8")
    root = write_site(tmp_path / "site")
    os.symlink(secret, root / "incidents" / "2026-11-21-link.md")
    loaded = SiteFiles(root).look()
    assert [post.title for post in loaded.site.posts] == ["Mail is arriving late"]
    assert any("leaves the site" in fault.rule for fault in loaded.faults)


@pytest.mark.parametrize("name", ["incidents/2026-11-21-link.md", "statuspage.toml"])
def test_a_link_to_itself_is_said_and_all_else_stays(tmp_path: Path, name: str) -> None:
    files = SiteFiles(write_site(tmp_path))
    assert titles(files) == ["Mail is arriving late"]
    (tmp_path / name).unlink(missing_ok=True)
    (tmp_path / name).symlink_to(Path(name).name)
    assert titles(files) == ["Mail is arriving late"]
    assert any("symbolic links" in fault.rule for fault in files.look().faults)


@pytest.mark.parametrize(
    ("encoding", "called"),
    [("latin-1", "Windows-1252"), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-8", "damaged")],
)
def test_a_post_in_another_encoding_is_shown_whole_and_reported_once(
    tmp_path: Path, encoding: str, called: str
) -> None:
    root = write_site(tmp_path)
    text = POST.replace("—", "-" if encoding == "latin-1" else "—").replace("Messages", "Größere Post")
    raw = text.encode(encoding) + (b"\xff" if encoding == "utf-8" else b"")
    (root / POST_PATH).write_bytes(raw)
    loaded = SiteFiles(root).look()
    (post,), (fault,) = loaded.site.posts, loaded.faults
    assert "Größere Post" in post.updates[0].body
    assert [str(update.state) for update in post.updates] == ["investigating", "resolved"]
    assert (called in fault.rule, "UTF-8" in fault.rule) == (True, True)


def test_a_file_that_was_meant_for_a_post_is_told_of(tmp_path: Path) -> None:
    root = write_site(tmp_path, posts={"a.MD": POST, "b.md.txt": POST, "c.markdown": POST, "_d.txt": POST})
    (root / "incidents" / "e.md").symlink_to(tmp_path / "nowhere")
    loaded = SiteFiles(root).look()
    assert [post.path for post in loaded.site.posts] == ["incidents/a.MD"]
    assert [(fault.place, fault.example) for fault in loaded.faults] == [
        ("incidents/b.md.txt", "b.md"),
        ("incidents/c.markdown", "c.md"),
        ("incidents/e.md", "put the text itself there"),
    ]


def test_a_post_in_another_place_is_told_of(tmp_path: Path) -> None:
    elsewhere = {"incidents/2026/a.md", "incidents/2026/11/b.md", "2026-11-23-c.md", "incidents/2026-11-23-d"}
    root = write_site(tmp_path, posts={})
    (root / "incidents" / "2026" / "11").mkdir(parents=True)
    (root / "incidents" / "_notes").mkdir()
    for name in (*elsewhere, "incidents/_notes/e.md", "incidents/2026/queue.png", "notes.md"):
        (root / name).write_text(POST, encoding="utf-8")
    loaded = SiteFiles(root).look()
    assert loaded.site.posts == ()
    assert {fault.place for fault in loaded.faults} == elsewhere
    assert {fault.example for fault in loaded.faults} == {
        "incidents/a.md", "incidents/b.md", "incidents/2026-11-23-c.md", "2026-11-23-d.md",
    }  # fmt: skip


def test_a_folder_named_like_a_post_is_reported(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    (root / "incidents" / "2026-11-21-folder.md").mkdir()
    loaded = SiteFiles(root).look()
    assert [fault.rule for fault in loaded.faults] == ["This is not a plain file."]
    assert len(loaded.site.posts) == 1


def test_of_two_posts_with_one_address_both_are_named_and_shown(tmp_path: Path) -> None:
    root = write_site(
        tmp_path, posts={"a.md": POST, "b.md": POST.replace("---\ntitle", "---\nid: a\ntitle", 1)}
    )
    loaded = SiteFiles(root).look()
    assert [(post.path, post.id) for post in loaded.site.posts] == [
        ("incidents/a.md", "a"),
        ("incidents/b.md", "a-2"),
    ]
    assert any("a.md" in str(fault) and "b.md" in str(fault) for fault in loaded.faults)


def test_a_file_keeps_the_moment_it_came(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    kept = {POST_PATH: KeptFile(THEN, None)}
    assert SiteFiles(root, kept).look().files[POST_PATH].first_seen == THEN


def test_looking_takes_a_twentieth_of_the_time_at_most() -> None:
    assert pause_after(0.001) == 0.2
    assert pause_after(0.1) == 2.0


def test_a_thousand_posts_are_read_once(tmp_path: Path) -> None:
    posts = {f"2026-01-01-p{i}.md": POST for i in range(1000)}
    files = SiteFiles(write_site(tmp_path, posts=posts))
    start = time.perf_counter()
    files.look()
    first, start = time.perf_counter() - start, time.perf_counter()
    files.look()
    assert time.perf_counter() - start < first


def test_a_file_that_cannot_be_read_is_told_of_as_that_alone(tmp_path: Path) -> None:
    root = write_site(tmp_path)
    (root / "statuspage.toml").unlink()
    (root / "statuspage.toml").mkdir()
    with pytest.raises(SiteError) as caught:
        SiteFiles(root).look()
    assert [fault.rule for fault in caught.value.faults] == ["This is not a plain file."]


def test_the_version_that_is_kept_elsewhere_stands_in_for_all(tmp_path: Path) -> None:
    one, other = SiteFiles(write_site(tmp_path)), SiteFiles(tmp_path)
    assert titles(one) == titles(other)
    newer = POST.replace("late", "later")
    (tmp_path / POST_PATH).write_text(newer, encoding="utf-8")
    one.look()
    (tmp_path / POST_PATH).write_text(f"<<<<<<< HEAD\n{POST}", encoding="utf-8")
    assert (titles(one), titles(other)) == (["Mail is arriving later"], ["Mail is arriving late"])
    kept = {POST_PATH: KeptFile(THEN, newer)}
    one.learn(kept)
    other.learn(kept)
    assert titles(one) == titles(other) == ["Mail is arriving later"]


def test_a_configuration_of_ten_thousand_components_is_read(tmp_path: Path) -> None:
    one = """
[components.service-{n}]
name = "Customer portal number {n}"
group = "Group {group}"
description = "Bookings, invoices and everything else that a customer needs, of part {n}"
[[components.service-{n}.checks]]
kind = "http"
url = "https://portal-{n}.customers.example.com/health/of/this/one"
expect = {{ status = [200], text = "ready", json = {{ "db.state" = "up", "queue.length" = "< 100" }} }}
slow_after = "800ms"
[[components.service-{n}.checks]]
kind = "tls"
address = "portal-{n}.customers.example.com:443"
"""
    parts = [one.format(n=n, group=n // 100) for n in range(10_000)]
    loaded = SiteFiles(write_site(tmp_path, toml=TOML + "".join(parts))).look()
    assert loaded.faults == ()
    assert len(loaded.site.checks) >= 20_000
