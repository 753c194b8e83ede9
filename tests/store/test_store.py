"""The store: what is written is read, consistently, and damage is said."""

import sqlite3
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.decide.confirm import advance
from statuspage.model.kept import KeptFile
from statuspage.model.result import CheckState
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import Text
from statuspage.store.codec import decode_state, encode_state
from statuspage.store.faults import StoreDamaged, StoreLocked, StoreReplaced
from statuspage.store.folder import DATABASE, MonitorLock, prepare, set_aside
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from tests.make import T0, at, check, result, span

KEY = check().key


def state_of(*outcomes: str) -> CheckState:
    state = CheckState()
    for i, outcome in enumerate(outcomes):
        state = advance(state, result(i * 60, outcome), check())
    return state


@pytest.mark.parametrize(
    "outcomes", [[], ["ok"], ["down"], ["ok", "error"], ["ok", "down", "down"], ["ok", "down"] * 9]
)
def test_a_state_comes_back_as_it_was(outcomes: list[str]) -> None:
    state = state_of(*outcomes)
    assert decode_state(KEY, encode_state(state)) == state


def test_an_answer_that_needs_no_confirmation_stays_one() -> None:
    one = result(0, "down")
    state = advance(CheckState(), replace(one, answer=replace(one.answer, certain=True)), check())
    assert decode_state(KEY, encode_state(state)) == state


