"""Snapshots made of values, and what the views make of them, as tests of what programs read need them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from statuspage.decide.confirm import advance
from statuspage.model.post import Post
from statuspage.model.result import CheckKey, CheckState
from statuspage.model.site import Component
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.snapshot import take
from statuspage.web.document import Document
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.make import T0, at, check, component, result, site

MINUTE = timedelta(minutes=1)
_STATUS = {"ok": Status.OPERATIONAL, "slow": Status.DEGRADED_PERFORMANCE, "wrong": Status.PARTIAL_OUTAGE}


@cache
def renderer() -> Renderer:
    """The default theme's."""
    return Renderer(Theme(Path(__file__).parent))


def seen(
    outcomes: Mapping[str, str],
    *,
    components: Sequence[Component] = (),
    posts: Sequence[Post] = (),
    now: datetime = T0,
    language: str = "en",
) -> Snapshot:
    """A snapshot in which the one check of some components has been in an outcome for an hour.

    Without an outcome (``""``) nothing was ever measured.
    """
    states, spans = {}, {}
    for id_, outcome in outcomes.items():
        state = CheckState()
        for seconds in (-3600, -3540, -10) if outcome else ():
            one = replace(result(0, outcome, CheckKey(id_, "http")), at=now + timedelta(seconds=seconds))
            state = advance(state, one, check(id_))
        states[CheckKey(id_, "http")] = state
        if outcome:
            status = _STATUS.get(outcome, Status.MAJOR_OUTAGE)
            spans[id_] = (Span(now - timedelta(hours=1), None, status),)
    listed = tuple(components) or tuple(component(id_) for id_ in outcomes)
    told = replace(site(*listed, posts=posts), language=language)
    if not listed:
        told = replace(told, components=())
    held = Measurements(states=states, spans=spans, tick=now, revision=1, changed_at=now)
    return take(told, held, now, MINUTE)


def document(snapshot: Snapshot, path: str) -> Document:
    """What a public address answers with."""
    return renderer().render(snapshot, path)


def data(snapshot: Snapshot, path: str) -> Any:
    """The same as data."""
    return json.loads(document(snapshot, path).body)


__all__ = ["T0", "at", "component", "data", "document", "renderer", "seen"]
