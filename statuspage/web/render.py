"""From a snapshot and a path to a document: the same snapshot gives the same bytes."""

from flask import Flask, g
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.test import EnvironBuilder

from statuspage.model.snapshot import Snapshot
from statuspage.web import bars, lasting
from statuspage.web.app import create_app
from statuspage.web.document import Document
from statuspage.web.public import is_public, public_paths
from statuspage.web.sandbox import TooLong, within
from statuspage.web.theme import Theme

NOT_FOUND = "/404.html"

LONGEST = 10.0
"""Seconds that one page may take: the largest of ours takes less than one."""

_OWN_HEADERS = (
    "Cache-Control",
    "Content-Security-Policy",
    "Cross-Origin-Resource-Policy",
    "Last-Modified",
    "Access-Control-Allow-Origin",
    "Link",
)


class Renderer:
    """Renders the public addresses of snapshots with one theme; safe to use from many threads."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.app: Flask = create_app(theme)
        self._endless: set[str] = set()

    def paths(self, snapshot: Snapshot) -> list[str]:
        """Every public address of a snapshot."""
        with self.app.app_context():
            return public_paths(self.app, snapshot)

    def keys(self, snapshot: Snapshot) -> dict[str, str]:
        """What some of the pages are made of, by address: where that is as it was, so are the bytes."""
        with self.app.app_context():
            return lasting.keys(self.app, snapshot, self._theme)

    def forget_templates(self) -> None:
        """Look for the theme's files anew: one of the site's own may now stand before ours."""
        self._theme.forget()
        self._endless.clear()
        if self.app.jinja_env.cache is not None:
            self.app.jinja_env.cache.clear()
        self.app.extensions.pop(bars.KEPT, None)

    def is_live(self, path: str) -> bool:
        """Whether a view answers this address that is not part of the page: it is never written to files."""
        try:
            rule, _ = self.app.url_map.bind("").match(path, method="GET", return_rule=True)
        except MethodNotAllowed:
            return True  # only live addresses take other methods alone
        except HTTPException:
            return False
        return not is_public(self.app.view_functions[rule.endpoint])

    def render(self, snapshot: Snapshot, path: str) -> Document:
        """The document at a public address. Nothing of a visitor's request reaches it but the path.

        Raises what the view raises: a theme's template may be wrong. One that takes too long is not
        tried again until the theme is another.
        """
        if path in self._endless:
            raise TooLong(path)
        try:
            with within(LONGEST):
                return self._render(snapshot, path)
        except TooLong:
            self._endless.add(path)
            raise

    def _render(self, snapshot: Snapshot, path: str) -> Document:
        environ = EnvironBuilder(path=path, base_url=f"{snapshot.page.url}/").get_environ()
        environ["SCRIPT_NAME"] = ""
        with self.app.request_context(environ):
            g.snapshot = snapshot
            response = self.app.full_dispatch_request()
            headers = {name: response.headers[name] for name in _OWN_HEADERS if name in response.headers}
            body = response.get_data()
        return Document(
            body, response.content_type or "application/octet-stream", response.status_code, headers
        )
