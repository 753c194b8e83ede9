"""Maintenance that comes again: one post becomes a post for each occurrence, unless another replaces it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from statuspage.errors import Fault
from statuspage.model.post import ENDED, Post, State, Update
from statuspage.site.rrule import instant, occurrences, wall_clock
from statuspage.site.words import quoted

AHEAD = timedelta(days=90)
"""How far ahead occurrences are shown; the next one is, whenever it comes."""

BEHIND = timedelta(days=90)
"""How long past occurrences stay, so that uptime leaves them out; the last of all stays."""

_MOST = 400
_OF_SERIES = re.compile(r"(.+)-([0-9]{4}-[0-9]{2}-[0-9]{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Window:
    """One occurrence. ``day`` is the day that the rule names; ``next`` is when the one after it starts."""

    day: date
    starts: datetime
    ends: datetime
    next: datetime | None


def expand(posts: Iterable[Post], zone: ZoneInfo, now: datetime) -> list[Post]:
    """The posts at ``now``, each that recurs replaced by its occurrences of 90 days back and ahead.

    An occurrence has the id ``ID-2026-11-23`` and what the post says of it; the present or next one
    has the post's own address as an alias. An occurrence is left out where a post replaces it or
    has its address; a replacement has the address of what it replaces.
    """
    written = list(posts)
    taken = {name for post in written if not post.recurs for name in (post.id, post.replaces) if name}
    shown: list[Post] = []
    for post in written:
        if post.recurs:
            shown.extend(_occurrences(post, taken, zone, now))
        elif post.replaces and post.replaces != post.id:
            shown.append(replace(post, aliases=(*post.aliases, post.replaces)))
        else:
            shown.append(post)
    return shown


def split_occurrence(id_: str) -> tuple[str, date] | None:
    """The post and the day that an occurrence's id is made of; None where it is not made so."""
    match = _OF_SERIES.fullmatch(id_)
    try:
        return (match[1], date.fromisoformat(match[2])) if match else None
    except ValueError:
        return None


def misplaced(posts: Sequence[Post], zone: ZoneInfo) -> tuple[Fault, ...]:
    """The faults of posts that replace no occurrence, or one that another replaces, or take its address."""
    series = {post.id: post for post in posts if post.recurs}
    replaced: dict[str, str] = {}
    faults = []
    for post in posts:
        place = f"{post.path}:1"
        if post.replaces is None:
            if (other := _series_of(post.id, series, zone)) and not post.recurs:
                rule = f"An occurrence of {other.path} has the address {quoted(post.id)} as well."
                faults.append(Fault(place, rule, f"replaces: {post.id}"))
        elif _series_of(post.replaces, series, zone) is None:
            rule = f"There is no occurrence {quoted(post.replaces)} of a maintenance that recurs."
            faults.append(Fault(place, rule, _right(series, zone)))
        elif (path := replaced.setdefault(post.replaces, post.path)) != post.path:
            rule = f"{path} replaces {quoted(post.replaces)} as well."
            faults.append(Fault(place, rule, "one post for each occurrence that is another than the rest."))
    return tuple(faults)


def _series_of(id_: str, series: dict[str, Post], zone: ZoneInfo) -> Post | None:
    """The post of which an id names an occurrence."""
    parts = split_occurrence(id_)
    post = series.get(parts[0]) if parts else None
    if post is None or parts is None or not any(each.day == parts[1] for each in _of(post, zone, parts[1])):
        return None
    return post


def _right(series: dict[str, Post], zone: ZoneInfo) -> str:
    for post in series.values():
        if post.starts:
            for window in _of(post, zone, wall_clock(post.starts, zone).date()):
                return f"replaces: {post.id}-{window.day}"
    return "replaces: backup-2026-11-29, where backup.md recurs"


def _occurrences(post: Post, taken: set[str], zone: ZoneInfo, now: datetime) -> Iterator[Post]:
    windows = _of(post, zone, wall_clock(now, zone).date())
    kept = [window for window in windows if f"{post.id}-{window.day}" not in taken]
    present = next((window for window in kept if window.ends > now), kept[-1] if kept else None)
    for window in kept:
        yield replace(
            post,
            id=f"{post.id}-{window.day}",
            starts=window.starts,
            ends=window.ends,
            followed_at=window.next,
            updates=_updates(post, window),
            aliases=(post.id, *post.aliases) if window is present else (),
        )


def _updates(post: Post, window: Window) -> tuple[Update, ...]:
    """What a post says of one occurrence: announcements until it is over, and what is said of it itself."""
    own = tuple(update for update in post.updates if _concerns(update, post, window))
    return own or (replace(post.updates[0], state=State.SCHEDULED, components={}),)


def _concerns(update: Update, post: Post, window: Window) -> bool:
    """Whether an update is about an occurrence.

    Work that is called off before it ever began is called off for good. From then on all but an
    announcement is about the occurrence that began last.
    """
    if update.state is State.SCHEDULED:
        return update.at < window.ends
    if post.starts and update.at < post.starts:
        return update.state in ENDED or window.starts == post.starts
    return window.starts <= update.at and (window.next is None or update.at < window.next)


def _of(post: Post, zone: ZoneInfo, today: date) -> tuple[Window, ...]:
    if not (post.recurs and post.starts and post.ends):
        return ()
    return _windows(post.recurs, post.starts, post.ends, zone, today)


@lru_cache(maxsize=256)
def _windows(rule: str, starts: datetime, ends: datetime, zone: ZoneInfo, today: date) -> tuple[Window, ...]:
    """The windows shown on a day, in order. Each lasts as long as the first, but never into the next one."""
    found: list[Window] = []
    walls = _walls(rule, wall_clock(starts, zone), ends - starts, today)
    for i, wall in enumerate(walls):
        begin = instant(wall, zone)
        after = instant(walls[i + 1], zone) if i + 1 < len(walls) else None
        end = min(begin + (ends - starts), after) if after else begin + (ends - starts)
        if begin < end:
            found.append(Window(wall.date(), begin, end, after))
    return tuple(found)


def _walls(rule: str, first: datetime, length: timedelta, today: date) -> list[datetime]:
    """The starts shown on a day: those of 90 days back and ahead; else the next one, or the last."""
    oldest, latest = today - BEHIND - length, today + AHEAD
    found: list[datetime] = []
    for wall in occurrences(rule, first):
        if wall.date() > latest and found and found[-1].date() >= today:
            break
        if found and found[-1].date() < oldest:
            found.clear()
        found.append(wall)
        if wall.date() > latest:
            break
    return list(islice(found, _MOST))
