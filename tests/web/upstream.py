"""Snapshots with providers, as tests of what the page says of them need them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from statuspage.model.post import Post
from statuspage.model.provider import Event, ProviderNow, VerdictNow
from statuspage.model.snapshot import Snapshot
from statuspage.model.span import Span
from statuspage.model.status import Status, Verdict
from statuspage.model.text import Text, text
from tests.make import T0, component
from tests.web.seen import seen

BEGAN = T0 - timedelta(minutes=25)

ERRORS = Event(
    "arn:1",
    "Increased Error Rates",
    Status.PARTIAL_OUTAGE,
    BEGAN,
    T0 - timedelta(minutes=5),
    "https://health.aws.amazon.com/health/status",
    "We are <b>working</b> on it.",
    ("Amazon S3",),
)


def provider(
    id_: str = "aws-s3", name: str = "Amazon S3", *, trouble: bool = True, **given: Any
) -> ProviderNow:
    """A provider that reports one event, or that reports no trouble."""
    settings: dict[str, Any] = {
        "page": "https://health.aws.amazon.com/health/status",
        "status": Status.MAJOR_OUTAGE if trouble else Status.OPERATIONAL,
        "since": BEGAN,
        "checked_at": T0 - timedelta(seconds=20),
        "valid_until": T0 + timedelta(minutes=5),
        "reason": text("reports “{title}” since {instant}", title=ERRORS.title, instant=BEGAN)
        if trouble
        else text("reports no trouble"),
        "events": (ERRORS,) if trouble else (),
        "spans": (
            Span(T0 - timedelta(days=3), BEGAN, Status.OPERATIONAL),
            Span(BEGAN, T0, Status.MAJOR_OUTAGE, text("reports “{title}”", title=ERRORS.title)),
        )
        if trouble
        else (Span(T0 - timedelta(days=3), T0, Status.OPERATIONAL),),
    }
    return ProviderNow(id=id_, name=name, **(settings | given))


def row(component: str, verdict: str, evidence: str, provider: str = "aws-s3", **given: Any) -> VerdictNow:
    """A verdict that has held since the trouble began."""
    settings: dict[str, Any] = {"confirmed": True, "since": BEGAN}
    return VerdictNow(provider, component, Verdict(verdict), evidence=Text(evidence), **(settings | given))


def joined(
    providers: Sequence[ProviderNow],
    verdicts: Sequence[VerdictNow] = (),
    *,
    backups: str = "ok",
    posts: Sequence[Post] = (),
    language: str = "en",
) -> Snapshot:
    """A site in which backups depend on Amazon S3, the portal on mail, and nothing else on anything."""
    listed = (
        component("portal", depends_on={"mail": "hard"}),
        component("mail"),
        component("backups", depends_on={"provider:aws-s3": "hard"}),
    )
    outcomes = {"portal": "ok", "mail": "ok", "backups": backups}
    taken = seen(outcomes, components=listed, posts=posts, language=language)
    return replace(taken, providers=tuple(providers), verdicts=tuple(verdicts))


def troubled(**given: Any) -> Snapshot:
    """Amazon S3 fails, backups still work."""
    one = provider(dependents=("backups",))
    rows = (
        row("portal", "not_affected", "does not depend on Amazon S3"),
        row("mail", "not_affected", "does not depend on Amazon S3"),
        row("backups", "at_risk", "our checks of Backups pass, last 10:59"),
    )
    return joined([one], rows, **given)
