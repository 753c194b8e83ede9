"""The files of a site's folder, read only where they changed. Anybody may have put anything there."""

import codecs
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from statuspage.errors import Fault, Severity
from statuspage.site.posts import is_post
from statuspage.site.syntax import MAX_BYTES
from statuspage.timeutil import from_ms

CONFIG = "statuspage.toml"
POSTS = "incidents"

_MAX_POST = 1_000_000
"""Bytes of a post that are looked at: the readers refuse a file that is longer."""

_ALMOST = frozenset({".markdown", ".mdown", ".txt", ""})
"""Endings of files that somebody may take for posts."""

_ELSEWHERE = ("[12][0-9][0-9][0-9]-*.md", f"{POSTS}/*/*.md", f"{POSTS}/*/*/*.md")
"""Where else somebody may put a post."""


class Found(NamedTuple):
    """A file as it is now. ``text`` is None where none is to be had; ``faults`` say why, or what was odd."""

    signature: tuple[int, int, int]
    came: datetime
    text: str | None
    faults: tuple[Fault, ...] = ()


def scan(root: Path, before: Mapping[str, Found]) -> dict[str, Found]:
    """Every file of the site by its path in it; what is as it was ``before`` is not read again."""
    found: dict[str, Found] = {}
    home = root.resolve()
    try:
        posts = _posts(root)
    except OSError as error:  # that posts can't be seen now does not mean that they are gone
        posts = [root / name for name in before if name not in (CONFIG, POSTS)]
        why = f"The folder can't be read ({error.strerror})."
        found[POSTS] = _refused((0, 0, 0), POSTS, why, f"make it readable: chmod a+rx {POSTS}")
    inside = {folder: _is_inside(folder, home) for folder in {root, *(path.parent for path in posts)}}
    for path in [root / CONFIG, *posts]:
        name = path.relative_to(root).as_posix()
        try:
            leads_out = not (_is_inside(path, home) if path.is_symlink() else inside[path.parent])
            found[name] = _found(name, path, before.get(name), leads_out=leads_out)
        except FileNotFoundError:
            continue
        except OSError as error:
            why = f"The file can't be read ({error.strerror})."
            found[name] = _refused((0, 0, 0), name, why, f"make it readable: chmod a+r {name}")
    return found


def _posts(root: Path) -> list[Path]:
    """What is a post, or may be meant as one. Raises OSError where the folder can't be read."""
    found: list[Path] = []
    with suppress(FileNotFoundError, NotADirectoryError):
        found += filter(_is_meant_as_post, sorted((root / POSTS).iterdir()))
    elsewhere = sorted(path for pattern in _ELSEWHERE for path in root.glob(pattern))
    return found + [path for path in elsewhere if is_post(path.relative_to(root).as_posix())]


def _is_meant_as_post(path: Path) -> bool:
    almost = path.suffix.lower() in _ALMOST and is_post(f"{path.stem}.md")
    return is_post(path.name) or (almost and (bool(path.suffix) or os.path.isfile(path)))


def _found(name: str, path: Path, before: Found | None, *, leads_out: bool) -> Found:
    try:
        status = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            return _refused((0, 0, 0), name, "The link leads to no file.", "put the text itself there")
        raise
    signature = (status.st_mtime_ns, status.st_size, status.st_ino)
    if before is not None and before.signature == signature:
        return before
    if not name.isprintable():
        shown = os.fsencode(name).decode("utf-8", "backslashreplace")
        return _refused(signature, shown, "The file's name is not plain text.", "2026-11-23-mail-late.md")
    if not stat.S_ISREG(status.st_mode):
        return _refused(signature, name, "This is not a plain file.", "a text file of that name")
    if name != CONFIG and (fault := _no_post(name)):
        return Found(signature, from_ms(0), None, (fault,))
    if leads_out:
        return _refused(signature, name, "The link leaves the site's folder.", "put the text itself there")
    with path.open("rb") as handle:
        raw = handle.read((MAX_BYTES if name == CONFIG else _MAX_POST) + 1)
    came = from_ms(status.st_mtime_ns // 1_000_000)
    try:
        return Found(signature, came, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        encoding, called = _likely(raw)
        fault = Fault(
            f"{name}:{line}", f"The file is not UTF-8 text; it is read as {called}.", "save it as UTF-8"
        )
        return Found(signature, came, raw.decode(encoding, "replace"), (fault,))


def _is_inside(path: Path, home: Path) -> bool:
    """Whether a path leads into the site, and to nothing of git's or of our own data."""
    real = Path(os.path.realpath(path))  # not resolve(), which raises RuntimeError for a link to itself
    if not real.is_relative_to(home):
        return False
    return not any(part.startswith(".") for part in real.relative_to(home).parts)


def _no_post(name: str) -> Fault | None:
    """Why a file that looks like a post is none, if so."""
    path = PurePosixPath(name)
    right = f"{path.stem.removesuffix('.md')}.md"
    if not is_post(path.name):
        return Fault(name, "Only files whose names end in .md are posts.", right, Severity.WARNING)
    if path.parent != PurePosixPath(POSTS):
        rule = f"Only files in {POSTS}/ itself are posts."
        return Fault(name, rule, f"{POSTS}/{right}", Severity.WARNING)
    return None


def _likely(raw: bytes) -> tuple[str, str]:
    """The encoding that a file most likely has which is not UTF-8, and what people call it.

    One that has whole characters of UTF-8 is that all the same, with damage.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    if raw.decode("utf-8", "ignore").isascii():
        return "cp1252", "Windows-1252"
    return "utf-8-sig", "damaged UTF-8"


def _refused(signature: tuple[int, int, int], name: str, why: str, right: str) -> Found:
    return Found(signature, from_ms(0), None, (Fault(name, why, right),))
