"""``/healthz``: whether what stands behind the page works (draft-inadarei-api-health-check-06)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request

from statuspage.decide.freshness import monitor_until
from statuspage.errors import Fault, Severity
from statuspage.timeutil import format_instant

blueprint = Blueprint("health", __name__)

ENVIRON = "statuspage.health"


@dataclass(frozen=True, slots=True)
class Health:
    """What the web process knows of its sources at ``now``.

    ``renewed`` is whether it could look at them lately, ``unrendered`` the addresses that failed.
    """

    now: datetime
    tick: datetime | None
    measures: bool
    store_fault: str | None
    site_faults: Sequence[Fault]
    renewed: bool = True
    unrendered: Sequence[str] = ()
    posts_stale: bool = False

    @property
    def status(self) -> str:
        """``fail``: what the page says can't be known to be true; ``warn``: something is to be mended."""
        if self.store_fault or not self.renewed or (self.measures and not self._monitor_lives()):
            return "fail"
        return "warn" if self._mistakes() or self.unrendered or self.posts_stale else "pass"

    def notes(self) -> list[str]:
        """In public words, what is wrong."""
        notes = []
        if self.store_fault:
            notes.append("The database can't be read: all that is measured is unknown.")
        elif self.measures and not self._monitor_lives():
            notes.append("The monitor does not run: all that is measured is unknown.")
        if not self.renewed:
            notes.append("The page can't be renewed: what it shows grows old.")
        if self.unrendered:
            notes.append("Some pages can't be rendered: the last good ones are shown, if there are any.")
        if self.posts_stale:
            notes.append("Posts can't arrive from the repository: the monitor's log says why.")
        if self._mistakes():
            notes.append("A file of the site has a mistake: statuspage lint tells where.")
        return notes

    def _mistakes(self) -> bool:
        return any(fault.severity is Severity.ERROR for fault in self.site_faults)

    def _monitor_lives(self) -> bool:
        until = monitor_until(self.tick, self.now)
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
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )
