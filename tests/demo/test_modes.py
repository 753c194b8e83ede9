"""The file that says how the demo's services behave."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from statuspage.demo.modes import MODES_FILE, Mode, Watch, modes, set_mode
from statuspage.errors import StatusPageError


def test_all_services_are_healthy_at_first(tmp_path: Path) -> None:
    assert set(modes(tmp_path).values()) == {"healthy"}
    assert "portal" in modes(tmp_path)


def test_a_mode_is_kept_beside_the_others(tmp_path: Path) -> None:
    set_mode(tmp_path, "portal", "slow")
    set_mode(tmp_path, "mail", "down")
    assert (modes(tmp_path)["portal"], modes(tmp_path)["mail"], modes(tmp_path)["files"]) == (
        "slow",
        "down",
        "healthy",
    )
    assert [path.name for path in tmp_path.iterdir()] == [MODES_FILE]


def test_changes_made_at_once_are_all_kept(tmp_path: Path) -> None:
    names = list(modes(tmp_path))
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: set_mode(tmp_path, name, "hang"), names))
    assert set(modes(tmp_path).values()) == {"hang"}


@pytest.mark.parametrize(
    ("service", "how", "sentence"),
    [
        ("portl", "slow", 'The demo has no service called "portl": did you mean portal?'),
        ("portal", "dwon", 'The demo has no way to behave called "dwon": did you mean down?'),
        ("xyz", "slow", "known are portal, rooms, mail, phones, files, backups, provider and network."),
    ],
)
def test_an_unknown_word_names_the_nearest(tmp_path: Path, service: str, how: str, sentence: str) -> None:
    with pytest.raises(StatusPageError) as caught:
        set_mode(tmp_path, service, how)
    assert str(caught.value).endswith(sentence)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StatusPageError, match=r"No demo can be changed in .*: No such file or directory\."):
        set_mode(tmp_path / "none", "portal", "slow")


@pytest.mark.parametrize("written", ["{", "[]", '{"portal": 3, "mail": "sideways"}', "\udcff"])
def test_a_damaged_file_means_healthy(tmp_path: Path, written: str) -> None:
    (tmp_path / MODES_FILE).write_bytes(written.encode(errors="surrogateescape"))
    assert set(modes(tmp_path).values()) == {"healthy"}


def test_a_watch_sees_each_change(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    assert watch.mode("portal") is Mode.HEALTHY
    for mode in Mode:
        set_mode(tmp_path, "portal", mode)
        assert watch.mode("portal") is mode
    (tmp_path / MODES_FILE).unlink()
    assert watch.mode("portal") is Mode.HEALTHY


def test_a_folder_that_no_demo_wrote_is_left_alone(tmp_path: Path) -> None:
    from statuspage.demo.run import running_demo

    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "mine.txt").write_text("mine")
    with pytest.raises(StatusPageError, match="no demo wrote it"), running_demo(tmp_path, "http://127.0.0.1"):
        pass
    assert (tmp_path / "site" / "mine.txt").read_text() == "mine"
