"""All addresses are made here: relative ones, so that the page works under any path and from a folder."""

import posixpath
from typing import Any
from urllib.parse import quote

from flask import request, url_for

from statuspage.web.public import snapshot


def link(endpoint: str, **values: str) -> str:
    """The address of a view, relative to the page that is being rendered."""
    return relative(path_to(endpoint, **values), request.path)


def absolute(endpoint: str, **values: str) -> str:
    """The address of a view with the site's host, for feeds and programs."""
    return snapshot().page.url + path_to(endpoint, **values)


def path_to(endpoint: str, **values: str) -> str:
    """The path of a view from the root of the page."""
    return url_for(endpoint, **dict[str, Any](values))


def attachments(*, whole: bool = False) -> str:
    """The address of the folder of all attachments, relative or ``whole`` with the site's host."""
    if whole:
        return absolute("pages.attachment", name="-")[:-1]
    return link("pages.attachment", name="-")[:-1]


def relative(target: str, here: str) -> str:
    """``target`` as seen from the page ``here``; both are paths from the root, a folder ending in a slash.

    >>> relative("/incidents/a/", "/history/")
    '../incidents/a/'
    """
    path = posixpath.relpath(target, posixpath.dirname(here) or "/")
    return f"{path}/" if target.endswith("/") else path


def canonical() -> str:
    """The address of the page that is being rendered with the site's host."""
    return snapshot().page.url + quote(request.path)


def here(endpoint: str) -> bool:
    """Whether the page that is being rendered is a view's."""
    return request.endpoint == endpoint


def follow(address: str) -> str:
    """A link that a site wrote, as seen from the page that is being rendered.

    A path without a slash first is one from the page's root.
    """
    if address.startswith(("/", "https://", "mailto:")):
        return address
    return relative(f"/{address}", request.path)
