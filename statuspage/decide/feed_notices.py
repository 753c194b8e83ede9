"""Which feeds say something else than when they were last told of, for hubs that pass that on. Pure."""

from collections.abc import Iterator
from hashlib import sha256

from statuspage.decide.feed import followed
from statuspage.decide.notices import FeedsChanged, Notice, Told
from statuspage.model.snapshot import PostNow, Snapshot


def changed_feeds(before: Told | None, page: Snapshot) -> tuple[dict[str, str], list[Notice]]:
    """What feeds say now, as ``Told.feeds`` holds it, and in which folders that is something else."""
    known = before.feeds if before is not None else None
    said = dict[str, list[str]]()
    for post in (*page.replaced, *page.posts):
        for folder in _folders(post):
            said.setdefault(folder, []).append(_digest(post))
    found = {folder: sha256("".join(all_).encode()).hexdigest()[:16] for folder, all_ in said.items()}
    if known is None:
        return found, []
    changed = tuple(folder for folder in _served(page) if known.get(folder) != found.get(folder))
    return found, [FeedsChanged(changed)] if changed else []


def _folders(post: PostNow) -> Iterator[str]:
    """The folders whose feeds tell of a post."""
    yield "/"
    yield f"/incidents/{post.post.id}/"
    yield from (f"/components/{one.id}/" for one in post.affected)
    if post.post.provider is not None:
        yield f"/providers/{post.post.provider}/"


def _served(page: Snapshot) -> Iterator[str]:
    """The folders in which there are feeds."""
    yield "/"
    yield from (f"/components/{one.id}/" for one in page.components)
    yield from (f"/providers/{one.id}/" for one in page.providers if one.shown)
    yield from (f"/incidents/{post.post.id}/" for post in followed(page.posts, page.generated_at))


def _digest(post: PostNow) -> str:
    said = (
        post.post.title,
        post.state,
        post.ended_at,
        [(update.id, update.body) for update in post.post.updates],
        [one.id for one in post.affected],
    )
    return sha256(repr(said).encode("utf-8", "replace")).hexdigest()[:16]
