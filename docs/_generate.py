"""Writes the reference pages that follow from the code: ``python docs/_generate.py``.

Commands come from click, keys of statuspage.toml from the models that read it. A test fails
while a page differs from what this program would write.
"""

import inspect
import tomllib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from statuspage.checks import KINDS
from statuspage.cli import main as program
from statuspage.site.examples import every_field, spell
from statuspage.site.machineschema import CommandTable, EnvironmentTable, PlacesTable
from statuspage.site.schema import (
    CheckTable,
    ComponentTable,
    FeedsTable,
    GitTable,
    LookTable,
    MonitorTable,
    NotifyTable,
    ProviderTable,
    PublishTable,
    Rhythm,
    SiteTable,
    TargetTable,
    WatchTable,
    WebTable,
)
from statuspage.timeutil import format_duration

HERE = Path(__file__).resolve().parent / "reference"

_TYPES = {str: "text", bool: "true or false", int: "whole number", float: "number", list: "list"}
_NOTE = "<!-- Written by docs/_generate.py from the code: change the code, then run it. -->\n"


def pages() -> dict[Path, str]:
    """Every generated page by its path."""
    return {HERE / "commands.md": commands_page(), HERE / "configuration.md": configuration_page()}


# Commands


def every_command(
    group: click.Group = program, name: str = "statuspage"
) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group with its full name, in order."""
    for short, command in sorted(group.commands.items()):
        yield f"{name} {short}", command
        if isinstance(command, click.Group):
            yield from every_command(command, f"{name} {short}")


def commands_page() -> str:
    """The page of all commands."""
    intro = """# Commands

`statuspage --help` lists the commands, and each has `--help` (or `-h`) of its own. `statuspage --version`
prints the version. A command takes the folder of a site as `DIR`; left out, it is the present folder.

| exit code | meaning |
| --- | --- |
| 0 | Fine. `serve`, `monitor`, `web` and `demo` end so when they are told to end. |
| 1 | Something is wrong with what it was given: a site file, a folder, a port, the database. It says what. |
| 2 | It was used wrongly: an unknown option, a missing argument. |
"""
    return "\n".join([_NOTE + intro, *(_command(name, command) for name, command in every_command())])


def _command(name: str, command: click.Command) -> str:
    text, _, example = inspect.cleandoc(command.help or "").partition("\b\nExample:\n")
    usage = " ".join([name, *_usage(command)])
    rows = [_option(command, each) for each in command.params if isinstance(each, click.Option)]
    parts = [f"## {name}\n", f"{text.strip()}\n", f"```sh\n{usage}\n```\n"]
    if rows:
        parts.append(_table(("option", "meaning", "default"), rows))
    parts.append(f"Example:\n\n```sh\n{inspect.cleandoc(example)}\n```\n")
    return "\n".join(parts)


def _usage(command: click.Command) -> Iterator[str]:
    context = click.Context(command)
    for each in command.params:
        if isinstance(each, click.Option) and each.required:
            yield f"{each.opts[0]} {each.make_metavar(context)}"
    if any(isinstance(each, click.Option) and not each.required for each in command.params):
        yield "[OPTIONS]"
    yield from (each.make_metavar(context) for each in command.params if isinstance(each, click.Argument))
    if isinstance(command, click.Group):
        yield "[COMMAND]"


def _option(command: click.Command, option: click.Option) -> tuple[str, str, str]:
    metavar = "" if option.is_flag else f" {option.make_metavar(click.Context(command)).split()[0]}"
    meaning = option.help or ""
    if option.envvar:
        meaning += f" Environment: `{option.envvar}`."
    if isinstance(option.type, click.IntRange):
        meaning += f" {option.type.min} to {option.type.max}."
    default = f"`{option.default}`" if isinstance(option.default, str | int) and not option.is_flag else ""
    return f"`{option.opts[0]}{metavar}`", meaning, "required" if option.required else default


# Configuration


def configuration_page() -> str:
    """The page of all keys."""
    rhythm = _list(row[0] for row in _rows(Rhythm))
    own = {path for path, _ in every_field(Rhythm)}
    parts = [
        _NOTE + _configuration_intro(),
        _section("## `[site]`", SiteTable, _rows(SiteTable)),
        _section("## `[look]`", LookTable, _rows(LookTable)),
        _section("## `[monitor]`", MonitorTable, _rows(MonitorTable)),
        _section("## `[git]`", GitTable, _rows(GitTable)),
        _section("## `[feeds]`", FeedsTable, _rows(FeedsTable)),
        _section("## `[web]`", WebTable, _rows(WebTable)),
        _section("## `[[notify]]`", NotifyTable, _rows(NotifyTable)),
        _section("## `[publish]`", PublishTable, _rows(PublishTable)),
        _section("## `[[publish.targets]]`", TargetTable, _rows(TargetTable)),
        _section("## `[watch]`", WatchTable, _rows(WatchTable)),
        _section("## `[providers.ID]`", ProviderTable, _rows(ProviderTable)) + _ABOUT_PROVIDERS,
        _section("## `[components.ID]`", ComponentTable, _rows(ComponentTable)) + _ABOUT_COMPONENTS,
        _section("## `[[components.ID.checks]]`", CheckTable, _rows(CheckTable, without=own)),
        f"A check may also set these, in place of what `[monitor]` says: {rhythm}.\n",
        *(_kind(name, kind.options) for name, kind in KINDS.items()),
        _MACHINE,
        _section("### `[commands.NAME]`", CommandTable, _rows(CommandTable)),
        _section("### `[environment]`", EnvironmentTable, _rows(EnvironmentTable)),
        _section("### `[places]`", PlacesTable, _rows(PlacesTable)),
    ]
    return "\n".join(parts)


_MACHINE = """## machine.toml

