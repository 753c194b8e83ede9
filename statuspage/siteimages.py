"""The images that a site's posts show, read only where they changed. Anybody may have put anything there."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from statuspage.errors import Fault, Severity
from statuspage.model.attachment import Attachment
from statuspage.site.imagehead import read_head
from statuspage.site.namedimages import NamedImage
from statuspage.sitefolder import POSTS

MOST_BYTES = 2_000_000
MOST_IMAGES = 50
"""Of one site: every process that shows the page may come to hold them all in memory."""


class Refusal(NamedTuple):
    """Why a file is not shown, and what would be right."""

    rule: str
    example: str


class _Seen(NamedTuple):
    signature: tuple[int, ...]
    found: Attachment | Refusal


class SiteImages:
    """Looks at the images of a site's folder; used by one thread."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._seen: dict[str, _Seen] = {}

    def changed(self) -> bool:
        """Whether any image last taken is another now, came or went."""
        return any(_signature(self._root, name) != seen.signature for name, seen in self._seen.items())

    def take(
        self, named: Iterable[tuple[str, NamedImage]]
    ) -> tuple[tuple[Attachment, ...], tuple[Fault, ...]]:
        """The images that posts name, each with its post's path, and what is wrong with them.

        Those of the newest posts come first where there are too many.
        """
        wanted: dict[str, list[str]] = {}
        for path, image in sorted(named, key=lambda each: each[0], reverse=True):
            wanted.setdefault(image.name, []).append(f"{path}:{image.line}")
        self._seen = {name: self._look(name) for name in list(wanted)[:MOST_IMAGES]}
        found = {name: seen.found for name, seen in self._seen.items()}
        attachments = sorted(
            (one for one in found.values() if isinstance(one, Attachment)), key=lambda one: one.name
        )
        return tuple(attachments), tuple(_faults(wanted, found))

    def _look(self, name: str) -> _Seen:
        signature = _signature(self._root, name)
        before = self._seen.get(name)
        if before is not None and before.signature == signature:
            return before
        return _Seen(signature, _attachment(self._root, name))


def read_image(root: Path, name: str) -> bytes | Refusal:
    """The bytes of an image by its path below ``incidents/``; nothing that lies elsewhere is ever read."""
    folder = Path(os.path.realpath(root)) / POSTS
    path = Path(os.path.realpath(folder / name))
    if not path.is_relative_to(folder):
        return Refusal("The link leaves incidents/.", "put the image itself there")
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return Refusal("This is not a plain file.", "an image of that name")
            raw = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Refusal("There is no such file.", f"the picture at {POSTS}/{name}")
    except OSError as error:
        return Refusal(f"The file can't be read ({error.strerror}).", "make it readable: chmod a+r FILE")
    if len(raw) > MOST_BYTES:
        return Refusal("The file is over 2 MB.", "a picture of the part that matters, some 100 kB large")
    return raw


def digest(raw: bytes) -> str:
    """What an attachment's ``digest`` is made of its bytes by."""
    return hashlib.sha256(raw).hexdigest()[:20]


def _attachment(root: Path, name: str) -> Attachment | Refusal:
    raw = read_image(root, name)
    if isinstance(raw, Refusal):
        return raw
    head = read_head(raw)
    if head is None:
        return Refusal("The file is no whole PNG, JPEG, GIF or WebP.", "export the picture as PNG")
    return Attachment(name, head.kind, len(raw), head.width, head.height, digest(raw))


def _signature(root: Path, name: str) -> tuple[int, ...]:
    try:
        status = (root / POSTS / name).stat()
    except OSError:
        return ()
    return status.st_mtime_ns, status.st_size, status.st_ino


def _faults(wanted: dict[str, list[str]], found: dict[str, Attachment | Refusal]) -> Iterator[Fault]:
    for name, places in wanted.items():
        one = found.get(name)
        for place in places:
            if one is None:
                rule = f"{name} is not shown: a site shows {MOST_IMAGES} images, those of its newest posts."
                yield Fault(place, rule, "fewer images in older posts", Severity.WARNING)
            elif isinstance(one, Refusal):
                yield Fault(place, f"The image {POSTS}/{name} is not shown. {one.rule}", one.example)
