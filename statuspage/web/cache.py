"""The page cache: a WSGI app that answers public addresses before Flask's routing."""

import logging
import os
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from statuspage.errors import StatusPageError
from statuspage.keepon import keep_on
from statuspage.model.snapshot import Snapshot
from statuspage.sitefiles import pause_after
from statuspage.timeutil import utc_now
from statuspage.web import githook, health, hooks, metrics, operators
from statuspage.web.counts import Count
from statuspage.web.document import Document, instant_of, moved_on
from statuspage.web.headers import dressed
from statuspage.web.render import NOT_FOUND, Renderer
from statuspage.web.source import Source

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger("statuspage.web")

_TOO_OLD = 0.5
"""Seconds since the last look after which a request waits for the next one."""

_RENEWED_LATELY = 15.0
"""Seconds since the last good look after which ``/healthz`` says that the page is not renewed."""

_PATIENCE = 2.0
"""Seconds that a request waits for a look at most; what was good before is good enough then."""

_WARMED = 64
"""Addresses at most, of those asked for lately, that are rendered before a new edition is shown."""

_FAILED = Document(
    b"This page can't be shown just now. The operators find the reason in their log.\n",
    "text/plain; charset=utf-8",
    status=500,
)

_METHODS = "GET, HEAD, OPTIONS"

_CORS = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", _METHODS),
    ("Access-Control-Allow-Headers", "*"),
    ("Access-Control-Max-Age", "86400"),
]
"""Said to a browser that asks first whether a script of another site may ask (fetch.spec.whatwg.org)."""


class Edition:
    """One snapshot and the answers rendered of it so far.

    Where a page can't be rendered, the answer of an earlier edition stays in its place.
    """

    def __init__(self, snapshot: Snapshot, renderer: Renderer, earlier: Mapping[str, "Answer"]) -> None:
        self.snapshot = snapshot
        self.paths = frozenset(renderer.paths(snapshot))
        self.answers: dict[str, Answer] = {}
        self.unrendered: list[str] = []
        self._earlier = earlier
        self._renderer = renderer
        self._lock = threading.Lock()

    def answer(self, path: str) -> "Answer":
        """The answer for a public address, rendered at most once."""
        with self._lock:
            found = self.answers.get(path)
            if found is None:
                found = self.answers[path] = self._render(path)
            return found

    def _render(self, path: str) -> "Answer":
        earlier = self._earlier.get(path)
        try:
            document = self._renderer.render(self.snapshot, path)
            return Answer(
                moved_on(document, earlier.document if earlier else None, self.snapshot.generated_at)
            )
        except Exception:  # a theme's template may do anything wrong
            log.exception("The page %s can't be rendered.", path)
            self.unrendered.append(path)
            return earlier or Answer(_FAILED)


