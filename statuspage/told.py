"""What was told of so far, as it is written down."""

import json
from datetime import datetime
from typing import Any

from statuspage.decide.notices import Fall, Told
from statuspage.model.status import Status, Verdict
from statuspage.timeutil import from_ms, to_ms


def write_told(told: Told) -> str:
    """What was told of, as JSON; equal values give equal words."""
    return json.dumps(
        {
            "statuses": told.statuses,
            "falls": {id_: [fall.status, to_ms(fall.since)] for id_, fall in told.falls.items()},
            "gathering_since": _ms(told.gathering_since),
            "unknown_since": {id_: to_ms(since) for id_, since in told.unknown_since.items()},
            "items": sorted(told.items),
            "gone": {id_: to_ms(since) for id_, since in told.gone.items()},
            "feeds": told.feeds,
            "providers": told.providers,
            "faults": sorted(told.faults),
            "git_failing": told.git_failing,
        },
        separators=(",", ":"),
        sort_keys=True,
    )


def read_told(written: str) -> Told:
    """What :func:`write_told` wrote."""
    raw: dict[str, Any] = json.loads(written)
    return Told(
        statuses={id_: Status(status) for id_, status in raw["statuses"].items()},
        falls={id_: Fall(Status(status), from_ms(since)) for id_, (status, since) in raw["falls"].items()},
        gathering_since=None if raw["gathering_since"] is None else from_ms(raw["gathering_since"]),
        unknown_since={id_: from_ms(since) for id_, since in raw["unknown_since"].items()},
        items=frozenset(raw["items"]),
        gone={id_: from_ms(since) for id_, since in raw.get("gone", {}).items()},
        feeds=raw["feeds"],
        providers={id_: Verdict(verdict) for id_, verdict in raw.get("providers", {}).items()},
        faults=frozenset(raw["faults"]),
        git_failing=raw["git_failing"],
    )


def _ms(instant: datetime | None) -> int | None:
    return None if instant is None else to_ms(instant)
