"""When to ask: due times on a monotonic clock that the caller reads."""

import heapq
import random
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from statuspage.model.result import CheckKey
from statuspage.model.site import Check

FIRST_ROUND = 10.0
"""Seconds in which the first round after a start is asked."""

_MOST_JITTER = 1.0


@dataclass(slots=True)
class _Entry:
    check: Check
    phase: float
    due: float
    turn: int = 0


class Schedule:
    """One run of a check at a time, each on a grid of its own interval, so that nothing drifts.

    Each is asked up to 2 % of its interval late, 1 s at most, by chance: so that it does not keep
    step with what a service does itself. The first round is spread over :data:`FIRST_ROUND` at
    most; from the second on a check's place in its interval comes from its key. A round that is
    still being asked when the next is due is asked late, or skipped and counted. Times are seconds
    on any clock that never goes back.
    """

    def __init__(self, chance: Callable[[], float] = random.random) -> None:
        self._chance = chance
        self._entries: dict[CheckKey, _Entry] = {}
        self._asked: dict[CheckKey, Check] = {}
        self._heap: list[tuple[float, int, CheckKey]] = []
        self._turns = 0
        self.skipped = 0

    def replace(self, checks: Iterable[Check], now: float) -> None:
        """Take over a new list of checks; those that stay as they were keep their due times.

        Those that are paused, or called rather than asked, are left out.
        """
        wanted = {check.key: check for check in checks if check.paused is None and check.grace is None}
        for key in self._entries.keys() - wanted.keys():
            del self._entries[key]
        fresh: list[_Entry] = []
        for key, check in wanted.items():
            entry = self._entries.get(key)
            if entry is not None and entry.check.every == check.every:
                entry.check = check
                continue
            every = check.every.total_seconds()
            phase = zlib.crc32("\0".join(key).encode()) / 2**32 * every
            fresh.append(_Entry(check, phase, now))
            self._entries[key] = fresh[-1]
        for i, entry in enumerate(fresh):
            spread = min(FIRST_ROUND, entry.check.every.total_seconds())
            self._set_due(entry, now + spread * 0.9 * i / len(fresh))

    def next_due(self) -> float | None:
        """When the next check is due; None when none is waiting."""
        while self._heap:
            due, turn, key = self._heap[0]
            entry = self._entries.get(key)
            if entry is not None and entry.turn == turn and key not in self._asked:
                return due
            heapq.heappop(self._heap)
        return None

    def take_due(self, now: float) -> list[Check]:
        """The checks that are due; each must be given back with :meth:`done`."""
        due: list[Check] = []
        while (at := self.next_due()) is not None and at <= now:
            _, _, key = heapq.heappop(self._heap)
            self._asked[key] = self._entries[key].check
            due.append(self._asked[key])
        return due

    def is_current(self, key: CheckKey) -> bool:
        """Whether the question that is being put is still the check's: its settings may have changed."""
        entry, asked = self._entries.get(key), self._asked.get(key)
        return entry is not None and (asked is None or _question(asked) == _question(entry.check))

    def done(self, key: CheckKey, now: float, *, soon: bool) -> None:
        """A check was answered at ``now``; ``soon``: it is to be asked again to confirm.

        Where that was another question than the check's of now, it is asked again at once.
        """
        is_current = self.is_current(key)
        self._asked.pop(key, None)
        entry = self._entries.get(key)
        if entry is None:
            return
        if not is_current:
            self._set_due(entry, now)
            return
        every = entry.check.every.total_seconds()
        asked = entry.due
        following = self._on_grid(entry, asked + every / 100)
        if following > now:
            following += min(every / 50, _MOST_JITTER) * self._chance()
        elif now - following < every:
            following = now  # late by less than a round: at once, or what is known grows too old
        else:
            self.skipped += int((now - following) // every) + 1
            following = self._on_grid(entry, now)
        if soon:
            following = min(following, max(now, asked + entry.check.confirm_every.total_seconds()))
        self._set_due(entry, following)

    def _on_grid(self, entry: _Entry, after: float) -> float:
        """The first place on the check's grid later than ``after``."""
        every = entry.check.every.total_seconds()
        rounds = (after - entry.phase) // every + 1
        return entry.phase + rounds * every

    def _set_due(self, entry: _Entry, due: float) -> None:
        entry.due = due
        entry.turn = self._turns = self._turns + 1
        heapq.heappush(self._heap, (due, entry.turn, entry.check.key))


def _question(check: Check) -> tuple[object, ...]:
    """What an answer depends on; the rest of a check says what is made of it."""
    return check.kind, check.options, check.timeout
