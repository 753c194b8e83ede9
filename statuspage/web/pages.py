"""The pages that people read."""

import mimetypes
from datetime import date, datetime, timedelta
from itertools import groupby

from flask import Blueprint, Response, abort

from statuspage.decide.dependencies import nodes
from statuspage.decide.feed import followed
from statuspage.decide.recurrence import next_of_each
from statuspage.decide.sentence import crowd
from statuspage.decide.standing import causes, standings
from statuspage.model.post import Kind
from statuspage.model.snapshot import ComponentNow, PostNow, Snapshot
from statuspage.model.status import Status
from statuspage.siteimages import digest, read_image
from statuspage.web.bars import posts_by_component
from statuspage.web.charts import charts_of
from statuspage.web.daywords import whole_minutes
from statuspage.web.groups import groups
from statuspage.web.once import once
from statuspage.web.prints import print_of
from statuspage.web.public import component_of, fill, public, snapshot, theme
from statuspage.web.reach import names_of, provider_names, reached

blueprint = Blueprint("pages", __name__)

_RECENT_DAYS = 14

_FOR_EVER = "public, max-age=31536000, immutable"
"""For what the page asks for by its fingerprint."""


@blueprint.get("/")
@public()
def index() -> str:
    """The page itself."""
    now = snapshot()
    posts = next_of_each(now.posts, now.generated_at)
    checks = [check for one in now.components for check in one.checks]
    return fill(
        "index.html",
        groups=groups(now.components),
        crowd=crowd(now.components),
        names=once(names_of),
        posts_of=posts_by_component(now.posts),
        current=[post for post in now.posts if post.open and not _is_ahead(post, now.generated_at)],
        ahead=sorted(
            (post for post in posts if _is_ahead(post, now.generated_at)),
            key=lambda post: post.started_at,
        ),
        recent=[post for post in now.posts if not post.open and _is_recent(post, now.generated_at)],
        recent_days=_RECENT_DAYS,
        causes=causes(one for one in once(standings) if one.is_news),
        reached=once(reached),
        upstream=once(provider_names),
        fresh=sum(one.outcome is not None for one in checks),
        asked=len(checks),
    )


@blueprint.get("/history/")
@public(made_of=lambda now: _history_made_of(now))
def history() -> str:
    """Every month that has posts."""
    return fill("history.html", months=_months(snapshot()))


@blueprint.get("/history/<month>/")
@public(
    lambda now: ({"month": f"{month:%Y-%m}"} for month, _ in _months(now)),
    lambda now, month: _month_made_of(now, month),
)
def month(month: str) -> str:
    """The posts that began in a month."""
    months = once(_months)
    names = [f"{day:%Y-%m}" for day, _ in months]
    if month not in names:
        abort(404)
    i = names.index(month)
    return fill(
        "month.html",
        month=months[i][0],
        listed=months[i][1],
        later=months[i - 1][0] if i else None,
        earlier=months[i + 1][0] if i + 1 < len(months) else None,
    )


@blueprint.get("/incidents/<id_>/")
@public(lambda now: ({"id_": id_} for id_ in _addresses(now)), lambda now, id_: _post_made_of(now, id_))
def incident(id_: str) -> str:
    """One post, with everything it says; at an old address of it, the way to the present one."""
    post = once(_addresses).get(id_)
    if post is None:
        abort(404)
    if post.post.id != id_:
        return fill("moved.html", post=post)
    return fill("incident.html", post=post, has_feed=post.post.id in once(_followed))


@blueprint.get("/components/<id_>/")
@public(lambda now: ({"id_": component.id} for component in now.components))
def component(id_: str) -> str:
    """One component: how it is, what its checks see, and its history."""
    one, now = component_of(id_), snapshot()
    every, graph = next_of_each(now.posts, now.generated_at), once(nodes)
    return fill(
        "component.html",
        component=one,
        names=once(names_of),
        posts=[post for post in every if any(named.id == id_ for named in post.affected)],
        posts_of=posts_by_component(now.posts),
        charts=charts_of(one, now),
        in_each=_in_each(one),
        reached=once(reached),
        upstream=once(provider_names),
        needs=[graph[key] for key in graph[id_].needs] if id_ in graph else [],
        needed_by=[other for other in graph.values() if id_ in other.needs],
    )


