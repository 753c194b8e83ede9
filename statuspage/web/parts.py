"""A page of all parts in all their states. It is part of no site: only demo and preview show it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, g

from statuspage.decide.dependencies import nodes
from statuspage.decide.standing import Cause, causes, standings
from statuspage.model.snapshot import Snapshot
from statuspage.web.bars import posts_by_component
from statuspage.web.charts import charts_of
from statuspage.web.dependencies import picture_of
from statuspage.web.groups import groups
from statuspage.web.public import fill
from statuspage.web.reach import names_of

PATH = "/_parts"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the page shows: made-up components and posts, and whole pages by name: one for each verdict,
    and those on which providers have trouble."""

    snapshot: Snapshot
    verdicts: Mapping[str, Snapshot]
    upstream: Mapping[str, Snapshot]


def add_parts(app: Flask, make: Callable[[], Parts]) -> None:
    """Let ``app`` answer :data:`PATH` with what ``make`` gives at that moment. No export writes it."""

    def view() -> str:
        made = make()
        g.snapshot = made.snapshot
        return fill(
            "parts.html",
            verdicts=made.verdicts,
            groups=groups(made.snapshot.components),
            strips={name: (_causes(one), names_of(one)) for name, one in made.upstream.items()},
            drawing=picture_of(nodes(next(iter(made.upstream.values())))),
            names={one.id: one.name for one in made.snapshot.components},
            charts=charts_of(made.snapshot.components[0], made.snapshot)[:1],
            posts_of=posts_by_component(made.snapshot.posts),
        )

    app.add_url_rule(PATH, "parts", view)


def _causes(now: Snapshot) -> tuple[Cause, ...]:
    return causes(one for one in standings(now) if one.is_news)
