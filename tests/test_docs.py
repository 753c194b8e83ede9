"""The documentation says what the code does: generated pages, examples, addresses, names and links."""

import dataclasses
import importlib.util
import json
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
from flask import Flask

from statuspage.checks import KINDS
from statuspage.cli import main
from statuspage.model.machine import Machine
from statuspage.model.post import State
from statuspage.model.site import Site
from statuspage.model.status import Outcome, Status, Verdict
from statuspage.site.config import read_config
from statuspage.site.machineschema import parse_machine
from statuspage.site.posts import Context, Source, read_post
from statuspage.site.postschema import EXAMPLES
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.upstream import UPSTREAMS
from statuspage.web.app import create_app
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.web.made import POST, write_site, write_store
from tests.web.upstream import provider, row

TOP = Path(__file__).parent.parent
DOCS = TOP / "docs"
PAGES = sorted([*TOP.glob("*.md"), *DOCS.rglob("*.md"), *(TOP / "incidents").glob("README.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NOW = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "_generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


GENERATE = _generator()
COMMANDS = list(GENERATE.every_command())


def text_of(name: str) -> str:
    return (TOP / name).read_text(encoding="utf-8")


def blocks(language: str) -> list[Any]:
    """The fenced blocks of a language on all pages, each with a name of its own."""
    return [
        pytest.param(match[2], id=f"{page.relative_to(TOP)}:{text[: match.start()].count(chr(10)) + 1}")
        for page in PAGES
        for text in [page.read_text(encoding="utf-8")]
        for match in BLOCK.finditer(text)
        if match[1] == language
    ]


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(Theme(TOP))


# The reference


@pytest.mark.parametrize("path", list(GENERATE.pages()), ids=lambda path: path.name)
def test_a_generated_page_is_what_the_code_says_now(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == GENERATE.pages()[path], "run: python docs/_generate.py"


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_and_option_is_in_the_reference(name: str, command: click.Command) -> None:
    _, _, section = text_of("docs/reference/commands.md").partition(f"\n## {name}\n")
    section = section.partition("\n## ")[0]
    assert section
    for each in command.params:
        if isinstance(each, click.Option):
            assert f"`{each.opts[0]}" in section


def test_every_key_and_kind_is_in_the_reference() -> None:
    page = text_of("docs/reference/configuration.md")
    for name, kind in KINDS.items():
        _, _, section = page.partition(f'\n### `kind = "{name}"`\n')
        for field, info in kind.options.model_fields.items():
            assert f"| `{info.alias or field}` |" in section.partition("\n### ")[0]


def test_every_public_address_is_in_the_reference(app: Flask) -> None:
    page = text_of("docs/reference/api.md")
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: match[1].strip("_").upper(), rule.rule)
        assert f"| `{address}` |" in page


def test_every_field_of_the_snapshot_is_in_the_reference(tmp_path: Path) -> None:
    given = json.loads(_snapshot_json(tmp_path))
    page = text_of("docs/reference/api.md")
    for key in _keys(given):
        assert re.search(rf"`(?:\w+\.)?{key}`|\"{key}\":", page), key


def test_the_example_of_a_snapshot_has_the_fields_of_a_real_one(tmp_path: Path) -> None:
    given = json.loads(_snapshot_json(tmp_path))
    [example] = [json.loads(match[2]) for match in BLOCK.finditer(text_of("docs/reference/api.md"))]
    assert list(example) == list(given)
    for kind in ("components", "incidents", "providers", "verdicts"):
        assert list(example[kind][0]) == list(given[kind][0])
    assert list(example["components"][0]["uptime"]) == list(given["components"][0]["uptime"])
    assert list(example["providers"][0]["events"][0]) == list(given["providers"][0]["events"][0])
    assert list(example["incidents"][0]["updates"][0]) == list(given["incidents"][0]["updates"][0])


def _snapshot_json(tmp_path: Path) -> bytes:
    posts = {
        "a.md": POST,
        "b.md": "---\ntitle: B\nkind: maintenance\nstarts: 2026-11-28 22:00\n"
        "ends: 2026-11-28 23:00\n---\nB.\n",
        "c.md": "---\ntitle: C\nkind: advisory\nprovider: x\nverdict: unknown\n---\nC.\n",
    }
    site = open_site(write_site(tmp_path, posts=posts)).site
    write_store(tmp_path / "data", now=NOW)
    reader = Reader(tmp_path / "data")
    held = reader.measurements(NOW - timedelta(days=90))
    reader.close()
    taken = take(site, held, NOW, timedelta(minutes=1))
    snapshot = dataclasses.replace(
        taken, providers=(provider(dependents=("mail",)),), verdicts=(row("mail", "at_risk", "it works"),)
    )
    return Renderer(Theme(tmp_path)).render(snapshot, "/api/v1/snapshot.json").body


def _keys(value: object) -> Iterator[str]:
    """Every key of an answer but those that are ids of components."""
    for below in value if isinstance(value, list) else ():
        yield from _keys(below)
    for key, below in value.items() if isinstance(value, dict) else ():
        if key != "mail":
            yield key
        yield from _keys(below)


# Tasks


def test_every_key_and_word_of_posts_is_explained() -> None:
    page = text_of("docs/write-a-post.md")
    for key in EXAMPLES:
        assert f"`{key}`" in page
    for status in set(Status) - {Status.UNKNOWN}:
        assert f"`{status}`" in page
    for verdict in Verdict:
        assert f"`{verdict}`" in page
    for state in State:
        assert state.replace("_", " ").capitalize() in page


def test_every_outcome_is_explained() -> None:
    for outcome in Outcome:
        assert f"\n| {outcome} |" in text_of("docs/start.md")


# Examples


@pytest.fixture(scope="module")
def sample() -> Site:
    return open_site(TOP).site


@pytest.mark.parametrize("text", blocks("markdown"))
def test_an_example_of_a_post_is_right(text: str, sample: Site) -> None:
    names = {one.id: one.name for one in sample.components}
    read = read_post(
        Source("incidents/a.md", text, NOW), Context(sample.zone, names, {"aws-s3": "Amazon S3"})
    )
    assert read.faults == ()


@pytest.mark.parametrize("text", blocks("toml"))
def test_an_example_of_a_configuration_is_right(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    variables = re.findall(r"\$\{(\w+)\}", text)
    for variable in variables:
        monkeypatch.setenv(variable, "x")
    kinds = {name: kind.options for name, kind in KINDS.items()}
    machine = Machine("machine.toml", there=True, names=frozenset(variables))
    read = read_config(text, kinds=kinds, upstreams=UPSTREAMS, machine=machine)
    assert read.faults == ()


def test_the_example_of_a_machine_file_is_right() -> None:
    text = (TOP / "docs/operate.md").read_text(encoding="utf-8")
    [block] = re.findall(r"^```\n(\[commands.*?)^```", text, re.DOTALL | re.MULTILINE)
    machine = parse_machine(block, "machine.toml")
    assert (machine.faults, set(machine.commands)) == ((), {"disk", "cdn"})


@pytest.mark.parametrize("text", blocks("json"))
def test_an_example_of_json_is_json(text: str) -> None:
    assert json.loads(text)


@pytest.mark.parametrize("text", blocks("sh"))
def test_an_example_of_a_command_can_be_given(text: str) -> None:
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        if words and words[0].endswith("statuspage") and "[" not in line:
            _check_command(words[1:])


def _check_command(words: list[str]) -> None:
    """See that the command and its options exist, with values they take; it is not run."""
    command: click.Command = main
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    assert command is not main or words in (["--version"], ["--help"]), words
    with command.make_context(command.name, words):
        pass


def test_the_example_of_a_check_kind_works(tmp_path: Path) -> None:
    code = next(match[2] for match in BLOCK.finditer(text_of("docs/extend.md")) if "def ask" in match[2])
    made: dict[str, Any] = {"__name__": "fresh"}
    exec(compile(code, "docs/extend.md", "exec"), made)
    file = tmp_path / "last"
    options = made["FreshOptions"].model_validate({"path": str(file), "within": "26h"})
    assert made["ask"](options, timedelta(seconds=1)).outcome is Outcome.DOWN
    file.touch()
    assert made["ask"](options, timedelta(seconds=1)).outcome is Outcome.OK
