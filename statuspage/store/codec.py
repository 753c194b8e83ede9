"""Check states and results as they are written down."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from statuspage.model.result import Answer, CheckKey, CheckState, Phases, Result, Seen
from statuspage.model.status import Outcome
from statuspage.model.text import text
from statuspage.store.wording import decode_text, encode_text, read_text
from statuspage.timeutil import from_ms, to_ms

OUTCOME_CODE = {outcome: code for code, outcome in enumerate(Outcome)}
CODE_OUTCOME = tuple(Outcome)


def ms_of(instant: datetime | None) -> int | None:
    """An instant for a column that may be empty: milliseconds since 1970."""
    return None if instant is None else to_ms(instant)


def instant_of(ms: int | None) -> datetime | None:
    """What :func:`ms_of` gave."""
    return None if ms is None else from_ms(ms)


def encode_state(state: CheckState) -> str:
    """A check's state as JSON."""
    same = state.last is state.last_known
    return json.dumps(
        {
            "outcome": state.outcome,
            "since": ms_of(state.since),
            "reason": encode_text(state.reason),
            "resumed": ms_of(state.resumed),
            "recent": [
                (to_ms(seen.at), OUTCOME_CODE[seen.outcome], encode_text(seen.reason))
                for seen in state.recent
            ],
            "last": _result(state.last),
            "last_known": None if same else _result(state.last_known),
            "same": same,
            "window": [int(bad) for bad in state.window],
            "count": state.count,
            "spells": state.spells,
            "unstable_since": ms_of(state.unstable_since),
            "blind_since": ms_of(state.blind_since),
        },
        separators=(",", ":"),
    )


def decode_state(key: CheckKey, written: str) -> CheckState:
    """What :func:`encode_state` wrote."""
    raw = json.loads(written)
    last = _read_result(key, raw["last"])
    return CheckState(
        outcome=Outcome(raw["outcome"]) if raw["outcome"] else None,
        since=instant_of(raw["since"]),
        reason=decode_text(raw["reason"]),
        resumed=instant_of(raw["resumed"]),
        recent=tuple(
            Seen(from_ms(at), CODE_OUTCOME[code], decode_text(why)) for at, code, why in raw["recent"]
        ),
        last=last,
        last_known=last if raw["same"] else _read_result(key, raw["last_known"]),
        window=tuple(bool(bad) for bad in raw["window"]),
        count=raw["count"],
        spells=tuple(raw["spells"]),
        unstable_since=instant_of(raw["unstable_since"]),
        blind_since=instant_of(raw["blind_since"]),
    )


def decode_result(key: CheckKey, row: Mapping[str, Any]) -> Result:
    """A row of the raw results."""
    took = timedelta(milliseconds=row["ms"])
    reason = read_text(row["reason"]) if row["reason"] else text("answers in {took}", took=took)
    answer = Answer(CODE_OUTCOME[row["outcome"]], row["ms"], reason, row["detail"] or "")
    return Result(key, from_ms(row["at"]), answer)


def _result(result: Result | None) -> list[Any] | None:
    if result is None:
        return None
    answer, phases = result.answer, result.answer.phases
    return [
        to_ms(result.at),
        OUTCOME_CODE[answer.outcome],
        round(answer.ms, 1),
        encode_text(answer.reason),
        answer.detail,
        [phases.dns, phases.connect, phases.tls, phases.first_byte, phases.body],
        answer.certain,
    ]


def _read_result(key: CheckKey, raw: list[Any] | None) -> Result | None:
    if raw is None:
        return None
    at, code, ms, reason, detail, phases, *certain = raw
    answer = Answer(
        CODE_OUTCOME[code], ms, decode_text(reason), detail, Phases(*phases), certain=certain == [True]
    )
    return Result(key, from_ms(at), answer)
