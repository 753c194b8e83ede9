"""Commands that run: serve, monitor, web."""

import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click

from statuspage.cli.options import (
    address_options,
    data_folder,
    data_option,
    duration,
    machine_option,
    new_database_option,
    site_argument,
)
from statuspage.cli.terminal import say
from statuspage.errors import StatusPageError
from statuspage.parent import VARIABLE, end_with_named_parent

_STALLED = 60.0
"""Seconds without a sign of life after which a monitor is started anew."""


@click.command()
@site_argument
@address_options
@data_option
@new_database_option
@machine_option
def serve(site: Path, host: str, port: int, data: Path | None, new_database: bool) -> None:
    """Check the services of the site in DIR and serve its page.

    \b
    Example:
      statuspage serve mysite --host 0.0.0.0 --port 80
    """
    from statuspage.store.folder import prepare

    folder = data_folder(site, data)
    publishes, _, name = _in_passing(lambda: _told_of(site, folder)).partition(" ")
    prepare(folder)
    if new_database:
        _move_database(folder)
    greeting = f"Status page of {name}: http://{host}:{port}/"
    serve_site(site, folder, host, port, greeting=greeting, publishes=publishes == "publishes")


@click.command()
@site_argument
@click.option("--once", is_flag=True, help="Ask every check, confirm what changed, and end.")
@click.option(
    "--every",
    callback=lambda *given: given[2] and duration("10m")(*given),
    help="With --once: how often a schedule promises to run it, such as 10m. No check counts as asked more "
    "often, and what it says may be believed for so long.",
)
@data_option
@new_database_option
@machine_option
def monitor(site: Path, once: bool, every: timedelta | None, data: Path | None, new_database: bool) -> None:
    """Check the services of the site in DIR, without serving a page.

    \b
    Example:
      statuspage monitor mysite
      statuspage monitor mysite --once --every 10m
    """
    from statuspage.monitor import Monitor
    from statuspage.onceround import Round
    from statuspage.store.faults import StoreDamaged
    from statuspage.supervise import STAYS_OFF

    if every is not None and not once:
        raise click.UsageError("--every goes with --once: each check has its own interval otherwise.")
    folder = data_folder(site, data)
    if new_database:
        _move_database(folder)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    supervised = VARIABLE in os.environ
    end_with_named_parent()
    try:
        Monitor(site, folder, Round(every) if once else None).run(stop)
    except StoreDamaged as error:
        say(error, err=True)
        sys.exit(STAYS_OFF if supervised else 1)


@click.command()
@site_argument
@address_options
@data_option
@machine_option
def web(site: Path, host: str, port: int, data: Path | None) -> None:
    """Serve the page of the site in DIR, without checking.

    \b
    Example:
      statuspage web mysite --port 8080
    """
    from statuspage.web.server import ensure_free, serve_web

    end_with_named_parent()
    ensure_free(host, port)
    os.environ["STATUSPAGE_SITE"] = str(site.absolute())
    os.environ["STATUSPAGE_DATA"] = str(data_folder(site, data))
    serve_web(host, port)


def serve_site(
    site: Path, folder: Path, host: str, port: int, *, greeting: str, publishes: bool = False
) -> None:
    """Supervise a monitor and a web server until a signal ends them; ``greeting`` is said before.

    A publisher is beside them where the site ``publishes``.
    """
    from statuspage.store.folder import last_beat
    from statuspage.supervise import Child, supervise
    from statuspage.web.server import ensure_free

    ensure_free(host, port)
    click.echo(greeting)

    def stalled() -> bool:
        beat = last_beat(folder)
        return beat is not None and time.time() - beat > _STALLED

    program = (sys.executable, "-m", "statuspage")
    where = (str(site), "--data", str(folder))
    children = [
        Child("monitor", (*program, "monitor", *where), stalled),
        Child("web", (*program, "web", *where, "--host", host, "--port", str(port)), essential=True),
    ]
    if publishes:
        children.append(Child("publisher", (*program, "publish", *where, "--watch")))
    sys.exit(supervise(children, say=lambda line: click.echo(line, err=True)))


def _in_passing(work: Callable[[], str]) -> str:
    """Do something in a process of its own, so that what it loads does not stay in the supervisor.

    Where it fails it has said why; then this process ends with 1.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.write(writer, work().encode())
            code = 0
        except StatusPageError as error:
            say(error, err=True)
        except Exception:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        found = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0:
        sys.exit(1)
    return found


def _told_of(site: Path, folder: Path) -> str:
    """Whether the site ``publishes`` or ``serves``, and its name; what is wrong with its files is said.

    Raises SiteError where it can't be used.
    """
    from statuspage.sitefiles import open_site
    from statuspage.store.faults import StoreError
    from statuspage.store.reader import Reader

    try:
        kept = Reader(folder).files()
    except StoreError as error:
        say(error, err=True)
        kept = {}
    loaded = open_site(site, kept)
    for fault in loaded.faults:
        say(fault, err=True)
    publishing = loaded.site.publishing
    return f"{'publishes' if publishing and publishing.targets else 'serves'} {loaded.site.name}"


def _move_database(folder: Path) -> None:
    from statuspage.store.folder import MonitorLock, prepare, set_aside
    from statuspage.timeutil import utc_now

    prepare(folder)
    with MonitorLock(folder):
        aside = set_aside(folder, utc_now())
    if aside is not None:
        click.echo(f"The old database is now {aside}.", err=True)
