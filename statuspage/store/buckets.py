"""Latency buckets as they are read."""

from datetime import datetime, timedelta

from sqlite_utils import Database

from statuspage.model.latency import WIDTHS, Bucket
from statuspage.timeutil import from_ms, to_ms

_MS = timedelta(milliseconds=1)


def read_buckets(db: Database, check_id: int, since: datetime) -> tuple[Bucket, ...]:
    """The buckets of a check that begin at ``since`` or later: the shortest first, the oldest first."""
    found: list[Bucket] = []
    for width in WIDTHS:
        rows = db.execute(
            "SELECT start, count, min, median, p95, max FROM latency "
            "WHERE check_id = ? AND minutes = ? AND start >= ? ORDER BY start",
            [check_id, width // timedelta(minutes=1), -(-to_ms(since) // (width // _MS))],
        )
        found.extend(
            Bucket(from_ms(start * (width // _MS)), width, *figures) for start, *figures in rows.fetchall()
        )
    return tuple(found)
