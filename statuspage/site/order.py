"""The updates of a post in the order of time: their instants, states and ids, however they were written."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from statuspage.model.post import ENDED, Kind, State, Update
from statuspage.model.status import Status, Verdict
from statuspage.site.report import Report
from statuspage.site.source import Source
from statuspage.timeutil import format_instant

# How far ahead of its file an update may be dated and still be meant for now: people round up.
_ROUNDING = timedelta(minutes=10)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Draft:
    """An update before its place in time is settled.

    ``written`` is the instant as written, None where none can be read, with ``day_only`` the start
    of its day. ``state`` is None where none is given. ``opening`` marks the text before the first
    dated heading.
    """

    line: int
    written: datetime | None
    day_only: bool
    state: State | None
    body: str
    components: dict[str, Status]
    verdict: Verdict | None
    opening: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A draft with its instant. A ``deferred`` one tells what is still to come; its states are not taken."""

    draft: Draft
    at: datetime
    deferred: bool = False


def settle(drafts: Sequence[Draft], kind: Kind, source: Source, report: Report) -> tuple[Update, ...]:
    """Put updates in order, oldest first, and give each its instant, state and id.

    ``drafts`` are in the order of the file, which may go up or down in time. The opening is
    always the first. What has no readable instant takes the moment the file came, within what
    its neighbours leave; what gives only a day has the start of it, but comes not before the
    update that it follows on that day.

    An update dated more than 10 minutes after its file changed lies in the future; it takes the
    moment the file came in the same way. In an incident or advisory it is in force: whoever wrote
    "resolved" with a wrong day meant now. In a maintenance its text is shown but its states are
    not taken: work foretold has not begun, and its state follows the clock. An id keeps the
    instant as written in any case, so that a later change of another line does not alter it.
    """
    dated = _oldest_first([draft for draft in drafts if not draft.opening])
    placed = sorted(_placed(dated, kind, source, report), key=lambda each: each.at)
    for draft in drafts:
        if draft.opening:
            placed.insert(0, _place_opening(draft, placed, source, report))
    _check_begin(placed, report)
    _check_direction([draft for draft in drafts if not draft.opening], report)
    return _updates(placed, kind, source)


def _oldest_first(drafts: list[Draft]) -> list[Draft]:
    """The drafts in the direction of time, as far as their dates tell it."""
    return drafts[::-1] if sum(step for _, _, step in _steps(drafts)) < 0 else drafts


def _steps(drafts: Sequence[Draft]) -> Iterator[tuple[Draft, Draft, int]]:
    """Each dated draft and the one below it: 1 where time goes on, -1 back, 0 where that is not sure."""
    for above, below in pairwise(each for each in drafts if each.written):
        (first, first_end), (then, then_end) = _span(above), _span(below)
        on = then > first and then >= first_end
        yield above, below, on - (then < first and then_end <= first)


def _span(draft: Draft) -> tuple[datetime, datetime]:
    """The time that a dated draft may mean: an instant, or a day."""
    at = draft.written or datetime.min.replace(tzinfo=UTC)
    return at, at + _DAY if draft.day_only else at


def _check_direction(drafts: Sequence[Draft], report: Report) -> None:
    """Report where dates run against most others; a line with another fault may be put right yet."""
    steps = list(_steps(drafts))
    back = sum(step for _, _, step in steps) < 0
    for above, below, step in steps:
        if step == (1 if back else -1) and not report.told(above.line) and not report.told(below.line):
            than, way = ("later", "newest to oldest") if back else ("earlier", "oldest to newest")
            rule = f"The dates here run from {way}, but this one is {than} than the one above it."
            report.warn(
                below.line, rule, f"this update above that of {_minute(_span(above)[0])}, or its right date"
            )


def _placed(drafts: Sequence[Draft], kind: Kind, source: Source, report: Report) -> list[_Placed]:
    future = [_is_future(draft, source, report) for draft in drafts]
    known = [None if late else draft.written for draft, late in zip(drafts, future, strict=True)]
    placed: list[_Placed] = []
    for index, (draft, late) in enumerate(zip(drafts, future, strict=True)):
        before = placed[-1].at if placed else None
        at = known[index] or min([source.first_seen, *filter(None, known[index + 1 : index + 2])])
        if before and before > at and (known[index] is None or (draft.day_only and before < at + _DAY)):
            at = before
        if source.changed:
            at = min(at, max(source.changed, source.first_seen))
        deferred = late and kind is Kind.MAINTENANCE and draft.state is not State.SCHEDULED
        placed.append(_Placed(draft, at, deferred))
    return placed


def _is_future(draft: Draft, source: Source, report: Report) -> bool:
    if not draft.written or not source.changed:
        return False
    came = max(source.changed, source.first_seen)
    if draft.written <= came + _ROUNDING:
        return False
    rule = "This time is in the future; until it is put right, the moment the file came stands for it."
    right = f"date: {_minute(came)}" if draft.opening else f"## {_minute(came)}"
    state = "" if draft.opening or not draft.state else f" — {draft.state.replace('_', ' ').capitalize()}"
    report.error(draft.line, rule, right + state)
    return True


def _place_opening(draft: Draft, placed: Sequence[_Placed], source: Source, report: Report) -> _Placed:
    """The text before the first dated heading: by its own date or the file's, but before all others."""
    late = _is_future(draft, source, report)
    at = draft.written if draft.written and not late else source.first_seen
    if not placed or at <= placed[0].at:
        return _Placed(draft, at)
    if draft.written and not late:
        rule = "The post's date is later than its first update, to which the text before it belongs."
        report.error(draft.line, rule, f"date: {_minute(placed[0].at)}")
    return _Placed(draft, placed[0].at)


def _check_begin(placed: Sequence[_Placed], report: Report) -> None:
    """Report a post that is over before it begins: most likely the date of its end is wrong."""
    first = placed[0] if placed else None
    if first is None or first.deferred or first.draft.state not in ENDED:
        return
    began = next((each for each in placed if each.draft.state and each.draft.state not in ENDED), None)
    if began is not None:
        end = first.draft.state
        rule = f"The post is {end} before it is {began.draft.state}; one of the two dates is wrong."
        after = _minute(began.at + timedelta(minutes=30))
        report.warn(first.draft.line, rule, f"## {after} — {end.capitalize()}")


def _minute(at: datetime) -> str:
    return f"{format_instant(at).replace('T', ' ')[:16]} UTC"


def _updates(placed: Sequence[_Placed], kind: Kind, source: Source) -> tuple[Update, ...]:
    state = State.SCHEDULED if kind is Kind.MAINTENANCE else State.INVESTIGATING
    used: Counter[str] = Counter()
    updates = []
    for each in placed:
        draft = each.draft
        own = draft.state or state
        state = state if each.deferred else own
        name = f"{(draft.written or source.first_seen).astimezone(UTC):%Y%m%dT%H%MZ}-{own}"
        used[name] += 1
        unique = name if used[name] == 1 else f"{name}-{used[name]}"
        components = {} if each.deferred else draft.components
        updates.append(Update(unique, each.at, state, draft.body, components, draft.verdict))
    return tuple(updates)
