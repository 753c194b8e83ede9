"""A folder as target: the old page or the new one, whole, whenever somebody looks."""

from pathlib import Path

import pytest

from statuspage.placing import MANIFEST
from statuspage.publish.folder import to_folder
from statuspage.publish.notpublished import NotPublished
from tests.publish.places import FIRST, SECOND, build, texts


def test_a_path_where_nothing_is_becomes_a_link_that_is_swapped(tmp_path: Path) -> None:
    www = tmp_path / "www"
    to_folder(build(tmp_path / "one", FIRST), www)
    held = www.resolve()
    to_folder(build(tmp_path / "two", SECOND), www)
    assert www.is_symlink()
    assert texts(www) == SECOND
    assert texts(held) == FIRST  # whoever is reading the old page finds all of it
    to_folder(tmp_path / "one", www)
    assert texts(www) == FIRST


def test_a_swap_that_was_cut_off_leaves_the_old_page_and_is_made_up_for(tmp_path: Path) -> None:
    www = tmp_path / "www"
    to_folder(build(tmp_path / "one", FIRST), www)
    half = tmp_path / ".www.releases" / "b"
    half.mkdir()
    (half / "index.html").write_text("half")
    (half.parent / "new").symlink_to("nowhere")
    assert texts(www) == FIRST
    to_folder(build(tmp_path / "two", SECOND), www)
    assert texts(www) == SECOND
    assert sorted(path.name for path in half.parent.iterdir()) == ["a", "b"]


def test_a_folder_that_is_there_is_filled_and_only_what_is_ours_goes(tmp_path: Path) -> None:
    www = tmp_path / "www"
    www.mkdir()
    to_folder(build(tmp_path / "one", FIRST), www)
    (www / "mine.txt").write_text("mine")
    same = (www / "history/index.html").stat()
    to_folder(build(tmp_path / "two", SECOND), www)
    assert texts(www) == SECOND | {"mine.txt": "mine"}
    assert (www / "history/index.html").stat().st_mtime_ns == same.st_mtime_ns
    assert not www.is_symlink()


def test_what_is_not_ours_is_refused(tmp_path: Path) -> None:
    built = build(tmp_path / "one", FIRST)
    other = tmp_path / "other"
    other.mkdir()
    (other / "precious.txt").write_text("mine")
    with pytest.raises(NotPublished, match="is not empty"):
        to_folder(built, other)
    link = tmp_path / "link"
    link.symlink_to(other)
    with pytest.raises(NotPublished, match="did not make"):
        to_folder(built, link)
    assert texts(other) == {"precious.txt": "mine"}
    (tmp_path / "file").write_text("")
    with pytest.raises(NotPublished, match="can't be written"):
        to_folder(built, tmp_path / "file" / "www")
    assert MANIFEST not in {path.name for path in other.iterdir()}
