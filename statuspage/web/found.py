"""What search engines ask for: the list of pages, and whether they may read them."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

from flask import Blueprint, Response, abort, current_app

from statuspage.web.links import absolute
from statuspage.web.public import fill, public, public_paths, snapshot

blueprint = Blueprint("found", __name__)

_MOST = 50_000
"""Addresses that one sitemap may have (sitemaps.org, 0.9)."""

_INCIDENT = "/incidents/"

_FOR_OTHER_PAGES = "/embed/"


class Listed(NamedTuple):
    """A page for search engines: its address, and when it last changed where that is known."""

    url: str
    changed_at: datetime | None


@blueprint.get("/sitemap.xml")
@public(lambda now: () if now.page.noindex else ({},))
def sitemap() -> Response:
    """Every page that people read, where the site wants to be found."""
    if snapshot().page.noindex:
        abort(404)
    body = fill("sitemap.xml", listed=list(_listed())[:_MOST])
    return Response(body, content_type="application/xml; charset=utf-8")


@blueprint.get("/robots.txt")
@public()
def robots() -> Response:
    """That search engines may read the page (RFC 9309), and where it lists its pages.

    They may also where it is not to be found: only what they read can tell them so, each page by its
    ``noindex`` (developers.google.com/search/docs/crawling-indexing/block-indexing).
    """
    listed = "" if snapshot().page.noindex else f"\nSitemap: {absolute('found.sitemap')}\n"
    return Response(f"User-agent: *\nAllow: /\n{listed}", content_type="text/plain; charset=utf-8")


def _listed() -> Iterator[Listed]:
    """The pages by address; what is only the way to another, or a part of other people's, is none."""
    now = snapshot()
    changed = {f"{_INCIDENT}{one.post.id}/": one.changed_at for one in now.posts}
    for path in public_paths(current_app, now):
        is_page = path.endswith("/") and path != _FOR_OTHER_PAGES
        if is_page and (path in changed or not path.startswith(_INCIDENT)):
            yield Listed(now.page.url + quote(path), changed.get(path))
