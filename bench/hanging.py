"""All services hang at once: when each is asked, when the page says so, and what memory it takes."""

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.answered import answered, late_share, punctual
from bench.check import CHECKS, EVERY, late
from bench.figures import CannotMeasure, Figure
from bench.load import Load, load
from bench.processes import family, pss
from bench.settings import Settings
from bench.target import target
from bench.wire import get

_TIMEOUT = 5
_CONFIRM_EVERY = 5
_MOST_SECONDS = float(EVERY + _CONFIRM_EVERY + 2 * _TIMEOUT + 2)
_MOST_MEGABYTES = 400.0

_SETTLING = EVERY + 2.0
"""Seconds after every check was asked once, so that a round on the later grid has passed."""

_LOOK_EVERY = 0.5  # seconds

_APART = 0.5
"""Seconds that one worker may be behind another."""

_UNSEEN = _TIMEOUT + 3.0
"""Seconds in which what was asked is surely answered and written."""

_FINE, _HANGS = "operational", "major_outage"


@dataclass(slots=True)
class _Seen:
    """What the page said meanwhile besides the two right states, and the most memory of all processes."""

    odd: set[str] = field(default_factory=set)
    megabytes: float = 0.0


def measure(settings: Settings) -> Iterable[Figure]:
    """Let all be fine for two rounds, then hang; look until the page says so, and for some rounds more."""
    rounds = 2 if settings.quick else 6
    seen = _Seen()
    with (
        target(settings.folder / "target.log") as asked,
        load(
            settings.folder, asked.address, checks=CHECKS, every=EVERY, confirm_every=_CONFIRM_EVERY
        ) as site,
    ):
        time.sleep(_SETTLING)
        fine = time.time()
        time.sleep(2 * EVERY)
        asked.hang()
        hung = time.time()
        told = _look(site, seen, 4 * _MOST_SECONDS, once_told=True)
        time.sleep(_APART)
        steady = _look(site, seen, EVERY, once_told=False)
        ended = _look(site, seen, rounds * EVERY, once_told=False)
        time.sleep(_UNSEEN)
        turns = punctual(answered(site.database, fine, hung), EVERY)
        put = answered(site.database, hung, ended)
        done = sum(len(one) for one in answered(site.database, steady, ended).values())
    if set(put) != set(turns):
        raise CannotMeasure(f"Of {len(turns)} checks {len(put)} were asked after they hung.")
    due = round(CHECKS * (ended - steady) / EVERY)
    again = float(max(_CONFIRM_EVERY, _TIMEOUT))
    return [
        late("hanging", late_share(put, EVERY, turns=turns, again=again)),
        Figure("hanging: questions put once confirmed", f"{done:,}", f"{due:,} due", f"{done / due:.2f}"),
        Figure(
            f"hanging: until the page says so of all {CHECKS:,}",
            f"{told - hung:.1f} s",
            wanted=f"<= {_MOST_SECONDS:g} s",
            met=told - hung <= _MOST_SECONDS,
        ),
        Figure(
            "hanging: other states that the page showed",
            ", ".join(sorted(seen.odd)) or "none",
            wanted="none",
            met=not seen.odd,
        ),
        Figure(
            "hanging: most PSS of all of serve's processes",
            f"{seen.megabytes:.0f} MB",
            wanted=f"<= {_MOST_MEGABYTES:g} MB",
            met=seen.megabytes <= _MOST_MEGABYTES,
        ),
    ]


def _look(site: Load, seen: _Seen, seconds: float, *, once_told: bool) -> float:
    """Look at the page again and again; when the last look was, in seconds since 1970.

    With ``once_told`` until it says of all that they hang: else CannotMeasure. Without, it must go on
    saying so.
    """
    end = time.monotonic() + seconds
    right = {_FINE, _HANGS} if once_told else {_HANGS}
    while time.monotonic() < end:
        states = _states(site.serving.port)
        now = time.time()
        if once_told and states == {_HANGS}:
            return now
        seen.odd |= states - right
        seen.megabytes = max(seen.megabytes, sum(pss(one) for one in family(site.serving.process)))
        time.sleep(_LOOK_EVERY)
    if once_told:
        raise CannotMeasure(
            f"The page does not say so within {seconds:g} s, but {', '.join(sorted(states))}."
        )
    return time.time()


def _states(port: int) -> set[str]:
    said = json.loads(get(port, "/api/v1/snapshot.json").text())
    return {str(one["status"]) for one in said["components"]}
