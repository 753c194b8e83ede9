"""The table of kinds, and how a check is asked."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from statuspage.checks import KINDS, NOT_YET, ask
from statuspage.model.result import CheckKey
from statuspage.model.site import Check
from statuspage.model.status import Outcome
from tests.servers import response, says, serving

NOW = datetime(2026, 11, 23, 10, 5, tzinfo=UTC)


def check(kind: str, options: object) -> Check:
    return Check(CheckKey("portal", kind), kind, options, timedelta(seconds=60), timedelta(seconds=10))


def test_a_result_says_what_was_asked_and_when() -> None:
    with serving(says(response())) as server:
        options = KINDS["http"].options.model_validate({"url": server.url})
        result = ask(check("http", options), NOW)
    assert (result.key, result.at) == (CheckKey("portal", "http"), NOW)
    assert result.answer.outcome is Outcome.OK


def test_a_fault_of_our_own_is_an_error_and_does_not_raise() -> None:
    answer = ask(check("http", None), NOW).answer
    assert (answer.outcome, answer.reason) == (Outcome.ERROR, "could not be checked")
    assert "AttributeError" in answer.detail


def test_no_kind_is_both_known_and_not_yet() -> None:
    assert not set(NOT_YET) & set(KINDS)


def fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        yield field.alias or name, field
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from fields(field.annotation)


@pytest.mark.parametrize("kind", KINDS)
def test_each_option_is_described_and_its_examples_are_right_toml(kind: str) -> None:
    for key, field in fields(KINDS[kind].options):
        assert field.description, key
        assert field.examples, key
        for example in field.examples:
            tomllib.loads(f"{key} = {example}")
