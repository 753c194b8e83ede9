"""What a feed is about: the page, a component, an incident or a provider; each is a function here."""

from dataclasses import dataclass

from flask import abort

from statuspage.decide.feed import concerning, followed
from statuspage.model.snapshot import PostNow, Snapshot
from statuspage.model.text import text
from statuspage.web.links import absolute, path_to
from statuspage.web.once import once
from statuspage.web.public import component_of, snapshot
from statuspage.web.reach import advisories_of, standing_of
from statuspage.web.say import say_plain


@dataclass(frozen=True, slots=True)
class Scope:
    """What a feed is about: the words for it, where it is told of, and the posts that concern it.

    ``key`` is the part of the feed's id; ``home`` the address of its page, ``folder`` the path that its
    feeds are in.
    """

    key: str
    title: str
    about: str
    home: str
    folder: str
    posts: tuple[PostNow, ...]
    replaced: tuple[PostNow, ...]


def page() -> Scope:
    """The whole page."""
    now = snapshot()
    name = now.page.name
    return Scope(
        key="",
        title=say_plain(text("{name} status", name=name)),
        about=say_plain(text("Incidents and maintenance of {name}", name=name)),
        home=absolute("pages.index"),
        folder=path_to("pages.index"),
        posts=now.posts,
        replaced=now.replaced,
    )


def component(id_: str) -> Scope:
    """One component; an unknown one is answered with 404."""
    one, now = component_of(id_), snapshot()
    both = f"{one.name} · {now.page.name}"
    return Scope(
        key=f"components/{id_}:",
        title=say_plain(text("{name} status", name=both)),
        about=say_plain(text("Incidents and maintenance of {name}", name=both)),
        home=absolute("pages.component", id_=id_),
        folder=path_to("pages.component", id_=id_),
        posts=concerning(now.posts, id_),
        replaced=concerning(now.replaced, id_),
    )


def incident(id_: str) -> Scope:
    """One post that can be followed; any other is answered with 404."""
    now, one = snapshot(), once(followed_posts).get(id_)
    if one is None:
        abort(404)
    return Scope(
        key=f"{id_}:",
        title=f"{one.post.title} · {now.page.name}",
        about=say_plain(text("Every update about: {title}", title=one.post.title)),
        home=absolute("pages.incident", id_=id_),
        folder=path_to("pages.incident", id_=id_),
        posts=(one,),
        replaced=(),
    )


def followed_posts(now: Snapshot) -> dict[str, PostNow]:
    """The posts that have feeds of their own, by their ids."""
    return {post.post.id: post for post in followed(now.posts, now.generated_at)}


def provider(id_: str) -> Scope:
    """What we say of one provider; one that is not shown is answered with 404."""
    one, now = standing_of(id_).provider, snapshot()
    return Scope(
        key=f"providers/{id_}:",
        title=f"{one.name} · {now.page.name}",
        about=say_plain(text("What {page} says about {name}", page=now.page.name, name=one.name)),
        home=absolute("providers.provider", id_=id_),
        folder=path_to("providers.provider", id_=id_),
        posts=tuple(once(advisories_of).get(id_, ())),
        replaced=(),
    )
