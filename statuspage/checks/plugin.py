"""What a Nagios plugin prints: words, and figures after a ``|``.

``text | figures``, then lines of more text; after a ``|`` in one of those, lines of more figures
(Monitoring Plugins Development Guidelines, "Performance data"). A figure is
``'label'=value[unit];[warn];[crit];[min];[max]``, its quotes only needed around blanks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

_FIGURE = re.compile(
    r"""\s*(?:'(?P<quoted>(?:[^']|'')*)'|(?P<label>[^\s'=][^\s=]*))
    =(?:(?P<value>[-+]?\d+(?:[.,]\d+)?(?:[eE][-+]?\d+)?|U)(?P<unit>[^\s;\d.,][^\s;]*)?)?
    (?P<limits>(?:;[^\s;]*)*)(?=\s|$)""",
    re.VERBOSE | re.ASCII,
)
_WORD = re.compile(r"\s*\S+")
_MOST_TEXT = 500  # characters
_MOST_FIGURES = 50


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure; ``value`` is None where the plugin could not measure it.

    ``warn`` and ``crit`` are the ranges as the plugin wrote them, empty where it gave none.
    """

    label: str
    value: float | None
    unit: str = ""
    warn: str = ""
    crit: str = ""

    def __str__(self) -> str:
        measured = "unknown" if self.value is None else f"{self.value:.12g}{self.unit}"
        limits = [f"{word} {limit}" for word, limit in (("warn", self.warn), ("crit", self.crit)) if limit]
        return f"{self.label} {measured}" + (f" ({', '.join(limits)})" if limits else "")


@dataclass(frozen=True, slots=True)
class Said:
    """What a plugin said: its first line, and its figures."""

    text: str
    figures: tuple[Figure, ...] = ()

    def __str__(self) -> str:
        return "; ".join([self.text or "no words", *map(str, self.figures)])


def read(out: bytes, err: bytes = b"") -> Said:
    """Read a plugin's output; where it says nothing there, its first complaint. Never raises."""
    first, _, rest = out.decode("utf-8", "replace").lstrip().partition("\n")
    text, _, figures = first.partition("|")
    _, _, more = rest.partition("|")
    if not text.strip():
        text = err.decode("utf-8", "replace").lstrip().partition("\n")[0]
    found = _figures(f"{figures} {more}")
    return Said(text.strip()[:_MOST_TEXT], tuple(islice(found, _MOST_FIGURES)))


def _figures(text: str) -> Iterator[Figure]:
    """The figures in a text; what is none is passed over."""
    at = 0
    while at < len(text):
        match = _FIGURE.match(text, at)
        if match is None:
            at = _next_word(text, at)
            continue
        at = match.end()
        value = match["value"]
        warn, crit, *_ = [*str(match["limits"]).split(";")[1:], "", ""]
        yield Figure(
            label=match["label"] or (match["quoted"] or "").replace("''", "'"),
            value=float(value.replace(",", ".")) if value and value != "U" else None,
            unit=match["unit"] or "",
            warn=warn,
            crit=crit,
        )


def _next_word(text: str, at: int) -> int:
    word = _WORD.match(text, at)
    return word.end() if word else len(text)
