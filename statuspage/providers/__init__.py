"""The formats of providers' status pages, one line each, and how a document is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from statuspage.model.provider import Match, Reading
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.providers import (
    aws,
    awsnames,
    azure,
    betterstack,
    google,
    instatus,
    rss,
    slack,
    snapshot,
    statuspage,
)
from statuspage.providers.document import Document, Options, Unreadable

__all__ = ["FORMATS", "Document", "Format", "Options", "read"]


class Reader(Protocol):
    """Reads a document of one format. Pure: ``now`` is given. Raises Unreadable."""

    def __call__(self, document: Document, options: Options, now: datetime) -> Reading:
        """What the document says of what ``options`` ask for."""
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its reader, and its one address where it belongs to one provider; else ``path`` says
    where on a page it is.

    ``names_all``: its pages list all that they have, so that a wrong name in ``match`` is seen when they
    are read. ``strange`` are the patterns that mean nothing known, each with the nearest known name.
    """

    read: Reader
    address: str | None = None
    path: str = ""
    names_all: bool = False
    strange: Callable[[Match], Mapping[str, str]] = lambda _: {}


FORMATS: Mapping[str, Format] = {
    "statuspage": Format(statuspage.read, path="/api/v2/summary.json", names_all=True),
    "aws": Format(aws.read, "https://health.aws.amazon.com/public/currentevents", strange=awsnames.strange),
    "google": Format(google.read, "https://status.cloud.google.com/incidents.json"),
    "azure": Format(azure.read, "https://rssfeed.azure.status.microsoft/en-us/status/feed/"),
    "slack": Format(slack.read, "https://slack-status.com/api/v2.0.0/current"),
    "instatus": Format(instatus.read, path="/summary.json"),
    "betterstack": Format(betterstack.read, path="/index.json", names_all=True),
    "snapshot": Format(snapshot.read, path="/api/v1/snapshot.json", names_all=True),
    "rss": Format(rss.read),
}
"""From the most telling to the least: where a format must be found out, the first that fits is it."""


def read(format_: str, document: Document, options: Options, now: datetime) -> Reading:
    """Read a document of a known format. Never raises for what stands in it: then the status is unknown."""
    reader = FORMATS[format_].read
    try:
        return reader(document, options, now)
    except Unreadable as why:
        return Reading(Status.UNKNOWN, why.reason, detail=why.detail)
    except Exception as bug:  # hostile beyond what we thought of; it must not end a thread of the monitor
        return Reading(
            Status.UNKNOWN, text("answers with something that is not its status"), detail=repr(bug)[:200]
        )
