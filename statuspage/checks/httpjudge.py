"""What is made of a whole answer to an http check."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from statuspage.checks.answers import right
from statuspage.checks.httpexpect import REDIRECTS, Bound, Ranges, Wanted
from statuspage.checks.httpoptions import HttpOptions
from statuspage.checks.httppage import MISSING, Page, value_at
from statuspage.model.result import Answer
from statuspage.model.status import Outcome
from statuspage.model.text import NOTHING, Text, Value, text

if TYPE_CHECKING:
    from statuspage.transport import Fetch

_HEALTH_TYPE = "application/health+json"
_HEALTH: Mapping[str, Outcome] = {
    **dict.fromkeys(("pass", "ok", "up"), Outcome.OK),
    "warn": Outcome.SLOW,
    **dict.fromkeys(("fail", "error", "down"), Outcome.DOWN),
}
"""By the word of a health document (draft-inadarei-api-health-check-06, section 3.1), in any case."""

_PORTS = {"http": 80, "https": 443}


class _Finding(NamedTuple):
    """Something that is not as expected."""

    outcome: Outcome
    reason: Text
    detail: str


def judge(options: HttpOptions, got: "Fetch") -> Answer:
    """What to make of a whole answer. The status decides first, then the worst of all the rest."""
    came = _came(options, got)
    page = Page(got)
    found = _status(options, page) or _worst([look(options, page) for look in _LOOKS])
    if found is None:
        return right(got.ms, options.slow_after, got.phases, came)
    return Answer(found.outcome, got.ms, found.reason, f"{found.detail}{came}", got.phases)


def _came(options: HttpOptions, got: "Fetch") -> str:
    rest = "" if got.whole else ", the rest not read"
    where = "" if got.url == options.ready.url else f", redirected to {_without_query(got.url)}"
    return f"status {got.status}, {len(got.body)} bytes{rest}{where}"


def _worst(findings: Sequence[_Finding | None]) -> _Finding | None:
    """The worst; of equals, the first."""
    return max(filter(None, findings), key=lambda found: found.outcome.badness, default=None)


def _wrong(reason: Text, detail: str) -> _Finding:
    return _Finding(Outcome.WRONG, reason, f"{detail}; ")


def _status(options: HttpOptions, page: Page) -> _Finding | None:
    status, right_ones = page.got.status, options.expect.statuses
    if any(low <= status <= high for low, high in right_ones):
        return None
    outcome = Outcome.DOWN if status >= 500 else Outcome.WRONG
    given: dict[str, Value] = {"status": str(status), "expected": _spell(right_ones)}
    if status >= 400:
        return _Finding(outcome, text("answers with error {status}, expected {expected}", **given), "")
    return _Finding(outcome, text("answers with status {status}, expected {expected}", **given), "")


def _spell(ranges: Ranges) -> Value:
    """``200``, ``200 to 299``, ``200, 204 or 300 to 399``."""
    if ranges is REDIRECTS:
        return text("a redirect")
    first, *others = [
        str(low) if low == high else text("{low} to {high}", low=str(low), high=str(high))
        for low, high in ranges
    ]
    found: Value = first
    for other in others[:-1]:
        found = text("{one}, {other}", one=found, other=other)
    return text("{one} or {other}", one=found, other=others[-1]) if others else found


def _redirect(options: HttpOptions, page: Page) -> _Finding | None:
    wanted = options.expect.redirect
    if wanted is None:
        return None
    location = page.got.headers.get("Location")
    if location is None:
        return _wrong(text("does not send visitors on to another address"), "there is no Location")
    try:
        leads_there = _plain(urljoin(options.url, location)) == _plain(wanted)
    except ValueError:
        leads_there = False
    if leads_there:
        return None
    return _wrong(
        text("sends visitors on to another address than expected"), f"it leads to {_without_query(location)}"
    )


def _plain(url: str) -> tuple[object, ...]:
    """An address without its liberties of spelling (RFC 9110, section 4.2.3). Raises ValueError."""
    parts = urlsplit(url)
    port = parts.port or _PORTS.get(parts.scheme)
    return parts.scheme, parts.hostname, port, parts.path or "/", parts.query, parts.fragment


def _headers(options: HttpOptions, page: Page) -> _Finding | None:
    for name, wanted in options.expect.headers.items():
        found = page.got.headers.get(name)
        if found is None:
            return _wrong(text("an expected header is missing"), f"there is no {name}")
        if wanted not in found:
            return _wrong(
                text("a header is not the expected one"), f"{name} is {found[:200]!r}, without {wanted!r}"
            )
    return None


def _texts(options: HttpOptions, page: Page) -> _Finding | None:
    expect = options.expect
    for words in expect.text:
        if not page.holds(words):
            return _wrong(text("expected text is missing"), f"{words!r} is not in the body")
    for words in expect.absent:
        if page.holds(words):
            return _wrong(text("has text that must not be there"), f"{words!r} is in the body")
    if expect.matcher is not None and not expect.matcher.finds(page.beginning()):
        return _wrong(text("expected text is missing"), f"nothing in the body matches {expect.pattern!r}")
    return None


def _values(options: HttpOptions, page: Page) -> _Finding | None:
    wanted = options.expect.values
    if not wanted:
        return None
    try:
        document = page.document
    except (ValueError, RecursionError) as error:
        return _wrong(text("its answer can't be understood"), f"not JSON: {type(error).__name__}: {error}")
    for path, each in wanted.items():
        found = value_at(document, path)
        if found is MISSING:
            return _wrong(text("an expected value is missing"), f"there is no {path!r}")
        if reason := _mismatch(found, each):
            seen = type(found).__name__ if isinstance(found, dict | list) else repr(found)[:200]
            told = str(each) if isinstance(each, Bound) else repr(each)
            return _wrong(reason, f"{path!r} is {seen}, not {told}")
    return None


def _mismatch(found: object, wanted: Wanted) -> Text:
    """What is wrong with a value; nothing when it is as it should be."""
    if isinstance(wanted, Bound) and isinstance(found, int | float) and not isinstance(found, bool):
        return wanted.mismatch(found)
    if isinstance(found, bool) != isinstance(wanted, bool) or found != wanted:
        return text("a value is not the expected one")
    return NOTHING


def _health(options: HttpOptions, page: Page) -> _Finding | None:
    if not _is_health(options, page):
        return None
    try:
        word = page.document["status"].lower()  # type: ignore[index]
        outcome = _HEALTH[word]
    except (ValueError, RecursionError, LookupError, TypeError, AttributeError):
        detail = f"no known status is in {page.got.body[:100]!r}"
        return _wrong(text("what it reports of itself can't be understood"), detail)
    if outcome is Outcome.OK:
        return None
    reason = text("the service itself reports a failure")
    if outcome is Outcome.SLOW:
        reason = text("the service itself reports a warning")
    return _Finding(outcome, reason, f"its health document says {word}; ")


def _is_health(options: HttpOptions, page: Page) -> bool:
    if options.expect.health is not None:
        return options.expect.health
    kind = page.got.headers.get("Content-Type", "")
    return kind.partition(";")[0].strip().lower() == _HEALTH_TYPE and options.method != "HEAD"


def _without_query(url: str) -> str:
    return url.partition("?")[0]


_LOOKS: Sequence[Callable[[HttpOptions, Page], _Finding | None]] = (
    _health,
    _redirect,
    _headers,
    _texts,
    _values,
)
