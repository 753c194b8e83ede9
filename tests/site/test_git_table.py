"""The table [git]: what may be written, and what is refused in one sentence."""

import tomllib
from datetime import timedelta

import pytest
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from statuspage.site.examples import every_field, example_line
from statuspage.site.gitschema import GitTable

FIELDS: list[tuple[tuple[str, ...], FieldInfo]] = list(every_field(GitTable))
MODEL: type[BaseModel] = GitTable


def test_an_empty_table_follows_main_at_origin() -> None:
    table = GitTable()
    assert (table.remote, table.branch, table.every) == ("origin", "main", timedelta(minutes=1))
    assert (table.push, table.secret, table.history_url) == (True, None, None)


@pytest.mark.parametrize(("path", "field"), FIELDS, ids=lambda value: str(value)[:20])
def test_every_key_is_explained_with_right_examples(
    path: tuple[str, ...], field: FieldInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_HOOK_SECRET", "x")
    assert field.description
    assert field.description.endswith(".")
    assert field.examples
    for example in field.examples:
        GitTable.model_validate({path[0]: tomllib.loads(f"a = {example}")["a"]})
    tomllib.loads(example_line(MODEL, path))


GOOD = {
    "remote": [
        "upstream",
        "/srv/git/status page.git",
        "../site.git",
        "git@git.example.com:status.git",
        "ssh://git@git.example.com:2222/status.git",
        "https://ada@git.example.com/status.git",
    ],
    "branch": ["main", "release/2026-11", "état", "a.b", "fix#1"],
    "history_url": [
        "https://git.example.com/{path}?follow=1",
        "https://git.example.com:8443/x/{path}/{path}",
    ],
}

BAD = {
    "remote": [
        "",
        "-x",
        "--upload-pack=sh",
        "ext::sh -c id",
        "a\nb",
        "ftp://h/x",
        "https://a:b@h/x",
        "https://[h/x",
        "x" * 501,
    ],
    "branch": [
        "",
        "-d",
        "a..b",
        "a b",
        "a:b",
        "/a",
        "a/",
        "a//b",
        ".a",
        "a/.b",
        "a.lock",
        "a.lock/b",
        "@",
        "a@{1}",
        "a.",
        "HEAD",
        "a\\b",
        "a*",
        "+a?",
        "a\x7f",
    ],
    "history_url": [
        "",
        "http://h/{path}",
        "https://h/",
        "https://{path}/x",
        "https://u@h/{path}",
        "https://h/{path}/{commit}",
        "https://h/{path} x",
        "javascript:{path}",
        "https:///{path}",
        "https://[h/{path}",
    ],
    "every": ["0s", "often"],
    "secret": ["${NO_SUCH_NAME}"],
    "author": ["ada"],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in GOOD.items() for value in values])
def test_what_people_write(key: str, value: str) -> None:
    assert getattr(GitTable.model_validate({key: value}), key) == value


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in BAD.items() for value in values])
def test_what_is_refused(key: str, value: str) -> None:
    with pytest.raises(ValidationError) as error:
        GitTable.model_validate({key: value})
    assert len(error.value.errors()) == 1


def test_a_secret_is_not_told() -> None:
    assert "4711" not in repr(GitTable.model_validate({"secret": "4711"}))
    with pytest.raises(ValidationError) as error:
        GitTable.model_validate({"remote": "https://ada:4711@h/x"})
    assert "4711" not in error.value.errors()[0]["msg"]
