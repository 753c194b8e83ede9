"""Providers of made-up states: what they report just now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.decide.provider import question_of
from statuspage.model.provider import DEPENDENCY, Event, Kept, Match, Provider, Reading
from statuspage.model.site import Component, Site
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.model.text import text

AGO = timedelta(minutes=31)
"""So long ago the made-up outage of a provider began."""

_STORAGE = Provider(
    "example-storage",
    "Example Storage",
    "statuspage",
    "https://status.example.com/api/v2/summary.json",
    Match(),
    page="https://status.example.com/",
)
_QUEUE = replace(_STORAGE, id="example-queue", name="Example Queue", announce=True)
_LONG_KNOWN = timedelta(days=90)

Said = tuple[Mapping[str, Kept], Mapping[str, tuple[Span, ...]]]
"""What is known of providers, and their spans, each by a provider's id."""


def with_providers(site: Site) -> Site:
    """The site with something to depend on: its own providers, or two made-up ones."""
    if any(need.startswith(DEPENDENCY) for one in site.components for need in one.depends_on):
        return site
    last = next((one for one in reversed(site.components) if one.checks), None)
    leaning = tuple(_leaning(one) if one is last else one for one in site.components)
    return replace(site, components=leaning, providers=(_STORAGE, _QUEUE))


def _leaning(component: Component) -> Component:
    return replace(component, depends_on={**component.depends_on, DEPENDENCY + _STORAGE.id: "hard"})


def well(site: Site, now: datetime) -> Said:
    """None of them reports any trouble."""
    return (
        {one.id: Kept(question_of(one), _WELL, now) for one in site.providers},
        {one.id: (Span(now - _LONG_KNOWN, None, Status.OPERATIONAL),) for one in site.providers},
    )


def ill(site: Site, now: datetime) -> Said:
    """All of them report the same outage."""
    began = now - AGO
    event = Event(
        "made-up",
        "Increased error rates",
        Status.MAJOR_OUTAGE,
        began,
        now - timedelta(minutes=8),
        "https://status.example.com/incidents/made-up",
        "We have found the cause and are bringing the service back. Reading will work before writing.",
    )
    said = text("reports “{title}” since {instant}", title=event.title, instant=began)
    reading = Reading(Status.MAJOR_OUTAGE, said, (event,))
    spans = (
        Span(now - _LONG_KNOWN, began, Status.OPERATIONAL),
        Span(began, None, Status.MAJOR_OUTAGE, said),
    )
    return (
        {one.id: Kept(question_of(one), reading, now) for one in site.providers},
        dict.fromkeys((one.id for one in site.providers), spans),
    )


_WELL = Reading(Status.OPERATIONAL, text("reports no trouble"))
