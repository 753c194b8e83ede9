"""Instants and durations: the only clock call, and their spellings."""

import re
from datetime import UTC, datetime, timedelta

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def utc_now() -> datetime:
    """The present instant, in UTC. Decisions never call this: they take ``now``."""
    return datetime.now(UTC)


def parse_duration(text: str) -> timedelta:
    """Read ``500ms``, ``30s``, ``5m``, ``2h`` or ``7d``.

    Raises ValueError with a sentence for a person.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not a duration: a number with ms, s, m, h or d.")
    try:
        return timedelta(seconds=float(match[1]) * _UNITS[match[2]])
    except OverflowError:
        raise ValueError("The duration is longer than any that can be counted.") from None


def format_duration(span: timedelta) -> str:
    """Write a duration in the spelling that :func:`parse_duration` reads: ``90s``, ``5m``."""
    ms = round(span.total_seconds() * 1000)
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)):
        if ms and ms % size == 0:
            return f"{ms // size}{unit}"
    return f"{ms}ms"


def spell_ms(ms: float) -> str:
    """Write milliseconds in words for everybody: ``212 ms``, ``2.3 s``, ``90 s``."""
    whole = round(ms)
    if whole < 1:
        return "under 1 ms"
    if whole < 1000:
        return f"{whole} ms"
    seconds = f"{ms / 1000:.1f}" if whole < 9_950 else f"{ms / 1000:.0f}"
    return f"{seconds.removesuffix('.0')} s"


def parse_instant(text: str) -> datetime:
    """Read an RFC 3339 instant with its offset, such as ``2026-11-23T10:05:00Z``.

    Raises ValueError with a sentence for a person.
    """
    try:
        instant = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not an instant: date, T, time and offset.") from None
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone: end it with Z for UTC.")
    return instant.astimezone(UTC)


def format_instant(instant: datetime) -> str:
    """Write an instant as RFC 3339 in UTC, to the second: ``2026-11-23T10:05:00Z``."""
    return f"{instant.astimezone(UTC).isoformat(timespec='seconds')[:19]}Z"


def to_ms(instant: datetime) -> int:
    """Milliseconds since 1970, as the store keeps instants."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The instant of so many milliseconds since 1970."""
    return _EPOCH + timedelta(milliseconds=ms)
