"""Posting by command: what somebody means becomes text, is read back as the page will, and is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from statuspage.decide.posts import post_now
from statuspage.decide.recurrence import next_of_each
from statuspage.errors import Fault, StatusPageError
from statuspage.model.post import Post, State
from statuspage.model.site import Site
from statuspage.model.snapshot import PostNow
from statuspage.model.span import Span
from statuspage.postfile import changed_at, create_text, diff, only_writer, read_text, replace_text
from statuspage.series import check_timely
from statuspage.site.layout import HeadingStyle, Layout, plain_style, read_layout
from statuspage.site.order import Draft
from statuspage.site.posts import Context, Read, Source, context_of, read_post
from statuspage.site.readback import EmptyText, check_entry, check_new, check_update, errors, read_section
from statuspage.site.recurrence import expand, split_occurrence
from statuspage.site.spelling import address
from statuspage.site.words import nearest, quoted
from statuspage.site.write import Entry, NewPost, clean_text, insert, moment, section_text, slug
from statuspage.sitefiles import open_site
from statuspage.sitefolder import POSTS

_MOST_NAMES = 1000
_NEW = "new"
"""What a post's file is called until its name is known."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A site as somebody posts to it: its folder, what it says, and the time."""

    root: Path
    site: Site
    context: Context
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The site's zone."""
        return self.context.zone


@dataclass(frozen=True, slots=True)
class Written:
    """A post as it was written: its file inside the site, the post as it is read now, and what changed.

    ``faults`` are what is wrong or doubtful in the file as it is now.
    """

    name: str
    post: Post
    diff: str
    faults: tuple[Fault, ...] = ()


def open_desk(root: Path, now: datetime) -> Desk:
    """Read a site in order to post to it at ``now``. Raises StatusPageError where it can't be read."""
    site = open_site(root, secrets=False).site
    return Desk(root, site, context_of(site), now)


def posts_now(desk: Desk) -> list[PostNow]:
    """Every post as it stands, the latest first; of one that recurs the occurrences up to the next.

    What checks see is not looked at: a maintenance past its end is over only if nothing measures
    what it names.
    """
    site = desk.site
    unseen: Mapping[str, Sequence[Span]] = {one.id: () for one in site.components if one.checks}
    posts = expand(site.posts, site.zone, desk.now)
    every = [post_now(post, desk.context.components, unseen, desk.now) for post in posts]
    return sorted(next_of_each(every, desk.now), key=lambda each: each.started_at, reverse=True)


def state_now(desk: Desk, post: Post) -> State:
    """Where a post stands: a maintenance moves by the clock as well.

    One that recurs stands where its present or next occurrence does, which has its address.
    """
    states = (each.state for each in posts_now(desk) if post.id in (each.post.id, *each.post.aliases))
    return next(states, post.updates[-1].state)


def find_post(desk: Desk, text: str) -> Post:
    """The post of an id, an alias, the name of a file or an address.

    Raises StatusPageError with the nearest, and says why a file of that name is not shown.
    """
    wanted = PurePosixPath(text.strip().rstrip("/")).name.removesuffix(".md")
    for post in desk.site.posts:
        if wanted in (post.id, *post.aliases, PurePosixPath(post.path).stem):
            return post
    name = f"{POSTS}/{wanted}.md"
    if wanted and (desk.root / name).is_file():
        _shown(name, _read(desk, name, read_text(desk.root / name)))
    parts = split_occurrence(wanted)
    if parts and any(post.id == parts[0] and post.recurs for post in desk.site.posts):
        raise StatusPageError(
            f"{wanted} is written by the rule of {parts[0]}: update {parts[0]} while it goes on, or write "
            f"a maintenance with: replaces: {wanted}"
        )
    near = nearest(wanted, (each.post.id for each in posts_now(desk)))
    hint = f"did you mean {near}?" if near else "see: statuspage incident list"
    raise StatusPageError(f"There is no post {quoted(text)}; {hint}")


def first_section(desk: Desk, entry: Entry) -> str:
    """The text of a new post's first update, spelled like those of the site's newest post."""
    return section_text(entry, _habit(desk))


def entry_for(desk: Desk, post: Post, entry: Entry) -> tuple[Entry, str]:
    """An update of a post dated now, and its text, spelled like the post's other updates."""
    layout = _layout(desk, post.path, read_text(desk.root / post.path))
    style = layout.style or _habit(desk)
    at = moment(layout, style, desk.now)
    dated = replace(entry, at=at, body=clean_text(entry.body))
    return dated, section_text(dated, style, layout.air)


