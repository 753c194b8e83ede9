"""Right lines of TOML, found in the models' own fields.

A field's first example is its value in TOML's spelling, such as ``"30s"`` with its quotes; one
that is no TOML is taken as plain text, and one that is no text is spelled here.
"""

import json
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from statuspage.site.words import spell_key, toml_text


def key_of(name: str, field: FieldInfo) -> str:
    """The key that people write for a field: its alias, else its name."""
    return field.validation_alias if isinstance(field.validation_alias, str) else field.alias or name


def keys_of(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by the key that people write."""
    return {key_of(name, field): field for name, field in model.model_fields.items()}


def models_in(annotation: object) -> tuple[type[BaseModel], ...]:
    """The models that an annotation is made of, through lists, tables and alternatives."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return (annotation,)
    return tuple(model for part in get_args(annotation) for model in models_in(part))


def every_field(model: type[BaseModel]) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    """Every field of a model and of the models in it, with its path of keys, in order."""
    for key, field in keys_of(model).items():
        yield (key,), field
        for inner in models_in(field.annotation):
            for path, below in every_field(inner):
                yield (key, *path), below


def follow(
    model: type[BaseModel], path: Sequence[str | int]
) -> tuple[list[tuple[str, FieldInfo]], tuple[type[BaseModel], ...]]:
    """Walk down a model by a path of keys and indices.

    Returns the fields passed, with their keys, and the models that the path ends in (none
    where it ends in a plain value). Parts that are no field, such as an index, are passed over.
    """
    trail: list[tuple[str, FieldInfo]] = []
    models: tuple[type[BaseModel], ...] = (model,)
    for part in path:
        field = next((keys_of(each)[part] for each in models if part in keys_of(each)), None)
        if field is not None:
            trail.append((str(part), field))
            models = models_in(field.annotation)
    return trail, models


def example_line(model: type[BaseModel], path: Sequence[str | int]) -> str:
    """A right line for what is at this path: ``expect = { status = [200] }``.

    For a path without a field it is the table's own ``EXAMPLE``, else the line of its first field.
    """
    trail, _ = follow(model, path)
    if not trail:
        header: str = getattr(model, "EXAMPLE", "")
        first = next(iter(keys_of(model)), None)
        return header or (example_line(model, [first]) if first else "an empty table")
    value = example_value(trail[-1][1])
    for key, _field in reversed(trail[1:]):
        value = f"{{ {key} = {value} }}"
    return f"{trail[0][0]} = {value}"


def example_value(field: FieldInfo) -> str:
    """A field's first example as a TOML value; ``"…"`` when it has none."""
    example: Any = field.examples[0] if field.examples else "…"
    if not isinstance(example, str):
        return spell(example)
    return example if _is_toml(example) else toml_text(example)


def spell(value: object) -> str:
    """Spell a plain value in TOML, on one line."""
    match value:
        case dict():
            return (
                "{ "
                + ", ".join(f"{spell_key(str(key))} = {spell(each)}" for key, each in value.items())
                + " }"
            )
        case list() | tuple():
            return "[" + ", ".join(spell(each) for each in value) + "]"
        case bool() | int() | float():
            return json.dumps(value)
    return toml_text(str(value))


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(f"a = {text}")
    except ValueError:
        return False
    return True
