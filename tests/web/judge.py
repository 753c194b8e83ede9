"""What of a document would run in a browser, or steer a terminal: read by real parsers, by its kind."""

import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from defusedxml.ElementTree import fromstring
from icalendar import Calendar

from statuspage.web.document import Document

ACTIVE = frozenset(
    {"iframe", "object", "embed", "form", "base", "frame", "foreignobject", "template", "style"}
)
"""Elements that no page of ours has but for its own style."""

ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "srcset", "poster", "xlink:href"})
RUNS = re.compile(r"(?i)^[\x00-\x20]*(?:j\s*a\s*v\s*a\s*script|vbscript|data)\s*:")
STEERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class Judge(HTMLParser):
    """Collects what of a document would run words of others."""

    def __init__(self, own: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._own, self._inside = own, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        script_of_ours = (
            tag == "script" and self._own and not (names.get("src") or "").startswith(("//", "http"))
        )
        style_of_ours = tag == "style" and self._own
        if (tag in ACTIVE or tag in ("script", "link", "meta")) and not (
            script_of_ours or style_of_ours or (self._own and tag in ("link", "meta"))
        ):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.found.append(f"{tag} {name}={value}")
            if name in ADDRESSES and RUNS.match(value or "") and not (self._own and tag == "link"):
                self.found.append(f"{tag} {name}={value}")
        self._inside = tag if tag in ("script", "style") else ""

    def handle_endtag(self, _tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside and "pwn" in data:
            self.found.append(f"<{self._inside}> {data}")


def in_html(text: str, *, own: bool = False) -> list[str]:
    """What would run in a piece of HTML; a page's ``own`` scripts may."""
    judge = Judge(own)
    judge.feed(text)
    judge.close()
    return judge.found


def in_json(node: Any, key: str = "") -> Iterator[str]:
    """What would run in data: of texts that readers take for HTML."""
    match node:
        case dict():
            for name, value in node.items():
                yield from in_json(value, name)
        case list():
            for value in node:
                yield from in_json(value, key)
        case str():
            assert not STEERS.search(node), (key, node)
            if "html" in key or (key == "body" and "<p>" in node):
                yield from in_html(node)
            if key.endswith("url") or key == "shortlink":
                assert not RUNS.match(node), (key, node)


def in_xml(document: Document) -> Iterator[str]:
    """What would run in SVG, or in what a feed's reader takes for HTML."""
    for element in fromstring(document.body).iter():
        name = element.tag.rpartition("}")[2].lower()
        if document.content_type.startswith("image/"):
            if name in ACTIVE - {"style"} or name in ("script", "image", "a", "use"):
                yield f"<{name}>"
        elif name in ("description", "encoded", "content", "summary", "subtitle", "title"):
            shown = element.get("type", "html" if name in ("description", "encoded") else "text")
            yield from in_html(element.text or "") if shown == "html" else ()
        yield from (f"{name} {one}" for one in element.attrib if one.lower().startswith("on"))
        yield from (f"{name} {one}" for one in element.attrib.values() if RUNS.match(one))


def dangers(document: Document) -> list[str]:
    """All that would run of a document, by its kind."""
    kind = document.content_type.partition(";")[0]
    text = document.body.decode()
    assert not (found := STEERS.search(html.unescape(text))), text[
        max(0, found.start() - 90) : found.end() + 9
    ]
    if kind == "text/html":
        return in_html(text, own=True)
    if kind.endswith("json"):
        return list(in_json(json.loads(text)))
    if "xml" in kind:
        return list(in_xml(document))
    if kind == "text/calendar":
        return [
            name for name, _ in Calendar.from_ical(text).property_items() if name in ("ATTACH", "X-ALT-DESC")
        ]
    assert kind in ("text/csv", "text/plain", "text/css", "text/javascript"), kind
    return []
