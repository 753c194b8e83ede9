"""Commands about other people's status pages: what can be read, and what it says."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from statuspage.cli.options import site_option
from statuspage.cli.terminal import say
from statuspage.model.status import Status
from statuspage.timeutil import format_instant

if TYPE_CHECKING:
    from statuspage.model.provider import Event
    from statuspage.providers.catalogue import Entry
    from statuspage.providertry import Tried

_MOST_EVENTS = 10


@click.group()
def providers() -> None:
    """Find providers whose status pages can be read, and see what they say.

    \b
    Example:
      statuspage providers try https://www.githubstatus.com
    """


@providers.command()
@click.argument("words", nargs=-1)
def search(words: tuple[str, ...]) -> None:
    """List the providers of the catalogue that have all of WORDS in their names; without any, all.

    It exits with 1 if there is none.

    \b
    Example:
      statuspage providers search google cloud
    """
    from statuspage.providers.catalogue import search as find

    found = find(" ".join(words))
    for entry in found:
        click.echo(_listed(entry))
    if not found:
        click.echo("None is known here, but try the address of its status page: providers try URL", err=True)
        click.get_current_context().exit(1)


@providers.command(name="try")
@click.argument("target", metavar="URL|ID")
@click.option("--match", multiple=True, metavar="NAME", help="What counts; may be given several times.")
@site_option
@click.pass_context
def try_(ctx: click.Context, target: str, match: tuple[str, ...], site: Path) -> None:
    """Read a status page once, find out what it is written in, and say what it says.

    It is that of an address, of a provider of the site, or of one of the catalogue. It exits with 1 if
    nothing can be said of the provider.

    \b
    Example:
      statuspage providers try aws --match s3-us-east-1
    """
    from statuspage.providertry import try_out

    tried = try_out(target, site, match)
    for line in _told(tried):
        say(line)
    if tried.reading is None or tried.reading.status is Status.UNKNOWN:
        ctx.exit(1)


def _listed(entry: "Entry") -> str:
    return f"{entry.id:<18} {entry.format:<11} {entry.name}"


def _told(tried: "Tried") -> Iterator[str]:
    """The lines on what came."""
    from statuspage.providertry import notes

    for url, came in tried.asked:
        yield f"asked   {url}: {came}"
    reading, provider = tried.reading, tried.provider
    if reading is None:
        yield "No status could be read there. If it has a feed, give the feed's own address."
        return
    yield f"says    {provider.name} {reading.reason}"
    yield f"status  {reading.status}"
    if reading.detail:
        yield f"detail  {reading.detail}"
    for note in notes(tried):
        yield f"note    {note}"
    for event in reading.events[:_MOST_EVENTS]:
        yield f"event   {_event(event)}"
    if len(reading.events) > _MOST_EVENTS:
        yield f"        and {len(reading.events) - _MOST_EVENTS} more"
    yield ""
    yield from _table(tried)


def _event(event: "Event") -> str:
    since = f" since {format_instant(event.started_at)}" if event.started_at else ""
    about = f" ({', '.join(event.components[:5])})" if event.components else ""
    quiet = ", nothing new for 14 days" if event.quiet else ""
    return f"{event.title}: {event.status}{since}{about}{quiet}"


def _table(tried: "Tried") -> Iterator[str]:
    """What to write into statuspage.toml."""
    from statuspage.site.examples import spell

    provider = tried.provider
    yield f"[providers.{provider.id}]"
    if tried.entry is not None:
        yield f"use = {spell(tried.entry.id)}"
    else:
        yield f"name = {spell(provider.name)}"
        yield f"format = {spell(provider.format)}"
        yield f"url = {spell(provider.url)}"
    if provider.match:
        yield f"match = {spell(provider.match.patterns)}"
