"""The page as files: every public address of one snapshot, from the same views that are served."""

from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from statuspage.compressing import Compress, is_worth, ways
from statuspage.errors import StatusPageError
from statuspage.model.snapshot import Snapshot
from statuspage.placing import MANIFEST, Manifest, begin, digest, intact, place
from statuspage.placing import Placed as Export
from statuspage.web.render import Renderer

__all__ = ["MANIFEST", "Export", "export"]


def export(snapshot: Snapshot, renderer: Renderer, out: Path, *, compress: bool = False) -> Export:
    """Write every public file of ``snapshot`` below ``out``; each is whole at any moment.

    Files whose bytes are the same are not touched. Files that an earlier export wrote and that
    are no more public are removed; nothing else is. With ``compress`` texts get compressed copies
    beside them. Raises StatusPageError where ``out`` is not empty and holds no manifest of an earlier
    export, or can't be written.
    """
    try:
        before = begin(out)
        built = _Build(snapshot, renderer, out, before, ways() if compress else {})
        return place(out, before, built.manifest, built.bodies.get)
    except OSError as error:
        raise StatusPageError(f"{error.filename or out} can't be written: {error.strerror}.") from error


class _Build:
    """All files of a snapshot: those that were made anew, and a manifest of all."""

    def __init__(
        self,
        snapshot: Snapshot,
        renderer: Renderer,
        out: Path,
        before: Manifest,
        compressors: Mapping[str, Compress],
    ) -> None:
        self.bodies: dict[str, bytes] = {}
        self._files: dict[str, str] = {}
        self._out, self._before, self._compressors = out, before, compressors
        keys = {_file_of(path): key for path, key in renderer.keys(snapshot).items()}
        same = {name for name, key in keys.items() if before.keys.get(name) == key}
        self._same = intact(out, same, before)
        for path in renderer.paths(snapshot):
            self._take(snapshot, renderer, path)
        self.manifest = Manifest(self._files, keys)

    def _take(self, snapshot: Snapshot, renderer: Renderer, path: str) -> None:
        name = _file_of(path)
        if name in self._same:
            self._files[name] = self._before.files[name]
            body = None
        else:
            body = self.bodies[name] = _render(renderer, snapshot, path)
            self._files[name] = digest(body)
        for ending, compressed in self._compressors.items():
            self._copy(name, body, ending, compressed)

    def _copy(self, name: str, body: bytes | None, ending: str, compressed: Compress) -> None:
        """A compressed copy, unless that of the last build is one of the same bytes."""
        copy, before = name + ending, self._before.files
        if before.get(name) == self._files[name] and intact(self._out, [copy], self._before):
            self._files[copy] = before[copy]
            return
        body = body if body is not None else (self._out / name).read_bytes()
        if is_worth(name, body):
            self.bodies[copy] = compressed(body)
            self._files[copy] = digest(self.bodies[copy])


def _render(renderer: Renderer, snapshot: Snapshot, path: str) -> bytes:
    try:
        document = renderer.render(snapshot, path)
    except Exception as error:  # a theme's template may do anything wrong
        raise StatusPageError(
            f"The page {path} can't be rendered ({type(error).__name__}: {error}). Nothing was written."
        ) from error
    if document.status != HTTPStatus.OK:
        raise StatusPageError(f"The file of {path} changed meanwhile. Nothing was written: build again.")
    return document.body


def _file_of(path: str) -> str:
    """The file of an address: a folder's is its ``index.html``."""
    name = path.lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name
