"""Words for faults: what was found, and which known word was meant."""

import difflib
import json
import re
from collections.abc import Iterable
from datetime import date, time

_LONGEST = 60
_MOST_LISTED = 20
_MOST_KNOWN = 1000  # comparing is slow, and a long wrong file must not take minutes

_ALSO = {
    **dict.fromkeys(("down", "offline", "outage", "broken"), ("major_outage", "incident")),
    **dict.fromkeys(("slow", "degraded"), ("degraded_performance",)),
    **dict.fromkeys(("up", "ok", "fine", "works", "working"), ("operational",)),
    **dict.fromkeys(("fixed", "solved", "done", "closed"), ("resolved", "completed")),
    **dict.fromkeys(("cancelled", "canceled", "aborted", "called off"), ("completed",)),
    **dict.fromkeys(("started", "begun"), ("in_progress", "investigating")),
    **dict.fromkeys(("unaffected", "none", "no"), ("not_affected",)),
    **dict.fromkeys(("name", "subject", "headline"), ("title",)),
    **dict.fromkeys(("affected", "services", "systems"), ("components",)),
    **dict.fromkeys(("start", "begins"), ("starts",)),
    "severity": ("impact",),
    "high": ("major",),
    "medium": ("minor",),
    "low": ("minor",),
}
"""Words of other places and the known ones that they stand for, however little they look alike."""

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


def spell_key(key: str) -> str:
    """A key as TOML spells it: bare where it can be, else in quotes."""
    return key if _BARE_KEY.fullmatch(key) else quoted(key)


def toml_text(text: str) -> str:
    """A text in quotes as TOML spells it, with escapes for what could not be seen."""
    escaped = (char if char.isprintable() else _escape(char) for char in json.dumps(text, ensure_ascii=False))
    return "".join(escaped)


def _escape(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def quoted(text: str) -> str:
    """At most 60 characters of a text, in quotes and on one line."""
    return toml_text(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def found(value: object) -> str:
    """What somebody wrote where something else belongs, in TOML's words; never a whole table or list."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f"the text {quoted(value)}"
        case int() if abs(value) > 10**18:
            return "a huge number"
        case int() | float():
            return f"the number {value}"
        case date() | time():
            return "a date or time"
        case list() | tuple():
            return "a list"
        case dict():
            return "a table"
    return "something else"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that means the same or is most like this one, whatever the case; None for neither."""
    words = list(known)[:_MOST_KNOWN]
    by_fold = {each.casefold(): each for each in words}
    same = next((each for each in _ALSO.get(word.casefold(), ()) if each in by_fold), None)
    if same:
        return by_fold[same]
    return alike(word, words)


def alike(word: str, known: Iterable[str]) -> str | None:
    """The known word that is spelled most like this one, whatever the case; None when none is like it."""
    by_fold = {each.casefold(): each for each in list(known)[:_MOST_KNOWN]}
    close = difflib.get_close_matches(word[:_LONGEST].casefold(), by_fold, n=1)
    return by_fold[close[0]] if close else None


def listed(words: Iterable[str]) -> str:
    """Words as people list them: ``a, b and c``; of very many the first 20 and how many more there are."""
    every = list(words)
    if len(every) > _MOST_LISTED + 1:
        every = [*every[:_MOST_LISTED], f"{len(every) - _MOST_LISTED} more"]
    *first, last = every
    return f"{', '.join(first)} and {last}" if first else last


def meant(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the nearest known one, else all of them."""
    words = list(known)
    return hint(nearest(word, words), words)


def hint(near: str | None, words: list[str]) -> str:
    """The same, where the nearest of the known words, if any, has been found."""
    if near:
        return f"did you mean {spell_key(near)}?"
    return f"known are {listed(map(spell_key, words))}." if words else "none is known."
