"""What the commands that write posts share: options, the editor, and what follows the writing."""

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from statuspage.errors import StatusPageError
from statuspage.timeutil import utc_now

if TYPE_CHECKING:
    from statuspage.drafting import Wanted
    from statuspage.posting import Written

Command = Callable[..., Any]

site_option = click.option(
    "--site",
    metavar="DIR",
    default=".",
    type=click.Path(path_type=Path),
    help="The site's folder (default: here).",
)
message_option = click.option(
    "-m",
    "--message",
    "messages",
    metavar="TEXT",
    multiple=True,
    help="The text, in Markdown; each further one is a paragraph. Without it an editor opens.",
)
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


def git_options(command: Command) -> Command:
    """Commit what was written, and push it."""
    command = click.option("--push", is_flag=True, help="Commit the post and push it.")(command)
    return click.option("--commit", is_flag=True, help="Commit the post in git, and nothing else.")(command)


def check_git(site: Path, *, commit: bool, push: bool) -> None:
    """See, before anything is typed, that it can be committed and pushed."""
    from statuspage.gitpush import ready

    if commit or push:
        ready(site, to_push=push)


def text_of(messages: tuple[str, ...]) -> str | None:
    """The text given with ``-m``, None where an editor is to ask for it.

    Raises StatusPageError for an empty one.
    """
    text = "\n\n".join(messages)
    if messages and not text.strip():
        raise StatusPageError('Nothing was written: the text is empty. For example: -m "Mail is late."')
    return text if messages else None


def edit(form: str) -> str:
    """What somebody made of a form in their editor. Raises StatusPageError where that is nothing."""
    from statuspage.site.forms import filled_in

    if not (os.environ.get("VISUAL") or os.environ.get("EDITOR") or sys.stdin.isatty()):
        raise StatusPageError(
            'There is no terminal for an editor; give the text. For example: -m "Mail is late."'
        )
    text = filled_in(click.edit(form, extension=".md") or "")
    if not text:
        raise StatusPageError("Nothing was written: the text is empty.")
    return text


def keeping(text: str, write: "Callable[[str], Written]") -> "Written":
    """Write what somebody typed; where that is refused the text is kept in a file, which is named."""
    from statuspage.site.readback import EmptyText

    try:
        return write(text)
    except EmptyText:
        raise
    except StatusPageError as error:
        with tempfile.NamedTemporaryFile(
            "w", prefix="statuspage-", suffix=".md", encoding="utf-8", delete=False
        ) as kept:
            kept.write(text + "\n")
        raise StatusPageError(f"{error} Your text is kept in {kept.name}") from None


def _headed(text: str, heading: str) -> str:
    """An update as typed, with its heading where that was deleted."""
    return text if text.lstrip().startswith("##") else f"{heading}\n{text}"


def finish(site: Path, written: "Written", *, commit: bool, push: bool) -> None:
    """Show what changed and what is doubtful about it, then commit and push it."""
    click.echo(written.diff)
    for fault in written.faults:
        click.echo(str(fault), err=True)
    click.echo(f"wrote {site / written.name}")
    if not (commit or push):
        return
    from statuspage import gitpush

    state = written.post.updates[-1].state.replace("_", " ")
    click.echo(f"committed {gitpush.commit_file(site, written.name, f'{written.post.title}: {state}')}")
    if push:
        click.echo(f"pushed to {gitpush.push(site)}")


def create(
    wanted: "Wanted",
    messages: tuple[str, ...],
    template: str | None,
    site: Path,
    *,
    commit: bool,
    push: bool,
) -> None:
    """Write a new post, its text given or typed in an editor."""
    from statuspage.drafting import draft_post
    from statuspage.posting import create_post, open_desk
    from statuspage.site.forms import with_hints

    body = text_of(messages)
    desk = open_desk(site, utc_now())
    draft = draft_post(desk, wanted, body, template)
    check_git(site, commit=commit, push=push)
    if body is not None:
        written = create_post(desk, draft.text, draft.new, draft.entry)
    else:
        form = with_hints(draft.text, wanted.kind, desk.context.components)
        written = keeping(edit(form), lambda text: create_post(desk, text + "\n"))
    finish(site, written, commit=commit, push=push)


def extend(
    id_: str,
    status: str | None,
    components: tuple[str, ...],
    verdict: str | None,
    messages: tuple[str, ...],
    site: Path,
    *,
    commit: bool,
    push: bool,
    over: bool = False,
) -> None:
    """Add an update to a post, its text given or typed in an editor; ``over`` ends the post."""
    from statuspage.drafting import draft_update
    from statuspage.posting import add_update, find_post, open_desk
    from statuspage.site.forms import with_hints

    body = text_of(messages)
    desk = open_desk(site, utc_now())
    post = find_post(desk, id_)
    entry, section = draft_update(desk, post, status, components, verdict, body, over=over)
    check_git(site, commit=commit, push=push)
    if body is not None:
        written = add_update(desk, post, section, entry)
    else:
        form = with_hints(section, post.kind, desk.context.components)
        heading = section.partition("\n")[0]
        written = keeping(edit(form), lambda text: add_update(desk, post, _headed(text, heading)))
    finish(site, written, commit=commit, push=push)
