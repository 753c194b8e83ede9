"""Commands on posts: open an incident, update or resolve any post, list them."""

from pathlib import Path

import click

from statuspage.cli.options import site_option
from statuspage.cli.posting import (
    Delivery,
    component_option,
    create,
    delivery_options,
    extend,
    status_option,
    template_option,
)
from statuspage.cli.terminal import say
from statuspage.timeutil import utc_now


@click.group()
def incident() -> None:
    """Write posts: open an incident, update or resolve any post, list those that are open.

    \b
    Example:
      statuspage incident open "Mail is late" --component mail=degraded_performance -m "Up to ten minutes."
      statuspage incident update 2026-11-23-mail-is-late --status identified -m "A full disk."
      statuspage incident resolve 2026-11-23-mail-is-late -m "All mail has arrived."
    """


@incident.command("open")
@click.argument("title", required=False)
@component_option
@click.option(
    "--impact", metavar="IMPACT", help="none, minor, major or critical (default: by the components)."
)
@status_option
@template_option
@delivery_options
def open_(
    title: str | None,
    components: tuple[str, ...],
    impact: str | None,
    status: str | None,
    template: str | None,
    delivery: Delivery,
) -> None:
    """Open an incident: write a new post, named by today's date and its TITLE.

    \b
    Example:
      statuspage incident open "Mail is late" --component mail=degraded_performance -m "Up to ten minutes."
    """
    from statuspage.drafting import Wanted
    from statuspage.model.post import Kind

    wanted = Wanted(Kind.INCIDENT, title or "", components, state=status or "", impact=impact or "")
    create(wanted, template, delivery)


@incident.command()
@click.argument("post", metavar="ID")
@click.option("--status", metavar="STATE", help="The post's state from now on (default: as it is).")
@component_option
@click.option("--verdict", metavar="VERDICT", help="What an advisory means for us from now on.")
@delivery_options
def update(
    post: str,
    status: str | None,
    components: tuple[str, ...],
    verdict: str | None,
    delivery: Delivery,
) -> None:
    """Add an update to the incident, maintenance or advisory ID.

    \b
    Example:
      statuspage incident update 2026-11-23-mail-is-late --status identified -m "A full disk."
    """
    extend(post, delivery, components, status, verdict)


@incident.command()
@click.argument("post", metavar="ID")
@component_option
@delivery_options
def resolve(
    post: str,
    components: tuple[str, ...],
    delivery: Delivery,
) -> None:
    """End the incident, maintenance or advisory ID. It then says nothing more of components.

    \b
    Example:
      statuspage incident resolve 2026-11-23-mail-is-late -m "All mail has arrived."
    """
    extend(post, delivery, components, over=True)


@incident.command("list")
@click.option("--all", "every", is_flag=True, help="Closed ones as well.")
@site_option
def list_(every: bool, site: Path) -> None:
    """List the open posts: id, state, since when, title.

    \b
    Example:
      statuspage incident list --all
    """
    from statuspage.posting import open_desk, posts_now

    desk = open_desk(site, utc_now())
    shown = [each for each in posts_now(desk) if each.open or every]
    if not shown:
        click.echo("There is no post." if every else "No post is open.")
    rows = [
        (
            each.post.id,
            each.post.kind,
            each.state.replace("_", " ") + (", past its end" if each.overrunning else ""),
            f"{each.started_at.astimezone(desk.zone):%Y-%m-%d %H:%M}",
        )
        for each in shown
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for each, row in zip(shown, rows, strict=True):
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(f"{'  '.join(cells)}  {each.post.title}")


@incident.command()
@site_option
def templates(site: Path) -> None:
    """List the site's templates for posts: the names of incidents/_templates/NAME.md.

    \b
    Example:
      statuspage incident templates --site mysite
    """
    from statuspage.drafting import template_names

    names = template_names(site)
    say("\n".join(names) if names else "There is none. For example: incidents/_templates/mail-late.md")
