"""Every key that people write is explained, with a line that is right."""

import re
import tomllib
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from statuspage.checks import KINDS
from statuspage.site.examples import every_field, example_line, example_value, spell
from statuspage.site.schema import TABLES

MODELS: list[type[BaseModel]] = [*TABLES, *(kind.options for kind in KINDS.values())]
VARIABLE = re.compile(r"\$\{(\w+)\}")
GOES_WITH: dict[str, dict[str, Any]] = {
    "client_key": {"client_certificate": "/etc/statuspage/monitor.pem"},
    "user": {"password": "x"},
    "password": {"user": "x"},
}
"""What a key can't be without, by that key."""

FIELDS = [(model, path, field) for model in MODELS for path, field in every_field(model)]


def name(value: object) -> str:
    return value.__name__ if isinstance(value, type) else ".".join(value) if isinstance(value, tuple) else ""


@pytest.mark.parametrize(("model", "path", "field"), FIELDS, ids=name)
def test_every_key_has_a_description_and_right_examples(
    model: type[BaseModel], path: tuple[str, ...], field: FieldInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in VARIABLE.findall(repr([below.examples for _, below in every_field(model)])):
        monkeypatch.setenv(variable, "x")
    assert field.description
    assert field.description.endswith(".")
    assert field.examples
    for example in field.examples:
        value = tomllib.loads(f"a = {example}")["a"]
        model.__pydantic_validator__.validate_assignment(
            model.model_construct(None, **GOES_WITH.get(path[-1], {})), path[0], _nested(path, value)
        )
    tomllib.loads(example_line(model, path))


def _nested(path: tuple[str, ...], value: object) -> object:
    for key in reversed(path[1:]):
        value = {**GOES_WITH.get(key, {}), key: value}
    return value


def test_an_example_is_toml_or_plain_text_or_a_value() -> None:
    written = ['"30s"', "30s", 5, True, ["a", 1], {"db.state": "up", "a": [1.5]}]
    assert [example_value(FieldInfo(examples=[each])) for each in written] == [
        '"30s"',
        '"30s"',
        "5",
        "true",
        '["a", 1]',
        '{ "db.state" = "up", a = [1.5] }',
    ]
    assert spell('say "no"') == r'"say \"no\""'
