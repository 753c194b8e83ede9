"""The description of what programs read is true: every real body is as it says, and nothing is left out."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from statuspage.model.snapshot import Snapshot
from statuspage.timeutil import parse_instant
from tests.make import at, component, post, update
from tests.web.seen import data, document, renderer, seen
from tests.web.upstream import troubled

FORMATS = FormatChecker()


@FORMATS.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or bool(parse_instant(value))


POSTS = [
    post(update(-7200, "investigating", mail="degraded_performance"), update(-60, "monitoring")),
    post(update(-90_000, "investigating"), update(-80_000, "resolved"), id="was"),
    post(update(-90_000, "resolved"), update(-70_000, "postmortem"), id="why"),
    post(update(-90_000, "scheduled"), kind="maintenance", id="works", starts=at(3600), ends=at(7200),
         components={"desk": None}),
    post(update(-90_000, "scheduled"), kind="maintenance", id="late", starts=at(-3600), ends=None),
    post(update(-3600, "identified"), kind="advisory", id="theirs", provider="x", verdict="affected"),
]  # fmt: skip
PARTS = [component("mail", group="Web"), component("files", group="Web"), component("desk", checks=[])]


def snapshots() -> Iterator[Snapshot]:
    for outcomes in (
        {"mail": "ok", "files": "ok"},
        {"mail": "down", "files": "slow"},
        {"mail": "", "files": ""},
    ):
        yield seen(outcomes, components=PARTS, posts=POSTS)
    yield seen({"mail": "ok", "files": "wrong"}, components=PARTS, language="de")
    yield troubled(posts=POSTS)
    yield seen({})
    yield replace(seen({"mail": "ok"}, posts=POSTS), posts_stale_since=at(-60), offline_since=at(-90))


@cache
def described() -> Any:
    return data(seen({"mail": "ok"}, posts=POSTS), "/api/openapi.json")


@cache
def validators() -> dict[str, tuple[Draft202012Validator, str]]:
    """For each described address a validator that takes no key that is not described, and its media type."""
    whole = json.loads(json.dumps(described()))
    for schema in whole["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    registry: Registry[Any] = Registry().with_resource("urn:d", Resource.from_contents(whole, DRAFT202012))
    found = {}
    for path, item in whole["paths"].items():
        [(media, told)] = item["get"]["responses"]["200"]["content"].items()
        schema = json.loads(json.dumps(told["schema"]).replace('"#/', '"urn:d#/'))
        Draft202012Validator.check_schema(schema)
        found[path] = (Draft202012Validator(schema, registry=registry, format_checker=FORMATS), media)
    return found


def template_of(path: str) -> str:
    """The described address that a real one is of; the plainest first."""
    for told in sorted(validators(), key=lambda told: told.count("{")):
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(told)), path):
            return told
    raise AssertionError(f"{path} is not described")


def is_json(path: str) -> bool:
    return path.endswith(".json") and path != "/api/openapi.json" and not path.startswith("/static/")


def test_every_body_is_as_described_and_every_address_is_real() -> None:
    met = set()
    for now in snapshots():
        for path in filter(is_json, renderer().paths(now)):
            told = template_of(path)
            validator, media = validators()[told]
            answer = document(now, path)
            assert answer.content_type.partition(";")[0] == media, path
            faults = [
                f"{one.json_path}: {one.message}" for one in validator.iter_errors(json.loads(answer.body))
            ]
            assert not faults, (path, faults[:3])
            met.add(told)
    assert met == set(validators())


def test_a_body_that_is_otherwise_is_found_out() -> None:
    validator, _ = validators()["/api/v2/status.json"]
    body = data(seen({"mail": "ok"}), "/api/v2/status.json")
    assert validator.is_valid(body)
    wrongs: tuple[dict[str, Any], ...] = ({"generated_at": "yesterday"}, {"status": {}}, {"extra": 1})
    for wrong in wrongs:
        assert not validator.is_valid(body | wrong)


def test_what_says_what_is_says_when_and_until_when() -> None:
    now = seen({"mail": "ok"}, posts=POSTS)
    for path in filter(is_json, renderer().paths(now)):
        if path.startswith("/api/"):
            body = data(now, path)
            assert (body["generated_at"], body["valid_until"]) == (
                "2026-11-23T10:00:00Z",
                "2026-11-23T10:01:00Z",
            ), path


@pytest.mark.parametrize("path", ["/api/v2/summary.json", "/api/openapi.json", "/badges/page.json"])
def test_scripts_of_any_site_may_read(path: str) -> None:
    assert document(seen({"mail": "ok"}), path).headers["Access-Control-Allow-Origin"] == "*"