@blueprint.get("/subscribe/")
@public()
def subscribe() -> str:
    """How to hear of what is posted."""
    return fill("subscribe.html", components=snapshot().components)


@blueprint.get("/404.html")
@public()
def not_found() -> str:
    """What an address shows that does not exist."""
    return fill("404.html")


@blueprint.get("/static/<path:name>")
@public(lambda _: ({"name": name} for name in theme().files()))
def static(name: str) -> Response:
    """A file of the theme."""
    body = theme().file(name, snapshot().page.look)
    if body is None:
        abort(404)
    response = Response(body, content_type=_content_type(name))
    response.headers["Cache-Control"] = _FOR_EVER
    return response


@blueprint.get("/attachments/<path:name>")
@public(lambda now: ({"name": one.name} for one in now.attachments))
def attachment(name: str) -> Response:
    """An image that a post shows, as long as its file is the one that the snapshot speaks of."""
    one = next((one for one in snapshot().attachments if one.name == name), None)
    raw = read_image(theme().root, name) if one else None
    if one is None or not isinstance(raw, bytes) or digest(raw) != one.digest:
        abort(404)
    response = Response(raw, content_type=one.kind)
    response.headers["Cache-Control"] = _FOR_EVER
    return response


def _addresses(now: Snapshot) -> dict[str, PostNow]:
    """The posts by their ids and older addresses; an address that is an id of one post is not another's."""
    older = {alias: post for post in reversed(now.posts) for alias in post.post.aliases}
    return older | {post.post.id: post for post in now.posts}


def _followed(now: Snapshot) -> frozenset[str]:
    """The ids of the posts that have a feed of their own."""
    return frozenset(post.post.id for post in followed(now.posts, now.generated_at))


def _post_made_of(now: Snapshot, id_: str) -> object:
    """All that the page of a post that is over shows."""
    post = once(_addresses, now)[id_]
    return None if post.open else (print_of(now, post), id_, id_ in once(_followed, now))


def _history_made_of(now: Snapshot) -> object:
    """All that the list of posts shows, once all are over."""
    return None if any(post.open for post in now.posts) else [print_of(now, post) for post in now.posts]


def _month_made_of(now: Snapshot, month: str) -> object:
    """All that a month's page shows, once all its posts are over."""
    months = once(_months, now)
    i = next(i for i, (day, _) in enumerate(months) if f"{day:%Y-%m}" == month)
    around = [day for day, _ in months[max(i - 1, 0) : i + 2]]
    posts = months[i][1]
    return None if any(post.open for post in posts) else (around, [print_of(now, post) for post in posts])


def _content_type(name: str) -> str:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed


def _is_ahead(post: PostNow, now: datetime) -> bool:
    return post.post.kind is Kind.MAINTENANCE and post.open and post.started_at > now


def _is_recent(post: PostNow, now: datetime) -> bool:
    return post.ended_at is not None and (now - post.ended_at).days < _RECENT_DAYS


def _in_each(one: ComponentNow) -> dict[Status, timedelta]:
    """How long a component was in each status that it was in; what was wrong up to the minute."""
    seconds = one.uptime.seconds if one.uptime else {}
    spans = {status: timedelta(seconds=spent) for status, spent in seconds.items()}
    return {
        status: span if status is Status.OPERATIONAL else whole_minutes(span)
        for status, span in spans.items()
        if span.total_seconds() >= 1
    }


def _months(now: Snapshot) -> list[tuple[date, list[PostNow]]]:
    """Posts by the month in which they began, in the site's zone, newest first."""

    def month_of(post: PostNow) -> date:
        return post.started_at.astimezone(now.page.zone).date().replace(day=1)

    return [(month, list(posts)) for month, posts in groupby(now.posts, month_of)]
