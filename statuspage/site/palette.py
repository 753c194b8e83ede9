"""From a site's colours to the tokens of the style sheet, and whether they can be told apart."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from statuspage.site.colours import contrast, mixed, read_colour

STATES = {
    "operational": "ok",
    "degraded_performance": "slow",
    "partial_outage": "part",
    "major_outage": "down",
    "under_maintenance": "work",
    "unknown": "dark",
}
"""The token of each status."""

SURFACES = ("paper", "card", "ink", "soft", "line", "link")
"""The tokens that are no status; people write them by the same names."""

_NAMES = {
    **{name: name for name in SURFACES},
    **{token: name for name, token in STATES.items()},
    "good": "the bars of operational",
}

_TEXT, _SHAPE = 4.5, 3.0
"""The least contrast of text and of shapes (WCAG 2.2, 1.4.3 and 1.4.11)."""

_BLOCK = re.compile(r"(:root(?:\[data-theme=\"dark\"\])?)\s*\{([^}]*)\}")
_TOKEN = re.compile(r"--([a-z-]+):\s*(#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3}))\s*;")


class Faint(NamedTuple):
    """Two colours that are too alike: what people call them, their contrast, and the least it should be."""

    name: str
    other: str
    contrast: float
    least: float


def read_tokens(css: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The colours of a style sheet's tokens, light and dark ones, as ``#rrggbb``."""
    found: dict[str, dict[str, str]] = {}
    for head, body in _BLOCK.findall(css):
        colours = {name: read_colour(colour) for name, colour in _TOKEN.findall(body)}
        found[head] = found.get(head, {}) | colours
    light = found.get(":root", {})
    return light, light | found.get(':root[data-theme="dark"]', {})


def tokens_of(colours: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """The tokens that a site's colours set, the grounds of its states among them; ``base`` holds the rest."""
    set_ = {STATES.get(name, name): colour for name, colour in colours.items()}
    card = {**base, **set_}.get("card", "#ffffff")
    grounds = {f"{token}-bg": mixed(set_[token], card, 0.1) for token in STATES.values() if token in set_}
    good = {"good": mixed(set_["ok"], card, 0.75)} if "ok" in set_ else {}
    return set_ | grounds | good


def faint(colours: Mapping[str, str], base: Mapping[str, str]) -> Iterator[Faint]:
    """The pairs with a colour of the site's own that are too alike, each once."""
    set_ = tokens_of(colours, base)
    all_ = {**base, **set_}
    for token, ground, least in _pairs():
        if {token, ground} & set_.keys() and {token, ground} <= all_.keys():
            ratio = contrast(all_[token], all_[ground])
            if ratio < least:
                yield Faint(_called(token), _called(ground), ratio, least)


def _pairs() -> Iterator[tuple[str, str, float]]:
    for text in ("ink", "soft", "link", *STATES.values()):
        yield text, "card", _TEXT
    for text in ("ink", "soft", "link"):
        yield text, "paper", _TEXT
    for state in STATES.values():
        yield "ink", f"{state}-bg", _TEXT
        yield state, f"{state}-bg", _SHAPE
    yield "good", "card", _SHAPE


def _called(token: str) -> str:
    state = token.removesuffix("-bg")
    return f"the ground of {_NAMES[state]}" if state != token else _NAMES[token]
