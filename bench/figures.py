"""What is measured, and the table of it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table, spelled for people.

    ``against`` is what was measured beside it in the same run, ``wanted`` the limit, and ``met`` whether
    it is kept; None where there is none or nothing was measured.
    """

    name: str
    measured: str
    against: str = ""
    ratio: str = ""
    wanted: str = ""
    met: bool | None = None


class CannotMeasure(Exception):
    """Something that a measurement needs is missing or does not work; the text is one sentence."""


_HEADINGS = ("name", "measured", "against", "ratio", "wanted", "met")
_MET = {True: "yes", False: "NO", None: ""}


def table(figures: Sequence[Figure]) -> str:
    """The figures in columns, one a line."""
    rows = [_HEADINGS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEADINGS))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        figure.measured,
        figure.against,
        figure.ratio,
        figure.wanted,
        _MET[figure.met],
    )
