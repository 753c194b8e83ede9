"""What a browser asks for by itself when it shows a page."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

_SOURCES = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "embed": "src"}
_RELS = frozenset({"stylesheet", "icon", "preload", "modulepreload"})
_IN_CSS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s]+)""")


def wanted_by_html(text: str, base: str) -> list[str]:
    """Absolute addresses of the styles, scripts, icons and pictures of a page at ``base``."""
    finder = _Finder()
    finder.feed(text)
    if not finder.has_icon:
        finder.found.append("/favicon.ico")  # asked for where none is named
    return _absolute(finder.found, base)


def wanted_by_css(text: str, base: str) -> list[str]:
    """Absolute addresses that a style sheet at ``base`` names."""
    return _absolute(_IN_CSS.findall(text), base)


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.has_icon = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        rels = set(given.get("rel", "").lower().split())
        if tag == "link" and rels & _RELS:
            self.has_icon = self.has_icon or "icon" in rels
            self.found.append(given.get("href", ""))
        elif tag in _SOURCES and given.get(_SOURCES[tag]):
            self.found.append(given[_SOURCES[tag]])


def _absolute(found: list[str], base: str) -> list[str]:
    return [urljoin(base, one) for one in found if one and not one.startswith("data:")]
