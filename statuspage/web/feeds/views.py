"""The addresses of feeds."""

from collections.abc import Iterator, Mapping

from flask import Blueprint, Response

from statuspage.decide.feed import followed
from statuspage.model.snapshot import Snapshot
from statuspage.web.feeds import scope
from statuspage.web.feeds.entry import Feed
from statuspage.web.feeds.history import history_feed
from statuspage.web.feeds.jsonfeed import json_feed
from statuspage.web.feeds.updates import updates_feed
from statuspage.web.feeds.xml import atom, rss
from statuspage.web.public import public

blueprint = Blueprint("feeds", __name__)

_FORMS = {
    "rss": (rss, "application/rss+xml"),
    "atom": (atom, "application/atom+xml"),
    "json": (json_feed, "application/feed+json"),
}
_MADE_BY = {"history": history_feed, "updates": updates_feed}
_ALL = (("history", "rss"), ("history", "atom"), ("updates", "rss"), ("updates", "atom"), ("updates", "json"))


def _followed(now: Snapshot) -> Iterator[Mapping[str, str]]:
    return ({"id_": post.post.id} for post in followed(now.posts, now.generated_at))


def _components(now: Snapshot) -> Iterator[Mapping[str, str]]:
    return ({"id_": one.id} for one in now.components)


def _add(kind: str, form: str) -> None:
    """Add a feed: ``feeds.KIND_FORM`` of the page, ``feeds.component_KIND_FORM``, ``feeds.incident_…``."""

    def of_page() -> Response:
        return _answer(kind, form, scope.page())

    def of_component(id_: str) -> Response:
        return _answer(kind, form, scope.component(id_))

    def of_incident(id_: str) -> Response:
        return _answer(kind, form, scope.incident(id_))

    name = f"{kind}_{form}"
    blueprint.add_url_rule(f"/{kind}.{form}", name, public()(of_page))
    rule = f"/components/<id_>/{kind}.{form}"
    blueprint.add_url_rule(rule, f"component_{name}", public(_components)(of_component))
    if kind == "updates":
        rule = f"/incidents/<id_>/{kind}.{form}"
        blueprint.add_url_rule(rule, f"incident_{name}", public(_followed)(of_incident))


def _answer(kind: str, form: str, of: scope.Scope) -> Response:
    write, content_type = _FORMS[form]
    feed: Feed = _MADE_BY[kind](of, f"{kind}.{form}")
    response = Response(write(feed), content_type=f"{content_type}; charset=utf-8")
    response.last_modified = feed.updated
    response.headers["Access-Control-Allow-Origin"] = "*"
    if feed.hub is not None:  # who subscribes looks here first (w3.org/TR/websub, section 4)
        response.headers["Link"] = f'<{feed.hub}>; rel="hub", <{feed.link}>; rel="self"'
    return response


for _kind, _form in _ALL:
    _add(_kind, _form)
