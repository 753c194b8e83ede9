"""The table of kinds, and how a check is asked."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from statuspage.checks import KINDS, ask
from statuspage.model.result import CheckKey
from statuspage.model.site import Check
from statuspage.model.status import Outcome
from statuspage.site.config import read_config
from tests.servers import response, says, serving

SITE = '[site]\nname = "A"\nurl = "https://status.example.com"\n[components.a]\nname = "A"\n'
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
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be checked")
    assert "AttributeError" in answer.detail


@pytest.mark.parametrize("secret", ["correct horse", "it's \\ ünique"])
def test_a_service_that_repeats_a_secret_has_it_told_to_nobody(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGIN", secret)
    with serving(says(f"-ERR unknown command `AUTH {secret}`\r\n".encode())) as server:
        written = {"address": server.address, "send": "AUTH ${LOGIN}\r\n\r\n", "expect": "+OK"}
        answer = ask(check("tcp", KINDS["tcp"].options.model_validate(written)), NOW).answer
    assert secret.encode() in server.asked[0]
    assert "unknown command `AUTH …`" in answer.detail


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


def test_a_heartbeat_may_be_due_more_often_than_any_timeout() -> None:
    text = SITE + '[[components.a.checks]]\nkind = "{kind}"\nevery = "5s"\n'
    models = {name: kind.options for name, kind in KINDS.items()}
    called = read_config(text.format(kind="heartbeat") + 'token = "open sesame"\n', kinds=models)
    assert called.faults == ()
    asked = read_config(text.format(kind="tcp") + 'address = "a:1"\n', kinds=models)
    assert [fault.place for fault in asked.faults] == ["statuspage.toml: components.a.checks[0].timeout"]
