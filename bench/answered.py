"""What the store says was asked."""

import math
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from bench.figures import CannotMeasure

Answered = Mapping[int, Sequence[float]]
"""By check, the instants at which it was asked, in seconds since 1970, in order."""


def answered(database: Path, since: float = 0.0, before: float = 2.0**40) -> Answered:
    """All questions put in a stretch of time. Raises CannotMeasure while the store can't be read."""
    found: dict[int, list[float]] = {}
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "SELECT check_id, at FROM results WHERE at >= ? AND at < ? ORDER BY check_id, at",
                (round(since * 1000), round(before * 1000)),
            )
            for check, at in rows:
                found.setdefault(check, []).append(at / 1000)
    except sqlite3.Error as error:
        raise CannotMeasure(f"{database} can't be read: {error}.") from error
    return found


def punctual(asked: Answered, every: float) -> Mapping[int, float]:
    """By check, its most punctual question: its turns lie whole intervals from there."""
    found: dict[int, float] = {}
    for check, instants in asked.items():
        first = instants[0]
        found[check] = first + min(_apart(at, first, every) for at in instants)
    return found


def late_share(
    asked: Answered,
    every: float,
    *,
    turns: Mapping[int, float] | None = None,
    again: float = math.inf,
    limit: float = 1.0,
) -> float:
    """The share of questions put more than ``limit`` seconds after their turn.

    A check's turns are ``every`` seconds apart, and its most punctual question shows where they lie,
    unless ``turns`` does. A question that confirms another has its turn ``again`` seconds after it.
    """
    turns = turns or punctual(asked, every)
    late = total = 0
    for check, instants in asked.items():
        for before, at in pairwise((-math.inf, *instants)):
            confirms = 0 <= at - before - again <= limit
            late += not confirms and abs(_apart(at, turns[check], every)) > limit
        total += len(instants)
    return late / total if total else 0.0


def _apart(at: float, turn: float, every: float) -> float:
    """Seconds from the nearest turn; negative before it."""
    return (at - turn + every / 2) % every - every / 2
