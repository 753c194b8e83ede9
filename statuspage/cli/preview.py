"""Looking at a site before anything happens to it."""

import os
from pathlib import Path

import click

from statuspage.cli.options import address_options, site_option


@click.command()
@site_option
@click.option(
    "--state",
    default="all",
    show_default=True,
    help="fine, slow, wrong, down, unknown, planned, maintenance, incident, provider, affected, advisory, "
    "stale, empty or many.",
)
@address_options
@click.option(
    "--out",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="Write files into this folder, serve nothing.",
)
def preview(site: Path, state: str, host: str, port: int, out: Path | None) -> None:
    """Show the site in DIR, with its own theme and components, in made-up states.

    With --out, "many" is written only when it is asked for: it is thousands of files.

    \b
    Example:
      statuspage preview --site mysite
      statuspage preview --site mysite --state down --out preview
    """
    from statuspage.demo.preview import chosen, export_states
    from statuspage.sitefiles import open_site

    states = chosen(state)
    if out is not None:
        done = export_states(site, [one for one in states if one != "many" or state == "many"], out)
        click.echo(f"{out}: {done}")
        return
    open_site(site, secrets=False)
    _serve(site, state, host, port)


def _serve(site: Path, state: str, host: str, port: int) -> None:
    from statuspage.parent import end_with_named_parent
    from statuspage.web.server import ensure_free, serve_web

    end_with_named_parent()
    ensure_free(host, port)
    click.echo(f"Made-up states of {site}: http://{host}:{port}/")
    os.environ["STATUSPAGE_SITE"] = str(site.absolute())
    os.environ["STATUSPAGE_STATE"] = state
    serve_web(host, port, workers=1, app="statuspage.demo.wsgi:app")
