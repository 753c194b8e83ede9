"""One snapshot and the answers rendered of it so far."""

import logging
import threading
from collections.abc import Mapping

from statuspage.model.snapshot import Snapshot
from statuspage.web.answer import Answer
from statuspage.web.document import Document, moved_on
from statuspage.web.render import Renderer

log = logging.getLogger("statuspage.web")

_FAILED = Document(
    b"This page can't be shown just now. The operators find the reason in their log.\n",
    "text/plain; charset=utf-8",
    status=500,
)


class Edition:
    """One snapshot and the answers rendered of it so far.

    Where a page can't be rendered, the answer of an earlier edition stays in its place.
    """

    def __init__(self, snapshot: Snapshot, renderer: Renderer, earlier: Mapping[str, Answer]) -> None:
        self.snapshot = snapshot
        self.paths = frozenset(renderer.paths(snapshot))
        self.answers: dict[str, Answer] = {}
        self.unrendered: list[str] = []
        self._earlier = earlier
        self._renderer = renderer
        self._lock = threading.Lock()

    def answer(self, path: str) -> Answer:
        """The answer for a public address, rendered at most once."""
        with self._lock:
            found = self.answers.get(path)
            if found is None:
                found = self.answers[path] = self._render(path)
            return found

    def _render(self, path: str) -> Answer:
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
