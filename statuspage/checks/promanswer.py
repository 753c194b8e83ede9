"""The answer of a Prometheus to a query, and why it may be of no use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from statuspage.model.text import Text, text

_UNMEASURED = text("could not be measured")
_NO_NUMBER = text("the measurement is not a number")
_MOST_NAMED = 5
_MOST_SHOWN = 300  # characters


class Unusable(Exception):
    """There is no value in an answer. ``sentence`` is for everybody, ``detail`` for operators only."""

    def __init__(self, detail: str, sentence: Text = _UNMEASURED) -> None:
        super().__init__(detail)
        self.detail = detail
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Values:
    """The values of an answer, at least one, and what operators want to know of them."""

    values: tuple[float, ...]
    detail: str


def read(status: int, document: object) -> Values:
    """Read a decoded answer and its HTTP status. Raises Unusable.

    A series of several samples counts by its last.
    """
    match document:
        case {"status": "success", "data": {"resultType": str(kind), "result": result}} if status < 300:
            found = list(_series(kind, result))
        case {"status": "error", "errorType": kind, "error": words}:
            raise Unusable(f"status {status}; {_short(kind)}: {_short(words)}")
        case _:
            raise Unusable(f"status {status}; not the answer of a Prometheus")
    if not found:
        raise Unusable(f"the query's result, a {_short(kind)}, is empty", text("there is no measurement"))
    return Values(tuple(value for _, value in found), _detail(found, _under("warnings", document)))


def _series(kind: str, result: object) -> Iterator[tuple[str, float]]:
    """Labels and value of each series."""
    match kind, result:
        case (("scalar" | "string"), sample):
            yield "", _value(sample)
        case (("vector" | "matrix"), [*series]):
            yield from map(_one, series)
        case _:
            raise Unusable(f"a result of the unknown type {_short(kind)}")


def _one(series: object) -> tuple[str, float]:
    match series:
        case {"value": sample} | {"values": [*_, sample]}:
            return _labels(_under("metric", series)), _value(sample)
        case {"histogram": _} | {"histograms": _}:
            raise Unusable("the query gives a histogram, where one value is needed")
    raise Unusable(f"a series without a value: {_short(series)}")


def _value(sample: object) -> float:
    """The number of a sample, which is a pair of a time and a text."""
    match sample:
        case [_, str(number)]:
            try:
                return float(number)
            except ValueError:
                raise Unusable(f"{_short(number)} is not a number", _NO_NUMBER) from None
    raise Unusable(f"not a sample: {_short(sample)}")


def _under(key: str, table: object) -> object:
    return table.get(key) if isinstance(table, dict) else None


def _labels(metric: object) -> str:
    return ", ".join(f"{name}={value}" for name, value in metric.items()) if isinstance(metric, dict) else ""


def _detail(found: Sequence[tuple[str, float]], warnings: object) -> str:
    """Each series with its value, of many the first; what the server warns of."""
    named = [f"{value:.12g}" + (f" ({_short(labels)})" if labels else "") for labels, value in found]
    more = [f"{len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else []
    warned = [f"warns: {_short(warnings)}"] if warnings else []
    return "; ".join([*named[:_MOST_NAMED], *more, *warned])


def _short(value: object) -> str:
    return str(value)[:_MOST_SHOWN]
