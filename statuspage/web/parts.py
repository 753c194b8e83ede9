"""A page of all parts in all their states. It is part of no site: only demo and preview show it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, g

from statuspage.model.snapshot import Snapshot
from statuspage.web.bars import posts_by_component
from statuspage.web.charts import charts_of
from statuspage.web.groups import groups
from statuspage.web.public import fill

PATH = "/_parts"


@dataclass(frozen=True, slots=True)
class Parts:
    """What the page shows: made-up components and posts, and a whole page for each verdict, by its name."""

    snapshot: Snapshot
    verdicts: Mapping[str, Snapshot]


def add_parts(app: Flask, make: Callable[[], Parts]) -> None:
    """Let ``app`` answer :data:`PATH` with what ``make`` gives at that moment. No export writes it."""

    def view() -> str:
        made = make()
        g.snapshot = made.snapshot
        return fill(
            "parts.html",
            verdicts=made.verdicts,
            groups=groups(made.snapshot.components),
            names={one.id: one.name for one in made.snapshot.components},
            charts=charts_of(made.snapshot.components[0], made.snapshot)[:1],
            posts_of=posts_by_component(made.snapshot.posts),
        )

    app.add_url_rule(PATH, "parts", view)
