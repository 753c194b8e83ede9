"""The page cache: a WSGI app that answers public addresses before Flask's routing."""

import logging
import os
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from statuspage.errors import StatusPageError
from statuspage.keepon import keep_on
from statuspage.sitefiles import pause_after
from statuspage.timeutil import utc_now
from statuspage.web import githook, health, hooks, metrics, operators
from statuspage.web.answer import Answer, send
from statuspage.web.counts import Count
from statuspage.web.document import Document
from statuspage.web.edition import Edition
from statuspage.web.headers import dressed
from statuspage.web.render import NOT_FOUND, Renderer
from statuspage.web.source import Source

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger("statuspage.web")

_TOO_OLD = 0.5
"""Seconds since the last look, and what a new edition takes, after which a request waits for the next one."""

_RENEWED_LATELY = 15.0
"""Seconds since the last good look after which ``/healthz`` says that the page is not renewed."""

_PATIENCE = 2.0
"""Seconds that a request waits for a look at most; what was good before is good enough then."""

_NOTHING = Answer(
    Document(
        b'{"error": "There is nothing at this address: /api/openapi.json names those that there are."}\n',
        "application/json",
        404,
        {"Access-Control-Allow-Origin": "*"},
    )
)
"""To programs a missing address is told in their language, also across origins."""

_FIRST = "/"
_WARMED = 64
"""Addresses at most, of those asked for lately, that are rendered before a new edition is shown."""


class PageCache:
    """Answers from the present edition; everything that is not public goes to Flask."""

    def __init__(self, source: Source, renderer: Renderer) -> None:
        self._source = source
        self._renderer = renderer
        self._wanted, self._looked = threading.Event(), threading.Condition()
        self._pause = 0.2
        self._making = 0.0
        self._hangs = False
        self._cached, self._rendered = Count(), Count()
        snapshot = source.look()
        if snapshot is None:
            raise ValueError("the first look always gives a snapshot")
        self._edition = Edition(snapshot, renderer, {})
        self._edition.answer(_FIRST)
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
        return send(answer, environ, start_response)

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
        missing = _NOTHING if path.startswith("/api/") else edition.answer(NOT_FOUND)
        headers = [header for header in missing.plain_headers if header[0] != "Cache-Control"]
        start_response("404 Not Found", [*headers, ("Cache-Control", "no-store")])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [missing.plain]

    def _behind(self, edition: Edition) -> metrics.Behind:
        cost = self._source.cost
        cached, rendered = self._cached.value, self._rendered.value
        return metrics.Behind(edition.snapshot, self._source.durations, os.getpid(), cached, rendered, cost)

    def _health(self, edition: Edition) -> health.Health:
        renewed = time.monotonic() - self._renewed_at < _RENEWED_LATELY
        unrendered = tuple(edition.unrendered)
        return replace(self._source.health, now=utc_now(), renewed=renewed, unrendered=unrendered)

    def _see_to_freshness(self) -> None:
        """Have the sources looked at when the last look is old; wait for it only when it is too old.

        While a new edition is made the one before it serves: else a crowd would wait each time. Nor does
        anybody wait for a look that others waited for in vain, such as at a disk that does not answer.
        """
        asked_at = time.monotonic()
        age = asked_at - self._looked_at
        if age < self._pause:
            return
        self._wanted.set()
        if age > max(_TOO_OLD, 2 * self._pause) + self._making and not self._hangs:
            with self._looked:
                self._hangs = not self._looked.wait_for(lambda: self._looked_at >= asked_at, _PATIENCE)

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
                self._looked_at, self._hangs = started, False
                self._pause = pause_after(self._source.cost)
                self._looked.notify_all()

    def _look(self) -> None:
        """Show a new edition where there is one, once ``/`` and what is much asked for are rendered."""
        began = time.monotonic()
        snapshot = self._source.look()
        if snapshot is None:
            return
        if self._source.theme_changed:
            self._renderer.forget_templates()
        before = dict(self._edition.answers)
        edition = Edition(snapshot, self._renderer, before)
        asked = [path for path, answer in before.items() if answer.asked and path in edition.paths]
        for path in (_FIRST, *asked[:_WARMED]):
            edition.answer(path)
        self._edition = edition
        self._making = min(time.monotonic() - began, _PATIENCE)


def path_of(environ: "WSGIEnvironment") -> str:
    """The path that is asked for. WSGI gives UTF-8 as if it were Latin-1 (PEP 3333, "Unicode Issues")."""
    path: str = environ.get("PATH_INFO") or "/"
    return path if path.isascii() else path.encode("latin-1", "replace").decode("utf-8", "replace")
