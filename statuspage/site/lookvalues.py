"""Types of single values of ``[look]``. What they let through can be written into CSS and links as it is."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator

from statuspage.site.colours import read_colour
from statuspage.site.words import quoted

_FILE = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*")
_LOGOS = (".svg", ".png", ".webp")
_FAMILY = re.compile(r"[A-Za-z][A-Za-z0-9 -]*")
_MOST_FAMILIES, _LONGEST = 10, 300
_GENERIC = frozenset(
    {
        "serif",
        "sans-serif",
        "monospace",
        "system-ui",
        "ui-serif",
        "ui-sans-serif",
        "ui-monospace",
        "ui-rounded",
    }
)
_PATH = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]+")
_MAIL = re.compile(r"mailto:[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]+@[A-Za-z0-9.-]+")
_MOST_ADDRESS = 500


def _file(text: str, endings: tuple[str, ...], what: str) -> str:
    if not _FILE.fullmatch(text) or len(text) > _LONGEST or ".." in text:
        raise ValueError(
            f"{quoted(text)} is not the plain path of a file in static/: letters, digits, . _ - and /."
        )
    if not text.lower().endswith(endings):
        raise ValueError(f"{quoted(text)} is no {what}: its name ends in {' or '.join(endings)}.")
    return text


def _families(text: str) -> str:
    """Families as CSS takes them: names in quotes but for the generic ones."""
    names = [" ".join(name.split()) for name in text.replace('"', "").replace("'", "").split(",")]
    if len(names) > _MOST_FAMILIES or len(text) > _LONGEST or not all(map(_FAMILY.fullmatch, names)):
        raise ValueError(
            "It must be names of font families with commas between them: letters, digits, space and -."
        )
    return ", ".join(name if name in _GENERIC else f'"{name}"' for name in names)


def _address(text: str) -> str:
    if (
        not text.isascii()
        or not text.isprintable()
        or set(text) & set(' "<>\\^`{}|')
        or len(text) > _MOST_ADDRESS
    ):
        raise ValueError("It must be an address without spaces or letters outside ASCII.")
    if text.startswith("mailto:"):
        return _checked(text, _MAIL.fullmatch(text) is not None, "mailto: and one address")
    if text.startswith("https://"):
        return _checked(text, _has_plain_host(text), "https:// and a host, with no user name")
    plain = _PATH.fullmatch(text) is not None and ":" not in text.split("/")[0] and ".." not in text
    return _checked(text, plain and "//" not in text, "https://…, mailto:… or a path such as imprint/")


def _checked(text: str, right: bool, what: str) -> str:
    if not right:
        raise ValueError(f"{quoted(text)} is not {what}.")
    return text


def _has_plain_host(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port  # reading it is what checks it
    except ValueError:
        return False
    return bool(parts.hostname) and "@" not in parts.netloc


LogoFile = Annotated[str, AfterValidator(lambda text: _file(text, _LOGOS, "logo"))]
FontFile = Annotated[str, AfterValidator(lambda text: _file(text, (".woff2",), "web font"))]
Families = Annotated[str, AfterValidator(_families)]
Colour = Annotated[str, AfterValidator(read_colour)]
Address = Annotated[str, AfterValidator(_address)]
"""Where a link leads: https, mailto, or a path from the page's root (from the host's with a slash first)."""
