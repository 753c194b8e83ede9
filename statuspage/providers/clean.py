"""Makes harmless what strangers write: plain words, sane instants, addresses of the web."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urlsplit

TITLE, NAME, BODY = 200, 100, 2000
"""The most characters of a title, of a name or id, and of a text."""

_READ = 4
"""Of text with markup, so many times the wanted length is looked at."""

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?|\x9b[0-?]*[ -/]*[@-~]")
"""Terminal control sequences (ECMA-48, section 5.4), with what belongs to them."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
"""Control and format characters, turns of direction, halves of pairs, private use."""

_MARKUP = re.compile(r"[<&]")
_TAG = re.compile(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9]*+)|[!?])[^<>]*+>")
_CUT_TAG = re.compile(r"<[a-zA-Z!/][^<>]*$")
"""A tag that the cut went through."""

_BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr"}
)
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "svg", "head", "title"})
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_EPOCH = re.compile(r"\d{9,13}(?:\.\d{1,6})?")


def line(value: object, most: int = TITLE) -> str:
    """One line of plain words; empty where there are none."""
    if isinstance(value, str) and len(value) <= most and _is_plain(value):
        return " ".join(value.split())
    return _cut(" ".join(words(value, most * _READ).split()), most)


def words(value: object, most: int = BODY) -> str:
    """Plain text, in paragraphs, of what may be HTML. It may hold ``<``: whoever shows it escapes it."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = f"{value:.15g}"
    if not isinstance(value, str):
        return ""
    raw = value[: most * _READ]
    if _MARKUP.search(raw):
        raw = _without_markup(raw)
    plain = _UNSEEN.sub("", _ESCAPES.sub("", raw))
    lines = (" ".join(one.split()) for one in plain.splitlines())
    return _cut("\n".join(one for one in lines if one), most)


def names(values: Iterable[object]) -> tuple[str, ...]:
    """The names among some values, each once."""
    return tuple(dict.fromkeys(name for name in (line(value, NAME) for value in values) if name))


def web_address(value: object) -> str | None:
    """An http or https address that has no login in it, else None."""
    if not isinstance(value, str) or len(value) > 500 or not value.isascii() or not value.isprintable():
        return None
    try:
        parts = urlsplit(value)
    except ValueError:
        return None
    fine = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return value if fine and not re.search(r"[\s\"'<>\\`]", value) else None


def instant(value: object) -> datetime | None:
    """An instant between 2000 and 2100, in UTC, else None.

    It may be written as in RFC 3339 or RFC 5322, or count seconds or milliseconds since 1970.
    """
    try:
        moment = _moment(value)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC) if moment else None
    except (ValueError, TypeError, OverflowError, IndexError, OSError):
        return None
    return moment if moment and _EARLIEST <= moment < _LATEST else None


def past(value: object, now: datetime) -> datetime | None:
    """An instant that has been: ``now`` where clocks differ a little, None where it lies over a day ahead."""
    moment = instant(value)
    return None if moment is None or moment > now + timedelta(days=1) else min(moment, now)


def mapping(value: object) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> Sequence[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else ()


def unlisted(whole: Mapping[str, Any], *lists: str) -> int:
    """How many of these, which may be missing, are there but are no lists."""
    return sum(whole.get(name) is not None and not isinstance(whole[name], list) for name in lists)


def key(value: object) -> str:
    """A word that decides, such as a status: as it is, empty where it is no text."""
    return value if isinstance(value, str) else ""


def _is_plain(value: str) -> bool:
    """Whether there is nothing to clean, which is cheap to see and common."""
    return value.isascii() and value.isprintable() and "<" not in value and "&" not in value


def _moment(value: object) -> datetime | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
    if not isinstance(value, str) or not 8 <= len(value) <= 64:
        return None
    value = value.strip()
    if _EPOCH.fullmatch(value):
        return _moment(float(value))
    return (
        datetime.fromisoformat(value)
        if value[:1].isdigit() and value[4:5] == "-"
        else parsedate_to_datetime(value)
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _without_markup(raw: str) -> str:
    """The text of HTML, blocks on lines of their own, without what is never shown.

    In one pass: html.parser takes a time for tags without an end that grows with their square.
    """
    raw = _CUT_TAG.sub("", _without_comments(raw))
    pieces: list[str] = []
    silent, shown_to = "", 0
    for tag in _TAG.finditer(raw):
        if not silent:
            pieces.append(raw[shown_to : tag.start()])
        shown_to = tag.end()
        name = (tag[2] or "").lower()
        if name in _BLOCKS:
            pieces.append("\n")
        if tag[1] and name == silent:
            silent = ""
        elif not tag[1] and not silent and name in _SILENT:
            silent = name
    if not silent:
        pieces.append(raw[shown_to:])
    return unescape("".join(pieces))


def _without_comments(raw: str) -> str:
    head, *others = raw.split("<!--")
    return head + "".join(piece.partition("-->")[2] for piece in others)
