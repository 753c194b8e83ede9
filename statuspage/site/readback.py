"""What was written must come back: an update read by itself, and the post read with it and without it."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC

from statuspage.errors import Fault, Severity, StatusPageError
from statuspage.model.post import Kind, Post, Update
from statuspage.site.frontmatter import read_front_matter
from statuspage.site.grammar import mark_code
from statuspage.site.order import Draft
from statuspage.site.posts import Read
from statuspage.site.report import Report
from statuspage.site.source import Context, Line
from statuspage.site.updates import read_drafts
from statuspage.site.write import Entry, NewPost

_SPECIAL = (
    "Nothing was written: the text has a line that posts give a meaning of its own, such as a dated ## "
    'heading, "Components:", a comment or a fence without end. Leave it out, or put a sign before it.'
)


class EmptyText(StatusPageError):
    """There is no text to be written, and so nothing to be kept."""


def errors(faults: Iterable[Fault]) -> list[Fault]:
    """The faults that are errors."""
    return [fault for fault in faults if fault.severity is Severity.ERROR]


def read_section(text: str, kind: Kind, context: Context) -> Draft:
    """Read the text of one update, ``\\n`` at the end of its lines, by itself.

    Raises StatusPageError when it is not exactly one, has an error or no text.
    """
    report = Report("the update")
    head = read_front_matter((), report)
    lines = mark_code([Line(number, line) for number, line in enumerate(text.split("\n"), 1)])
    drafts = read_drafts(lines, head, kind, context, report)
    if wrong := errors(report.faults):
        raise StatusPageError(f"Nothing was written: {wrong[0]}")
    if len(drafts) != 1:
        raise StatusPageError(_SPECIAL)
    if not drafts[0].body.strip():
        raise EmptyText("Nothing was written: the update has no text.")
    return drafts[0]


def check_entry(draft: Draft, entry: Entry) -> None:
    """See that an update reads as it was meant. Raises StatusPageError."""
    meant = (entry.state, entry.body, dict(entry.components), entry.verdict)
    if (draft.state, draft.body, draft.components, draft.verdict) != meant:
        raise StatusPageError(_SPECIAL)


def check_new(post: Post, new: NewPost, entry: Entry) -> None:
    """See that a new post reads as it was meant. Raises StatusPageError."""
    first = post.updates[0]
    said = (post.kind, post.title, dict(post.components), post.impact, post.provider, post.verdict)
    meant = (new.kind, new.title, dict(new.components), new.impact, new.provider or None, new.verdict)
    if said != meant or len(post.updates) != 1 or (first.state, first.body) != (entry.state, entry.body):
        raise StatusPageError(_SPECIAL)


def check_update(name: str, before: Read, after: Read, draft: Draft, *, newest: bool) -> Post:
    """See that a post has exactly one update more than before, and is otherwise the same.

    Both were read with the same times. ``newest`` says that the update must be the post's last one.
    Returns the post with it. Raises StatusPageError.
    """
    old, new = before.post, after.post
    fresh = _new_faults(before.faults, after.faults)
    if fresh or old is None or new is None:
        raise StatusPageError(f"Nothing was written: {(fresh or errors(after.faults))[0]}")
    added = _added(old, new)
    if added is None or not _same_post(old, new) or not _is(new.updates[added], draft):
        raise StatusPageError(_SPECIAL)
    if newest and added != len(new.updates) - 1:
        raise StatusPageError(
            f"Nothing was written: an update in {name} is dated later than now; put its date right first."
        )
    return new


def _new_faults(before: Iterable[Fault], after: Iterable[Fault]) -> list[Fault]:
    """Errors that were not there before; their lines have moved."""
    known = Counter(fault.rule for fault in before)
    found = errors(after)
    return [fault for fault in found if known[fault.rule] < sum(one.rule == fault.rule for one in found)]


def _added(old: Post, new: Post) -> int | None:
    """The index of the one update that is new; None when that is not all that changed."""
    was, now = [_key(update) for update in old.updates], [_key(update) for update in new.updates]
    places = (i for i in reversed(range(len(now))) if [*now[:i], *now[i + 1 :]] == was)
    return next(places, None)


def _key(update: Update) -> tuple[object, ...]:
    return update.id, update.state, update.body, update.components, update.verdict


def _same_post(old: Post, new: Post) -> bool:
    return all(
        getattr(old, name) == getattr(new, name) for name in old.__dataclass_fields__ if name != "updates"
    )


def _is(update: Update, draft: Draft) -> bool:
    at = f"{draft.written.astimezone(UTC):%Y%m%dT%H%MZ}" if draft.written else ""
    same = (update.body, update.components, update.verdict) == (draft.body, draft.components, draft.verdict)
    return same and update.id.startswith(at) and draft.state in (None, update.state)
