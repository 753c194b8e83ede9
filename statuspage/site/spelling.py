"""Known words and names, however people spell them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

WordT = TypeVar("WordT", bound=StrEnum)


def squashed(text: str) -> str:
    """The letters and digits of a text, in one case: what is left of ``In-Progress`` and ``in_progress``."""
    return re.sub(r"[\W_]+", "", text).casefold()


def spelt(text: str, words: Iterable[WordT]) -> WordT | None:
    """The word that a text spells, whatever its case, spaces and hyphens; None when it is none of them."""
    wanted = squashed(text)
    return next((word for word in words if squashed(word) == wanted), None)


def named(text: str, names: Mapping[str, str]) -> str | None:
    """The id that a text gives by id or exact name, whatever the case; None when it is unknown.

    ``names`` maps ids to names. An id comes before a name.
    """
    wanted = text.strip().strip("`*\"'").casefold()
    for known in (names, names.values()):
        for key, word in zip(names, known, strict=True):
            if word.casefold() == wanted:
                return key
    return None


def address(text: str) -> str:
    """A text made ``[a-z0-9-]``, as ids and addresses are; empty when nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].strip("-")
