"""Made-up states of the sample site on loopback, as a live page serves them; answers can be changed."""

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from statuspage.demo.gallery import gallery
from statuspage.demo.states import STATES, snapshot_of
from statuspage.model.site import Site
from statuspage.model.snapshot import Snapshot
from statuspage.resources import sample_site_dir
from statuspage.sitefiles import open_site
from statuspage.timeutil import utc_now
from statuspage.web.document import Document
from statuspage.web.parts import PATH, add_parts
from statuspage.web.render import NOT_FOUND, Renderer
from statuspage.web.theme import Theme


@cache
def sample(language: str = "en") -> Site:
    """The sample site, its page in a language."""
    return replace(open_site(sample_site_dir(), secrets=False).site, language=language)


class Stage:
    """``/STATE/PATH`` is a page of the site in a made-up state. ``asked`` holds every request."""

    def __init__(self, language: str = "en", now: datetime | None = None) -> None:
        self.port = 0
        self.asked: list[str] = []
        self._site, self._now = sample(language), now or utc_now()
        self._renderer = Renderer(Theme(sample_site_dir()))
        add_parts(self._renderer.app, lambda: gallery(self._site, self._now))
        self._lock = threading.Lock()
        self._snapshots: dict[str, Snapshot] = {}
        self._known: dict[str, tuple[Document, bytes]] = {}
        self.restore()

    def restore(self) -> None:
        """Answer as ever."""
        self.gone = False
        self.edit: Callable[[str], str] = str
        self.silent = threading.Event()
        self.silent.set()

    def snapshot(self, state: str) -> Snapshot:
        """What the pages of a state say."""
        if state not in self._snapshots:
            self._snapshots[state] = snapshot_of(self._site, state, self._now)
        return self._snapshots[state]

    def url(self, path: str) -> str:
        """The address of ``STATE/PATH``."""
        return f"http://127.0.0.1:{self.port}/{path}"

    def paths(self, state: str) -> list[str]:
        """Every address of a state that is a page for people, as ``STATE/PATH``; each is rendered."""
        more = [PATH] if state == "fine" else []
        found = [*self.folders(state), *(f"{state}{path}" for path in [NOT_FOUND, *more])]
        return [path for path in found if b'http-equiv="refresh"' not in self.answer(path)[0].body]

    def folders(self, state: str) -> list[str]:
        """Every address of a state that ends in a slash, as ``STATE/PATH``."""
        return [f"{state}{path}" for path in self._renderer.paths(self.snapshot(state)) if path.endswith("/")]

    def answer(self, path: str) -> tuple[Document, bytes]:
        """The document at ``STATE/PATH``, and its bytes compressed."""
        state, _, rest = path.partition("/")
        if state not in STATES:
            return Document(b"", "text/plain", 404), gzip.compress(b"")
        with self._lock:
            if path not in self._known:
                snapshot = self.snapshot(state)
                public = rest == PATH[1:] or f"/{rest}" in self._renderer.paths(snapshot)
                found = self._renderer.render(snapshot, f"/{rest}" if public else NOT_FOUND)
                self._known[path] = found, gzip.compress(found.body, 6)
            return self._known[path]


@contextmanager
def staged(language: str = "en", now: datetime | None = None) -> Iterator[Stage]:
    """A stage, served for as long as the block."""
    stage = Stage(language, now)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(stage))
    server.daemon_threads = True
    stage.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield stage
    finally:
        stage.restore()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0].removeprefix("/")
            stage.asked.append(f"{self.command} /{path}")
            held = stage.silent
            held.wait(60)
            if stage.gone:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            document, body = stage.answer(path)
            edited = document.content_type.startswith("text/html") and stage.edit is not str
            if edited:
                body = gzip.compress(stage.edit(document.body.decode()).encode(), 6)
            self.send_response(document.status)
            self.send_header("Content-Type", document.content_type)
            self.send_header("Content-Encoding", "gzip")
            for name, value in document.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - as http.server calls it

        def log_message(self, *_: object) -> None:
            return

    return Handler


def written(folder: Path, stage: Stage, state: str) -> Path:
    """A copy of a state's first page and of what it needs, as plain files."""
    for path in (f"{state}/index.html", f"{state}/static/page.css", f"{state}/static/page.js"):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(stage.answer(path.replace("index.html", ""))[0].body)
    return folder / state / "index.html"
