"""Types of single values in a site's configuration. Each refusal is one sentence."""

import re
import unicodedata
from functools import cache
from typing import Annotated
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator

from statuspage.site.words import nearest, quoted
from statuspage.site.zones import read_zone

MAX_TEXT = 200
MAX_DESCRIPTION = 1000

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_REGION = re.compile(r"(?:[a-z0-9][a-z0-9-]{0,63})?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TAG_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._+-]+@)?[a-z0-9.-]+,[0-9]{4}(?:-[0-9]{2}){0,2}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*")
_URL_PATH = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*")
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _visible(text: str, limit: int) -> str:
    if not text:
        raise ValueError("It is empty.")
    if len(text) > limit:
        raise ValueError(f"It has {len(text)} characters, and {limit} is the most.")
    if any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} or char in BIDI for char in text):
        raise ValueError("It has a control character or a line break.")
    return text


def is_id(text: str) -> bool:
    """Whether the text can be an id: 1 to 64 of a-z, 0-9 and hyphen, no hyphen first."""
    return _ID.fullmatch(text) is not None


def _read_id(text: str) -> str:
    if not is_id(text):
        raise ValueError(
            f"{quoted(text)} is not an id: 1 to 64 of a-z, 0-9 and hyphen, beginning with a letter or digit."
        )
    return text


def _read_region(text: str) -> str:
    if not _REGION.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a region: up to 64 of a-z, 0-9 and hyphen.")
    return text


def _read_language(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a language tag (BCP 47).")
    return text


def _read_site_id(text: str) -> str:
    if not _TAG_AUTHORITY.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a host, a comma and a year, as feed ids need (RFC 4151).")
    return text


def _read_url(text: str) -> str:
    if not text.isascii() or any(char <= " " or char == "\x7f" for char in text):
        raise ValueError(
            "The address has a space, a control character or a letter outside ASCII; "
            "write such a host as xn--…, such a path with %…"
        )
    parts = _split(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{quoted(text)} is not an absolute http or https address.")
    if "@" in parts.netloc:
        raise ValueError("The address has a user name or password, and it is public.")
    if "?" in text or "#" in text:
        raise ValueError(f"{quoted(text)} has a query or a fragment; only a path is allowed.")
    return _normal(parts)


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port  # reading it is what checks it
    except ValueError:
        raise ValueError("The address has a host or port that can't be.") from None
    return parts


def _normal(parts: SplitResult) -> str:
    host, path = parts.hostname or "", parts.path.rstrip("/")
    if not _HOST.fullmatch(host):
        raise ValueError(f"{quoted(host)} is not a host name.")
    if not _URL_PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise ValueError(f"{quoted(path)} is not a plain path.")
    port = f":{parts.port}" if parts.port is not None else ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}{path}"


def default_site_id(url: str) -> str:
    """The id of a site that gives none: its host and a fixed year, so that it never changes by itself."""
    host = urlsplit(url).hostname or ""
    return re.sub(r"[^a-z0-9.-]", "-", host) + ",2026"


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _read_zone(value: object) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    if not isinstance(value, str):
        raise ValueError("It must be the name of a time zone in quotes.")
    if value in _zone_names():
        return ZoneInfo(value)
    hint = read_zone(value, 0, ZoneInfo("UTC")).example or _same_city(value) or nearest(value, _zone_names())
    meant = f"; did you mean {quoted(hint)}?" if hint else " (IANA)."
    raise ValueError(f"{quoted(value)} is not the name of a time zone{meant}")


def _same_city(text: str) -> str | None:
    city = text.strip().replace(" ", "_").casefold()
    return min((name for name in _zone_names() if name.casefold().rpartition("/")[2] == city), default=None)


Text = Annotated[str, AfterValidator(lambda text: _visible(text, MAX_TEXT))]
"""One line that people see."""

Description = Annotated[str, AfterValidator(lambda text: _visible(text, MAX_DESCRIPTION))]
"""One longer line that people see."""

Id = Annotated[str, AfterValidator(_read_id)]
Region = Annotated[str, AfterValidator(_read_region)]
Language = Annotated[str, AfterValidator(_read_language)]
SiteId = Annotated[str, AfterValidator(_read_site_id)]
SiteUrl = Annotated[str, AfterValidator(_read_url)]
"""The page's own address: http or https, no trailing slash, nothing behind its path."""

Zone = Annotated[ZoneInfo, BeforeValidator(_read_zone)]


def _reference(text: str) -> str:
    parts = urlsplit(text)
    try:
        usable = parts.scheme == "tcp" and parts.hostname and parts.port and not parts.path
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("It must be tcp:// with a host and a port.")
    return text


Reference = Annotated[str, AfterValidator(_reference)]
"""An address that a connection can be opened to, ``tcp://host:port``."""
