"""The page as files: every public address of one snapshot, from the same views that are served."""

import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path, PurePosixPath

from statuspage.errors import StatusPageError
from statuspage.model.snapshot import Snapshot
from statuspage.web.document import Document
from statuspage.web.render import Renderer

MANIFEST = "statuspage-manifest.json"

_TEMPORARY = ".statuspage-new-"


@dataclass(frozen=True, slots=True)
class Export:
    """What an export did, in numbers of files."""

    written: int
    unchanged: int
    removed: int


def export(snapshot: Snapshot, renderer: Renderer, out: Path) -> Export:
    """Write every public file of ``snapshot`` below ``out``; each is whole at any moment.

    Files whose bytes are the same are not touched. Files that an earlier export wrote and that
    are no more public are removed; nothing else is. Raises StatusPageError where ``out`` is not
    empty and holds no manifest of an earlier export, or can't be written.
    """
    try:
        before = _begin(out)
        files = {_file_of(path): _render(renderer, snapshot, path) for path in renderer.paths(snapshot)}
        _write_manifest(out, before | files.keys())
        written = [name for name, document in files.items() if _write(out / name, document.body)]
        gone = sorted(before - files.keys())
        for name in gone:
            _remove(out, name)
        _write_manifest(out, files)
    except OSError as error:
        raise StatusPageError(f"{error.filename or out} can't be written: {error.strerror}.") from error
    return Export(len(written), len(files) - len(written), len(gone))


def _render(renderer: Renderer, snapshot: Snapshot, path: str) -> Document:
    try:
        document = renderer.render(snapshot, path)
    except Exception as error:  # a theme's template may do anything wrong
        raise StatusPageError(
            f"The page {path} can't be rendered ({type(error).__name__}: {error}). Nothing was written."
        ) from error
    if document.status != HTTPStatus.OK:
        raise StatusPageError(f"The file of {path} changed meanwhile. Nothing was written: build again.")
    return document


def _begin(out: Path) -> set[str]:
    """The files that an earlier export wrote here; what a cut-off one left half-written goes."""
    out.mkdir(parents=True, exist_ok=True)
    manifest = out / MANIFEST
    if not manifest.exists():
        if any(out.iterdir()):
            raise StatusPageError(
                f"{out} is not empty and no earlier build wrote it: name a new folder, such as --out public."
            )
        return set()
    for left in out.rglob(f"{_TEMPORARY}*"):
        left.unlink(missing_ok=True)
    return _read_manifest(manifest)


def _read_manifest(manifest: Path) -> set[str]:
    try:
        names = json.loads(manifest.read_text(encoding="utf-8"))["files"]
        return {str(name) for name in names if _is_inside(str(name))}
    except (ValueError, KeyError, TypeError):
        raise StatusPageError(
            f"{manifest} is not a manifest that this program wrote: empty the folder and build again."
        ) from None


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _file_of(path: str) -> str:
    """The file of an address: a folder's is its ``index.html``."""
    name = path.lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


def _write_manifest(out: Path, names: Iterable[str]) -> None:
    content: Mapping[str, object] = {"by": "statuspage", "files": sorted(names)}
    _write(out / MANIFEST, (json.dumps(content, indent=1) + "\n").encode())


def _write(target: Path, body: bytes) -> bool:
    """Put a file in place by renaming a finished one over it; whether anything was to be done."""
    if target.is_file() and target.read_bytes() == body:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            os.fchmod(file.fileno(), 0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _remove(out: Path, name: str) -> None:
    """Remove a file of an earlier export, and the folders that it leaves empty."""
    path = out / name
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == out or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
