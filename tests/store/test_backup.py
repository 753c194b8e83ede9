"""Backups are taken while the monitor writes, and put back where none does."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.errors import StatusPageError
from statuspage.store.backup import back_up, restore
from statuspage.store.faults import StoreDamaged
from statuspage.store.folder import DATABASE, MonitorLock
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from tests.make import T0, at, result, span


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in which mail is up."""
    folder = tmp_path / "data"
    folder.mkdir()
    fill(folder)
    return folder


def fill(folder: Path) -> None:
    writer = Writer(folder)
    writer.write(
        Batch(at(61), [result(0, "ok")], spans=[("mail", span(0, None, "operational"))], publish=True)
    )
    writer.close()


def statuses(reader: Reader) -> list[str]:
    return [one.status.value for one in reader.measurements(T0).spans.get("mail", ())]


def statuses_in(folder: Path) -> list[str]:
    reader = Reader(folder)
    try:
        return statuses(reader)
    finally:
        reader.close()


def test_a_backup_is_one_sound_file_and_restores_what_was(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert back_up(data, copy) == copy.stat().st_size
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "data"]
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert restore(copy, tmp_path / "new", at(100)) is None
    assert statuses_in(tmp_path / "new") == ["operational"]


def test_a_backup_is_taken_while_the_monitor_writes(data: Path, tmp_path: Path) -> None:
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        writer, i = Writer(data), 100
        while not stop.is_set():
            writer.write(Batch(at(i), [result(i, "ok")], publish=True))
            written.set()
            i += 1
        writer.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert written.wait(5)
        for i in range(5):
            back_up(data, tmp_path / f"{i}.db")
    finally:
        stop.set()
        thread.join()
    assert restore(tmp_path / "4.db", tmp_path / "new", at(0)) is None
    assert statuses_in(tmp_path / "new") == ["operational"]


def test_a_file_that_exists_is_replaced_only_by_force(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "kept.txt"
    target.write_text("mine")
    with pytest.raises(StatusPageError, match="--force"):
        back_up(data, target)
    assert target.read_text() == "mine"
    back_up(data, target, force=True)
    assert target.read_bytes().startswith(b"SQLite")


def test_what_can_not_be_copied_is_said_and_nothing_is_left(data: Path, tmp_path: Path) -> None:
    with pytest.raises(StatusPageError, match="There is no database in"):
        back_up(tmp_path / "none", tmp_path / "copy.db")
    with pytest.raises(StatusPageError, match="can't be written"):
        back_up(data, tmp_path / "none" / "copy.db")
    with pytest.raises(StatusPageError, match="the database itself"):
        back_up(data, data / DATABASE, force=True)
    (data / DATABASE).write_bytes(b"no database" * 1000)
    with pytest.raises(StoreDamaged):
        back_up(data, tmp_path / "copy.db")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_the_old_database_is_kept_and_open_readers_see_the_new_one(data: Path, tmp_path: Path) -> None:
    copy, reader = tmp_path / "copy.db", Reader(data)
    back_up(data, copy)
    writer = Writer(data)
    writer.write(Batch(at(100), spans=[("mail", span(100, None, "major_outage"))], publish=True))
    writer.write(Batch(at(200), publish=True))
    writer.close()
    assert statuses(reader) == ["operational", "major_outage"]
    before = reader.heart().revision
    aside = restore(copy, data, at(300))
    assert aside == data / "store.db.20261123T100500Z"
    assert statuses(reader) == ["operational"]
    assert reader.heart().revision > before
    reader.close()
    assert restore(aside, data, at(300)) == data / "store.db.20261123T100500Z-2"
    assert statuses_in(data) == ["operational", "major_outage"]


def test_a_damaged_database_gives_its_place(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(data, copy)
    (data / DATABASE).write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    aside = restore(copy, data, at(300))
    assert aside is not None
    assert aside.read_bytes().endswith(b"\xff")
    assert statuses_in(data) == ["operational"]


def test_nothing_is_restored_under_a_running_monitor(data: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    back_up(data, copy)
    with MonitorLock(data), pytest.raises(StatusPageError, match="already works"):
        restore(copy, data, at(300))
    assert not list(data.glob("store.db.*"))


@pytest.mark.parametrize("content", ["nothing", "text", "foreign", "newer", "torn"])
def test_what_is_no_backup_of_ours_changes_nothing(data: Path, tmp_path: Path, content: str) -> None:
    wrong = tmp_path / "wrong.db"
    back_up(data, wrong)
    if content == "nothing":
        wrong.unlink()
    elif content == "text":
        wrong.write_text("hello " * 5000)
    elif content == "torn":
        wrong.write_bytes(wrong.read_bytes()[:-8192])
    else:
        with closing(sqlite3.connect(wrong)) as db, db:
            db.execute(
                "DROP TABLE heart"
                if content == "foreign"
                else "INSERT INTO _sqlite_migrations VALUES (99, 'statuspage', 'm999_later', '')"
            )
    with pytest.raises(StatusPageError, match=r"wrong\.db"):
        restore(wrong, data, at(300))
    assert statuses_in(data) == ["operational"]
    assert not list(data.glob("store.db.*"))
