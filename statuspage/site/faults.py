"""Faults in tables: a pydantic model's refusals, each as place, rule and example."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from statuspage.errors import Fault
from statuspage.site.examples import example_line, follow, keys_of
from statuspage.site.words import found, meant, nearest, spell_key
from statuspage.timeutil import format_duration

ModelT = TypeVar("ModelT", bound=BaseModel)
Part = str | int

_WANTED = {
    "string": "text in quotes",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "list": "a list",
    "tuple": "a list",
    "set": "a list",
    "dict": "a table",
    "model": "a table",
    "mapping": "a table",
}
_LIMITS = {
    "greater_than": ("gt", "more than"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "less than"),
    "less_than_equal": ("le", "at most"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A file and a path of keys and indices in it: ``statuspage.toml: components.mail.name``."""

    file: str
    path: tuple[Part, ...] = ()

    def at(self, *parts: Part) -> "Place":
        """The place further down."""
        return Place(self.file, (*self.path, *parts))

    def __str__(self) -> str:
        parts = (f"[{part}]" if isinstance(part, int) else f".{spell_key(part)}" for part in self.path)
        dotted = "".join(parts).removeprefix(".")
        return f"{self.file}: {dotted}" if dotted else self.file

    def fault(self, rule: str, example: str) -> Fault:
        """A fault here."""
        return Fault(str(self), rule, example)


def read_table(model: type[ModelT], table: object, place: Place) -> tuple[ModelT | None, list[Fault]]:
    """Read a table by its model.

    Returns the model's value, None when there are faults, and all faults with their places.
    """
    try:
        return model.model_validate(table), []
    except ValidationError as error:
        faults: dict[str, Fault] = {}
        for detail in error.errors(include_url=False):
            fault = _fault(model, table, detail, place)
            faults.setdefault(fault.place, fault)  # of the alternatives of one value, the first
        return None, list(faults.values())


def unknown_key(
    models: Sequence[type[BaseModel]], key: str, place: Place, above: tuple[Part, ...] = ()
) -> Fault:
    """The fault of a key that no model of a table has, with the nearest known one or all of them.

    ``above`` is the path from the models down to the table that the key is in.
    """
    tables = [(outer, inner) for outer in models for inner in follow(outer, above)[1]]
    owners = {known: outer for outer, inner in tables for known in keys_of(inner)}
    rule = f"{spell_key(key)} is not a known key; {meant(key, owners)}"
    right = nearest(key, owners) or next(iter(owners), None)
    return place.fault(rule, example_line(owners[right], (*above, right)) if right else "no key at all")


def _fault(model: type[BaseModel], table: object, detail: ErrorDetails, place: Place) -> Fault:
    path = _real_path(table, detail)
    if detail["type"] == "extra_forbidden":
        return unknown_key([model], str(path[-1]), place.at(*path), above=path[:-1])
    fields = [field for _, field in follow(model, path)[0]]
    return place.at(*path).fault(_rule(detail, fields), example_line(model, path))


def _real_path(table: object, detail: ErrorDetails) -> tuple[Part, ...]:
    """The error's path without the names pydantic puts in for alternatives and for keys."""
    path: list[Part] = []
    here: Any = table
    for number, part in enumerate(detail["loc"], start=1):
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            if detail["type"] != "missing" or number < len(detail["loc"]):
                continue
        path.append(part)
    return tuple(path)


def _rule(detail: ErrorDetails, fields: Sequence[FieldInfo]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return "This key is required."
    if kind in {"value_error", "assertion_error"}:
        return _sentence(str(context["error"]))
    if kind in _LIMITS:
        key, words = _LIMITS[kind]
        return f"It must be {words} {_limit(key, fields, context[key])}."
    secret = any("Secret" in f"{field.annotation!r}{field.metadata!r}" for field in fields)
    seen = "" if secret else f", not {found(detail['input'])}"
    if kind in {"literal_error", "enum"}:
        return f"It must be {context['expected'].replace(chr(39), chr(34))}{seen}."
    wanted = _WANTED.get(kind.split("_")[0])
    if wanted and kind.endswith(("_type", "_parsing", "_from_float")):
        return f"It must be {wanted}{seen}."
    return _sentence(re.sub(r"^\w+ should", "It should", detail["msg"]))


def _limit(key: str, fields: Sequence[FieldInfo], told: object) -> str:
    """A limit as people write it; pydantic tells that of a duration as Python would."""
    metadata = [each for field in fields[-1:] for each in (*field.metadata, *_metadata(field.annotation))]
    limit = next((getattr(each, key) for each in metadata if hasattr(each, key)), told)
    return format_duration(limit) if isinstance(limit, timedelta) else str(limit)


def _metadata(annotation: object) -> Iterator[object]:
    """What ``Annotated`` says inside a type, through its alternatives; of a Field, its parts."""
    for part in get_args(annotation):
        yield from getattr(part, "metadata", [part])
        yield from _metadata(part)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
