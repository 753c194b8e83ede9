"""The command that shows a page in a terminal."""

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from statuspage.cli.options import data_folder, data_option
from statuspage.errors import StatusPageError
from statuspage.model.status import Status
from statuspage.timeutil import utc_now

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from statuspage.glance.value import Glance, Part

_WORD = {
    Status.OPERATIONAL: ("works", "green"),
    Status.UNDER_MAINTENANCE: ("under maintenance", "blue"),
    Status.UNKNOWN: ("not known", "bright_black"),
    Status.DEGRADED_PERFORMANCE: ("slow or unstable", "yellow"),
    Status.PARTIAL_OUTAGE: ("partly down", "red"),
    Status.MAJOR_OUTAGE: ("down", "bold red"),
}
_EVERY = 10.0
"""Seconds between two looks."""


@click.command()
@click.option(
    "--site", metavar="URL|DIR", default=".", help="The address of a page, or the folder of a site."
)
@click.option("--watch", is_flag=True, help="Look again every 10 s, until Ctrl-C.")
@data_option
@click.pass_context
def status(ctx: click.Context, site: str, watch: bool, data: Path | None) -> None:
    """Show a status page in the terminal: ours, or any that speaks Statuspage's public API.

    It exits with 0 if all is known to work or to be planned work, and with 1 if something is in
    trouble, not known, or too old to be believed.

    \b
    Example:
      statuspage status --site https://status.example.com
    """
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    if watch:
        _watch(console, site, data)
    seen = _look(site, data)
    now = utc_now()
    for line in _lines(seen, now):
        console.print(line)
    ctx.exit(0 if seen.is_fine(now) else 1)


def _look(site: str, data: Path | None) -> "Glance":
    from statuspage.glance.read import read_folder, read_page

    scheme, is_address, _ = site.partition("://")
    if is_address and scheme.lower() not in ("http", "https"):
        raise StatusPageError(f"{site} can't be read: an address looks like https://status.example.com.")
    if is_address:
        return read_page(site)
    return read_folder(Path(site), data_folder(Path(site), data), utc_now())


def _watch(console: "Console", site: str, data: Path | None) -> None:
    """Show it again and again; ends with Ctrl-C. What can't be read is said in its place."""
    from rich.console import Group
    from rich.live import Live

    with Live(console=console, auto_refresh=False, screen=console.is_terminal) as live:
        while True:
            try:
                shown = Group(*_lines(_look(site, data), utc_now()))
            except StatusPageError as error:
                shown = Group(_plain(f"{error}"))
            if console.is_terminal:
                live.update(shown, refresh=True)
            else:  # a file or a pipe gets one look after the other
                console.print(shown, "")
            time.sleep(_EVERY)


def _lines(seen: "Glance", now: datetime) -> "Iterator[RenderableType]":
    from rich.padding import Padding

    stale = seen.is_stale(now)
    overall = Status.UNKNOWN if stale else seen.status
    yield _plain(seen.name, "bold")
    if stale:
        yield _plain("What this page says is too old to be believed: how things are is not known.", "yellow")
    yield _plain(f"● {'Not known' if stale else seen.sentence}", _WORD[overall][1])
    if seen.at is not None:
        until = f", to be believed until {_moment(seen.valid_until)}" if seen.valid_until else ""
        yield _plain(f"As of {_moment(seen.at)}{until}", "bright_black")
    group: str | None = None
    for part in sorted(seen.parts, key=lambda part: _first(seen.parts, part)):
        if part.group != group:
            yield _plain(f"\n{part.group}" if part.group else "", "bold")
        group = part.group
        yield Padding(_part(part, stale), (0, 0, 0, 2))
    for post in seen.said:
        yield _plain(f"\n{post.title} · {post.state.replace('_', ' ')}", "bold")
        yield Padding(_plain(f"{_moment(post.at)}  {post.words}" if post.at else post.words), (0, 0, 0, 2))


def _first(parts: "tuple[Part, ...]", part: "Part") -> int:
    """Where a part's group begins, or it itself."""
    return next(i for i, one in enumerate(parts) if one is part or (one.group and one.group == part.group))


def _part(part: "Part", stale: bool) -> "Text":
    word, colour = _WORD[Status.UNKNOWN if stale else part.status]
    if not stale and not part.measured and part.status is Status.OPERATIONAL:
        word = "no problem reported"
    line = _plain("● ", colour)
    line.append(f"{part.name}  ")
    line.append(word, colour)
    if not stale and part.status is not Status.OPERATIONAL:
        line.append(f"  since {_moment(part.since)}" if part.since else "", "bright_black")
        line.append(f"  {part.reason}" if part.reason else "", "bright_black")
    return line


def _plain(words: str, style: str = "") -> "Text":
    from rich.text import Text

    return Text(words, style)


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC") if at is not None else "–"
