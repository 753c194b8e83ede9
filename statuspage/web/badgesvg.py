"""Draws a badge as SVG, without any font at hand."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

Colour = Literal["brightgreen", "yellow", "orange", "red", "blue", "lightgrey"]
"""The colours by shields.io's names."""

_FILL: dict[Colour, str] = {
    "brightgreen": "#1b7a47",
    "yellow": "#8a5c00",
    "orange": "#a94a0d",
    "red": "#b3261e",
    "blue": "#2a63a8",
    "lightgrey": "#66645e",
}
"""The page's colours; white words are read on each of them (WCAG 2.2, 1.4.3)."""

_DARK = "#3a3835"
_SIZE, _HIGH, _EDGE = 11, 20, 6

_WIDTHS = {
    **dict.fromkeys("ijl|!'.,:;I", 3.2),
    **dict.fromkeys("ft()[]/-r ", 4.2),
    **dict.fromkeys("mw", 9.6),
    **dict.fromkeys("MWO@%", 10.2),
}
"""Units that letters take at this size, about. The text is told its length, so that it always fits."""

_ARABIC = 4.7
"""What an Arabic letter takes, about: they are joined."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A badge: what it is about, what it says, and as of when."""

    label: str
    message: str
    as_of: str
    colour: Colour


def badge_svg(badge: Badge) -> str:
    """The badge as an SVG picture, whose title says the same to those who can't see it."""
    whole = f"{badge.label}: {badge.message}, {badge.as_of}"
    parts, edges, x = [], [], 0
    for words in (badge.label, badge.message, badge.as_of):
        long = _length(words)
        parts.append(
            Markup('<text x="{}" y="14" textLength="{}" lengthAdjust="spacingAndGlyphs">{}</text>').format(
                x + _EDGE, long, words
            )
        )
        edges.append(x)
        x += long + 2 * _EDGE
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}" viewBox="0 0 {0} {1}" role="img" '
        'aria-label="{2}"><title>{2}</title><rect width="{0}" height="{1}" rx="3" fill="{3}"/>'
        '<path fill="{4}" d="M{5} 0H{6}V{1}H{5}z"/>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="{7}">{8}</g></svg>\n'
    ).format(x, _HIGH, whole, _DARK, _FILL[badge.colour], edges[1], edges[2], _SIZE, Markup("").join(parts))


def words_long(words: str, size: float) -> float:
    """How many units words take in letters of a size, about."""
    return sum(map(_width, words)) * size / _SIZE


def _length(words: str) -> int:
    """How many units words take, about."""
    return max(1, round(sum(map(_width, words))))


def _width(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":  # such as what joins emoji
        return 0.0
    if unicodedata.bidirectional(char) == "AL":
        return _ARABIC
    if unicodedata.east_asian_width(char) in "WF":
        return float(_SIZE)
    return _WIDTHS.get(char, 7.6 if char.isupper() else 6.7)
