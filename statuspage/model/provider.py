"""What somebody else's status page says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from functools import lru_cache

from statuspage.model.span import Span
from statuspage.model.status import Status, Verdict
from statuspage.model.text import Text

DEPENDENCY = "provider:"
"""What stands before a provider's id where it is named among components."""


@dataclass(frozen=True, slots=True)
class Event:
    """An incident or a maintenance that a provider reports as going on.

    ``status`` is how bad it is. ``text`` is its last update as plain text, which views still must escape;
    ``components`` are those that it names and we asked for (all of them where we asked for none).
    ``quiet`` marks one without news for 14 days: it stays in what the provider says, but is no news.
    """

    id: str
    title: str
    status: Status
    started_at: datetime | None = None
    updated_at: datetime | None = None
    url: str | None = None
    text: str = ""
    components: tuple[str, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one look at a provider's page came to.

    ``reason`` goes on after the provider's name: "reports no trouble"; ``detail`` is for operators only.
    ``events`` are newest first. ``as_of`` is the page's own clock; after ``valid_until`` the page itself
    says that it must not be believed (None: it says nothing of that).
    """

    status: Status
    reason: Text
    events: tuple[Event, ...] = ()
    as_of: datetime | None = None
    valid_until: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """Which services, regions or components count: names, ids or globs, in any case; none: all.

    One pattern is enough. ``A + B`` asks for both: ``Cloud Storage + europe-west4``.
    """

    patterns: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.patterns)

    @property
    def parts(self) -> tuple[str, ...]:
        """Every single name or glob, in small letters."""
        return tuple(part for pattern in self.patterns for part in _parts(pattern))

    def touches(self, names: Iterable[str]) -> bool:
        """Whether things of these names, single-spaced, are meant."""
        folded = [name.casefold() for name in names]
        return not self.patterns or any(_fits(pattern, folded) for pattern in self.patterns)

    def picks(self, name: str) -> bool:
        """Whether this one name is what any part of a pattern means."""
        folded = name.casefold()
        return not self.patterns or any(_is(part, folded) for part in self.parts)

    def missing(self, things: Iterable[Iterable[str]]) -> tuple[str, ...]:
        """The patterns that mean none of these things, each given by its names."""
        left = list(self.patterns)
        for names in things:
            if not left:
                break
            folded = [name.casefold() for name in names]
            left = [one for one in left if not _fits(one, folded)]
        return tuple(left)


@dataclass(frozen=True, slots=True)
class Provider:
    """An upstream as the site declares it: ``url`` is read as a ``format``, ``every`` so often.

    ``page`` is the address of its status page for people. With ``announce`` it is shown though nothing
    depends on it. ``rules`` and ``resolved`` help to read feeds without a state: words, and what an item
    means that has them (None: nothing), and words by which an item is over.
    """

    id: str
    name: str
    format: str
    url: str
    match: Match = Match()
    announce: bool = False
    every: timedelta = timedelta(seconds=60)
    page: str | None = None
    rules: tuple[tuple[str, Status | None], ...] = ()
    resolved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a provider: the ``reading`` of what came last, which was known to be new at
    ``fetched_at`` (None: nothing ever came), and since when asking fails (None: it does not).

    ``question`` stands for what was asked where: with another one the answer counts no longer.
    """

    question: str
    reading: Reading
    fetched_at: datetime | None = None
    failing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ProviderNow:
    """A provider at the snapshot's moment.

    ``status`` is unknown where nothing fresh is known. ``since`` is when it became so, ``checked_at`` when
    its page was last read, ``valid_until`` when that grows too old. ``reason`` goes on after the name.
    ``page`` is its own status page for people. ``dependents`` are the ids of all components with a path to
    it; ``shown``: something depends on it, or the site announces it. ``spans`` tell of the last 90 days, as
    components' do.
    """

    id: str
    name: str
    page: str | None
    status: Status
    since: datetime | None
    checked_at: datetime | None
    valid_until: datetime | None
    reason: Text
    events: tuple[Event, ...] = ()
    dependents: tuple[str, ...] = ()
    shown: bool = True
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictNow:
    """Whether a component is affected by a provider's trouble, and how that is known.

    ``confirmed`` is False where our checks say so alone. ``since`` is when it began to hold; ``by`` the id of
    the advisory that says it (None: it was found out by itself).
    """

    provider: str
    component: str
    verdict: Verdict
    confirmed: bool
    evidence: Text
    since: datetime | None
    by: str | None = None


def _fits(pattern: str, folded: list[str]) -> bool:
    return all(any(_is(part, name) for name in folded) for part in _parts(pattern))


@lru_cache(maxsize=1000)
def _parts(pattern: str) -> tuple[str, ...]:
    return tuple(" ".join(part.casefold().split()) for part in pattern.split(" + "))


def _is(part: str, name: str) -> bool:
    return part == name or fnmatchcase(name, part)
