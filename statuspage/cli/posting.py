"""What the commands that write posts share: options, and what follows the writing."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from statuspage.cli.editor import edit, keeping
from statuspage.cli.options import site_option
from statuspage.cli.terminal import say
from statuspage.errors import StatusPageError
from statuspage.timeutil import utc_now

if TYPE_CHECKING:
    from statuspage.drafting import Wanted
    from statuspage.posting import Desk, Written

Command = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a post is written, as every such command is told: text, place, and what becomes of it."""

    messages: tuple[str, ...]
    site: Path
    commit: bool
    push: bool


component_option = click.option(
    "--component",
    "components",
    metavar="ID=STATE",
    multiple=True,
    help="A component and how it is, such as mail=degraded_performance; again for each.",
)
status_option = click.option(
    "--status", metavar="STATE", help="investigating (if left out), identified, monitoring or resolved."
)
template_option = click.option(
    "--template",
    metavar="NAME",
    help="Begin with incidents/_templates/NAME.md; incident templates lists them.",
)
_DELIVERY = (
    click.option(
        "-m",
        "--message",
        "messages",
        metavar="TEXT",
        multiple=True,
        help="The text, in Markdown; each further one is a paragraph. Without it an editor opens.",
    ),
    site_option,
    click.option("--commit", is_flag=True, help="Commit the post in git, and nothing else."),
    click.option("--push", is_flag=True, help="Commit the post and push it."),
)


def delivery_options(command: Command) -> Command:
    """The options that every command has that writes a post; it gets them as one ``delivery``."""

    @functools.wraps(command)
    def gathered(messages: tuple[str, ...], site: Path, commit: bool, push: bool, **rest: Any) -> Any:
        return command(delivery=Delivery(messages, site, commit or push, push), **rest)

    made: Command = gathered
    for option in reversed(_DELIVERY):
        made = option(made)
    return made


def create(wanted: "Wanted", template: str | None, delivery: Delivery) -> None:
    """Write a new post, its text given or typed in an editor."""
    from statuspage.drafting import draft_post
    from statuspage.posting import create_post, open_desk
    from statuspage.site.forms import with_hints

    body = _text_of(delivery.messages)
    desk = open_desk(delivery.site, utc_now())
    draft = draft_post(desk, wanted, body, template)
    _check_git(delivery)
    if body is not None:
        written = create_post(desk, draft.text, draft.new, draft.entry)
    else:
        form = with_hints(draft.text, wanted.kind, desk.context.components)
        written = keeping(edit(form), lambda text: create_post(desk, text + "\n"))
    _finish(desk, written, delivery)


def extend(
    id_: str,
    delivery: Delivery,
    components: tuple[str, ...],
    status: str | None = None,
    verdict: str | None = None,
    *,
    over: bool = False,
) -> None:
    """Add an update to a post, its text given or typed in an editor; ``over`` ends the post."""
    from statuspage.drafting import draft_update
    from statuspage.posting import add_update, find_post, open_desk
    from statuspage.site.forms import with_hints

    body = _text_of(delivery.messages)
    desk = open_desk(delivery.site, utc_now())
    post = find_post(desk, id_)
    entry, section = draft_update(desk, post, status, components, verdict, body, over=over)
    _check_git(delivery)
    if body is not None:
        written = add_update(desk, post, section, entry)
    else:
        form = with_hints(section, post.kind, desk.context.components)
        heading = section.partition("\n")[0]
        written = keeping(edit(form), lambda text: add_update(desk, post, _headed(text, heading)))
    _finish(desk, written, delivery)


def _text_of(messages: tuple[str, ...]) -> str | None:
    """The text given with ``-m``, None where an editor is to ask for it.

    Raises StatusPageError for an empty one.
    """
    text = "\n\n".join(messages)
    if messages and not text.strip():
        raise StatusPageError('Nothing was written: the text is empty. For example: -m "Mail is late."')
    return text if messages else None


def _check_git(delivery: Delivery) -> None:
    """See, before anything is typed, that it can be committed and pushed."""
    from statuspage.gitpush import ready

    if delivery.commit:
        ready(delivery.site, to_push=delivery.push)


def _headed(text: str, heading: str) -> str:
    """An update as typed, with its heading where that was deleted."""
    return text if text.lstrip().startswith("##") else f"{heading}\n{text}"


def _finish(desk: "Desk", written: "Written", delivery: Delivery) -> None:
    """Show what changed and what is doubtful about it, then commit and push it."""
    from statuspage.posting import posts_now
    from statuspage.series import remark

    say(written.diff)
    for fault in written.faults:
        say(fault, err=True)
    click.echo(f"wrote {delivery.site / written.name}")
    if note := remark(written.post, posts_now(desk), desk.now):
        click.echo(note)
    if not delivery.commit:
        return
    from statuspage.gitcommit import commit_file, is_known
    from statuspage.gitpush import push
    from statuspage.sitefolder import CONFIG

    message = f"{written.post.title}: {written.post.updates[-1].state.replace('_', ' ')}"
    click.echo(f"committed {commit_file(delivery.site, written.name, message)}")
    if not is_known(delivery.site, CONFIG):
        click.echo(f"{CONFIG} is in no commit yet, and posts need it: git add . && git commit", err=True)
    if delivery.push:
        click.echo(f"pushed to {push(delivery.site)}")
