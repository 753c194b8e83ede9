"""Latency buckets as they are read and written."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlite_utils import Database

from statuspage.model.latency import Bucket
from statuspage.timeutil import from_ms, to_ms

Row = tuple[int, int, int, int, int, int, int]
"""A bucket as it is written: how many minutes long, how many of its length after 1970 it begins, count,
and min, median, p95 and max in ms."""

_MS = timedelta(milliseconds=1)


def read_buckets(db: Database, check_id: int, since: Mapping[timedelta, datetime]) -> tuple[Bucket, ...]:
    """The buckets of a check, of each length that ``since`` names those that begin then or later.

    They come by length as named, and of one length the oldest first.
    """
    found: list[Bucket] = []
    for width, begin in since.items():
        rows = db.execute(
            "SELECT start, count, min, median, p95, max FROM latency "
            "WHERE check_id = ? AND minutes = ? AND start >= ? ORDER BY start",
            [check_id, width // timedelta(minutes=1), -(-to_ms(begin) // (width // _MS))],
        )
        found.extend(
            Bucket(from_ms(start * (width // _MS)), width, *figures) for start, *figures in rows.fetchall()
        )
    return tuple(found)


def put_buckets(db: Database, check_id: int, rows: Iterable[Row]) -> None:
    """Write buckets of a check, each instead of the one that begins with it."""
    db.conn.executemany(
        f"INSERT OR REPLACE INTO latency VALUES ({check_id:d}, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a number
        rows,
    )