def add_update(desk: Desk, post: Post, section: str, entry: Entry | None = None) -> Written:
    """Put the text of an update into a post's file.

    ``entry`` is what it must say (None: whatever it says). Raises StatusPageError, with nothing
    written, when the post would not be read as the same with this update more.
    """
    draft = read_section(section, post.kind, desk.context)
    if entry is not None:
        check_entry(draft, entry)
    state = draft.state or post.updates[-1].state
    check_timely(post, state, posts_now(desk), draft.written or desk.now, desk.zone)
    with only_writer(desk.root / POSTS):
        return _add(desk, post.path, section, draft, newest=entry is not None)


def _add(desk: Desk, name: str, section: str, draft: Draft, *, newest: bool) -> Written:
    path = (desk.root / name).resolve()
    if not path.is_relative_to(desk.root.resolve()):
        raise StatusPageError(f"{name} is a link that leaves the site's folder; put the text itself there.")
    old = read_text(path)
    before = _read(desk, name, old)
    _shown(name, before)
    new = insert(_layout(desk, name, old), section, draft.written or desk.now, desk.now)
    after = _read(desk, name, new)
    post = check_update(name, before, after, draft, newest=newest)
    replace_text(path, new)
    return Written(name, post, diff(name, old, new), after.faults)


def create_post(desk: Desk, text: str, new: NewPost | None = None, entry: Entry | None = None) -> Written:
    """Write a new post's file, named by its day and its title.

    ``new`` and ``entry`` are what it must say (None: whatever it says). Raises StatusPageError,
    with nothing written, when it would not be read so, or not without an error.
    """
    read = _read(desk, f"{POSTS}/{_NEW}.md", text)
    if wrong := errors(read.faults):
        raise StatusPageError(f"Nothing was written: {wrong[0]}")
    if read.post is None:
        raise StatusPageError("Nothing was written: a draft is written by hand.")
    if not any(update.body.strip() for update in read.post.updates):
        raise EmptyText("Nothing was written: the post has no text.")
    if new is not None and entry is not None:
        check_new(read.post, new, entry)
    if read.post.id != _NEW and read.post.id in _addresses(desk):
        raise StatusPageError(f"Nothing was written: another post has the id {quoted(read.post.id)}.")
    with only_writer(desk.root / POSTS):
        for name in _names(desk, read.post):
            if create_text(desk.root / name, text):
                read = _read(desk, name, text)
                return Written(name, _shown(name, read), diff(name, None, text), read.faults)
    raise StatusPageError("Nothing was written: there are too many posts of this day and title.")


def _names(desk: Desk, post: Post) -> Iterator[str]:
    """Names for a new post's file, of which no other post has the address: the second ends in ``-2``."""
    day = (post.starts or post.updates[0].at).astimezone(desk.zone)
    stem = f"{day:%Y-%m-%d}-{slug(post.title, list(post.components), post.kind)}"
    taken = _addresses(desk)
    for number in range(1, _MOST_NAMES):
        name = stem if number == 1 else f"{stem}-{number}"
        if address(name) not in taken:
            yield f"{POSTS}/{name}.md"


def _addresses(desk: Desk) -> set[str]:
    return {name for post in desk.site.posts for name in (post.id, *post.aliases)}


def _read(desk: Desk, name: str, text: str) -> Read:
    """Read a text as the file's, as if it were changed now."""
    came = min(changed_at(desk.root / name) or desk.now, desk.now)
    return read_post(Source(name, text, came, desk.now), desk.context)


def _shown(name: str, read: Read) -> Post:
    if read.draft:
        raise StatusPageError(f"{name} is a draft, which is written by hand: take out its line draft.")
    if read.post is None:
        raise StatusPageError(str(errors(read.faults)[0]))
    return read.post


def _layout(desk: Desk, name: str, text: str) -> Layout:
    layout = read_layout(text, desk.zone)
    if layout is None:
        _shown(name, _read(desk, name, text))
        raise StatusPageError(f"{name} can't be read.")
    return layout


def _habit(desk: Desk) -> HeadingStyle:
    """How headings are spelled in the site's newest post; else as the documentation has them."""
    newest = max(desk.site.posts, key=lambda post: post.updates[-1].at, default=None)
    layout = read_layout(read_text(desk.root / newest.path), desk.zone) if newest else None
    return (layout and layout.style) or plain_style(desk.zone)