class Answer:
    """A document with its headers ready, plain and compressed; ``asked`` once a visitor asked for it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.modified = instant_of(document.headers.get("Last-Modified"))
        self.asked = False
        self.plain = document.body
        self.gzipped = document.gzipped
        self.etag = f'"{document.digest}"'
        self.gzip_etag = f'"{document.digest}-gz"'
        self.for_scripts = _CORS if "Access-Control-Allow-Origin" in document.headers else []
        self.status = f"{document.status} {HTTPStatus(document.status).phrase}"
        kept = "public, max-age=5, stale-if-error=86400" if document.status == HTTPStatus.OK else "no-store"
        own = {"Cache-Control": kept, **document.headers}
        common = list(own.items())
        if self.gzipped is not None:
            common.append(("Vary", "Accept-Encoding"))
        self.can_be_kept = document.status == HTTPStatus.OK
        kind = ("Content-Type", document.content_type)
        self.plain_headers = _headers(common, kind, self.etag, len(self.plain))
        self.gzip_headers = [
            *_headers(common, kind, self.gzip_etag, len(self.gzipped or b"")),
            ("Content-Encoding", "gzip"),
        ]
        self.unchanged_headers = [*common, ("ETag", self.etag)]
        self.gzip_unchanged_headers = [*common, ("ETag", self.gzip_etag)]


class PageCache:
    """Answers from the present edition; everything that is not public goes to Flask."""

    def __init__(self, source: Source, renderer: Renderer) -> None:
        self._source = source
        self._renderer = renderer
        self._wanted, self._looked = threading.Event(), threading.Condition()
        self._pause = 0.2
        self._cached, self._rendered = Count(), Count()
        snapshot = source.look()
        if snapshot is None:
            raise ValueError("the first look always gives a snapshot")
        self._edition = Edition(snapshot, renderer, {})
        self._looked_at = self._renewed_at = time.monotonic()
        threading.Thread(target=keep_on, args=(self._keep_looking,), name="look", daemon=True).start()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """WSGI (PEP 3333)."""
        self._see_to_freshness()
        path = path_of(environ)
        edition = self._edition
        start_response = dressed(start_response, edition.snapshot.page.hsts)
        answer = edition.answers.get(path)
        if answer is None:
            if path not in edition.paths:
                return self._otherwise(edition, path, environ, start_response)
            answer = edition.answer(path)
            self._rendered.up()
        else:
            self._cached.up()
        answer.asked = True
        return _send(answer, environ, start_response)

    def _otherwise(
        self, edition: Edition, path: str, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """An address without its last slash, a live-only one, or one that does not exist."""
        if f"{path}/" in edition.paths:
            query = environ.get("QUERY_STRING")
            there = f"{quote(path.rsplit('/', 1)[1])}/{f'?{query}' if query else ''}"
            start_response("308 Permanent Redirect", [("Location", there), ("Content-Length", "0")])
            return []
        if self._renderer.is_live(path):
            environ[health.ENVIRON] = self._health(edition)
            environ[hooks.ENVIRON] = self._source.callers
            environ[operators.ENVIRON] = self._source.token
            environ[metrics.ENVIRON] = self._behind(edition)
            environ[githook.WAKE], environ[githook.SECRET] = self._source.wake, self._source.git_secret
            return self._renderer.app.wsgi_app(environ, start_response)
        answer = edition.answer(NOT_FOUND)
        start_response("404 Not Found", answer.plain_headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.plain]

    def _behind(self, edition: Edition) -> metrics.Behind:
        cost = self._source.cost
        cached, rendered = self._cached.value, self._rendered.value
        return metrics.Behind(edition.snapshot, os.getpid(), cached, rendered, cost)

    def _health(self, edition: Edition) -> health.Health:
        renewed = time.monotonic() - self._renewed_at < _RENEWED_LATELY
        unrendered = tuple(edition.unrendered)
        return replace(self._source.health, now=utc_now(), renewed=renewed, unrendered=unrendered)

    def _see_to_freshness(self) -> None:
        """Have the sources looked at when the last look is old; wait for it only when it is too old."""
        asked_at = time.monotonic()
        age = asked_at - self._looked_at
        if age < self._pause:
            return
        self._wanted.set()
        if age > max(_TOO_OLD, 2 * self._pause):
            with self._looked:
                self._looked.wait_for(lambda: self._looked_at >= asked_at, _PATIENCE)

    def _keep_looking(self) -> None:
        while True:
            self._wanted.wait()
            self._wanted.clear()
            started = time.monotonic()
            try:
                self._look()
                self._renewed_at = started
            except StatusPageError as error:
                log.error("%s", error)
            except Exception:
                log.exception("The page can't be renewed; the last good one stays.")
            with self._looked:
                self._looked_at = started
                self._pause = pause_after(self._source.cost)
                self._looked.notify_all()

    def _look(self) -> None:
        """Show a new edition where there is one, once what is much asked for is rendered."""
        snapshot = self._source.look()
        if snapshot is None:
            return
        if self._source.theme_changed:
            self._renderer.forget_templates()
        before = dict(self._edition.answers)
        edition = Edition(snapshot, self._renderer, before)
        asked = [path for path, answer in before.items() if answer.asked and path in edition.paths]
        for path in asked[:_WARMED]:
            edition.answer(path)
        self._edition = edition


def _is_known(answer: Answer, environ: "WSGIEnvironment") -> bool:
    """Whether who asks has this answer (RFC 9110, section 13.2.2): by its tag, or without one by its date."""
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked is not None:
        return asked == "*" or answer.etag[:-1] in asked  # without its last quote it begins both forms' tags
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since is None or answer.modified is None:
        return False
    known = instant_of(since)
    return known is not None and answer.modified <= known


@lru_cache(maxsize=256)
def _takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding allows gzip (RFC 9110, section 12.5.3)."""
    for coding in accepted.lower().split(","):
        name, _, weight = coding.partition(";")
        if name.strip() in ("gzip", "x-gzip", "*"):
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def path_of(environ: "WSGIEnvironment") -> str:
    """The path that is asked for. WSGI gives UTF-8 as if it were Latin-1 (PEP 3333, "Unicode Issues")."""
    path: str = environ.get("PATH_INFO") or "/"
    return path if path.isascii() else path.encode("latin-1", "replace").decode("utf-8", "replace")


def _headers(
    common: list[tuple[str, str]], kind: tuple[str, str], etag: str, length: int
) -> list[tuple[str, str]]:
    return [kind, ("Content-Length", str(length)), ("ETag", etag), *common]


def _send(answer: Answer, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    """An answer in the form asked for, or the word that nothing changed (RFC 9110, section 13.1.2)."""
    method = environ["REQUEST_METHOD"]
    if method == "OPTIONS":
        start_response("204 No Content", [("Allow", _METHODS), *answer.for_scripts])
        return []
    if method not in ("GET", "HEAD"):
        start_response("405 Method Not Allowed", [("Allow", _METHODS), ("Content-Length", "0")])
        return []
    zipped = answer.gzipped is not None and _takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    if answer.can_be_kept and _is_known(answer, environ):
        start_response(
            "304 Not Modified", answer.gzip_unchanged_headers if zipped else answer.unchanged_headers
        )
        return []
    start_response(answer.status, answer.gzip_headers if zipped else answer.plain_headers)
    if method == "HEAD":
        return []
    return [answer.gzipped] if zipped and answer.gzipped is not None else [answer.plain]
