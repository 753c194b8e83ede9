"""The demo: the sample site against small real services that can be broken on purpose."""

from pathlib import Path

import click

from statuspage.cli.options import address_options

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
def demo(ctx: click.Context, host: str, port: int, folder: Path | None) -> None:
    """Serve the sample site against small services on this machine.

    \b
    Example:
      statuspage demo
      statuspage demo break portal --how slow
      statuspage demo heal portal
    """
    from statuspage.cli.run import serve_site
    from statuspage.demo.run import running_demo

    if ctx.invoked_subcommand is not None:
        ctx.obj = folder
        return
    with running_demo(folder, f"http://{host}:{port}") as site:
        greeting = (
            f"The demo's status page: http://{host}:{port}/\n"
            "Break something: statuspage demo break portal --how slow|wrong|down|hang\n"
            "Heal it again:   statuspage demo heal portal\n"
            f"Its files:       {site}"
        )
        serve_site(site, site / ".statuspage", host, port, greeting=greeting)


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


def _set(folder: Path | None, service: str, how: str) -> None:
    from statuspage.demo.modes import set_mode
    from statuspage.demo.run import running_folder

    set_mode(running_folder(folder), service, how)
