"""Whether posts still arrive from git, and when to look for them."""

from datetime import datetime, timedelta

_AT_LEAST = timedelta(minutes=10)
_PAUSE = timedelta(seconds=2)


def posts_stale_since(last_good_fetch: datetime, every: timedelta, now: datetime) -> datetime | None:
    """Since when posts can't arrive; None while the last good fetch is young enough.

    That is up to 3 × ``every``, and 10 min at least.
    """
    return last_good_fetch if now - last_good_fetch > max(3 * every, _AT_LEAST) else None


def sync_due(last: datetime | None, woken: datetime | None, every: timedelta, now: datetime) -> bool:
    """Whether to sync now, when the last sync began at ``last`` and a hook called at ``woken``.

    ``every`` so often, at once when woken since, and never twice within 2 s.
    """
    if last is None or now < last:
        return True
    if now - last < _PAUSE:
        return False
    return now - last >= every or (woken is not None and woken >= last)
