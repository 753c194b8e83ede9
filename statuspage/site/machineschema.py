"""The tables of machine.toml, the file by which a machine's owner trusts a site that comes by git."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from statuspage.errors import SiteError
from statuspage.fields import Secret
from statuspage.model.machine import Machine, Program
from statuspage.site.examples import example_line, keys_of
from statuspage.site.faults import Place, read_table
from statuspage.site.syntax import parse_toml
from statuspage.site.table import Table
from statuspage.site.values import Id, Text


def _program(words: list[str]) -> list[str]:
    if not words or not words[0].startswith("/"):
        raise ValueError("It must be a list that begins with a program's whole path.")
    return words


class CommandTable(Table):
    """``[commands.NAME]``: a program that checks and publishing may run."""

    EXAMPLE: ClassVar[str] = "[commands.disk]"

    run: Annotated[list[str], AfterValidator(_program)] = Field(
        description="The program by its whole path, and its arguments. No shell reads them; {dir} stands for "
        "the folder of files where it publishes.",
        examples=['["/usr/lib/nagios/plugins/check_disk", "-w", "10%", "-c", "5%"]'],
    )
    env: dict[str, Secret] = Field(
        default={},
        description="Variables that it gets, beside PATH, HOME, LANG and TZ; ${NAME} is taken from the "
        "environment.",
        examples=['{ PGPASSWORD = "${PORTAL_PASSWORD}" }'],
    )


class EnvironmentTable(Table):
    """``[environment]``: what of the environment the site may use."""

    EXAMPLE: ClassVar[str] = "[environment]"

    names: list[Text] = Field(
        default=[],
        description="The variables that the site may name as ${NAME}.",
        examples=['["GIT_HOOK_SECRET", "STATUS_TOKEN"]'],
    )


class PlacesTable(Table):
    """``[places]``: where the site may publish to, and what it may fetch from."""

    EXAMPLE: ClassVar[str] = "[places]"

    folders: list[Text] = Field(
        default=[],
        description="Folders that the site may publish to, as it spells them.",
        examples=['["/srv/www/status"]'],
    )
    remotes: list[Text] = Field(
        default=[],
        description="Addresses of repositories that the site may follow or publish to, as it spells them; "
        "the remotes that its checkout has by name need not be here.",
        examples=['["git@git.example.com:status/pages.git"]'],
    )


class MachineTable(Table):
    """``machine.toml``."""

    commands: dict[Id, CommandTable] = Field(default={}, description="Programs by name.")
    environment: EnvironmentTable = EnvironmentTable()
    places: PlacesTable = PlacesTable()


def parse_machine(text: str, path: str) -> Machine:
    """What the text of a machine.toml says; where it is wrong it allows nothing, and its faults are told."""
    examples = {
        key: example_line(model, [key])
        for model in (CommandTable, EnvironmentTable, PlacesTable)
        for key in keys_of(model)
    }
    try:
        document = parse_toml(text, name=path, examples=examples)
    except SiteError as error:
        return Machine(path, there=True, faults=error.faults)
    table, faults = read_table(MachineTable, document, Place(path))
    if table is None:
        return Machine(path, there=True, faults=tuple(faults))
    programs = {
        name: Program(tuple(one.run), {key: value.get_secret_value() for key, value in one.env.items()})
        for name, one in table.commands.items()
    }
    return Machine(
        path,
        there=True,
        commands=programs,
        names=frozenset(table.environment.names),
        folders=frozenset(table.places.folders),
        remotes=frozenset(table.places.remotes),
    )
