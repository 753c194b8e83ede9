"""A site in made-up states, served on this machine or written as files."""

import re
import threading
import time
from collections.abc import Iterable, Mapping
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from statuspage.demo.gallery import gallery
from statuspage.demo.states import STATES, snapshot_of
from statuspage.errors import StatusPageError
from statuspage.export import Export, export
from statuspage.model.site import Site
from statuspage.model.snapshot import Snapshot
from statuspage.sitefiles import open_site
from statuspage.timeutil import utc_now
from statuspage.web.cache import path_of
from statuspage.web.document import Document
from statuspage.web.parts import PATH as PARTS
from statuspage.web.parts import add_parts
from statuspage.web.render import NOT_FOUND, Renderer
from statuspage.web.theme import Theme

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_BODY = re.compile(rb"<body[^>]*>", re.IGNORECASE)

_RENEWED = 20.0
"""Seconds after which a made-up page is made anew, so that it does not grow stale before it is read."""

_PLAIN = "text/plain; charset=utf-8"


class MadeUpRenderer(Renderer):
    """Renders pages that say of themselves that they are made up, with a page of all parts beside them."""

    def __init__(self, theme: Theme, site: Site, about: str) -> None:
        super().__init__(theme)
        self._about = about
        add_parts(self.app, lambda: gallery(site, utc_now()))

    def render(self, snapshot: Snapshot, path: str) -> Document:
        """The document at an address of a state; it lies one folder below the list of states."""
        found = super().render(snapshot, path)
        if not found.content_type.startswith("text/html"):
            return found
        words = banner(self._about, "../" * path.count("/"))
        body = _BODY.sub(lambda match: match[0] + words, found.body, count=1)
        return Document(body, found.content_type, found.status, found.headers)


def banner(about: str, home: str) -> bytes:
    """What stands above a made-up page; ``home`` is the address of the list of states."""
    return (
        f'<p class="wrap made-up" role="note"><strong>Made up:</strong> {escape(about)}. '
        f'Nothing here is true. <a href="{escape(home)}">Other states</a></p>'
    ).encode()


def chosen(state: str) -> tuple[str, ...]:
    """The states that are meant: one, or ``all``. Raises StatusPageError for any other word."""
    if state != "all" and state not in STATES:
        raise StatusPageError(f"There is no state {state}: choose all, {', '.join(STATES)}.")
    return tuple(STATES) if state == "all" else (state,)


def export_states(root: Path, states: Iterable[str], out: Path) -> Export:
    """Write a folder of files for each state below ``out``, and a list of them.

    Raises StatusPageError where the site can't be read or ``out`` can't be written.
    """
    site, theme, now = open_site(root, secrets=False).site, Theme(root), utc_now()
    done: list[Export] = []
    states = tuple(states)
    for state in states:
        renderer = MadeUpRenderer(theme, site, STATES[state].about)
        snapshot = snapshot_of(site, state, now)
        done.append(export(snapshot, renderer, out / state))
        _write_parts(renderer, snapshot, out / state / "_parts.html")
    (out / "index.html").write_bytes(listing(site, states, ".html"))
    return Export(
        sum(one.written for one in done), sum(one.unchanged for one in done), sum(one.removed for one in done)
    )


def _write_parts(renderer: MadeUpRenderer, snapshot: Snapshot, target: Path) -> None:
    try:
        target.write_bytes(renderer.render(snapshot, PARTS).body)
    except Exception as error:  # a theme's template may do anything wrong
        raise StatusPageError(f"The page of all parts can't be rendered: {_told(error)}.") from error


def listing(site: Site, states: Iterable[str], ending: str = "") -> bytes:
    """The page that lists the states; the page of all parts has its name's ``ending``."""
    rows = "".join(f'<li><a href="{one}/">{one}</a>: {escape(STATES[one].about)}</li>\n' for one in states)
    first = next(iter(states), "fine")
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(site.name)}: made-up states</title>\n"
        f"<h1>{escape(site.name)}: made-up states</h1>\n<ul>\n{rows}</ul>\n"
        f'<p><a href="{first}{PARTS}{ending}">All parts of a page in all their states</a></p>\n'
    ).encode()


class Preview:
    """A WSGI app: a list of states at ``/``, and the whole page in each of them below its name.

    The site's files are read anew for each answer, so that a change of the theme shows at once.
    """

    def __init__(self, root: Path, states: Iterable[str]) -> None:
        self._root, self._states = root, tuple(states)
        self._theme = Theme(root)
        self._signature: object = None
        self._renderers: dict[str, MadeUpRenderer] = {}
        self._snapshots: dict[str, tuple[float, Snapshot]] = {}
        self._site: Site | None = None
        self._lock = threading.Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """WSGI (PEP 3333)."""
        with self._lock:
            found = self._answer(path_of(environ))
        headers = [("Content-Type", found.content_type), ("Content-Length", str(len(found.body)))]
        headers += [(name, value) for name, value in found.headers.items() if name != "Cache-Control"]
        start_response(
            f"{found.status} {HTTPStatus(found.status).phrase}", [*headers, ("Cache-Control", "no-store")]
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [found.body]

    def _answer(self, path: str) -> Document:
        try:
            site = self._look()
        except StatusPageError as error:
            return Document(f"{error}\n".encode(), _PLAIN, 500)
        state, slash, rest = path.removeprefix("/").partition("/")
        if not state:
            return Document(listing(site, self._states), "text/html; charset=utf-8")
        if state not in self._states:
            return Document(b"There is no such page.\n", _PLAIN, 404)
        if not slash:
            return Document(b"", _PLAIN, 308, {"Location": f"{state}/"})
        return self._page(site, state, f"/{rest}")

    def _look(self) -> Site:
        """The site as its files have it now; what was made of another is forgotten."""
        site, signature = open_site(self._root, secrets=False).site, self._theme.signature()
        if signature != self._signature or site != self._site:
            self._theme.forget()
            self._renderers.clear()
            self._snapshots.clear()
            self._site, self._signature = site, signature
        return site

    def _page(self, site: Site, state: str, path: str) -> Document:
        try:
            renderer = self._renderers.get(state) or MadeUpRenderer(self._theme, site, STATES[state].about)
            self._renderers[state] = renderer
            snapshot = self._snapshot(site, state)
            public = path == PARTS or path in renderer.paths(snapshot)
            found = renderer.render(snapshot, path if public else NOT_FOUND)
        except Exception as error:  # a theme's template may do anything wrong, and its maker is looking
            return Document(f"{path} can't be rendered: {_told(error)}\n".encode(), _PLAIN, 500)
        return found if public else Document(found.body, found.content_type, 404, found.headers)

    def _snapshot(self, site: Site, state: str) -> Snapshot:
        made, snapshot = self._snapshots.get(state, (0.0, None))
        if snapshot is None or time.monotonic() - made > _RENEWED:
            snapshot = snapshot_of(site, state, utc_now())
            self._snapshots[state] = time.monotonic(), snapshot
        return snapshot


def _told(error: Exception) -> str:
    """An error with the place in a template that it has, if it has one."""
    known: Mapping[str, object] = getattr(error, "__dict__", {})
    place = f" ({known['name']}, line {known['lineno']})" if "lineno" in known and "name" in known else ""
    return f"{type(error).__name__}: {error}{place}"
