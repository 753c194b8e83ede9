"""Pages about those whom we depend on: what they report, and whether that reaches us."""

from collections.abc import Iterator, Mapping

from flask import Blueprint, abort

from statuspage.decide.dependencies import leading_to, nodes
from statuspage.decide.standing import standings
from statuspage.decide.standing_words import answer
from statuspage.model.provider import DEPENDENCY
from statuspage.model.snapshot import Snapshot
from statuspage.web.dependencies import picture_of
from statuspage.web.once import once
from statuspage.web.public import fill, public, snapshot
from statuspage.web.reach import advisories_of, names_of, standing_of

blueprint = Blueprint("providers", __name__)


def _shown(now: Snapshot) -> Iterator[Mapping[str, str]]:
    return ({"id_": one.id} for one in now.providers if one.shown)


@blueprint.get("/providers/")
@public(lambda now: ({},) if any(_shown(now)) else ())
def providers() -> str:
    """Every provider that is shown, and what depends on what."""
    found = once(standings)
    if not found:
        abort(404)
    return fill(
        "providers.html",
        standings=found,
        names=once(names_of),
        advisories=once(advisories_of),
        drawing=picture_of(once(nodes)),
    )


@blueprint.get("/providers/<id_>/")
@public(_shown)
def provider(id_: str) -> str:
    """One provider: the answer to "are you affected?", and how we know."""
    now = snapshot()
    standing = standing_of(id_)
    names = once(names_of)
    return fill(
        "provider.html",
        standing=standing,
        answer=answer(standing, names),
        names=names,
        components={one.id: one for one in now.components},
        advisories=once(advisories_of).get(id_, []),
        titles={post.post.id: post.post.title for post in now.posts},
        drawing=picture_of(leading_to(DEPENDENCY + id_, once(nodes))),
    )
