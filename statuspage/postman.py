"""Sends letters, one at a time to each channel, in threads that delay nothing."""

import logging
import queue
import threading
import time
from collections.abc import Iterable, Iterator, Mapping

from statuspage.model.notice import Channel
from statuspage.notify import NotSent, send
from statuspage.store.outbox import Letter, Outcome
from statuspage.timeutil import utc_now

log = logging.getLogger("statuspage.notices")


class Postman:
    """Takes letters, and keeps what came of them until it is written down. Used by one thread."""

    def __init__(self, patience: float = 120.0) -> None:
        self._patience = patience
        self._done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        self._outcomes: list[Outcome] = []
        self._away: dict[str, tuple[Letter, float]] = {}
        self._busy: set[str] = set()
        self._said: dict[str, str] = {}

    @property
    def busy(self) -> frozenset[str]:
        """The channels that get no other letter until what came of the last one is written down."""
        return frozenset(self._busy)

    def outcomes(self) -> list[Outcome]:
        """What came of letters, and is not written down yet."""
        for outcome in (*self._come_back(), *self._lost()):
            self._outcomes.append(outcome)
            self._report(outcome)
        return list(self._outcomes)

    def written(self, outcomes: Iterable[Outcome]) -> None:
        """These are in the store: their channels may have another letter."""
        for outcome in outcomes:
            self._outcomes.remove(outcome)
            self._busy.discard(outcome.letter.channel)

    def hand(self, letters: Iterable[Letter], channels: Mapping[str, Channel]) -> None:
        """Send letters, at most one to a channel that is not busy."""
        for letter in letters:
            given = (channels[letter.channel], letter)
            thread = threading.Thread(target=self._send, args=given, name="notice", daemon=True)
            try:
                thread.start()
            except RuntimeError:  # no thread to be had: the letter waits
                continue
            self._busy.add(letter.channel)
            self._away[letter.channel] = letter, time.monotonic()

    def _come_back(self) -> Iterator[Outcome]:
        """What came of letters, but of those that were waited for too long already."""
        while True:
            try:
                outcome = self._done.get_nowait()
            except queue.Empty:
                return
            if self._away.get(outcome.letter.channel, (None,))[0] is outcome.letter:
                del self._away[outcome.letter.channel]
                yield outcome

    def _lost(self) -> Iterator[Outcome]:
        """The letters of which nothing was heard for too long; their threads may hang on."""
        now = time.monotonic()
        for channel, (letter, since) in list(self._away.items()):
            if now - since >= self._patience:
                del self._away[channel]
                yield Outcome(letter, utc_now(), f"Nothing came of it in {round(self._patience)} s.")

    def _send(self, channel: Channel, letter: Letter) -> None:
        why: str | None = None
        try:
            send(channel, letter.message, utc_now())
        except NotSent as error:
            why = str(error)
        self._done.put(Outcome(letter, utc_now(), why))

    def _report(self, outcome: Outcome) -> None:
        """Say that a channel fails, once as long as it stays so, and that it works again."""
        name = outcome.letter.channel
        before = self._said.pop(name, None)
        if outcome.why is not None:
            self._said[name] = outcome.why
            if before != outcome.why:
                log.warning("The notice for %s could not be sent and is tried again. %s", name, outcome.why)
        elif before is not None:
            log.info("Notices for %s are sent again.", name)
