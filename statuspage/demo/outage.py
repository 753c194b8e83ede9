"""Outages of others as they once were, played against the running demo."""

import json
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage.demo.catalogue import REPORT_FILE
from statuspage.demo.modes import Mode, set_mode, write_whole
from statuspage.errors import StatusPageError
from statuspage.site.words import meant, quoted


@dataclass(frozen=True, slots=True)
class Step:
    """What happens at a moment: how services behave from then on, and what the provider reports.

    ``code`` is Amazon's own word for how bad it is, 2 or 3; None: its page shows no trouble.
    """

    at: datetime
    about: str
    code: str | None = None
    modes: Mapping[str, Mode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage in steps; ``title`` is what the provider calls it."""

    title: str
    steps: tuple[Step, ...]

    @property
    def began(self) -> datetime:
        """When it began."""
        return self.steps[0].at


def _at(hour: int, minute: int) -> datetime:
    return datetime(2017, 2, 28, hour, minute, tzinfo=UTC)


OUTAGES: Mapping[str, Outage] = {
    "s3-2017": Outage(
        "Increased Error Rates",
        (
            Step(_at(17, 37), "Amazon S3 fails. Its own page stays green.", modes={"backups": Mode.DOWN}),
            Step(_at(19, 37), "Amazon's page tells of it, two hours late.", code="3"),
            Step(_at(21, 18), "Reading works again, writing does not.", "2", {"backups": Mode.WRONG}),
            Step(_at(21, 54), "All of it works again.", modes={"backups": Mode.HEALTHY}),
        ),
    )
}
"""By name. Sources: aws.amazon.com/message/41926; when the page told of it, contemporary reports."""


def outage(name: str) -> Outage:
    """The outage of that name. Raises StatusPageError where there is none."""
    found = OUTAGES.get(name)
    if found is None:
        raise StatusPageError(f"The demo has no outage called {quoted(name)}: {meant(name, OUTAGES)}")
    return found


def take_step(folder: Path, what: Outage, step: Step, began: datetime) -> None:
    """Let the services of the demo in ``folder`` be as they were; ``began`` is when it began for them."""
    for service, mode in step.modes.items():
        set_mode(folder, service, mode)
    if step.code is None:
        _be_silent(folder)
    else:
        write_whole(folder / REPORT_FILE, json.dumps([_event(what, step.code, began)]) + "\n")


def restore(folder: Path, what: Outage) -> None:
    """Let all that an outage broke work again."""
    if folder.is_dir():
        _be_silent(folder)
        for service in {name for step in what.steps for name in step.modes}:
            set_mode(folder, service, Mode.HEALTHY)


def play(
    folder: Path,
    what: Outage,
    speed: float,
    tell: Callable[[str], None],
    now: Callable[[], datetime],
    stop: threading.Event,
) -> None:
    """Play an outage at so many times its speed, telling of each step; it ends well however it ends."""
    began, before = now(), what.began
    try:
        for step in what.steps:
            if stop.wait((step.at - before).total_seconds() / speed):
                return
            before = step.at
            take_step(folder, what, step, began)
            tell(f"{step.at:%H:%M} UTC  {step.about}")
    finally:
        restore(folder, what)


def lasts(what: Outage, speed: float) -> timedelta:
    """How long it takes at a speed."""
    return (what.steps[-1].at - what.began) / speed


def _event(what: Outage, code: str, began: datetime) -> dict[str, object]:
    """As an entry of Amazon's list of current events."""
    since = str(int(began.timestamp()))
    return {
        "arn": "arn:aws:health:us-east-1::event/S3/AWS_S3_OPERATIONAL_ISSUE/AWS_S3_OPERATIONAL_ISSUE_1",
        "date": since,
        "region_name": "N. Virginia",
        "status": code,
        "service": "s3-us-east-1",
        "service_name": "Amazon Simple Storage Service",
        "summary": what.title,
        "event_log": [
            {
                "summary": what.title,
                "message": "We are investigating increased error rates for requests in this Region.",
                "status": int(code),
                "timestamp": int(since),
            }
        ],
    }


def _be_silent(folder: Path) -> None:
    with suppress(FileNotFoundError):
        (folder / REPORT_FILE).unlink()
