"""How long a provider's word holds, and when to ask again."""

from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.decide.freshness import is_ahead
from statuspage.model.provider import Reading
from statuspage.model.status import Status
from statuspage.model.text import Text, text

LEAST = timedelta(seconds=60)
"""No address is asked more often."""

_MOST = timedelta(minutes=15)
_LEAST_TRUST = timedelta(minutes=5)
_DOUBLINGS = 6


def trusted_for(every: timedelta) -> timedelta:
    """How long what was fetched may be believed: three times as long as it should take to be renewed."""
    return max(3 * max(every, LEAST), _LEAST_TRUST)


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


def next_ask(
    asked_at: datetime, every: timedelta, failures: int, share: float, not_before: datetime | None = None
) -> datetime:
    """When to ask an address again that was last asked at ``asked_at``.

    After ``failures`` in a row the pause doubles with each, up to 15 minutes where ``every`` is no longer.
    ``share``, from 0 to 1, spreads those who ask over a tenth of the pause. ``not_before`` is the
    server's own wish; of that, an hour at most is granted.
    """
    usual = max(every, LEAST)
    pause = usual if not failures else max(usual, min(usual * 2 ** min(failures, _DOUBLINGS), _MOST))
    due = asked_at + pause * (1 + share / 10)
    return max(due, min(not_before, asked_at + timedelta(hours=1))) if not_before else due


def _unknown(reading: Reading, reason: Text) -> Reading:
    return replace(reading, status=Status.UNKNOWN, reason=reason, events=())
