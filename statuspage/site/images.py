"""Images in posts: which file an image names, and what stands for it in HTML."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from statuspage.model.attachment import Attachment

_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


@dataclass(frozen=True, slots=True)
class Images:
    """The images that may be shown, and the address of the folder that has them, with its last slash."""

    base: str = ""
    attachments: tuple[Attachment, ...] = ()

    def attributes(self, source: str) -> Mapping[str, str] | None:
        """The attributes of the image that a text gives as ``source``; None where there is none to show."""
        name = local_name(source)
        one = next((one for one in self.attachments if one.name == name), None)
        if one is None:
            return None
        size = {"width": str(one.width), "height": str(one.height)}
        return {"src": self._address(one), **size, "loading": "lazy"}

    def addresses(self) -> frozenset[str]:
        """Every address that an image may have."""
        return frozenset(self._address(one) for one in self.attachments)

    def _address(self, one: Attachment) -> str:
        return f"{self.base}{quote(one.name)}?v={one.digest[:10]}"


def is_elsewhere(source: str) -> bool:
    """Whether an image's address names a host or a scheme, and so no file of the site."""
    return _ELSEWHERE.match(source) is not None


def local_name(source: str) -> str | None:
    """The path below ``incidents/`` of the file that an image names; None for what is never shown.

    That is anything elsewhere, outside the folder, with a name or folder that begins with ``_`` or
    ``.``, or not called like a PNG, JPEG, GIF or WebP. An SVG is none of them: it may hold scripts.
    """
    if is_elsewhere(source):
        return None
    name = posixpath.normpath(unquote(source))
    path = PurePosixPath(name)
    hidden = any(part.startswith(("_", ".")) for part in path.parts)
    plain = name.isprintable() and "\\" not in name and not path.is_absolute()
    return name if plain and not hidden and path.suffix.lower() in _SUFFIXES else None
