"""``/healthz``: whether what stands behind the page works (draft-inadarei-api-health-check-06)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request

from statuspage.decide.freshness import monitor_until
from statuspage.errors import Fault
from statuspage.timeutil import format_instant

blueprint = Blueprint("health", __name__)

ENVIRON = "statuspage.health"


@dataclass(frozen=True, slots=True)
class Health:
    """What the web process knows of its sources at ``now``."""

    now: datetime
    tick: datetime | None
    measures: bool
    store_fault: str | None
    site_faults: Sequence[Fault]

    @property
    def status(self) -> str:
        """``fail``: what is measured can't be known; ``warn``: a site file is wrong; else ``pass``."""
        if self.store_fault or (self.measures and not self._monitor_lives()):
            return "fail"
        return "warn" if self.site_faults else "pass"

    def notes(self) -> list[str]:
        """In public words, what is wrong."""
        notes = []
        if self.store_fault:
            notes.append("The database can't be read: all that is measured is unknown.")
        elif self.measures and not self._monitor_lives():
            notes.append("The monitor does not run: all that is measured is unknown.")
        if self.site_faults:
            notes.append("A file of the site is wrong: the last good version is shown.")
        return notes

    def _monitor_lives(self) -> bool:
        until = monitor_until(self.tick)
        return until is not None and self.now < until


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answers 200 for pass and warn, 503 for fail."""
    health: Health = request.environ[ENVIRON]
    body = {"status": health.status, "time": format_instant(health.now), "notes": health.notes()}
    return Response(
        json.dumps(body) + "\n",
        status=503 if health.status == "fail" else 200,
        content_type="application/health+json",
        headers={"Cache-Control": "no-store"},
    )
