"""Texts as they are written down: plain words as they are, and with values as JSON.

Databases of older versions hold plain words only.
"""

import json
from datetime import date, datetime, timedelta
from typing import Any

from statuspage.model.text import Exactly, Names, Text, Value
from statuspage.timeutil import from_ms, to_ms

_SHAPE = '["'
"""What a text with values begins with; words of our own never do."""


def encode_text(text: Text) -> Any:
    """A text as JSON knows it: a string, or a list where it has values or a plural."""
    if not text.values and text.plural is None:
        return text.message
    values = {name: _encode(value) for name, value in text.values}
    return [text.message, values] if text.plural is None else [text.message, values, text.plural, text.count]


def decode_text(raw: Any) -> Text:
    """What :func:`encode_text` gave."""
    if isinstance(raw, str):
        return Text(raw)
    message, values, *forms = raw
    return Text(message, tuple((name, _decode(value)) for name, value in values.items()), *forms)


def write_text(text: Text) -> str:
    """A text for a column."""
    raw = encode_text(text)
    if isinstance(raw, str):
        return raw if not raw.startswith(_SHAPE) else write_text(Text("{words}", (("words", raw),)))
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def read_text(column: str) -> Text:
    """What :func:`write_text` wrote."""
    return decode_text(json.loads(column)) if column.startswith(_SHAPE) else Text(column)


def _encode(value: Value) -> Any:
    match value:
        case timedelta():
            return {"s": value.total_seconds()}
        case datetime():
            return {"at": to_ms(value)}
        case Exactly():
            return {"exactly": to_ms(value.at)}
        case date():
            return {"day": value.isoformat()}
        case Text():
            return {"text": encode_text(value)}
        case Names():
            return {"names": value.shown, "more": value.more}
    return value


def _decode(raw: Any) -> Value:
    match raw:
        case {"s": seconds}:
            return timedelta(seconds=seconds)
        case {"at": ms}:
            return from_ms(ms)
        case {"exactly": ms}:
            return Exactly(from_ms(ms))
        case {"day": day}:
            return date.fromisoformat(day)
        case {"text": text}:
            return decode_text(text)
        case {"names": names, "more": more}:
            return Names(tuple(names), more)
        case str() | int() | float():
            return raw
    raise ValueError(f"no value of a text: {raw!r}")
