"""What checks answer, and what the answers add up to."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from statuspage.model.status import Outcome
from statuspage.model.text import NOTHING, Text


class CheckKey(NamedTuple):
    """A check's identity: its component, its name there, and the region that asks."""

    component: str
    name: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Phases:
    """Milliseconds that each part of a question took; None where it did not happen."""

    dns: float | None = None
    connect: float | None = None
    tls: float | None = None
    first_byte: float | None = None
    body: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check kind returns.

    ``ms`` is the whole duration in milliseconds. ``reason`` may be shown to everybody:
    outcome, figures and what was expected. ``detail`` is for operators only: hosts,
    addresses and error texts. A ``certain`` answer needs no confirmation: a call that is late, a
    certificate's dates. With ``blind`` our own network did not answer either: nothing was learned.
    """

    outcome: Outcome
    ms: float
    reason: Text
    detail: str = ""
    phases: Phases = Phases()
    certain: bool = False
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One answer of one check. ``at`` is when the question was put."""

    key: CheckKey
    at: datetime
    answer: Answer


class Seen(NamedTuple):
    """The part of a result that confirmation looks at."""

    at: datetime
    outcome: Outcome
    reason: Text = NOTHING


@dataclass(frozen=True, slots=True)
class CheckState:
    """What the results of one check add up to.

    ``outcome`` is the confirmed one (None: nothing is confirmed), true ``since`` the first
    result that said so, for the public ``reason`` of the last result that agreed. ``resumed``
    is the first result after the last time the check had gone stale. ``recent`` holds the last
    results that are no errors, oldest first. ``last`` is the last result of any outcome,
    ``last_known`` the last that is no error.
    ``window`` tells for each result since the last confirmed change whether it was bad;
    ``count`` counts results and ``spells`` holds the counts at which the last bad spells
    were confirmed; ``unstable_since`` is set while answers come and go, ``blind_since`` while our
    own network kept us from asking.
    """

    outcome: Outcome | None = None
    since: datetime | None = None
    reason: Text = NOTHING
    resumed: datetime | None = None
    recent: tuple[Seen, ...] = ()
    last: Result | None = None
    last_known: Result | None = None
    window: tuple[bool, ...] = ()
    count: int = 0
    spells: tuple[int, ...] = ()
    unstable_since: datetime | None = None
    blind_since: datetime | None = None
