"""Arguments that several commands share."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from statuspage.model.machine import DEFAULT, VARIABLE
from statuspage.timeutil import parse_duration, parse_instant

Command = Callable[..., Any]


def site_argument(command: Command) -> Command:
    """The site's folder, by default the present one."""
    return click.argument("site", metavar="[DIR]", default=".", type=click.Path(path_type=Path))(command)


def site_option(command: Command) -> Command:
    """The site's folder where the command's argument is something else."""
    return click.option(
        "--site",
        metavar="DIR",
        default=".",
        type=click.Path(path_type=Path),
        help="The site's folder (default: here).",
    )(command)


def data_option(command: Command) -> Command:
    """The data folder, by default ``.statuspage`` in the site."""
    return click.option(
        "--data",
        metavar="DIR",
        envvar="STATUSPAGE_DATA",
        type=click.Path(path_type=Path),
        help="Where the database is (default: .statuspage in the site).",
    )(command)


def machine_option(command: Command) -> Command:
    """The machine's own file; its place goes to whatever reads sites, here and in processes below."""

    def keep(_: click.Context, __: click.Parameter, path: Path | None) -> None:
        if path is not None:
            os.environ[VARIABLE] = str(path.absolute())

    return click.option(
        "--machine",
        metavar="FILE",
        envvar=VARIABLE,
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=keep,
        help=f"What this machine lets a site have that comes by git (default: {DEFAULT}).",
    )(command)


def address_options(command: Command) -> Command:
    """Where to listen."""
    command = click.option(
        "--port", default=8080, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
    )(command)
    return click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")(
        command
    )


def new_database_option(command: Command) -> Command:
    """Begin with an empty database."""
    return click.option(
        "--new-database", is_flag=True, help="Move the present database aside and start an empty one."
    )(command)


def data_folder(site: Path, data: Path | None) -> Path:
    """The data folder that is meant, absolute. Raises StatusPageError where it is a part of a repository."""
    from statuspage.git.checkout import untracked

    return untracked(data if data is not None else site / ".statuspage")


def instant(_: click.Context, __: click.Parameter, text: str | None) -> datetime | None:
    """Read an option that is an instant."""
    try:
        return parse_instant(text) if text is not None else None
    except ValueError as error:
        raise click.BadParameter(f"{error} For example: 2026-11-23T10:05:00Z") from None


def duration(example: str) -> Callable[[click.Context, click.Parameter, str], timedelta]:
    """What reads an option that is a duration; ``example`` is one."""

    def read(_: click.Context, __: click.Parameter, text: str) -> timedelta:
        try:
            return parse_duration(text)
        except ValueError as error:
            raise click.BadParameter(f"{error} For example: {example}") from None

    return read
