"""Whether others' trouble reaches us: what several views ask of one snapshot."""

from flask import abort

from statuspage.decide.standing import Standing, standings
from statuspage.model.provider import VerdictNow
from statuspage.model.snapshot import PostNow, Snapshot
from statuspage.model.status import Verdict
from statuspage.web.once import once


def standing_of(id_: str) -> Standing:
    """Where we stand with a provider; one that is not shown is answered with 404."""
    found = next((one for one in once(standings) if one.provider.id == id_), None)
    if found is None:
        abort(404)
    return found


def names_of(now: Snapshot) -> dict[str, str]:
    """The names of components by id."""
    return {one.id: one.name for one in now.components}


def provider_names(now: Snapshot) -> dict[str, str]:
    """The names of the providers that are shown, by id."""
    return {one.id: one.name for one in now.providers if one.shown}


def reached(now: Snapshot) -> dict[str, list[VerdictNow]]:
    """The verdicts of each component that are anything but good news."""
    shown, found = provider_names(now), dict[str, list[VerdictNow]]()
    for row in now.verdicts:
        if row.verdict is not Verdict.NOT_AFFECTED and row.provider in shown:
            found.setdefault(row.component, []).append(row)
    return found


def advisories_of(now: Snapshot) -> dict[str, list[PostNow]]:
    """The advisories about each provider, newest first."""
    found: dict[str, list[PostNow]] = {}
    for post in now.posts:
        if post.post.provider is not None:
            found.setdefault(post.post.provider, []).append(post)
    return found
