"""The deadline of one question, and the error that says how far it came."""

import time
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from statuspage.model.result import Phases
from statuspage.model.text import NOTHING, Text, text

_MOST = 64_000_000
"""Bytes a question reads at most where nothing narrower is asked for."""

_UNANSWERED = text("does not answer within {timeout}")
_UNFINISHED = text("does not finish its answer within {timeout}")


class Failure(StrEnum):
    """Why there is no answer."""

    DNS = "dns"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    TLS = "tls"
    CUT_OFF = "cut off"
    PROTOCOL = "protocol"
    REDIRECTS = "redirects"
    OURS = "ours"


class TransportError(Exception):
    """No usable answer came.

    ``sentence`` may be shown to everybody, ``detail`` to operators only. ``ms`` and ``phases``
    are the milliseconds spent; the part that it failed in counts. ``Failure.OURS`` means that the
    question could not be put: nothing is known of the other side.
    """

    def __init__(self, kind: Failure, sentence: Text, detail: str, ms: float, phases: Phases) -> None:
        super().__init__(f"{sentence} ({detail})")
        self.kind = kind
        self.sentence = sentence
        self.detail = detail
        self.ms = ms
        self.phases = phases


class Clock:
    """The deadline of one question, what its parts took, and what came in so far.

    ``received`` counts bytes and may not pass ``most``. ``ended`` is set once the peer has closed.
    """

    __slots__ = ("_began", "_due", "_part", "_parts", "_since", "_timeout", "ended", "most", "received")

    def __init__(self, timeout: timedelta, most: int = _MOST) -> None:
        self._timeout = timeout
        self._began = self._since = time.monotonic()
        self._due = self._began + timeout.total_seconds()
        self._part = ""
        self._parts: dict[str, float] = {}
        self.received = 0
        self.most = most
        self.ended = False

    def enter(self, part: str) -> None:
        """One part of the question ends and the next begins; ``""`` ends the last one."""
        now = time.monotonic()
        if self._part:
            self._parts[self._part] = self._parts.get(self._part, 0.0) + (now - self._since) * 1000
        self._part, self._since = part, now

    def left(self) -> float:
        """Seconds until the deadline; raises TransportError when there are none."""
        left = self._due - time.monotonic()
        if left <= 0:
            raise self.late()
        return left

    @property
    def ms(self) -> float:
        """Milliseconds since the beginning."""
        return (time.monotonic() - self._began) * 1000

    def phases(self) -> Phases:
        """What the parts took; the present one ends here."""
        self.enter("")
        return Phases(**self._parts)

    def took(self, size: int) -> None:
        """Note that bytes came; none: that the peer has closed. Raises TransportError past ``most``."""
        if not size:
            self.ended = True
            return
        if self._part == "first_byte":
            self.enter("body")
        self.received += size
        if self.received > self.most:
            raise self.failure(
                Failure.PROTOCOL, text("sends an answer without end"), f"more than {self.most} bytes"
            )

    def failure(self, kind: Failure, sentence: Text, detail: str) -> TransportError:
        """An error that knows where the question stood."""
        part, ms = self._part, self.ms
        told = f"{detail}; while at {part}" if part else detail
        return TransportError(kind, sentence, told, ms, self.phases())

    def late(self, what: Text = NOTHING) -> TransportError:
        """The error of a deadline that has passed.

        ``what`` did not happen within ``{timeout}``; by default it is an answer.
        """
        what = what or (_UNFINISHED if self.received else _UNANSWERED)
        sentence = replace(what, values=(("timeout", self._timeout),))
        return self.failure(Failure.TIMEOUT, sentence, f"{self.received} bytes came in time")

    def broken(self, error: Exception | None = None) -> TransportError:
        """The error of an answer that the peer ended before its end."""
        begun = text("breaks off in the middle of its answer")
        sentence = begun if self.received else text("closes the connection without an answer")
        why = "" if error is None else f": {error}"
        return self.failure(Failure.CUT_OFF, sentence, f"after {self.received} bytes{why}")
