"""Posts: one Markdown file with front matter becomes one incident, maintenance or advisory.

What is wrong is told with file and line, and what can be read is kept: the first word about an
outage is never lost to a typo.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath

from statuspage.errors import Fault
from statuspage.model.post import Kind, Post
from statuspage.site.affected import Naming, resolve
from statuspage.site.frontmatter import Head, read_front_matter
from statuspage.site.grammar import mark_code, right_heading
from statuspage.site.namedimages import NamedImage, read_images
from statuspage.site.order import settle
from statuspage.site.postkeys import (
    check_verdict,
    read_aliases,
    read_id,
    read_kind,
    read_provider,
    read_recurs,
    read_replaces,
    read_window,
)
from statuspage.site.postschema import EXAMPLES
from statuspage.site.report import Report
from statuspage.site.source import Context, Line, Source, context_of, readable
from statuspage.site.spelling import squashed
from statuspage.site.updates import read_drafts
from statuspage.site.yamlkeys import split_front_matter

__all__ = ["Context", "Read", "Source", "context_of", "is_post", "read_post"]


@dataclass(frozen=True, slots=True)
class Read:
    """A file after reading. ``post`` is None for a draft, and for what can't be shown at all.

    ``images`` are those that it names, whether or not there are such files.
    """

    post: Post | None
    faults: tuple[Fault, ...]
    draft: bool = False
    images: tuple[NamedImage, ...] = ()


def is_post(name: str) -> bool:
    """Whether a file in ``incidents/`` is a post, by its name or its path there.

    ``README.md`` is none, nor is anything whose name or folder begins with ``_`` or ``.``.
    """
    path = PurePosixPath(name)
    hidden = any(part.startswith(("_", ".")) for part in path.parts)
    return path.suffix.lower() == ".md" and path.stem.lower() != "readme" and not hidden


def read_post(source: Source, context: Context) -> Read:
    """Read one file. Pure: no file, no clock.

    Never raises. Not shown at all are a file without a title or without any update, one over
    64 kB and one with a conflict marker. Everything else that is wrong is a fault with its line,
    and the rest of the post is shown: an unknown component, provider or key is left out, an unknown
    state keeps the one before, and an unclear or future time becomes the earlier reading or the
    moment the file came (:func:`statuspage.site.order.settle` tells how).
    """
    report = Report(source.path)
    lines = readable(source, report)
    if lines is None:
        return Read(None, report.faults)
    front, body = split_front_matter(lines, EXAMPLES, report)
    head = read_front_matter(front, report)
    title, body = _title(head, mark_code(body), report)
    post = _post(title, head, body, source, context, report)
    images = read_images(post.updates, body, report) if post else ()
    return Read(None if head.says.draft else post, report.faults, head.says.draft, images)


def _title(head: Head, body: list[Line], report: Report) -> tuple[str, list[Line]]:
    """The title, and the body without a first ``#`` heading that only repeats it or stands for it."""
    first = next((index for index, line in enumerate(body) if line.text.strip()), None)
    text = body[first].text.strip() if first is not None else ""
    heading = text.removeprefix("#").strip() if text.startswith("#") and not text.startswith("##") else ""
    title = head.says.title
    if first is None or not heading or (title and squashed(heading) != squashed(title)):
        if not title and not ("title" in head.entries and report.told(head.line("title"))):
            rule = "The post has no title, so it is not shown."
            right = EXAMPLES["title"] + ("" if head.entries else ", at the top between two lines ---")
            report.error(head.line("title"), rule, right)
        return title, body
    if not title:
        rule = "The post has no title in its front matter; its first heading is taken."
        report.warn(body[first].number, rule, f"title: {heading}")
    return title or heading, body[first + 1 :]


def _post(
    title: str, head: Head, body: list[Line], source: Source, context: Context, report: Report
) -> Post | None:
    says = head.says
    kind = read_kind(head, report)
    drafts = read_drafts(body, head, kind, context, report)
    check_verdict(kind, head, drafts, report)
    starts, ends = read_window(kind, head, context.zone, report)
    recurs = read_recurs(kind, (starts, ends), head, context.zone, report)
    replaces = read_replaces(kind, head, report)
    provider = read_provider(kind, head, context.providers, report)
    namings = [Naming(head.line("components", name), name, status) for name, status in says.components]
    components = resolve(namings, context.components, report, head=True)
    post_id = read_id(head, source, report)
    if not drafts:
        last = body[-1].number if body else 1
        report.error(
            last,
            "The post has no text, so it is not shown.",
            f"{right_heading('investigating')}, and what happened below it",
        )
    if not (title and drafts):
        return None
    return Post(
        id=post_id,
        kind=kind,
        title=title,
        path=source.path,
        updates=settle(drafts, kind, source, report),
        components=components,
        impact=says.impact,
        starts=starts,
        ends=ends,
        provider=provider,
        verdict=says.verdict if kind is Kind.ADVISORY else None,
        aliases=read_aliases(head),
        recurs=recurs,
        replaces=replaces,
    )
