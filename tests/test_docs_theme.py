"""What docs/theme.md says of templates is what they are given."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from statuspage.decide.dependencies import Node
from statuspage.decide.standing import Cause, Standing
from statuspage.model.day import Day
from statuspage.model.look import Look
from statuspage.model.post import Update
from statuspage.model.provider import Event, ProviderNow, VerdictNow
from statuspage.model.snapshot import Affected, CheckNow, ComponentNow, Page, PostNow, Snapshot, Uptime
from statuspage.model.span import Span
from statuspage.web.app import create_app
from statuspage.web.theme import Theme

TOP = Path(__file__).parent.parent
THEME = TOP / "docs" / "theme.md"
FLASKS_OWN = {"url_for", "get_flashed_messages", "config", "request", "session", "g"}


def test_every_template_and_its_macros_are_explained() -> None:
    page = THEME.read_text(encoding="utf-8")
    for path in (TOP / "templates").iterdir():
        assert f"`{path.name}`" in page
        if path.name.startswith("_"):
            for name in re.findall(r"{% macro (\w+)\(", path.read_text(encoding="utf-8")):
                assert f"`{name}(" in page, f"{path.name}: {name}"


def test_each_template_is_given_what_is_explained() -> None:
    rows = re.findall(
        r"^\| `([\w.]+\.(?:html|xml))` \| .* \| (.*) ?\|$", THEME.read_text(encoding="utf-8"), re.MULTILINE
    )
    said = {name: set(re.findall(r"`(\w+)`", cell)) for name, cell in rows}
    assert said == _given()
    explained = set(_first_cells("what it is"))
    assert set().union(*said.values()) - explained == set()


def _given() -> dict[str, set[str]]:
    """The names of what views give to their templates."""
    found: dict[str, set[str]] = {}
    for path in sorted((TOP / "statuspage" / "web").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "fill":
                [template] = [one.value for one in node.args if isinstance(one, ast.Constant)]
                if not str(template).startswith("_"):
                    found[str(template)] = {keyword.arg for keyword in node.keywords if keyword.arg}
    return found


def _first_cells(second_head: str) -> Iterator[str]:
    """The names in the first cells of the tables of theme.md with such a head."""
    table = rf"^\| \w+ \| {second_head} \|\n\| --- \| --- \|\n((?:\|.*\n)+)"
    for rows in re.findall(table, THEME.read_text(encoding="utf-8"), re.MULTILINE):
        for line in rows.splitlines():
            yield from re.findall(r"`(\w+)[^`]*`", line.split(" | ")[0])


def test_what_every_template_is_given_is_explained_and_no_more() -> None:
    env, plain = create_app(Theme(TOP)).jinja_env, Environment()
    names = (env.globals.keys() - plain.globals.keys() - FLASKS_OWN) | {"snapshot", "page"}
    given = set().union(*_given().values())
    assert set(_first_cells("what it is")) == names | given
    assert set(_first_cells("example")) == env.filters.keys() - plain.filters.keys()


@pytest.mark.parametrize(
    "model",
    [
        Snapshot,
        Page,
        Look,
        ComponentNow,
        CheckNow,
        Uptime,
        PostNow,
        Affected,
        Update,
        Span,
        Day,
        ProviderNow,
        VerdictNow,
        Event,
        Standing,
        Cause,
        Node,
    ],
)
def test_every_field_that_templates_see_is_explained(model: type[Any]) -> None:
    page = THEME.read_text(encoding="utf-8")
    properties = [name for name, value in vars(model).items() if isinstance(value, property)]
    for name in [*(field.name for field in dataclasses.fields(model)), *properties]:
        assert f"`{name}`" in page or f"`post.{name}`" in page, name
