"""The demo: the sample site against small real services that can be broken on purpose."""

import os
import threading
from datetime import datetime, timedelta
from pathlib import Path

import click

from statuspage.cli.options import address_options, duration, instant

_FOLDER = click.option(
    "--dir",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The demo's folder (default: one of your own in the temporary folder).",
)


@click.group(invoke_without_command=True)
@click.pass_context
@address_options
@_FOLDER
@click.option(
    "--history",
    default="90d",
    show_default=True,
    callback=duration("90d"),
    help="Make up so much of a past (0s: none).",
)
@click.option("--seed", default=1, show_default=True, help="Another number makes up another past.")
@click.option(
    "--out",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="Write a site with a made-up past into this folder, and run nothing.",
)
@click.option(
    "--components",
    metavar="N",
    type=click.IntRange(1, 10_000),
    help="With --out: not the sample site but one of so many components.",
)
@click.option("--now", callback=instant, help="With --out: when the past ends, such as 2026-11-23T10:05:00Z.")
def demo(
    ctx: click.Context,
    host: str,
    port: int,
    folder: Path | None,
    history: timedelta,
    seed: int,
    out: Path | None,
    components: int | None,
    now: datetime | None,
) -> None:
    """Serve the sample site against small services on this machine.

    \b
    Example:
      statuspage demo
      statuspage demo break portal --how slow
      statuspage demo heal portal
      statuspage demo outage s3-2017
      statuspage demo --out large --components 1000
    """
    if ctx.invoked_subcommand is not None:
        ctx.obj = folder
    elif out is not None:
        _write(out, history, seed, now, components)
    elif components is not None or now is not None:
        raise click.UsageError("--components and --now go with --out OUT.")
    else:
        _run(folder, host, port, history, seed)


def _run(folder: Path | None, host: str, port: int, history: timedelta, seed: int) -> None:
    from statuspage.cli.run import serve_site
    from statuspage.demo.run import running_demo

    os.environ["STATUSPAGE_PARTS"] = "1"  # for the web processes
    with running_demo(folder, f"http://{host}:{port}", history=history, seed=seed) as site:
        greeting = (
            f"The demo's status page: http://{host}:{port}/\n"
            f"All parts of a page:    http://{host}:{port}/_parts\n"
            "Break something: statuspage demo break portal --how slow|wrong|down|hang\n"
            "Heal it again:   statuspage demo heal portal\n"
            "Others' outage:  statuspage demo outage s3-2017\n"
            f"Its files:       {site}"
        )
        serve_site(site, site / ".statuspage", host, port, greeting=greeting)


def _write(out: Path, history: timedelta, seed: int, now: datetime | None, components: int | None) -> None:
    from statuspage.demo.folder import write_made_up
    from statuspage.timeutil import format_instant, utc_now

    end = now or utc_now()
    write_made_up(out, history=history, seed=seed, now=end, components=components)
    click.echo(f"{out}: a site with a made-up past until {format_instant(end)}.")
    click.echo(f"Look at it: statuspage serve {out}")


@demo.command("break")
@click.argument("service")
@click.option("--how", default="down", show_default=True, help="slow, wrong, down, hang or flaky.")
@_FOLDER
@click.pass_obj
def break_(inherited: Path | None, service: str, how: str, folder: Path | None) -> None:
    """Break a service of the demo.

    \b
    Example:
      statuspage demo break mail --how wrong
    """
    _set(folder or inherited, service, how)
    click.echo(f"{service} is now {how}.")


@demo.command()
@click.argument("service")
@_FOLDER
@click.pass_obj
def heal(inherited: Path | None, service: str, folder: Path | None) -> None:
    """Heal a service of the demo.

    \b
    Example:
      statuspage demo heal mail
    """
    _set(folder or inherited, service, "healthy")
    click.echo(f"{service} works again.")


@demo.command()
@click.argument("name")
@click.option(
    "--speed", default=60.0, show_default=True, type=click.FloatRange(1, 3600), help="Times as fast."
)
@_FOLDER
@click.pass_obj
def outage(inherited: Path | None, name: str, speed: float, folder: Path | None) -> None:
    """Play an outage of a provider, as it once was, against the running demo.

    s3-2017 is that of Amazon S3 on 28 February 2017, whose own page told of it after two hours.

    \b
    Example:
      statuspage demo outage s3-2017
    """
    from statuspage.demo import outage as outages
    from statuspage.demo.run import running_folder
    from statuspage.timeutil import utc_now

    what = outages.outage(name)
    place = running_folder(folder or inherited)
    click.echo(f"It takes {outages.lasts(what, speed).total_seconds():.0f} s; Ctrl-C ends it and heals all.")
    outages.play(place, what, speed, click.echo, utc_now, threading.Event())


def _set(folder: Path | None, service: str, how: str) -> None:
    from statuspage.demo.modes import set_mode
    from statuspage.demo.run import running_folder

    set_mode(running_folder(folder), service, how)
