"""The command that looks what the page shares with what it reports on."""

import os
from pathlib import Path

import click

from statuspage.cli.options import data_folder, data_option, site_argument
from statuspage.cli.terminal import say
from statuspage.errors import StatusPageError

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@site_argument
@data_option
@click.option("--json", "as_data", is_flag=True, help="Print one object with all evidence.")
@click.option("--report", metavar="FILE.md", type=_FILE, help="Write a page for your runbook, too.")
@click.option("--save", metavar="FILE", type=_FILE, help="Write all evidence with its date, as JSON, too.")
@click.option(
    "--no-networks",
    is_flag=True,
    help="Do not ask whose networks addresses are in: that is asked of Team Cymru, by DNS.",
)
@click.pass_context
def doctor(
    ctx: click.Context,
    site: Path,
    data: Path | None,
    as_data: bool,
    report: Path | None,
    save: Path | None,
    no_networks: bool,
) -> None:
    """Say what the page of the site in DIR shares with what it reports on, and how its machine is.

    Domain, name servers, addresses, networks, certificates, content networks, the git host and links are
    compared; clock, disk, database, permissions and git history are looked at. It takes 20 s at most, and
    names hosts: it is for operators.

    Exits with 1 if something is shared that matters, something is wrong, or the page's own addresses could
    not be learnt.

    \b
    Example:
      statuspage doctor mysite --report fate.md
    """
    from statuspage.doctor.diagnose import diagnose
    from statuspage.doctor.report import as_json, as_markdown, as_text
    from statuspage.sitefiles import open_site

    loaded = open_site(site, secrets=False)
    found = diagnose(loaded.site, site.absolute(), data_folder(site, data), networks=not no_networks)
    if as_data:
        click.echo(as_json(found), nl=False)
    else:
        say("\n".join(as_text(found)))
    if report is not None:
        _write(report, as_markdown(found))
    if save is not None:
        _write(save, as_json(found))
    if not found.is_well:
        ctx.exit(1)


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    new = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        try:
            with os.fdopen(
                os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as out:
                out.write(text)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise StatusPageError(f"{path} can't be written ({error.strerror}): name another file.") from None