A file of the machine's owner, outside the site: `--machine FILE`, else `/etc/statuspage/machine.toml`. A
site that comes by git has programs, variables of the environment and places only from it; any other site has
no use for it. [Operate](../operate.md#the-right-to-push-and-the-machine) has an example. It is read when the
program starts and when `statuspage.toml` changes.
"""


def _configuration_intro() -> str:
    return """# Configuration: statuspage.toml

The file is [TOML](https://toml.io/). A key that is not known is refused, with the nearest known one.
All faults are told at once, each with its place, the rule and a right example: run `statuspage lint`.
A running page keeps the last good version of a file that is wrong.

- A **duration** is text: a number and `ms`, `s`, `m`, `h` or `d`, such as `"500ms"`, `"30s"` or `"5m"`.
- An **id** is 1 to 64 of `a-z`, `0-9` and hyphen, beginning with a letter or digit.
- `${NAME}` stands for a variable of the environment, and only in the keys that say so. Secrets belong there.

The file that `statuspage init` writes is a good beginning. A whole one is the
[sample site's](../../statuspage.toml).
"""


_ABOUT_PROVIDERS = """
`ID` is the provider's id: posts name it, and `depends_on` as `provider:ID`. `use` or `format` is needed.
"""


_ABOUT_COMPONENTS = """
`ID` is the component's id. Posts, feeds and addresses use it, so choose it once. `page` is taken.
Components are shown in the order in which they are written.
"""


def _section(title: str, model: type[BaseModel], rows: Iterable[tuple[str, ...]]) -> str:
    about = " ".join((inspect.getdoc(model) or "").partition(": ")[2].split())
    return f"{title}\n\n{about[:1].upper()}{about[1:]}\n\n{_keys(rows)}"


def _kind(name: str, model: type[BaseModel]) -> str:
    about = " ".join((inspect.getdoc(model) or "").split())
    return f'### `kind = "{name}"`\n\n{about}\n\n{_keys(_rows(model))}'


def _keys(rows: Iterable[tuple[str, ...]]) -> str:
    return _table(("key", "type", "default", "meaning", "example"), rows)


def _rows(model: type[BaseModel], without: Iterable[tuple[str, ...]] = ()) -> Iterator[tuple[str, ...]]:
    for path, field in every_field(model):
        if path not in without:
            examples = "<br>".join(f"`{example}`" for example in field.examples or ())
            yield f"`{'.'.join(path)}`", _type(field), _default(field), _meaning(field), examples


def _meaning(field: FieldInfo) -> str:
    choices = get_args(field.annotation)
    if choices and all(isinstance(choice, str) for choice in choices):
        return f"{field.description} One of {_list(f'`{choice}`' for choice in choices)}."
    return " ".join(filter(None, (field.description, _limits(field))))


def _limits(field: FieldInfo) -> str:
    limits = {
        name: _plain(getattr(each, name))
        for each in field.metadata
        for name in ("ge", "gt", "le")
        if getattr(each, name, None) is not None
    }
    match limits:
        case {"ge": low, "le": high}:
            return f"From {low} to {high}."
        case {"gt": low, "le": high}:
            return f"More than {low}, up to {high}."
    return ""


def _type(field: FieldInfo) -> str:
    """The type as its examples are written."""
    if field.annotation is timedelta or timedelta in _parts(field.annotation):
        return "duration"
    values = (tomllib.loads(f"a = {example}")["a"] for example in field.examples or ())
    return " or ".join(dict.fromkeys(_type_of(value) for value in values))


def _parts(annotation: object) -> Iterator[object]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _type_of(value: object) -> str:
    return next((word for kind, word in _TYPES.items() if isinstance(value, kind)), "table")


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    value: Any = field.default
    if value in (None, "", (), [], {}) or isinstance(value, BaseModel):
        return ""
    if isinstance(value, tuple):  # ranges of numbers
        return _list(f'`"{low}-{high}"`' for low, high in value)
    return f"`{_spelt(value)}`"


def _spelt(value: Any) -> str:
    if isinstance(value, timedelta):
        return f'"{format_duration(value)}"'
    return spell(value.key if isinstance(value, ZoneInfo) else value)


def _plain(value: Any) -> str:
    return (format_duration(value) if value else "0") if isinstance(value, timedelta) else str(value)


# Words


def _list(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |".replace("  ", " ") for line in lines) + "\n"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