def test_what_is_written_is_read(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    state = state_of("ok", "ok")
    began = Span(at(0), None, Status.OPERATIONAL, Text("answers in 120 ms"))
    writer.write(
        Batch(at(61), [result(0, "ok"), result(60, "ok")], {KEY: state}, [("mail", began)], publish=True)
    )
    held = reader.measurements(T0 - timedelta(days=1))
    assert held.states == {KEY: state}
    assert held.spans == {"mail": (began,)}
    assert (held.tick, held.changed_at, held.revision) == (at(61), at(61), 1)
    writer.close()
    reader.close()


def test_before_there_is_a_store_nothing_is_known_and_nothing_is_made(tmp_path: Path) -> None:
    reader = Reader(tmp_path / "none")
    assert reader.measurements(T0).states == {}
    assert reader.heart().tick is None
    assert reader.files() == {}
    assert not (tmp_path / "none").exists()


def test_a_sign_of_life_is_no_new_revision(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    writer.write(Batch(at(0), publish=True))
    writer.write(Batch(at(1)))
    heart = reader.heart()
    assert (heart.tick, heart.revision, heart.changed_at) == (at(1), 1, at(0))
    writer.close()
    reader.close()


def test_a_span_that_begins_cuts_short_what_reached_past_it(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    for one in (span(0, None, "operational"), span(100, None, "unknown"), span(60, None, "major_outage")):
        writer.write(Batch(at(200), spans=[("mail", one)], publish=True))
    found = reader.measurements(T0 - timedelta(days=1)).spans["mail"]
    assert [(one.start, one.end, one.status.value) for one in found] == [
        (at(0), at(60), "operational"),
        (at(60), None, "major_outage"),
    ]
    writer.close()
    reader.close()


def test_only_spans_that_reach_past_the_wanted_instant_are_read(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    writer.write(Batch(at(0), spans=[("mail", span(0, None, "operational"))]))
    writer.write(Batch(at(0), spans=[("mail", span(50, None, "major_outage"))]))
    assert len(reader.measurements(at(49)).spans["mail"]) == 2
    assert len(reader.measurements(at(50)).spans["mail"]) == 1
    writer.close()
    reader.close()


def test_results_that_the_states_do_not_know_are_found_again(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    state = state_of("ok")
    writer.write(Batch(at(1), [result(0, "ok")], {KEY: state}, publish=True))
    writer.write(Batch(at(130), [result(60, "down"), result(120, "ok")]))
    unread = reader.results_after(reader.measurements(T0).states)
    assert [(one.at, one.answer.outcome.value) for one in unread] == [(at(60), "down"), (at(120), "ok")]
    assert str(unread[0].answer.reason) == "is down"
    assert str(unread[1].answer.reason) == "answers in 120 ms"
    writer.close()
    reader.close()


def test_a_history_that_changed_is_read_anew_and_any_other_is_the_same_value(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    for component in ("mail", "files"):
        writer.write(Batch(at(0), spans=[(component, span(0, None, "operational"))], publish=True))
    before = reader.measurements(T0).spans
    writer.write(Batch(at(9), spans=[("mail", span(5, None, "major_outage"))], publish=True))
    after = reader.measurements(T0).spans
    assert after["mail"] == (span(0, 5, "operational"), span(5, None, "major_outage"))
    assert after["files"] is before["files"]
    assert reader.measurements(at(7)).spans["mail"] == after["mail"][1:]
    assert reader.measurements(T0).spans == after
    writer.close()
    reader.close()


def test_the_last_good_text_of_a_file_is_kept(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    writer.remember_files({"incidents/a.md": KeptFile(at(0), "good")}, at(1))
    writer.remember_files({"incidents/a.md": KeptFile(at(50), None)}, at(51))
    assert reader.files() == {"incidents/a.md": KeptFile(at(0), "good")}
    writer.close()
    reader.close()


def test_a_database_that_was_replaced_is_opened_anew(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    writer.write(Batch(at(0), publish=True))
    assert reader.heart().revision == 1
    writer.close()
    with MonitorLock(tmp_path):
        aside = set_aside(tmp_path, at(5))
    assert aside is not None
    assert aside.exists()
    assert reader.heart().revision == 0
    Writer(tmp_path).close()
    assert reader.heart().revision == 0
    reader.close()


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_database_is_said_with_the_way_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(StoreDamaged, match="--new-database"):
        Writer(tmp_path)
    with pytest.raises(StoreDamaged, match="damaged"):
        Reader(tmp_path).measurements(T0)


def test_a_locked_database_is_said_soon(tmp_path: Path) -> None:
    Writer(tmp_path).close()
    other = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    other.execute("PRAGMA journal_mode = DELETE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreLocked, match="locked"):
        Reader(tmp_path).measurements(T0)
    other.close()


def test_a_write_waits_shortly_for_a_lock_and_can_be_tried_again(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    other = sqlite3.connect(tmp_path / DATABASE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with pytest.raises(StoreLocked, match="locked"):
        writer.write(Batch(at(1), [result(0, "ok")]))
    assert time.monotonic() - began < 3
    other.execute("ROLLBACK")
    other.close()
    writer.write(Batch(at(2), [result(0, "ok")]))
    writer.close()


def test_results_ahead_of_a_clock_that_was_set_back_never_come_true(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    writer.write(Batch(at(61), [result(0, "ok"), result(60, "ok")]))
    writer.write(Batch(at(59), [result(58, "ok")]))  # a small step back is none
    assert [one.at for one in reader.results_after({})] == [at(0), at(58), at(60)]
    writer.write(Batch(at(70)))
    writer.write(Batch(at(30), [result(29, "down")]))
    assert [one.at for one in reader.results_after({})] == [at(0), at(29)]
    writer.close()
    reader.close()


def test_one_monitor_a_folder(tmp_path: Path) -> None:
    prepare(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "*\n"
    with MonitorLock(tmp_path), pytest.raises(Exception, match="already works"), MonitorLock(tmp_path):
        pass
    with MonitorLock(tmp_path):
        pass


def test_history_is_carried_over_a_rename_but_never_over_other_history(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    new = check("post", "smtp").key
    writer.write(
        Batch(at(1), [result(0, "ok")], {KEY: state_of("ok")}, [("mail", span(0, None, "operational"))])
    )
    writer.rename([(KEY, new)], [("mail", "post")])
    held = reader.measurements(T0)
    assert list(held.states) == [new]
    assert list(held.spans) == ["post"]
    writer.write(
        Batch(at(61), [result(60, "ok")], {KEY: state_of("ok")}, [("mail", span(60, None, "unknown"))])
    )
    writer.rename([(KEY, new)], [("mail", "post")])
    assert set(reader.measurements(T0).spans) == {"mail", "post"}
    assert set(reader.measurements(T0).states) == {KEY, new}
    writer.close()
    reader.close()


def test_nothing_is_written_into_a_file_that_was_removed(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    (tmp_path / DATABASE).unlink()
    with pytest.raises(StoreReplaced, match="removed or replaced"):
        writer.write(Batch(at(0)))
    writer.close()
