"""A page that has a clock of its own is believed only while that clock runs."""

from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.model.provider import Reading
from statuspage.model.status import Status
from statuspage.model.text import text

SKEW = timedelta(minutes=10)
"""Further than that clocks don't differ."""


SPEAKS_WITHIN = timedelta(days=366)
"""A history in which nothing was written for longer belongs to a page that nobody keeps any more."""


def alive_until(built_at: datetime | None, alive_for: timedelta) -> datetime | None:
    """Until when a page may be believed that was made at ``built_at``."""
    return built_at + alive_for if built_at else None


def checked(reading: Reading, now: datetime) -> Reading:
    """The reading; unknown where the page was made too long ago, in the future, or does not say when."""
    made, limit = reading.as_of, reading.valid_until
    if made is None or limit is None:
        return replace(
            reading, status=Status.UNKNOWN, reason=text("does not say when it was brought up to date")
        )
    if now > limit:
        said = text("was not brought up to date since {instant}", instant=made)
        return replace(reading, status=Status.UNKNOWN, reason=said)
    if made > now + SKEW:
        return replace(reading, status=Status.UNKNOWN, reason=text("has a clock that is wrong"))
    return reading
