"""Commands on a site's files: init, lint, build."""

from datetime import datetime, timedelta
from pathlib import Path

import click

from statuspage.cli.options import data_folder, data_option, duration, instant, site_argument
from statuspage.cli.terminal import say


@click.command()
@click.argument("site", metavar="DIR", type=click.Path(path_type=Path))
def init(site: Path) -> None:
    """Write the files of a new site into DIR.

    \b
    Example:
      statuspage init mysite
    """
    from statuspage.site.starter import write_starter

    for path in write_starter(site):
        click.echo(f"wrote {path}")
    click.echo(f"Now edit {site / 'statuspage.toml'}, then: statuspage serve {site}")


@click.command()
@site_argument
@data_option
@click.option(
    "--live", is_flag=True, help="Hold posts against the page at the site's address, not the database."
)
@click.option("--strict", is_flag=True, help="Every warning is an error.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people (text), editors (json) or GitHub Actions (github).",
)
def lint(site: Path, data: Path | None, live: bool, strict: bool, form: str) -> None:
    """Say everything that is wrong with the files of the site in DIR.

    Also where posts contradict what is measured: that is in the database or, with --live, on the page
    itself. Where neither is there, what was not looked at is named. Exits with 1 if there is an error.

    \b
    Example:
      statuspage lint mysite --strict
    """
    from statuspage.cli.findings import as_github, as_json, as_text
    from statuspage.errors import Severity
    from statuspage.lint import lint as find

    found = find(site, data_folder(site, data), live=live)
    found = found.strict() if strict else found
    if form == "json":
        click.echo(as_json(found))
        click.echo(found.skipped, err=True, nl=bool(found.skipped))
    else:
        for line in as_github(found, site) if form == "github" else as_text(found):
            say(line)
    if any(fault.severity is Severity.ERROR for fault in found.faults):
        click.get_current_context().exit(1)
    if form != "json":
        click.echo(f"{found.components} components, {found.checks} checks and {found.posts} posts: fine.")


@click.command()
@site_argument
@click.option("--out", required=True, metavar="OUT", type=click.Path(path_type=Path), help="Folder to write.")
@click.option("--now", callback=instant, help="Build as of this instant, such as 2026-11-23T10:05:00Z.")
@click.option(
    "--valid-for",
    default="1h",
    show_default=True,
    callback=duration("15m"),
    help="How long the page may be believed.",
)
@click.option(
    "--compress",
    is_flag=True,
    help="Put compressed copies beside texts: .gz, and .br if brotli is installed.",
)
@data_option
def build(
    site: Path, out: Path, now: datetime | None, valid_for: timedelta, compress: bool, data: Path | None
) -> None:
    """Write the page of the site in DIR as files that any web server can serve.

    \b
    Example:
      statuspage build mysite --out public
    """
    import gc

    gc.set_threshold(20_000)  # so short a process has little garbage, and would look for it all the time
    from statuspage.build import build as write

    done = write(site, data_folder(site, data), out, now=now, valid_for=valid_for, compress=compress)
    for fault in done.faults:
        say(fault, err=True)
    click.echo(f"{out}: {done.export}")
    gc.freeze()  # nor is there any sense in looking for it at the end
