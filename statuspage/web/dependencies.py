"""A picture of what depends on what: a line of words a thing, and a rail for each that others depend on.

A rail runs down from those who depend on a thing, a dot each, to the thing itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from statuspage.decide.dependencies import Node, drawable, ordered
from statuspage.model.text import Names, Text, text
from statuspage.web.badgesvg import words_long

_ROW, _RAIL, _EDGE, _GAP = 34, 14, 8, 14
"""Units of a line's height, from rail to rail, before the first, and from the rails to the words."""

_SIZE = 15
_MARK = 20
_LONGEST = 215
"""Units of the letters, of a mark with its room, and of words at most."""

_APART = 5
"""Above the middle of its line a rail ends, below it those begin that a thing depends on."""


@dataclass(frozen=True, slots=True)
class Line:
    """A thing with its words: ``needs`` is the path to the dots of what it depends on, empty for none."""

    node: Node
    words: str
    y: int
    needs: str
    dots: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class Rail:
    """The path that leads down to a thing, which has that status."""

    status: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All of it in units, drawn of ``lines`` and ``rails``; ``left_out`` things had no room."""

    width: int
    high: int
    x: int
    lines: tuple[Line, ...]
    rails: tuple[Rail, ...]
    left_out: int
    names: Mapping[str, str]

    def said(self, line: Line) -> Text:
        """What a line's thing depends on itself, in words."""
        others = Names(tuple(self.names[need] for need in line.node.needs))
        return text("{name} depends on {others}", name=line.node.name, others=others)


def picture_of(among: Mapping[str, Node]) -> Picture | None:
    """The picture of a graph; None where nothing depends on anything."""
    shown = drawable(among)
    listed = ordered(shown)
    places = {one.key: number * _ROW + _ROW // 2 for number, one in enumerate(listed)}
    rails = _rails(listed)
    if not rails:
        return None
    x = _EDGE + _RAIL * (max(rails.values()) + 1) + _GAP
    words = {one.key: _cut(one.name) for one in listed}
    return Picture(
        width=x + _MARK + max(round(words_long(one, _SIZE)) for one in words.values()) + _EDGE,
        high=_ROW * len(listed),
        x=x,
        lines=tuple(_line(one, words[one.key], places, rails, shown, x) for one in listed),
        rails=tuple(_rail(shown[key], listed, places, rails, x) for key in rails),
        left_out=len(among) - len(shown),
        names={one.key: one.name for one in shown.values()},
    )


def _rails(listed: Sequence[Node]) -> dict[str, int]:
    """The number of each needed thing's rail; two that never meet may have one."""
    first: dict[str, int] = {}
    for number, one in enumerate(listed):
        for need in one.needs:
            first.setdefault(need, number)
    ends: list[int] = []
    found = {}
    places = {one.key: number for number, one in enumerate(listed)}
    for key, begin in first.items():
        free = next((i for i, until in enumerate(ends) if until < begin), len(ends))
        ends[free : free + 1] = [max(begin, places[key])]
        found[key] = free
    return found


def _at(number: int) -> int:
    return _EDGE + _RAIL * number + _RAIL // 2


def _line(
    one: Node,
    words: str,
    places: Mapping[str, int],
    rails: Mapping[str, int],
    shown: Mapping[str, Node],
    x: int,
) -> Line:
    y = places[one.key] + (_APART if one.key in rails else 0)
    dots = tuple((_at(rails[key]), y, shown[key].status.value) for key in one.needs)
    path = f"M{min(dot[0] for dot in dots)} {y}H{x - 4}" if dots else ""
    return Line(one, words, places[one.key], path, dots)


def _rail(
    one: Node, listed: Sequence[Node], places: Mapping[str, int], rails: Mapping[str, int], x: int
) -> Rail:
    at = _at(rails[one.key])
    top = next(
        places[each.key] + (_APART if each.key in rails else 0) for each in listed if one.key in each.needs
    )
    end = places[one.key] - (_APART if one.needs else 0)
    return Rail(one.status.value, f"M{at} {top}V{end - 5}q0 5 5 5H{x - 5}m-4-4 4 4-4 4")


def _cut(name: str) -> str:
    """A name that fits its room."""
    cut = name
    while len(cut) > 1 and words_long(cut, _SIZE) > _LONGEST:
        cut = cut[:-1]
    return cut if cut == name else f"{cut[:-1].rstrip()}…"
