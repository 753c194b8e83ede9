"""What somebody else's status page says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from functools import lru_cache

from statuspage.model.status import Status
from statuspage.model.text import Text


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


def _fits(pattern: str, folded: list[str]) -> bool:
    return all(any(_is(part, name) for name in folded) for part in _parts(pattern))


@lru_cache(maxsize=1000)
def _parts(pattern: str) -> tuple[str, ...]:
    return tuple(" ".join(part.casefold().split()) for part in pattern.split(" + "))


def _is(part: str, name: str) -> bool:
    return part == name or fnmatchcase(name, part)
