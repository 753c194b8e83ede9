"""Short ways to make the values that tests speak of."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.model.post import Kind, Post, State, Update
from statuspage.model.result import Answer, CheckKey, Result
from statuspage.model.site import Check, Component, Site
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status
from statuspage.model.text import Text

T0 = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """So many seconds after T0."""
    return T0 + timedelta(seconds=seconds)


def check(component: str = "mail", name: str = "http", **given: Any) -> Check:
    """A check every 60 s with a timeout of 10 s."""
    settings: dict[str, Any] = {
        "kind": "http",
        "options": None,
        "every": timedelta(seconds=60),
        "timeout": timedelta(seconds=10),
    }
    return Check(key=CheckKey(component, name), **(settings | given))


def component(id_: str = "mail", checks: Sequence[Check] | None = None, **given: Any) -> Component:
    """A component with one check."""
    own = tuple(checks) if checks is not None else (check(id_),)
    return Component(id=id_, name=given.pop("name", id_.capitalize()), checks=own, **given)


def result(seconds: float, outcome: str, key: CheckKey | None = None, reason: str = "") -> Result:
    """A result of the check ``mail/http``, asked so many seconds after T0."""
    answer = Answer(Outcome(outcome), 120.0, Text(reason or f"is {outcome}"), "secret.example refused")
    return Result(key or CheckKey("mail", "http"), at(seconds), answer)


def span(start: float, end: float | None, status: str) -> Span:
    """A span between two seconds after T0."""
    return Span(at(start), None if end is None else at(end), Status(status))


def update(seconds: float, state: str, **components: str) -> Update:
    """An update that gives states to components."""
    moment = at(seconds)
    return Update(
        id=f"{moment:%Y%m%dT%H%MZ}-{state}",
        at=moment,
        state=State(state),
        body=f"It is {state}.",
        components={id_: Status(status) for id_, status in components.items()},
    )


def post(*updates: Update, kind: str = "incident", **given: Any) -> Post:
    """A post with some updates."""
    settings: dict[str, Any] = {"id": "mail-late", "title": "Mail is late", "path": "incidents/mail-late.md"}
    return Post(kind=Kind(kind), updates=updates, **(settings | given))


def site(*components: Component, posts: Sequence[Post] = ()) -> Site:
    """A site with some components and posts."""
    return Site(
        name="Virtual Office",
        url="https://status.example.com",
        id="status.example.com,2026",
        zone=ZoneInfo("Europe/London"),
        components=components or (component(),),
        posts=tuple(posts),
    )
