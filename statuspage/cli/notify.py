"""Commands about notices."""

from pathlib import Path

import click

from statuspage.cli.options import machine_option, site_argument


@click.group()
def notify() -> None:
    """Try the ways by which this site tells of things.

    \b
    Example:
      statuspage notify test mysite
    """


@notify.command()
@site_argument
@click.option("--name", metavar="NAME", help="Only this one of [[notify]] (default: all, and the hub).")
@click.pass_context
@machine_option
def test(ctx: click.Context, site: Path, name: str | None) -> None:
    """Send a test notice by every way that the site in DIR has, and say what came of it.

    It exits with 1 if one could not be sent.

    \b
    Example:
      statuspage notify test mysite --name on-call
    """
    from statuspage.language.shelf import language_of
    from statuspage.messages import channels_chosen, trial
    from statuspage.notify import NotSent, send
    from statuspage.sitefiles import open_site
    from statuspage.timeutil import utc_now

    opened = open_site(site).site
    language = language_of(opened.language, site)
    failed = False
    for channel in channels_chosen(opened, name):
        now = utc_now()
        try:
            send(channel, trial(opened, channel, language, now), now)
        except NotSent as error:
            failed = True
            click.echo(f"{channel.name}: not sent. {error}")
        else:
            click.echo(f"{channel.name}: sent.")
    ctx.exit(1 if failed else 0)
