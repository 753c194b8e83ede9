"""What a status page says, in short, whatever made it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from statuspage.model.status import Status

LONGEST = 300
"""Characters of a text of others at most."""


@dataclass(frozen=True, slots=True)
class Part:
    """A component, with its group, and what is said of it in words.

    Of one that is not ``measured`` nobody knows more than what posts say.
    """

    name: str
    status: Status
    group: str | None = None
    since: datetime | None = None
    reason: str = ""
    measured: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """An incident, a maintenance or an advisory that goes on or is to come: its state, and its last words."""

    title: str
    state: str
    at: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Glance:
    """A page: true as of ``at`` and to be believed until ``valid_until`` (None: it does not say).

    All its words are foreign, and fit for a terminal.
    """

    name: str
    url: str
    status: Status
    sentence: str
    at: datetime | None
    valid_until: datetime | None
    parts: tuple[Part, ...] = ()
    said: tuple[Said, ...] = ()

    def is_stale(self, now: datetime) -> bool:
        """Whether it is too old to be believed."""
        return self.valid_until is not None and self.valid_until <= now

    def is_fine(self, now: datetime) -> bool:
        """Whether all is known to be well; planned work is."""
        return not self.is_stale(now) and self.status in (Status.OPERATIONAL, Status.UNDER_MAINTENANCE)


def fit(words: object, longest: int = LONGEST) -> str:
    """Foreign words on one line, without what could command a terminal or turn its text around."""
    if not isinstance(words, str):
        return ""
    shown = "".join(char if char.isprintable() else " " for char in words[: 10 * longest])
    return " ".join(shown.split())[:longest]


def status_from(word: object) -> Status:
    """A status by its word; what is not one of ours is unknown."""
    return Status(word) if isinstance(word, str) and word in set(Status) else Status.UNKNOWN


def tables(value: object) -> Iterable[dict[str, object]]:
    """The tables of what should be a list of them."""
    return (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()
