"""Raw results become latency buckets and are dropped: a few checks at a time, each once a minute."""

import time
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlite_utils import Database

from statuspage.model.latency import KEPT, WIDTHS
from statuspage.model.status import Outcome
from statuspage.store.codec import OUTCOME_CODE
from statuspage.timeutil import to_ms

_GRACE = 60_000
"""Milliseconds for which a bucket that has ended waits for results that are still under way."""

_ROUND = 60
"""Calls in which every check had its turn."""

_BUDGET = 0.05
"""Seconds that one call may take; the rest has its turn in the next one."""

_DROPPED_AT_ONCE = 5000

_SUM_UP = """
INSERT INTO latency (check_id, minutes, start, count, min, median, p95, max)
SELECT :check, :minutes, bucket, n, min(ms), min(ms) FILTER (WHERE place * 2 >= n),
       min(ms) FILTER (WHERE place * 100 >= n * 95), max(ms)
FROM (SELECT at / :width AS bucket, ms, row_number() OVER (same ORDER BY ms) AS place, count(*) OVER same AS n
      FROM results
      WHERE check_id = :check AND at >= :start AND at < :end AND outcome IN (:ok, :slow)
      WINDOW same AS (PARTITION BY at / :width))
GROUP BY bucket
ON CONFLICT DO UPDATE
SET count = excluded.count, min = excluded.min, median = excluded.median, p95 = excluded.p95,
    max = excluded.max
WHERE excluded.count > count"""
"""Only usable answers have a latency. Median and p95 are values that were measured (nearest rank).

A bucket is made anew only from more results than before: never from what is left of them.
"""

_DROP = """
DELETE FROM results WHERE check_id = :check AND at < min(:before, coalesce(
  (SELECT at FROM results WHERE check_id = :check ORDER BY at LIMIT 1 OFFSET :most), :before))"""


class Upkeep:
    """The upkeep of one database; works inside its caller's transactions.

    What it remembers is only where to go on: :meth:`forget` it when a transaction failed.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._turns: list[int] = []
        self._edges: dict[int, list[int]] = {}
        self._tidied: dict[int, int] = {}

    def forget(self) -> None:
        """Find out anew how far the work has come."""
        self._edges.clear()
        self._tidied.clear()

    def late(self, check_id: int, at: int) -> None:
        """A result comes in, asked for at ``at`` (ms): a bucket that was made without it is made anew."""
        edges = self._edges.get(check_id)
        if edges is not None and at < edges[0] * _ms(WIDTHS[0]):
            self._edges[check_id] = [
                min(edge, at // _ms(width)) for edge, width in zip(edges, WIDTHS, strict=True)
            ]

    def work(self, checks: Collection[int], now: datetime, keep: timedelta) -> None:
        """Give the next checks their turn. Raw results older than ``keep`` go once they are summed up."""
        if not self._turns:
            self._turns = list(checks)
        began = time.perf_counter()
        for _ in range(min(len(self._turns), len(checks) // _ROUND + 1)):
            self._turn(self._turns.pop(), to_ms(now), keep)
            if time.perf_counter() - began > _BUDGET:
                return

    def _turn(self, check_id: int, now: int, keep: timedelta) -> None:
        edges = self._edges.get(check_id)
        if edges is None:
            edges = self._edges[check_id] = [self._edge(check_id, width) for width in WIDTHS]
        for i, width in enumerate(WIDTHS):
            ended = (now - _GRACE) // _ms(width)
            if edges[i] < ended:
                self._sum_up(check_id, width, edges[i], ended)
                edges[i] = ended
        hour = now // _ms(WIDTHS[1])
        if self._tidied.get(check_id) != hour and self._tidy(check_id, now, keep):
            self._tidied[check_id] = hour

    def _edge(self, check_id: int, width: timedelta) -> int:
        """The first bucket that is perhaps not made yet."""
        found = self._db.execute(
            "SELECT max(start) FROM latency WHERE check_id = ? AND minutes = ?", [check_id, _minutes(width)]
        ).fetchone()[0]
        return int(found or 0)

    def _sum_up(self, check_id: int, width: timedelta, first: int, end: int) -> None:
        self._db.execute(
            _SUM_UP,
            {
                "check": check_id,
                "minutes": _minutes(width),
                "width": _ms(width),
                "start": first * _ms(width),
                "end": end * _ms(width),
                "ok": OUTCOME_CODE[Outcome.OK],
                "slow": OUTCOME_CODE[Outcome.SLOW],
            },
        )

    def _tidy(self, check_id: int, now: int, keep: timedelta) -> bool:
        """Drop what is too old; whether all of it is gone. What is not summed up by the day yet stays."""
        unsummed = self._edges[check_id][-1] * _ms(WIDTHS[-1])
        before = min(now - _ms(keep), unsummed)
        dropped = self._db.execute(
            _DROP, {"check": check_id, "before": before, "most": _DROPPED_AT_ONCE}
        ).rowcount
        for width, kept in KEPT.items():
            self._db.execute(
                "DELETE FROM latency WHERE check_id = ? AND minutes = ? AND start < ?",
                [check_id, _minutes(width), (now - _ms(kept)) // _ms(width)],
            )
        return dropped < _DROPPED_AT_ONCE


def _ms(span: timedelta) -> int:
    return span // timedelta(milliseconds=1)


def _minutes(width: timedelta) -> int:
    return width // timedelta(minutes=1)
