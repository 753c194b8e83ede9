"""Checks that ask for a web address."""

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from statuspage.checks.answers import failed, right
from statuspage.checks.httpoptions import HttpExpect, HttpOptions, Plain
from statuspage.model.result import Answer
from statuspage.model.status import Outcome
from statuspage.net.clock import TransportError

if TYPE_CHECKING:
    from statuspage.transport import Fetch

__all__ = ["HttpOptions", "ask", "judge"]

_CHARSET = re.compile(r"charset=\"?([\w.:-]+)", re.IGNORECASE)
_MISSING = object()


def ask(options: HttpOptions, timeout: timedelta) -> Answer:
    """Ask once, and judge what comes."""
    from statuspage.transport import fetch  # loads requests, which only those who ask need

    try:
        got = fetch(options.request, timeout=timeout, max_body=options.max_body, redirects=options.redirects)
    except TransportError as error:
        return failed(error)
    return judge(options, got)


def judge(options: HttpOptions, got: "Fetch") -> Answer:
    """What to make of a whole answer."""
    expect = options.expect
    came = _came(options, got)
    if not any(low <= got.status <= high for low, high in expect.status):
        outcome = Outcome.DOWN if got.status >= 500 else Outcome.WRONG
        reason = f"answers with status {got.status}, expected {_spell(expect.status)}"
        return Answer(outcome, got.ms, reason, came, got.phases)
    wrong = _wrong_text(expect, got) or _wrong_value(expect.values, got)
    if wrong is not None:
        reason, detail = wrong
        return Answer(Outcome.WRONG, got.ms, reason, f"{detail}; {came}", got.phases)
    return right(got.ms, options.slow_after, got.phases, came)


def _came(options: HttpOptions, got: "Fetch") -> str:
    rest = "" if got.whole else ", the rest not read"
    where = "" if got.url == options.request.url else f", redirected to {got.url.partition('?')[0]}"
    return f"status {got.status}, {len(got.body)} bytes{rest}{where}"


def _spell(ranges: tuple[tuple[int, int], ...]) -> str:
    """``200``, ``200 to 299``, ``200, 204 or 300 to 399``."""
    parts = [f"{low}" if low == high else f"{low} to {high}" for low, high in ranges]
    return " or ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _wrong_text(expect: HttpExpect, got: "Fetch") -> tuple[str, str] | None:
    """Reason and detail when a text is missing. It is looked for in UTF-8 and in the declared charset."""
    for text in expect.text:
        if text.encode() not in got.body and not _holds(got, text):
            return "expected text is missing", f"{text!r} is not in the body"
    return None


def _holds(got: "Fetch", text: str) -> bool:
    charset = _CHARSET.search(got.headers.get("Content-Type", ""))
    try:
        return charset is not None and text.encode(charset[1]) in got.body
    except (LookupError, ValueError):
        return False


def _wrong_value(expected: Mapping[str, Plain], got: "Fetch") -> tuple[str, str] | None:
    """Reason and detail when a value is missing or another one."""
    if not expected:
        return None
    try:
        document = json.loads(got.body)
    except (ValueError, RecursionError) as error:
        return "the answer is not JSON", f"{type(error).__name__}: {error}"
    for path, wanted in expected.items():
        found = _at(document, path)
        if found is _MISSING:
            return "an expected value is missing", f"there is no {path!r}"
        if isinstance(found, bool) != isinstance(wanted, bool) or found != wanted:
            seen = type(found).__name__ if isinstance(found, dict | list) else repr(found)[:200]
            return "a value is not the expected one", f"{path!r} is {seen}, not {wanted!r}"
    return None


def _at(value: object, path: str) -> object:
    """The value at a path such as ``db.nodes.0.state``; a key may hold dots itself."""
    if isinstance(value, dict):
        key = path
        while key not in value:
            key, dot, _ = key.rpartition(".")
            if not dot:
                return _MISSING
        below, rest = value[key], path[len(key) + 1 :]
    elif isinstance(value, list):
        head, _, rest = path.partition(".")
        if not head.isdecimal() or int(head) >= len(value):
            return _MISSING
        below = value[int(head)]
    else:
        return _MISSING
    return _at(below, rest) if rest else below
