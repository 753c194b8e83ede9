"""How long answers took, counted for ever: what a histogram for programs is made of."""

from bisect import bisect_left
from collections.abc import Iterable

from sqlite_utils import Database

from statuspage.model.latency import BOUNDS, Durations
from statuspage.model.result import CheckKey

_COUNT = """
INSERT INTO durations (check_id, place, count, ms) VALUES (?, ?, 1, ?)
ON CONFLICT DO UPDATE SET count = count + 1, ms = ms + excluded.ms"""


def count_durations(db: Database, answers: Iterable[tuple[int, int]]) -> None:
    """Count answers: each the number of its check, and how many ms it took."""
    db.conn.executemany(_COUNT, [(check_id, bisect_left(BOUNDS, ms), ms) for check_id, ms in answers])


def read_durations(db: Database) -> dict[CheckKey, Durations]:
    """What was counted of every check."""
    counts: dict[CheckKey, list[int]] = {}
    took: dict[CheckKey, int] = {}
    for component, name, region, place, count, ms in db.execute(
        "SELECT component, name, region, place, count, ms FROM durations JOIN checks ON id = check_id"
    ).fetchall():
        key = CheckKey(component, name, region)
        counts.setdefault(key, [0] * (len(BOUNDS) + 1))[place] += count
        took[key] = took.get(key, 0) + ms
    return {key: Durations(tuple(those), took[key]) for key, those in counts.items()}
