"""Markdown into HTML that is safe on the page, and into plain words."""

import hashlib
import html
import re
from functools import lru_cache, partial

import nh3
from markdown import Markdown

from statuspage.site.images import Images
from statuspage.site.markdown_extras import Extras
from statuspage.site.source import MAX_BYTES, without_controls

_TOP_LEVEL = 4  # the page itself has the headings above it

# What Markdown takes quadratic time over, and bounds that keep any text of 64 kB within a second or two.
# Measured with Markdown 3.11: brackets cost by the length of their block, angles by that of the text.
_COSTLY = re.compile(r"[<\\]|`+|~{3,}|^[ >]{0,9}[>#=-]|\n\n", re.MULTILINE)
_MOST_COSTLY = 1500
_MOST_STEPS = 8_000_000

_SHORT = 4000
"""Characters up to which a text is kept rendered for long: most posts are short, and memory is not free."""

_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a b blockquote br code del div em h1 h2 h3 h4 h5 h6 hr i kbd li ol p pre s strong sub sup "
        "table tbody td th thead tr ul",
    )
)
_ATTRIBUTES = {"a": {"href", "title"}, "li": {"id"}, "ol": {"start"}, "sup": {"id"}}
_OF_IMAGES = {"img": {"src", "alt", "width", "height", "loading"}}
_NO_IMAGES = Images()
_WITHOUT_SOURCE = re.compile(r'<img(?![^>]* src=")[^>]*>')  # nh3 writes > in a value as &gt;
_ALIGN = {"align": {"left", "center", "right"}}
_CLASSES = {"a": {"footnote-ref", "footnote-backref"}, "div": {"footnote"}}
_SCHEMES = {"http", "https", "mailto"}
_FOOTNOTE_ID = re.compile(r"fn(?:ref\d*)?-[0-9a-f]{8}-[\w-]+")
_FOOTNOTES = re.compile(
    r'<sup id="fn.*?</sup>|<div class="footnote">\s*<hr>\s*<ol>\s*<li id="fn.*', re.DOTALL
)
_HEADING = re.compile(r"(</?h)([1-6])>")
_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|t[dh]|pre|blockquote)>|<br>")


def render(text: str, images: Images = _NO_IMAGES) -> str:
    """Markdown as HTML that may stand on the page, in a feed and in the API. Never raises.

    Tables, fenced code, footnotes, task lists and bare http addresses are understood. What is not
    in our own lists of tags, attributes and schemes is taken out and its text kept, but for scripts
    and styles; of an image that is not among ``images`` its alternative text stays, and a word in
    angle brackets that is no HTML is text. No heading is above h4. Ids occur in footnotes only and
    differ between texts. A text over 64 kB, or one that would take long, is shown as written.
    """
    given = text, images if "![" in text else _NO_IMAGES
    return _render_short(*given) if len(text) <= _SHORT else _render_long(*given)


def pictures(text: str) -> tuple[tuple[str, str], ...]:
    """The address and the alternative text of every image in a Markdown text, as written. Never raises."""
    extras = Extras(_NO_IMAGES)
    if "![" in text:
        _convert(without_controls(text), extras)
    return tuple(extras.seen)


def _render(text: str, images: Images) -> str:
    text = without_controls(text)
    addresses = images.addresses()
    cleaned = nh3.clean(
        _convert(text, Extras(images)),
        tags=_TAGS | _OF_IMAGES.keys() if addresses else _TAGS,
        attributes=_ATTRIBUTES | _OF_IMAGES if addresses else _ATTRIBUTES,
        attribute_filter=partial(_keep_attribute, addresses),
        tag_attribute_values={"td": _ALIGN, "th": _ALIGN},
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
    )
    return _lower_headings(_WITHOUT_SOURCE.sub("", cleaned))


_render_short = lru_cache(maxsize=8192)(_render)
_render_long = lru_cache(maxsize=128)(_render)
"""Rendering costs a millisecond a text, and feeds show a thousand of them."""


def plain(text: str, limit: int | None = None) -> str:
    """The words of a Markdown text on one line, cut between words to at most ``limit`` characters.

    Footnotes are left out. The result is text, not HTML: it is escaped when it is put in a page.
    """
    return _plain_short(text, limit) if len(text) <= _SHORT else _plain(text, limit)


def _plain(text: str, limit: int | None) -> str:
    without_notes = _FOOTNOTES.sub("", render(text))
    spaced = _BLOCK_END.sub(lambda match: f" {match[0]}", without_notes)
    words = " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())
    if limit is None or len(words) <= limit:
        return words
    cut = words[: max(limit - 1, 0)]
    if not words[len(cut)].isspace():
        cut = cut.rpartition(" ")[0] or cut
    return (cut.rstrip(" ,;:.—–-") + "…")[:limit]


_plain_short = lru_cache(maxsize=8192)(_plain)


def _convert(text: str, extras: Extras) -> str:
    if _is_costly(text):
        return _as_written(text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    markdown = Markdown(
        extensions=["fenced_code", "tables", "footnotes", "sane_lists", extras],
        extension_configs={
            "footnotes": {"SEPARATOR": f"-{digest}-", "BACKLINK_TITLE": "Back to the text"},
            "tables": {"use_align_attribute": True},
        },
    )
    try:
        return markdown.convert(text)
    except Exception:  # a text that breaks the library (deep nesting does) is still shown
        return _as_written(text)


def _is_costly(text: str) -> bool:
    if len(text) > MAX_BYTES or sum(1 for _ in _COSTLY.finditer(text)) > _MOST_COSTLY:
        return True
    brackets = sum(block.count("[") * len(block) for block in re.split(r"\n[ \t]*\n", text))
    return brackets + text.count("<") * len(text) // 4 > _MOST_STEPS


def _as_written(text: str) -> str:
    return f"<pre>{html.escape(text.strip())}</pre>" if text.strip() else ""


def _keep_attribute(addresses: frozenset[str], tag: str, name: str, value: str) -> str | None:
    if name == "src" and value not in addresses:
        return None
    if name == "id" and not _FOOTNOTE_ID.fullmatch(value):
        return None
    if tag == "ol" and not (value.isascii() and value.isdecimal() and len(value) < 7):
        return None
    return value


def _lower_headings(cleaned: str) -> str:
    """Move all headings down alike, so that the highest is an h4; none goes below h6."""
    levels = [int(match[2]) for match in _HEADING.finditer(cleaned)]
    shift = max(_TOP_LEVEL - min(levels, default=_TOP_LEVEL), 0)
    return _HEADING.sub(lambda match: f"{match[1]}{min(int(match[2]) + shift, 6)}>", cleaned)
