"""A writer that is killed at any instant leaves a sound database that lacks a second at most."""

import random
import select
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.store.faults import StoreError
from statuspage.store.folder import DATABASE
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from statuspage.timeutil import to_ms
from tests.make import T0, result

KILLS = 15

WRITER = """
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.decide.confirm import advance
from statuspage.model.result import Answer, CheckKey, CheckState, Result
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status
from statuspage.model.text import text
from statuspage.store.writer import Batch, Writer
from statuspage.timeutil import from_ms
from tests.make import check

writer, at = Writer(Path(sys.argv[1])), int(sys.argv[2])
checks = [check(f"part-{i}") for i in range(50)]
states = {one.key: CheckState() for one in checks}
while True:
    at += 60_000
    now = from_ms(at)
    results = [Result(one.key, now, Answer(Outcome.OK, 120, text("answers"))) for one in checks]
    for one, result in zip(checks, results):
        states[one.key] = advance(states[one.key], result, one)
    status = list(Status)[at // 60_000 % len(Status)]
    spans = [(one.key.component, Span(now, None, status)) for one in checks[:5]]
    writer.write(Batch(now, results, states, spans, publish=True), timedelta(hours=48))
    print(at, flush=True)
"""


def last_said(process: "subprocess.Popen[str]", seconds: float) -> int:
    """Let it write for some time, kill it, and give the last instant that it said was written."""
    assert process.stdout is not None
    assert select.select([process.stdout], [], [], 20)[0], "it does not write"
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    said, errors = process.communicate()
    assert errors == ""
    return int(said[: said.rindex("\n")].splitlines()[-1])


def test_a_killed_writer_leaves_a_sound_database_with_all_that_it_wrote(tmp_path: Path) -> None:
    dice, at = random.Random(4), to_ms(T0)
    Writer(tmp_path).close()
    for _ in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(at)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        said = last_said(process, dice.uniform(0.02, 0.2))
        with closing(sqlite3.connect(tmp_path / DATABASE)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        at = see_what_is_there(tmp_path, said)


def see_what_is_there(folder: Path, said: int) -> int:
    """All that was said to be written is there, and every table tells of one moment, which is given."""
    reader = Reader(folder)
    held = reader.measurements(T0)
    unread = reader.results_after(held.states)
    reader.close()
    assert held.tick is not None
    at = to_ms(held.tick)
    assert said <= at <= said + 60_000
    assert unread == []
    assert {state.last.at for state in held.states.values() if state.last} == {held.tick}
    assert {spans[-1].start for spans in held.spans.values()} == {held.tick}
    return at


def test_what_is_written_after_a_full_disk_belongs_to_its_check(tmp_path: Path) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    long = result(0, "down", reason="x" * 200_000)
    writer._db.execute("PRAGMA max_page_count = 30")
    with pytest.raises(StoreError, match="full"):
        writer.write(Batch(T0, [long]))
    writer._db.execute("PRAGMA max_page_count = 100000")
    writer.write(Batch(T0, [long]))
    assert [one.key for one in reader.results_after({})] == [long.key]
    writer.close()
    reader.close()
