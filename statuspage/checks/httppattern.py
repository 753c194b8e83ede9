"""Regular expressions that can't run away.

What is matched comes from outside, and an engine that goes back and tries again could be kept busy
for hours by it, with every other check waiting. This one reads the text once, so its time is the
text's length times the expression's size, and both have a limit here.
"""

import re

from pydantic_core import SchemaError, SchemaValidator, core_schema

MOST = 65_536
"""Bytes of a body that are looked through."""

_HEAVIEST = 500
"""Places an expression may have, a counted part as often as it may come: at worst about half a second."""

_PART = re.compile(r"\\.|\[\^?\]?(?:\\.|[^]\\])*\]|\{(\d+)?(?:,(\d*))?\}|.", re.DOTALL)


class Matcher:
    """A compiled expression. Raises ValueError with a sentence for a person."""

    def __init__(self, pattern: str) -> None:
        if _weight(pattern) > _HEAVIEST:
            raise ValueError(
                f"It is too large: with all that it repeats it has more than {_HEAVIEST} places."
            )
        try:
            self._engine = SchemaValidator(core_schema.str_schema(pattern=pattern))
        except SchemaError as error:
            why = re.search(r"error: ([^\n]+)\s*\Z", str(error))
            told = f"It must be a regular expression: {why[1]}." if why else "It is too large."
            raise ValueError(told) from None

    def finds(self, text: str) -> bool:
        """Whether the text holds something that matches."""
        return self._engine.isinstance_python(text)


def _weight(pattern: str) -> int:
    """How many places an expression has, those of ``(ab){20}`` counted 20 times."""
    totals = [0]
    last = 0
    for part in _PART.finditer(pattern):
        if part[0] == "(":
            totals.append(0)
            continue
        if part[0] == ")" and len(totals) > 1:
            last = totals.pop()
        elif part[1] or part[2]:
            last *= max(int(part[1] or 0), int(part[2] or 0)) - 1
        else:
            last = 1
        totals[-1] += last
    return sum(totals)
