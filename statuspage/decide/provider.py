"""How long a provider's word holds, what it comes to at a moment, and when to ask again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from statuspage.decide.freshness import earliest, is_ahead
from statuspage.decide.history import clip
from statuspage.model.provider import Kept, Provider, ProviderNow, Reading
from statuspage.model.span import Span
from statuspage.model.status import Status, worst
from statuspage.model.text import Text, text
from statuspage.timeutil import format_instant

_MOST = timedelta(minutes=15)
_LEAST_TRUST = timedelta(minutes=5)
_DOUBLINGS = 6


def trusted_for(every: timedelta) -> timedelta:
    """How long what was fetched may be believed: three times as long as it should take to be renewed."""
    return max(3 * every, _LEAST_TRUST)


def believed(reading: Reading, fetched_at: datetime | None, now: datetime, every: timedelta) -> Reading:
    """What may be believed of a reading whose document came last at ``fetched_at`` (None: never).

    It stays as it is while fetching fails, for as long as :func:`trusted_for` says and the page
    itself allows; then it is unknown.
    """
    if fetched_at is None:
        return _unknown(reading, text("could not be read yet") if not reading.reason else reading.reason)
    if is_ahead(fetched_at, now) or now - fetched_at > trusted_for(every):
        return _unknown(reading, text("could not be read since {instant}", instant=fetched_at))
    if reading.valid_until is not None and now > reading.valid_until:
        last = reading.as_of or reading.valid_until
        return _unknown(reading, text("was not brought up to date since {instant}", instant=last))
    return reading


def question_of(provider: Provider) -> str:
    """What is asked of a provider, as a word without meaning: where, in which format, and after what."""
    asked = provider.format, provider.url, provider.match.patterns, provider.rules, provider.resolved
    return sha256(repr(asked).encode()).hexdigest()[:16]


def believed_until(kept: Kept, every: timedelta) -> datetime | None:
    """Until when a provider's last word holds; None where nothing ever came."""
    if kept.fetched_at is None:
        return None
    return earliest(kept.fetched_at + trusted_for(every), kept.reading.valid_until)


def reading_now(provider: Provider, kept: Kept | None, now: datetime) -> Reading:
    """What may be believed of a provider at ``now``; nothing of what was asked otherwise."""
    if kept is None or kept.question != question_of(provider):
        return Reading(Status.UNKNOWN, text("could not be read yet"))
    return believed(kept.reading, kept.fetched_at, now, provider.every)


def unheard(providers: Sequence[Provider], known: Mapping[str, Kept], since: datetime) -> dict[str, str]:
    """The providers of which nothing can be read, by id, each with what operators should know of it.

    A page that fails counts only where it has failed from ``since`` or before; an answer that is no
    status, or not of what is asked for, at once.
    """
    found = {}
    for one in providers:
        kept = known.get(one.id)
        if kept is None or kept.question != question_of(one):
            continue
        failing = kept.failing_since
        if failing is not None and failing <= since:
            found[one.id] = f"Its page can't be read since {format_instant(failing)}."
        elif failing is None and kept.reading.status is Status.UNKNOWN:
            found[one.id] = ": ".join(filter(None, (f"It {kept.reading.reason}", kept.reading.detail)))
    return found


def provider_now(
    provider: Provider,
    kept: Kept | None,
    spans: Sequence[Span],
    dependents: tuple[str, ...],
    alive_until: datetime | None,
    now: datetime,
) -> ProviderNow:
    """A provider at ``now``, whose history is ``spans``, oldest first.

    ``alive_until`` is when the monitor's last sign of life grows too old: past it nothing is known.
    """
    reading = reading_now(provider, kept, now)
    if alive_until is not None and alive_until <= now:
        reading = _unknown(reading, text("our monitoring does not run"))
    until = earliest(believed_until(kept, provider.every), alive_until) if kept and kept.fetched_at else None
    shown = clip(spans, until, now)
    agrees = bool(shown) and shown[-1].status is reading.status
    return ProviderNow(
        id=provider.id,
        name=provider.name,
        page=provider.page,
        status=reading.status,
        since=shown[-1].start if agrees else None,
        checked_at=kept.fetched_at if kept else None,
        valid_until=until if reading.status is not Status.UNKNOWN else None,
        reason=reading.reason,
        events=reading.events,
        dependents=dependents,
        shown=provider.announce or bool(dependents),
        spans=shown,
    )


def in_trouble(provider: ProviderNow) -> bool:
    """Whether a provider reports trouble that is news: all of it may be old events that were never closed."""
    if not provider.status.is_trouble:
        return False
    troubles = [one for one in provider.events if one.status.is_trouble]
    quiet = worst(one.status for one in troubles if one.quiet)
    return any(not one.quiet for one in troubles) or provider.status.rank > quiet.rank


def next_ask(
    asked_at: datetime, every: timedelta, failures: int, share: float, not_before: datetime | None = None
) -> datetime:
    """When to ask an address again that was last asked at ``asked_at``, as a rule ``every`` so often.

    After ``failures`` in a row the pause doubles with each, up to 15 minutes where ``every`` is no longer.
    ``share``, from 0 to 1, spreads those who ask over a tenth of the pause. ``not_before`` is the
    server's own wish; of that, an hour at most is granted.
    """
    pause = every if not failures else max(every, min(every * 2 ** min(failures, _DOUBLINGS), _MOST))
    due = asked_at + pause * (1 + share / 10)
    return max(due, min(not_before, asked_at + timedelta(hours=1))) if not_before else due


def _unknown(reading: Reading, reason: Text) -> Reading:
    return replace(reading, status=Status.UNKNOWN, reason=reason, events=())
