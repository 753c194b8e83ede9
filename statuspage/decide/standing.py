"""Where we stand with somebody else's outage: the verdicts about a provider as one answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from statuspage.decide.provider import in_trouble
from statuspage.model.provider import Event, ProviderNow, VerdictNow
from statuspage.model.snapshot import Snapshot
from statuspage.model.status import Status, Verdict
from statuspage.model.text import Names, Text, text

ORDER = (Verdict.AFFECTED, Verdict.AT_RISK, Verdict.UNKNOWN, Verdict.NOT_AFFECTED)
"""The first of these that any component has is the answer for all of them."""

_MANY = 100
"""More components without a path to a provider are told of together."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A provider, and what it means for us. ``rows`` are its verdicts, by component, the gravest first.

    ``verdict`` is the answer for all that we run; ``confirmed`` is False where our checks alone say so.
    """

    provider: ProviderNow
    verdict: Verdict
    confirmed: bool
    rows: tuple[VerdictNow, ...] = ()

    def of(self, verdict: Verdict) -> tuple[VerdictNow, ...]:
        """The rows that have this verdict."""
        return tuple(row for row in self.rows if row.verdict == verdict)

    @property
    def spoken(self) -> tuple[VerdictNow, ...]:
        """The rows with anything but good news."""
        return tuple(row for row in self.rows if row.verdict is not Verdict.NOT_AFFECTED)

    @property
    def together(self) -> tuple[str, ...]:
        """The components without a path to it, where they are too many for a row each."""
        apart = tuple(row.component for row in self.rows if _is_apart(row))
        return apart if len(apart) > _MANY else ()

    @property
    def one_by_one(self) -> tuple[VerdictNow, ...]:
        """The rows of all others."""
        return tuple(row for row in self.rows if not _is_apart(row)) if self.together else self.rows

    @property
    def is_news(self) -> bool:
        """Whether it belongs under the sentence of the page: the provider has trouble, or we may have."""
        return self.provider.shown and (in_trouble(self.provider) or bool(self.spoken))


def _is_apart(row: VerdictNow) -> bool:
    return row.verdict is Verdict.NOT_AFFECTED and row.by is None


def standings(snapshot: Snapshot) -> tuple[Standing, ...]:
    """Where we stand with each provider that is shown, in the order of the site."""
    rows: dict[str, list[VerdictNow]] = {}
    for row in snapshot.verdicts:
        rows.setdefault(row.provider, []).append(row)
    return tuple(_standing(one, rows.get(one.id, ())) for one in snapshot.providers if one.shown)


def _standing(provider: ProviderNow, found: Sequence[VerdictNow]) -> Standing:
    rows = tuple(sorted(found, key=lambda row: ORDER.index(row.verdict)))
    if rows:
        verdict = rows[0].verdict
    elif provider.dependents and provider.status is Status.UNKNOWN:
        verdict = Verdict.UNKNOWN
    else:
        verdict = Verdict.NOT_AFFECTED
    confirmed = any(row.confirmed for row in rows if row.verdict is verdict) or not rows
    return Standing(provider, verdict, confirmed, rows)


@dataclass(frozen=True, slots=True)
class Cause:
    """Providers in trouble for one reason: ``event`` is what they all report, None where it is one alone."""

    standings: tuple[Standing, ...]
    event: Event | None = None

    @property
    def called(self) -> Text:
        """The names of the providers."""
        return text("{names}", names=Names(tuple(one.provider.name for one in self.standings)))

    @property
    def rows(self) -> tuple[VerdictNow, ...]:
        """The verdicts of all, the gravest of each component."""
        found: dict[str, VerdictNow] = {}
        for row in sorted(
            (row for one in self.standings for row in one.rows), key=lambda row: ORDER.index(row.verdict)
        ):
            found.setdefault(row.component, row)
        return tuple(found.values())


def causes(news: Iterable[Standing]) -> tuple[Cause, ...]:
    """Providers by what they report: those that tell of one event are one, in the order of the first."""
    found: list[tuple[Event | None, list[Standing]]] = []
    for one in news:
        for i, (event, others) in enumerate(found):
            if shared := _shared(event, others[0], one):
                found[i] = (shared, [*others, one])
                break
        else:
            found.append((None, [one]))
    return tuple(Cause(tuple(these), event) for event, these in found)


def _shared(event: Event | None, first: Standing, one: Standing) -> Event | None:
    told = [event] if event else list(_loud(first))
    return next((own for own in told for other in _loud(one) if _is_one(own, other)), None)


def _loud(one: Standing) -> Iterator[Event]:
    return (event for event in one.provider.events if event.status.is_trouble and not event.quiet)


def _is_one(one: Event, other: Event) -> bool:
    """Ids are a provider's own, so that alike ones of two providers say little without the words."""
    return (one.id, one.title, one.started_at) == (other.id, other.title, other.started_at)
