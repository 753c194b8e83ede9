"""Of maintenance that comes again, what is worth a line of its own."""

from collections.abc import Iterable
from datetime import datetime

from statuspage.model.snapshot import PostNow


def next_of_each(posts: Iterable[PostNow], now: datetime) -> list[PostNow]:
    """The posts in their order, but of occurrences that are still to come only the next one of each series.

    A list of the next 90 nights tells nobody anything. All of them stay in the API, the calendar
    and on pages of their own.
    """
    shown = list(posts)
    nearest: dict[str, PostNow] = {}
    for post in shown:
        if _is_to_come(post, now):
            before = nearest.get(post.post.path)
            if before is None or post.started_at < before.started_at:
                nearest[post.post.path] = post
    return [post for post in shown if not _is_to_come(post, now) or nearest[post.post.path] is post]


def _is_to_come(post: PostNow, now: datetime) -> bool:
    return post.post.recurs is not None and post.open and post.started_at > now
