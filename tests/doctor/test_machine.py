"""The machine: disk, database, permissions, versions."""

import sqlite3
from pathlib import Path

import pytest

from statuspage.doctor.examined import Level
from statuspage.doctor.machine import database, disk, examine, permissions, room
from tests.web.made import write_site, write_store


@pytest.mark.parametrize(
    ("free", "size", "files", "level"),
    [
        (50e9, 100e9, 10_000, Level.FINE),
        (1e9, 100e9, 10_000, Level.WARNING),
        (100e6, 1e9, 10_000, Level.WARNING),
        (1e6, 100e9, 10_000, Level.WRONG),
        (50e9, 100e9, 10, Level.WRONG),
    ],
)
def test_room_on_the_disk(free: float, size: float, files: int, level: Level) -> None:
    assert room(int(free), int(size), files, 1_000_000).level is level


def test_a_file_system_that_counts_no_files_has_room() -> None:
    assert room(50_000_000_000, 100_000_000_000, 0, 0).level is Level.FINE


def test_a_disk_that_is_not_there_is_unknown(tmp_path: Path) -> None:
    assert disk(tmp_path / "none").level is Level.UNKNOWN


def test_a_sound_database_is_not_written_to(tmp_path: Path) -> None:
    write_store(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("store.db*") if path.suffix != ".db-shm"}
    assert database(tmp_path).level is Level.FINE
    after = {path.name: path.read_bytes() for path in tmp_path.glob("store.db*") if path.suffix != ".db-shm"}
    assert before["store.db"] == after["store.db"]


def test_a_damaged_database_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"SQLite format 3\0" + b"x" * 8000)
    assert database(tmp_path).level is Level.WRONG


def test_no_database_is_unknown_and_a_locked_one_is_a_warning(tmp_path: Path) -> None:
    assert database(tmp_path).level is Level.UNKNOWN
    holder = sqlite3.connect(tmp_path / "store.db")
    try:
        holder.execute("CREATE TABLE t (a)")
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        assert database(tmp_path).level is Level.WARNING
    finally:
        holder.close()


def test_what_anybody_may_change_is_wrong(tmp_path: Path) -> None:
    write_site(tmp_path)
    assert permissions(tmp_path, tmp_path / "data").level is Level.FINE
    (tmp_path / "statuspage.toml").chmod(0o666)
    look = permissions(tmp_path, tmp_path / "data")
    assert (look.level, look.help) == (Level.WRONG, f"chmod o-w {tmp_path / 'statuspage.toml'}")


def test_every_look_comes_to_something(tmp_path: Path) -> None:
    write_site(tmp_path)
    looks = list(examine(tmp_path, tmp_path / "data"))
    assert [look.thing for look in looks] == ["disk", "database", "permissions", "versions"]
    assert "SQLite" in looks[-1].sentence
