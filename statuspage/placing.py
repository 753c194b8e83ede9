"""Files put into a folder, each whole at any moment, with a list of what was put there."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from statuspage.errors import StatusPageError

MANIFEST = "statuspage-manifest.json"

_TEMPORARY = ".statuspage-new-"

_ASSETS = ("static/", "attachments/")


@dataclass(frozen=True, slots=True)
class Placed:
    """What was done, in numbers of files."""

    written: int
    unchanged: int
    removed: int

    def __str__(self) -> str:
        return f"{self.written} files written, {self.unchanged} unchanged, {self.removed} removed."


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a build by name, each with its SHA-256 ("" where it is not known, as of older versions).

    ``keys`` say of some files what they were made of. It is not ``whole`` while files are put in place.
    """

    files: Mapping[str, str]
    keys: Mapping[str, str]
    whole: bool = True

    def text(self) -> str:
        """The manifest as it is written."""
        content = {
            "by": "statuspage",
            **({} if self.whole else {"whole": False}),
            "files": dict(sorted(self.files.items())),
            "made_of": dict(sorted(self.keys.items())),
        }
        return json.dumps(content, indent=0) + "\n"


NO_MANIFEST = Manifest({}, {})


def digest(body: bytes) -> str:
    """A file's hash, as a manifest has it."""
    return hashlib.sha256(body).hexdigest()


def begin(out: Path) -> Manifest:
    """What an earlier build wrote into ``out``; what a cut-off one left half-written goes.

    Raises StatusPageError where the folder is not empty and no build wrote it, OSError where it can't
    be made or read.
    """
    out.mkdir(parents=True, exist_ok=True)
    manifest = out / MANIFEST
    if not manifest.exists():
        if any(not one.name.startswith(_TEMPORARY) for one in out.iterdir()):
            raise StatusPageError(
                f"{out} is not empty and no earlier build wrote it: name a new folder, such as --out public."
            )
        return NO_MANIFEST
    for folder, _, names in os.walk(out):
        for left in (name for name in names if name.startswith(_TEMPORARY)):
            Path(folder, left).unlink(missing_ok=True)
    return read_manifest(manifest)


def read_manifest(manifest: Path) -> Manifest:
    """What a manifest says; names that lead out of its folder are left out. Raises StatusPageError."""
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
        files = content["files"]
        known = files if isinstance(files, dict) else dict.fromkeys(map(str, files), "")
        keys = content.get("made_of", {})
        return Manifest(
            {str(name): str(sha) for name, sha in known.items() if _is_inside(str(name))},
            {str(name): str(key) for name, key in keys.items()},
            content.get("whole") is not False,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise StatusPageError(
            f"{manifest} is not a manifest that this program wrote: empty the folder and build again."
        ) from None


def place(out: Path, before: Manifest, now: Manifest, body: Callable[[str], bytes | None]) -> Placed:
    """Bring a folder from one manifest to another; files whose bytes are the same are not touched.

    ``body`` gives the bytes of a file, None where it is known to be there as it should be. Assets come
    first, the page itself last, and only then goes what is no more: so no page that stands names an
    asset that does not. Raises OSError.
    """
    names = sorted(now.files, key=_turn)
    gone = sorted(before.files.keys() - now.files.keys())
    fresh = 0
    for name in names:
        content = body(name)
        if content is not None and not _holds(out / name, content):
            if not fresh:
                _mark(out, before, now)
            _write(out / name, content)
            fresh += 1
    if gone and not fresh:
        _mark(out, before, now)
    for name in gone:
        _remove(out, name)
    _write(out / MANIFEST, now.text().encode())
    return Placed(fresh, len(names) - fresh, len(gone))


def _mark(out: Path, before: Manifest, now: Manifest) -> None:
    """Say that files of two pages stand here, of which some may be missing."""
    agreed = dict(before.keys.items() & now.keys.items())
    _write(out / MANIFEST, Manifest({**before.files, **now.files}, agreed, whole=False).text().encode())


def _turn(name: str) -> tuple[int, str]:
    """Assets, what programs read, pages, and the first page last."""
    if name.startswith(_ASSETS):
        return 0, name
    return (3 if name == "index.html" else 2 if name.endswith(".html") else 1), name


def intact(out: Path, names: Iterable[str], known: Manifest) -> set[str]:
    """The files among ``names`` that stand in ``out`` with the bytes that the manifest knows of."""
    found = set()
    for name in names:
        try:
            if known.files.get(name) == digest((out / name).read_bytes()):
                found.add(name)
        except OSError:
            continue
    return found


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts


def _holds(target: Path, body: bytes) -> bool:
    return target.is_file() and target.read_bytes() == body


def _write(target: Path, body: bytes) -> None:
    """Put a file in place by renaming a finished one over it, unless it has those bytes."""
    if _holds(target, body):
        return
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


def _remove(out: Path, name: str) -> None:
    """Remove a file of an earlier build, and the folders that it leaves empty."""
    path = out / name
    path.unlink(missing_ok=True)
    for folder in path.parents:
        if folder == out or not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()
