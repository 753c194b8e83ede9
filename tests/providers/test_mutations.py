"""Documents that something happened to on the way: never green, never an exception."""

import json
import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statuspage.model.status import Status
from statuspage.providers import FORMATS
from tests.providers.made import said
from tests.providers.states import STATES, States

MADE = {name: (format_, make()) for name, (format_, make) in STATES.items()}
AS_JSON = [pytest.param(*made, id=name) for name, made in MADE.items() if made[1].trouble[:1] != b"<"]
BOUNDED = settings(
    max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def _cut(body: bytes, dice: random.Random) -> bytes:
    return body[: dice.randrange(len(body))]


def _beheaded(body: bytes, dice: random.Random) -> bytes:
    return body[dice.randrange(1, len(body)) :]


def _garbled(body: bytes, dice: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(dice.randrange(1, 4)):
        changed[dice.randrange(len(changed))] = 0xFF
    return bytes(changed)


def _holed(body: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(body))
    return body[:start] + body[start + dice.randrange(1, 40) :]


def _shuffled(body: bytes, dice: random.Random) -> bytes:
    middle = dice.randrange(1, len(body))
    return body[middle:] + body[:middle]


def _in_html(body: bytes, _: random.Random) -> bytes:
    return b"<html><body><pre>" + body + b"</pre></body></html>"


def _misread(body: bytes, _: random.Random) -> bytes:
    return body.decode("latin-1").encode("utf-16-le")


MUTATIONS = [_cut, _beheaded, _garbled, _holed, _shuffled, _in_html, _misread]


@pytest.mark.parametrize("change", MUTATIONS, ids=lambda one: one.__name__.strip("_"))
@pytest.mark.parametrize("name", MADE)
def test_damaged_trouble_is_never_green(name: str, change: Callable[[bytes, random.Random], bytes]) -> None:
    format_, states = MADE[name]
    dice = random.Random(f"{name} {change.__name__}")
    for _ in range(60):
        body = change(states.trouble, dice)
        assert said(format_, body).status is not Status.OPERATIONAL, body


@pytest.mark.parametrize("change", [_cut, _beheaded, _shuffled, _in_html])
@pytest.mark.parametrize("name", MADE)
def test_a_broken_document_of_a_good_day_is_never_green(
    name: str, change: Callable[[bytes, random.Random], bytes]
) -> None:
    format_, states = MADE[name]
    dice = random.Random(f"{name} {change.__name__} fine")
    for _ in range(60):
        body = change(states.fine, dice)
        if body.strip() not in (states.fine.strip(), states.fine[2:]):  # without the mark it is the same
            assert said(format_, body).status is not Status.OPERATIONAL, body


@pytest.mark.parametrize("name", MADE)
@BOUNDED
@given(st.binary(max_size=400))
def test_no_bytes_raise_or_are_green(name: str, body: bytes) -> None:
    all_clear = name == "aws" and bytes(one for one in body if one not in b"\x00 \t\r\n") == b"[]"
    assert all_clear or said(MADE[name][0], body).status is not Status.OPERATIONAL


LEAVES: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just([]) | st.just({})
)


@pytest.mark.parametrize(("format_", "states"), AS_JSON)
@BOUNDED
@given(st.data())
def test_any_value_in_any_place_is_borne(format_: str, states: States, data: st.DataObject) -> None:
    own = "utf-16" if states.trouble[:1] == b"\xfe" else "utf-8"
    document = json.loads(states.trouble.decode(own))
    for _ in range(3):
        _replace_one(document, data)
    reading = said(format_, json.dumps(document))
    assert reading.reason
    assert not reading.detail.startswith(("TypeError", "KeyError", "AttributeError", "IndexError")), (
        reading.detail
    )


def _replace_one(node: object, data: st.DataObject) -> None:
    """Walk down by chance, and put something else there."""
    while True:
        keys = (
            list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        )
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        below = node[key]  # type: ignore[index]
        if not isinstance(below, (dict, list)) or not below or data.draw(st.integers(0, 3)) == 0:
            node[key] = data.draw(LEAVES)  # type: ignore[index]
            return
        node = below


def test_every_format_was_tried() -> None:
    assert {format_ for format_, _ in MADE.values()} == set(FORMATS)
