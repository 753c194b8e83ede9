"""Commands on the database: backup, restore."""

from pathlib import Path

import click

from statuspage.cli.options import data_folder, data_option, site_argument

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", metavar="FILE", type=_FILE)
@site_argument
@click.option("--force", is_flag=True, help="Replace FILE where it exists.")
@data_option
def backup(file: Path, site: Path, force: bool, data: Path | None) -> None:
    """Copy the database of the site in DIR to FILE, while it is in use or not.

    \b
    Example:
      statuspage backup /backup/store.db mysite
    """
    from statuspage.store.backup import back_up

    size = back_up(data_folder(site, data), file, force=force)
    click.echo(f"{file}: {size / 1e6:.1f} MB, and sound.")


@click.command()
@click.argument("file", metavar="FILE", type=_FILE)
@site_argument
@data_option
def restore(file: Path, site: Path, data: Path | None) -> None:
    """Put the backup FILE in the place of the database of the site in DIR. Stop the monitor first.

    \b
    Example:
      statuspage restore /backup/store.db mysite
    """
    from statuspage.store.backup import restore as put_back
    from statuspage.timeutil import utc_now

    folder = data_folder(site, data)
    aside = put_back(file, folder, utc_now())
    click.echo(f"The database in {folder} is that of {file} now.")
    if aside is not None:
        click.echo(f"The one before is {aside}.")
