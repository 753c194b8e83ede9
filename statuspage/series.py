"""Which time of a maintenance an update is about. Of one that comes again it may be about none."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.errors import StatusPageError
from statuspage.model.post import Post, State
from statuspage.model.snapshot import PostNow

_DAY = timedelta(days=1)


def concerned(post: Post, posts: Iterable[PostNow], at: datetime) -> PostNow | None:
    """The occurrence of a series that an update of ``at`` is about, announcements aside.

    That is the one that began last; None before the first, and while another post replaces it.
    """
    for each in _occurrences(post, posts):
        if each.started_at <= at and (each.post.followed_at is None or at < each.post.followed_at):
            return each
    return None


def check_timely(post: Post, state: State, posts: Iterable[PostNow], at: datetime, zone: ZoneInfo) -> None:
    """See that an update with this state, dated ``at``, changes something. ``posts`` are all as they stand.

    Raises StatusPageError between two windows of a series, where it would be about one that is over.
    """
    if not post.recurs or state is State.SCHEDULED or not post.starts or at < post.starts:
        return
    every = list(posts)
    last = concerned(post, every, at)
    if last and (last.open or last.post.ends is None or at < last.post.ends):
        return
    after = [each.post for each in _occurrences(post, every) if each.started_at > at]
    if not after:
        raise StatusPageError(
            f"The last window of {post.id} is over, so this would change nothing; further work is a post of "
            'its own. For example: statuspage maintenance schedule "New switch" --starts "2026-12-05 06:00" '
            "--for 2h"
        )
    following = min(after, key=lambda each: each.starts or at)
    raise StatusPageError(
        f"No window of {post.id} is open, so this would change nothing: to move or call off the next, "
        "write a maintenance that replaces it; to end the series, put UNTIL into its rule. For example: "
        f"replaces: {following.id}, or recurs: {_ended(post.recurs, following, zone)}"
    )


def remark(post: Post, posts: Iterable[PostNow], now: datetime) -> str:
    """What a person should know about the post they just wrote, in a sentence; "" for nothing.

    ``posts`` are all as they stood before.
    """
    said = post.updates[-1]
    if post.recurs and said.state is not State.SCHEDULED:
        one = concerned(post, posts, said.at)
        return f"It is about the occurrence {one.post.id} alone." if one else ""
    if said.state is State.COMPLETED and len(post.updates) == 1 and post.ends and post.ends <= now:
        return "The maintenance ended before now: it is shown as completed."
    return ""


def _occurrences(post: Post, posts: Iterable[PostNow]) -> list[PostNow]:
    return [each for each in posts if each.post.path == post.path]


def _ended(rule: str, following: Post, zone: ZoneInfo) -> str:
    """The rule, ended before an occurrence."""
    parts = [part for part in rule.split(";") if not part.strip().upper().startswith(("UNTIL", "COUNT"))]
    last = (following.starts or following.updates[0].at).astimezone(zone) - _DAY
    return ";".join([*parts, f"UNTIL={last:%Y%m%d}"])
