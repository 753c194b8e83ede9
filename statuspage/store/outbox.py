"""Notices on their way: they are written with the change that they tell of, and go once they were sent."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlite_utils import Database

from statuspage.model.notice import Message
from statuspage.timeutil import from_ms, to_ms

MOST = 100
"""So many messages wait for one channel; past that the oldest is given up."""

PATIENCE = timedelta(hours=24)
"""So long a message is tried; then it is given up."""

_FIRST = timedelta(seconds=10)
_SLOWEST = timedelta(minutes=15)


class Letter(NamedTuple):
    """A message and the name of the channel that it goes to; ``number`` is its place in the outbox."""

    channel: str
    message: Message
    number: int = 0


class Outcome(NamedTuple):
    """What came of trying to send a letter; ``why`` it failed, None: it was sent."""

    letter: Letter
    at: datetime
    why: str | None = None


def next_try(tries: int) -> timedelta:
    """How long to wait after so many failures: 10 s, twice as long each time, up to 15 minutes."""
    return min(_FIRST * (1 << min(tries - 1, 20)), _SLOWEST)


class Outbox:
    """The outbox in an open database; the caller has begun a transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def told(self) -> str | None:
        """What was told of so far, as :meth:`remember` was given it."""
        for row in self._db.query("SELECT told FROM told WHERE id = 1"):
            return str(row["told"])
        return None

    def remember(self, told: str | None) -> None:
        """Keep what was told of so far; None forgets it."""
        self._db.execute("DELETE FROM told")
        if told is not None:
            self._db.execute("INSERT INTO told (id, told) VALUES (1, ?)", [told])

    def put(self, letters: Iterable[Letter], now: datetime, wait: timedelta) -> list[Letter]:
        """Let letters wait so long, then be sent. Returns those that are given up, since too many wait."""
        given_up = []
        for channel, message, _ in letters:
            self._db.execute(
                "INSERT INTO outbox (channel, message, at, tries, due) VALUES (?, ?, ?, 0, ?)",
                [channel, _written(message), to_ms(now), to_ms(now + wait)],
            )
            surplus = self._letters("WHERE channel = ? ORDER BY id DESC LIMIT -1 OFFSET ?", [channel, MOST])
            given_up += self._give_up(surplus, now)
        return given_up

    def settle(self, outcomes: Sequence[Outcome]) -> list[Letter]:
        """Note what came of letters: what was sent goes, what failed waits. Returns those given up."""
        given_up = []
        for letter, at, why in outcomes:
            if why is None:
                self._drop([letter])
                self._db.execute("DELETE FROM failing WHERE channel = ?", [letter.channel])
                continue
            self._db.execute("INSERT OR IGNORE INTO failing VALUES (?, ?)", [letter.channel, to_ms(at)])
            given_up += self._put_off(letter, at)
        if outcomes:
            self._tell_heart()
        return given_up

    def due(self, channels: Collection[str], now: datetime) -> list[Letter]:
        """The oldest letter of each of some channels, where it is due: the others wait behind it."""
        marks = ", ".join("?" * len(channels))
        return self._letters(
            f"WHERE id IN (SELECT min(id) FROM outbox WHERE channel IN ({marks}) GROUP BY channel) "  # noqa: S608
            "AND (due <= ? OR at > ?) ORDER BY id",
            [*channels, to_ms(now), to_ms(now)],
        )

    def keep_only(self, channels: Collection[str]) -> None:
        """Forget what waits for channels that are there no longer."""
        marks = ", ".join("?" * len(channels))
        for table in ("outbox", "failing"):
            self._db.execute(f"DELETE FROM {table} WHERE channel NOT IN ({marks})", [*channels])  # noqa: S608
        self._tell_heart()

    def _put_off(self, letter: Letter, at: datetime) -> list[Letter]:
        for row in self._db.query("SELECT at, tries FROM outbox WHERE id = ?", [letter.number]):
            if at - from_ms(row["at"]) >= PATIENCE:
                return self._give_up([letter], at)
            self._db.execute(
                "UPDATE outbox SET tries = tries + 1, due = ? WHERE id = ?",
                [to_ms(at + next_try(row["tries"] + 1)), letter.number],
            )
        return []

    def _give_up(self, letters: list[Letter], at: datetime) -> list[Letter]:
        if letters:
            self._drop(letters)
            self._db.execute("UPDATE heart SET notices_given_up_at = ?", [to_ms(at)])
        return letters

    def _tell_heart(self) -> None:
        self._db.execute("UPDATE heart SET notices_failing_since = (SELECT min(since) FROM failing)")

    def _letters(self, where: str, values: Sequence[object]) -> list[Letter]:
        rows = self._db.query(f"SELECT id, channel, message FROM outbox {where}", list(values))  # noqa: S608
        return [Letter(row["channel"], _read(row["message"]), row["id"]) for row in rows]

    def _drop(self, letters: Iterable[Letter]) -> None:
        for letter in letters:
            self._db.execute("DELETE FROM outbox WHERE id = ?", [letter.number])


def _written(message: Message) -> str:
    return json.dumps(asdict(message) | {"at": to_ms(message.at)}, ensure_ascii=False)


def _read(written: str) -> Message:
    raw = json.loads(written)
    lists = {name: tuple(raw[name]) for name in ("components", "topics")}
    return Message(**raw | lists | {"at": from_ms(raw["at"])})
