"""A whole answer, looked at in the ways that checks look at it."""

import json
import re
from functools import cached_property
from typing import TYPE_CHECKING

from statuspage.checks.httppattern import MOST

if TYPE_CHECKING:
    from statuspage.transport import Fetch

MISSING = object()
"""What is found where there is nothing."""

_CHARSET = re.compile(
    r"charset=\"?((?:utf|us-ascii|iso|latin|windows|cp\d|koi8|gb|big5|euc|shift)[\w.:-]*)", re.I
)
"""A declared charset that is one: Python knows others, and some take very long to decode."""


class Page:
    """What is made of an answer is made when it is first asked for."""

    def __init__(self, got: "Fetch") -> None:
        self.got = got

    def holds(self, text: str) -> bool:
        """Whether a text is in the body, in UTF-8 or in the declared charset."""
        return text.encode() in self.got.body or (self.charset != "utf-8" and text in self._text)

    def beginning(self) -> str:
        """The first 64 kB as text."""
        return self.got.body[:MOST].decode(self.charset, "replace")

    @cached_property
    def charset(self) -> str:
        """The declared charset; UTF-8 when there is none that can be used."""
        declared = _CHARSET.search(self.got.headers.get("Content-Type", ""))
        try:
            "".encode(declared[1]) if declared else b""
        except (LookupError, ValueError):
            return "utf-8"
        return declared[1].lower() if declared else "utf-8"

    @cached_property
    def _text(self) -> str:
        return self.got.body.decode(self.charset, "replace")

    @cached_property
    def document(self) -> object:
        """The body as JSON. Raises ValueError or RecursionError."""
        return json.loads(self.got.body)


def value_at(value: object, path: str) -> object:
    """The value at a path such as ``db.nodes.0.state``, or MISSING; a key may hold dots itself."""
    if isinstance(value, dict):
        key = path
        while key not in value:
            key, dot, _ = key.rpartition(".")
            if not dot:
                return MISSING
        below, rest = value[key], path[len(key) + 1 :]
    elif isinstance(value, list):
        head, _, rest = path.partition(".")
        if not head.isdecimal() or int(head) >= len(value):
            return MISSING
        below = value[int(head)]
    else:
        return MISSING
    return value_at(below, rest) if rest else below
