"""What feeds hold: one item an incident, or one item each time something happened."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from statuspage.decide.recurrence import next_of_each
from statuspage.model.post import ENDED, Kind, State, Update
from statuspage.model.snapshot import PostNow
from statuspage.model.text import Text, text

AGE = timedelta(days=90)
"""So long what is over stays in a feed."""

FEWEST = 50
"""So many of the newest items stay however old they are."""

MOST = 500
"""So many items that are over are in a feed at most."""

FOLLOWED = timedelta(days=14)
"""So long an incident that ended still has a feed of its own."""

_DAY = "-2026-11-23"

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that happened to a post, told once: an update, or what the clock did (``update`` is None).

    ``id`` is ``POST/UPDATE``, or ``POST/start`` and ``POST/end``; of maintenance that recurs, an update
    belongs to the post and not to one occurrence, and ``address`` is the id of the page that shows it.
    """

    id: str
    address: str
    post: PostNow
    at: datetime
    state: State
    update: Update | None = None


def followed(posts: Iterable[PostNow], now: datetime) -> Iterator[PostNow]:
    """The posts that have a feed of their own: those that go on or are to come, and those that ended lately.

    Whoever follows one must still hear that it ended.
    """
    shown = next_of_each(posts, now)
    return (post for post in shown if post.ended_at is None or now - post.ended_at < FOLLOWED)


def concerning(posts: Iterable[PostNow], component: str) -> tuple[PostNow, ...]:
    """The posts that name a component, in their order."""
    return tuple(post for post in posts if any(one.id == component for one in post.affected))


def history_items(posts: Sequence[PostNow], now: datetime) -> list[PostNow]:
    """The posts of a feed with one item a post, newest first; of what recurs only the next to come."""
    return _kept(next_of_each(posts, now), now, lambda post: post.open, lambda post: post.changed_at)


def update_items(posts: Sequence[PostNow], replaced: Sequence[PostNow], now: datetime) -> list[Item]:
    """The items of a feed with one item an update, newest first.

    ``replaced`` are automatic incidents whose place a post took: what they said was said.
    """
    found: dict[str, Item] = {}
    for post in reversed([*replaced, *next_of_each(posts, now)]):
        for item in _items(post, now):
            found.setdefault(item.id, item)
    items = sorted(found.values(), key=lambda item: (item.at, item.id), reverse=True)
    gone = {post.post.id for post in replaced}
    return _kept(
        items, now, lambda item: item.post.open and item.post.post.id not in gone, lambda item: item.at
    )


def last_change(posts: Iterable[PostNow]) -> datetime | None:
    """When the newest of some posts last changed; None where there are none."""
    return max((post.changed_at for post in posts), default=None)


def clock_text(item: Item) -> Text:
    """What the clock did, in a sentence."""
    ends = item.post.post.ends
    if item.state is State.COMPLETED:
        return text("The maintenance is completed.")
    if ends is None:
        return text("The maintenance has begun.")
    return text("The maintenance has begun. It is to end at {ends}.", ends=ends)


def _kept(
    these: Sequence[Thing], now: datetime, is_open: Callable[[Thing], bool], at: Callable[[Thing], datetime]
) -> list[Thing]:
    """The newest, all of the last 90 days, and what is open whatever its age."""
    found, over = [], 0
    for i, one in enumerate(these):
        if is_open(one):
            found.append(one)
        elif over < MOST and (i < FEWEST or now - at(one) < AGE):
            over += 1
            found.append(one)
    return found


def _items(post: PostNow, now: datetime) -> Iterator[Item]:
    of_series = post.post.recurs is not None
    base = post.post.id[: -len(_DAY)] if of_series else post.post.id
    for update in post.post.updates:
        yield Item(f"{base}/{update.id}", base, post, update.at, update.state, update)
    if post.post.kind is Kind.MAINTENANCE:
        yield from by_the_clock(post, now)


def by_the_clock(post: PostNow, now: datetime) -> Iterator[Item]:
    """The start and the end of maintenance where no update tells of them.

    An end that was measured is told of for as long as what was measured is kept.
    """
    id_, starts, ends = post.post.id, post.post.starts, post.post.ends
    if starts is None or starts > now or post.called_off:
        return
    if not any(update.at <= starts and update.state is not State.SCHEDULED for update in post.post.updates):
        yield Item(f"{id_}/start", id_, post, starts, State.IN_PROGRESS)
    written = post.post.updates[-1].state in ENDED
    if post.ended_at is not None and not written and ends is not None and now - ends < AGE:
        yield Item(f"{id_}/end", id_, post, post.ended_at, State.COMPLETED)
