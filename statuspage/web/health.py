"""``/healthz``: whether what stands behind the page works (draft-inadarei-api-health-check-06)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flask import Blueprint, Response, request

from statuspage.decide.freshness import monitor_until
from statuspage.errors import Fault, Severity
from statuspage.model.publish import Standing
from statuspage.timeutil import format_instant
from statuspage.web.limits import too_many
from statuspage.web.operators import is_operator

blueprint = Blueprint("health", __name__)

ENVIRON = "statuspage.health"

_MOST_TOLD = 20
"""So many mistakes are told at most; ``statuspage lint`` tells all."""


@dataclass(frozen=True, slots=True)
class Published:
    """How publishing to a target stands that gets the page every ``every``."""

    target: str
    every: timedelta
    standing: Standing

    def is_late(self, now: datetime) -> bool:
        """Whether what was published there may be believed no more."""
        return self.standing.is_late(self.every, now)

    def age(self, now: datetime) -> float | None:
        """Seconds since the page was last published there; None if it never was."""
        good_at = self.standing.good_at
        return None if good_at is None else max(0.0, round((now - good_at).total_seconds(), 1))


@dataclass(frozen=True, slots=True)
class Health:
    """What the web process knows of its sources at ``now``.

    ``renewed`` is whether it could look at them lately, ``unrendered`` the addresses that failed.
    ``unheard`` are the providers of which nothing can be read, each with the reason.
    """

    now: datetime
    tick: datetime | None
    measures: bool
    store_fault: str | None
    site_faults: Sequence[Fault]
    renewed: bool = True
    unrendered: Sequence[str] = ()
    posts_stale: bool = False
    notices_stuck: bool = False
    notices_lost: bool = False
    published: Sequence[Published] = ()
    rounds: timedelta | None = None
    unheard: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> str:
        """``fail``: what the page says can't be known to be true; ``warn``: something is to be mended."""
        if self.store_fault or not self.renewed or (self.measures and not self.monitor_lives):
            return "fail"
        mended = not (self.mistakes or self.unrendered or self.posts_stale or self.notices_stuck)
        mended = mended and not (self.notices_lost or self.unpublished or self.unheard)
        return "pass" if mended else "warn"

    @property
    def unpublished(self) -> list[Published]:
        """The targets whose page may be believed no more."""
        return [one for one in self.published if one.is_late(self.now)]

    @property
    def mistakes(self) -> list[Fault]:
        """What is wrong with the site's files."""
        return [fault for fault in self.site_faults if fault.severity is Severity.ERROR]

    @property
    def monitor_lives(self) -> bool:
        """Whether the monitor gave a sign of life lately."""
        until = monitor_until(self.tick, self.now, self.rounds)
        return until is not None and self.now < until

    def notes(self) -> list[str]:
        """In public words, what is wrong as far as the page itself says it."""
        notes = []
        if self.store_fault:
            notes.append("The database can't be read: all that is measured is unknown.")
        elif self.measures and not self.monitor_lives:
            notes.append("The monitor does not run: all that is measured is unknown.")
        if not self.renewed:
            notes.append("The page can't be renewed: what it shows grows old.")
        if self.posts_stale:
            notes.append("Posts can't arrive from the repository: the monitor's log says why.")
        if self.notices_stuck:
            notes.append("Notices can't be sent: the monitor's log says why.")
        if self.notices_lost:
            notes.append("A notice was given up in the last 24 hours: the monitor's log says which.")
        if self.unpublished:
            notes.append("The page can't be published everywhere: the publisher's log says why.")
        if self.unheard:
            notes.append("Not every provider's status can be read: the monitor's log says why.")
        return notes

    def checks(self) -> dict[str, list[dict[str, Any]]]:
        """What is wrong for operators: one entry a part (section 4 of the draft)."""
        told = {
            "database:readable": _part("datastore", not self.store_fault, self.store_fault or ""),
            "page:renewed": _part(
                "component", self.renewed, "The last look at the sources was too long ago."
            ),
            "page:unrendered": _part("component", not self.unrendered, ", ".join(self.unrendered), warns=True)
            | {"observedValue": len(self.unrendered)},
            "site:mistakes": _part(
                "component", not self.mistakes, "\n".join(map(str, self.mistakes[:_MOST_TOLD])), warns=True
            )
            | {"observedValue": len(self.mistakes)},
            "posts:arriving": _part("system", not self.posts_stale, "The last fetch failed.", warns=True),
            "notices:sent": _part("system", not self.notices_stuck, "The last ones failed.", warns=True),
            "notices:kept": _part("system", not self.notices_lost, "One was given up.", warns=True),
        }
        for id_, why in self.unheard.items():
            told[f"{id_}:heard"] = _part("system", False, why, warns=True)
        for one in self.published:
            why = one.standing.why or "The publisher does not run."
            part = _part("system", not one.is_late(self.now), why, warns=True)
            age = one.age(self.now)
            told[f"{one.target}:published"] = part | (
                {} if age is None else {"observedValue": age, "observedUnit": "s"}
            )
        if self.measures:
            told["monitor:silence"] = _part("system", self.monitor_lives, "The monitor does not run.")
            if self.tick is not None:
                silent = max(0.0, round((self.now - self.tick).total_seconds(), 1))
                told["monitor:silence"] |= {"observedValue": silent, "observedUnit": "s"}
        time = format_instant(self.now)
        return {name: [part | {"time": time}] for name, part in told.items()}


def _part(kind: str, good: bool, output: str, *, warns: bool = False) -> dict[str, Any]:
    """A part of the answer; why it is not well is said only while it is not."""
    status = "pass" if good else "warn" if warns else "fail"
    return {"componentType": kind, "status": status} | ({} if good or not output else {"output": output})


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answers 200 for pass and warn, 503 for fail; with the token, also what is wrong where."""
    operator = is_operator()
    if refused := too_many("healthz", operator):
        return refused
    health: Health = request.environ[ENVIRON]
    body: dict[str, Any] = {
        "status": health.status,
        "time": format_instant(health.now),
        "notes": health.notes(),
    }
    if operator:
        body |= {"releaseId": _release(), "description": "What stands behind the status page"}
        body["checks"] = health.checks()
    return Response(
        json.dumps(body) + "\n",
        status=503 if health.status == "fail" else 200,
        content_type="application/health+json",
        headers={"Cache-Control": "no-store"},
    )


def _release() -> str:
    try:
        return version("statuspage-generator")
    except PackageNotFoundError:
        return "unknown"
