"""Every post at an address of its own, whatever ids and aliases people gave."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from statuspage.errors import Fault
from statuspage.model.post import Post
from statuspage.site.words import quoted


def apart(posts: Sequence[Post]) -> tuple[tuple[Post, ...], tuple[Fault, ...]]:
    """The posts, each with an address that no other has, and what was wrong.

    Of two with one id, as when a post was copied with its ``id``, the first keeps it and the other
    is shown at the next free one: an outage told in a copied file is told all the same. An alias
    that another post has, as its id or as an alias, is left out.
    """
    owners: dict[str, str] = {}
    taken = {post.id for post in posts}
    faults: list[Fault] = []
    shown: list[Post] = []
    for post in posts:
        if other := owners.get(post.id):
            free = next(name for n in count(2) if (name := f"{post.id}-{n}") not in taken)
            rule = f"{other} has the address {quoted(post.id)} as well; this post is shown at {quoted(free)}."
            faults.append(Fault(f"{post.path}:1", rule, f"id: {free}"))
            taken.add(free)
            post = replace(post, id=free)
        owners[post.id] = post.path
        shown.append(post)
    return tuple(_with_own_aliases(post, owners, faults) for post in shown), tuple(faults)


def _with_own_aliases(post: Post, owners: dict[str, str], faults: list[Fault]) -> Post:
    """The post without the aliases that others have; those that are left become its own."""
    own = tuple(name for name in post.aliases if owners.setdefault(name, post.path) == post.path)
    for name in post.aliases:
        if name not in own:
            rule = f"{owners[name]} has the address {quoted(name)} as well; this alias is left out."
            right = f"aliases: [{', '.join(own)}]" if own else "the post without the line aliases"
            faults.append(Fault(f"{post.path}:1", rule, right))
    return replace(post, aliases=own)
