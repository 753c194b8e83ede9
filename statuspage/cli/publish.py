"""Commands on the page as others see it: publish, watch."""

import signal
import threading
from datetime import timedelta
from pathlib import Path

import click

from statuspage.cli.options import data_folder, data_option, duration, machine_option, site_argument
from statuspage.cli.terminal import say
from statuspage.parent import end_with_named_parent


def _stop_at_signals() -> threading.Event:
    """What is set once somebody asks this process to end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


@click.command()
@site_argument
@click.option("--watch", "keep", is_flag=True, help="Go on: after each change, and every so often.")
@data_option
@machine_option
def publish(site: Path, keep: bool, data: Path | None) -> None:
    """Bring the page of the site in DIR as files to all its targets ([[publish.targets]]).

    Without --watch once; it exits with 1 if a target could not be given the page.

    \b
    Example:
      statuspage publish mysite
    """
    from statuspage.publish.publisher import Publisher

    publisher = Publisher(site, data_folder(site, data))
    if keep:
        stop = _stop_at_signals()
        end_with_named_parent()
        publisher.run(stop)
        return
    failed = publisher.once()
    for target, why in failed.items():
        say(f"{target}: {why}", err=True)
    if failed:
        click.get_current_context().exit(1)
    click.echo("The page is published.")


@click.command()
@click.argument("url", metavar="URL")
@click.option(
    "--every",
    callback=lambda *given: given[2] and duration("5m")(*given),
    help="Look again so often, for ever.",
)
@click.option(
    "--site",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A site whose [[notify]] are told when the page can't be believed, and when it can again.",
)
def watch(url: str, every: timedelta | None, site: Path | None) -> None:
    """See from outside that the page at URL can be reached and is up to date; exit with 1 if not.

    It belongs on another machine than the page's. With --every it goes on until it is ended.

    \b
    Example:
      statuspage watch https://status.example.com
      statuspage watch https://status.example.com --every 5m --site mysite
    """
    from statuspage.watch import Watcher

    watcher = Watcher(url, site)
    sight = watcher.look()
    say(sight, err=not sight.good)
    if every is None:
        click.get_current_context().exit(0 if sight.good else 1)
    stop = _stop_at_signals()
    while not stop.wait(every.total_seconds()):
        before, sight = sight, watcher.look()
        if before != sight:
            say(sight, err=not sight.good)
