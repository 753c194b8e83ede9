"""What it costs to make every feed, and the JSON, of a site with a long history."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.figures import Figure
from bench.settings import Settings
from bench.year import NOW, site_of
from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.model.post import Kind, Post, State, Update
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements
from statuspage.model.status import Status
from statuspage.snapshot import take
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme

_STATES = (State.INVESTIGATING, State.IDENTIFIED, State.RESOLVED)


def measure(settings: Settings) -> Iterator[Figure]:
    """Make the page's feeds and JSON, and every component's feeds, of 100 components with 1,000 incidents."""
    incidents = 200 if settings.quick else 1000
    site = _site(100, incidents)
    renderer = Renderer(Theme(_folder(settings)))
    snapshot = take(site, Measurements(), NOW, LIVE_VALIDITY)
    paths = renderer.paths(snapshot)
    feeds = [path for path in paths if path.endswith((".rss", ".atom", "updates.json"))]
    of_page = [path for path in feeds if path.count("/") == 1] + ["/api/v1/snapshot.json"]
    of_components = [path for path in feeds if path.count("/") > 1]

    def spent(these: list[str]) -> float:
        began = time.perf_counter()
        for path in these:
            renderer.render(snapshot, path)
        return time.perf_counter() - began

    name = f"the page's feeds and JSON, {incidents} incidents, first time"
    first = spent(of_page)
    yield Figure(name, f"{first:.2f} s", wanted="1 s", met=first <= 1)
    yield Figure("the same again", f"{spent(of_page):.2f} s")
    yield Figure(f"the {len(of_components)} feeds of 100 components", f"{spent(of_components):.2f} s")


def _folder(settings: Settings) -> Path:
    (settings.folder / "incidents").mkdir(parents=True, exist_ok=True)
    return settings.folder


def _site(components: int, incidents: int) -> Site:
    """A site whose incidents, of three updates each, are spread over 80 days and all components."""
    site = site_of(components)
    return replace(site, posts=tuple(_incident(i, f"component-{i % components}") for i in range(incidents)))


def _incident(number: int, component: str) -> Post:
    began = NOW - timedelta(minutes=110 * number + 60)
    updates = tuple(
        Update(
            id=f"{began + timedelta(minutes=10 * i):%Y%m%dT%H%MZ}-{state}",
            at=began + timedelta(minutes=10 * i),
            state=state,
            body=f"Messages take up to **{number} minutes**; none is lost.\n\n- Next word in {i} minutes.",
        )
        for i, state in enumerate(_STATES)
    )
    named: dict[str, Status | None] = {component: Status.DEGRADED_PERFORMANCE}
    path = f"incidents/{number}.md"
    return Post(f"late-{number}", Kind.INCIDENT, "Mail is late", path, updates, components=named)
