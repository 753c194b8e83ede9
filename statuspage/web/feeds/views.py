"""The addresses of feeds."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from flask import Blueprint, Response

from statuspage.decide.feed import concerning, history_items, update_items
from statuspage.model.snapshot import PostNow, Snapshot
from statuspage.web.answers import for_all
from statuspage.web.feeds import scope
from statuspage.web.feeds.entry import Feed
from statuspage.web.feeds.history import history_feed
from statuspage.web.feeds.jsonfeed import json_feed
from statuspage.web.feeds.updates import updates_feed
from statuspage.web.once import once
from statuspage.web.prints import prints
from statuspage.web.public import public
from statuspage.web.reach import advisories_of

blueprint = Blueprint("feeds", __name__)


def _rss(feed: Feed) -> bytes:
    from statuspage.web.feeds.xml import rss  # loads lxml, which takes time

    return rss(feed)


def _atom(feed: Feed) -> bytes:
    from statuspage.web.feeds.xml import atom

    return atom(feed)


_FORMS = {
    "rss": (_rss, "application/rss+xml"),
    "atom": (_atom, "application/atom+xml"),
    "json": (json_feed, "application/feed+json"),
}
_MADE_BY = {"history": history_feed, "updates": updates_feed}
_ALL = (("history", "rss"), ("history", "atom"), ("updates", "rss"), ("updates", "atom"), ("updates", "json"))


def _followed(now: Snapshot) -> Iterator[Mapping[str, str]]:
    return ({"id_": id_} for id_ in once(scope.followed_posts, now))


def _components(now: Snapshot) -> Iterator[Mapping[str, str]]:
    return ({"id_": one.id} for one in now.components)


def _providers(now: Snapshot) -> Iterator[Mapping[str, str]]:
    return ({"id_": one.id} for one in now.providers if one.shown)


def _made_of(kind: str, now: Snapshot, posts: Iterable[PostNow], replaced: Iterable[PostNow]) -> object:
    """All that a feed is made of: its items, since it says nothing of the present."""
    print_of = prints(now)
    if kind == "history":
        return [print_of(post) for post in history_items(tuple(posts), now.generated_at)]
    items = update_items(tuple(posts), tuple(replaced), now.generated_at)
    return [(item.id, item.at, item.state, print_of(item.post)) for item in items]


def _component_made_of(kind: str, now: Snapshot, id_: str) -> object:
    name = next(one.name for one in now.components if one.id == id_)
    return name, _made_of(kind, now, concerning(now.posts, id_), concerning(now.replaced, id_))


def _incident_made_of(kind: str, now: Snapshot, id_: str) -> object:
    return _made_of(kind, now, [once(scope.followed_posts, now)[id_]], ())


def _provider_made_of(kind: str, now: Snapshot, id_: str) -> object:
    name = next(one.name for one in now.providers if one.id == id_)
    return name, _made_of(kind, now, once(advisories_of, now).get(id_, ()), ())


def _add(kind: str, form: str) -> None:
    """Add a feed: ``feeds.KIND_FORM`` of the page, ``feeds.component_KIND_FORM`` and so on."""

    def of_page() -> Response:
        return _answer(kind, form, scope.page())

    def of_component(id_: str) -> Response:
        return _answer(kind, form, scope.component(id_))

    def of_incident(id_: str) -> Response:
        return _answer(kind, form, scope.incident(id_))

    def of_provider(id_: str) -> Response:
        return _answer(kind, form, scope.provider(id_))

    def of_all(now: Snapshot) -> object:
        return _made_of(kind, now, now.posts, now.replaced)

    name = f"{kind}_{form}"
    blueprint.add_url_rule(f"/{kind}.{form}", name, public(made_of=of_all)(of_page))
    rule = f"/components/<id_>/{kind}.{form}"
    blueprint.add_url_rule(
        rule, f"component_{name}", public(_components, partial(_component_made_of, kind))(of_component)
    )
    rule = f"/providers/<id_>/{kind}.{form}"
    blueprint.add_url_rule(
        rule, f"provider_{name}", public(_providers, partial(_provider_made_of, kind))(of_provider)
    )
    if kind == "updates":
        rule = f"/incidents/<id_>/{kind}.{form}"
        marked = public(_followed, partial(_incident_made_of, kind))(of_incident)
        blueprint.add_url_rule(rule, f"incident_{name}", marked)


def _answer(kind: str, form: str, of: scope.Scope) -> Response:
    write, content_type = _FORMS[form]
    feed: Feed = _MADE_BY[kind](of, f"{kind}.{form}")
    response = Response(write(feed), content_type=f"{content_type}; charset=utf-8")
    response.last_modified = feed.updated
    if feed.hub is not None:  # who subscribes looks here first (w3.org/TR/websub, section 4)
        response.headers["Link"] = f'<{feed.hub}>; rel="hub", <{feed.link}>; rel="self"'
    return for_all(response)


for _kind, _form in _ALL:
    _add(_kind, _form)
