"""What the checks of a component said one after the other, and the history that this makes.

A check's word may be dated back past words of other checks. So the last words of each are kept apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from statuspage.decide.measured import Voice, together
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import Text

_MOST = 8
"""So many words of each check are kept; what they made before those is not changed any more."""

_EVER = datetime.min.replace(tzinfo=UTC)

_SILENT = Voice(None, None)


class Word(NamedTuple):
    """What a check says from an instant until its next word."""

    at: datetime
    voice: Voice


@dataclass(frozen=True, slots=True)
class Timeline:
    """The last words of a component's checks, oldest first; nothing before ``start`` is changed.

    ``base`` is the span that holds at ``start``; None: nothing was ever measured.
    """

    base: Span | None
    start: datetime
    words: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)


def resumed(base: Span | None, voices: Mapping[str, Voice], now: datetime) -> Timeline:
    """The timeline of checks that at ``now`` say something, where it is not known what they said before.

    Where the span that was told is not what they make now, nothing before ``now`` is changed.
    """
    if base is None:
        return Timeline(None, _EVER)  # nothing was told that would be changed
    said = [(voice.status, voice.reason) for voice in voices.values() if voice.status is not None]
    since = [min(voice.began, now) for voice in voices.values() if voice.began is not None]
    known = since if together(said)[0] is base.status else [now]
    return Timeline(
        base, max([base.start, *known]), {name: (Word(_EVER, voice),) for name, voice in voices.items()}
    )


def hear(line: Timeline, voices: Mapping[str, Voice], now: datetime) -> Timeline:
    """The timeline once its checks say this at ``now``.

    A check's own news begins when the check says so. What changed without it, such as the end of
    instability, begins ``now``: nothing that was seen before it is rewritten.
    """
    words = dict(line.words)
    for name in line.words.keys() | voices.keys():
        said, voice = words.get(name, ()), voices.get(name, _SILENT)
        at = min(max(_began(said, voice, now), line.start), now)
        if said and said[-1].voice.status is voice.status and said[-1].at <= at:
            words[name] = (*said[:-1], Word(said[-1].at, voice))
        else:
            words[name] = (*(word for word in said if word.at < at), Word(at, voice))
    return Timeline(line.base, line.start, words)


def restate(line: Timeline, voices: Mapping[str, Voice], now: datetime) -> Timeline:
    """The timeline once other settings make this of the checks: they say nothing of the past."""
    words = {
        name: (*line.words.get(name, ()), Word(now, voices.get(name, _SILENT)))
        for name in line.words.keys() | voices.keys()
    }
    return Timeline(line.base, line.start, words)


def renamed(line: Timeline, old: str, new: str) -> Timeline:
    """The timeline once a check has another name."""
    return Timeline(
        line.base, line.start, {new if name == old else name: said for name, said in line.words.items()}
    )


def told(line: Timeline) -> tuple[Span, ...]:
    """The spans that the words make, each without an end, from the one that holds at the start on."""
    spans = [line.base] if line.base is not None else []
    for moment in sorted({word.at for said in line.words.values() for word in said}):
        if line.base is not None and moment < line.start:
            continue
        status, reason = together(_heard_at(line.words.values(), moment))
        if spans and spans[-1].start == moment:
            spans.pop()
        if status is not (spans[-1].status if spans else Status.UNKNOWN):
            spans.append(Span(moment, None, status, reason))
    return tuple(spans)


def turns(line: Timeline) -> Mapping[str, Sequence[tuple[datetime, Status | None]]]:
    """When each check began to say which status: where that is as it was, so are the spans told."""
    return {name: [(word.at, word.voice.status) for word in said] for name, said in line.words.items()}


def changes(before: Sequence[Span], after: Sequence[Span]) -> Sequence[Span]:
    """The spans to begin anew, in order, each in place of all that began at its start or later."""
    same = 0
    while same < min(len(before), len(after)) and _alike(before[same], after[same]):
        same += 1
    if same == len(before):
        return after[same:]
    if same == len(after) or before[same].start < after[same].start:
        same = max(same - 1, 0)  # what began too early goes with what it interrupted
    return after[same:]


def _began(said: Sequence[Word], voice: Voice, now: datetime) -> datetime:
    if voice.status is None or voice.began is None:
        return voice.began or now
    spoken = next((word.voice for word in reversed(said) if word.voice.status is not None), None)
    if spoken is None or spoken.began is None:
        return voice.began
    return voice.began if voice.outcome is not spoken.outcome or voice.began > spoken.began else now


def _heard_at(lines: Iterable[Sequence[Word]], moment: datetime) -> list[tuple[Status, Text]]:
    heard = (next((word.voice for word in reversed(said) if word.at <= moment), _SILENT) for said in lines)
    return [(voice.status, voice.reason) for voice in heard if voice.status is not None]


def _alike(one: Span, other: Span) -> bool:
    return (one.start, one.status) == (other.start, other.status)


def shortened(line: Timeline) -> Timeline:
    """Let go of words that are too many, with the time before those that stay."""
    over = [said[-_MOST].at for said in line.words.values() if len(said) > _MOST]
    if not over:
        return line
    start = max(over)
    base = next((span for span in reversed(told(line)) if span.start <= start), None)
    words = {
        name: tuple(
            word
            for word, following in zip(said, (*said[1:], None), strict=True)
            if following is None or following.at > start
        )
        for name, said in line.words.items()
    }
    return Timeline(base, start, words)
