"""Checks that ask a Prometheus, or what speaks like one, for a value and hold it against a limit.

The answer is that of ``/api/v1/query`` (https://prometheus.io/docs/prometheus/latest/querying/api/).
Nothing but a number says anything of the service: without one the outcome is ``error``.
"""

import json
import math
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, Field

from statuspage.checks.httpaddress import HeaderName, HeaderValue, WebAddress
from statuspage.checks.httpauth import Auth
from statuspage.checks.httpexpect import STRICT
from statuspage.checks.promanswer import Unusable, read
from statuspage.checks.range import Range
from statuspage.model.result import Answer
from statuspage.model.status import Outcome
from statuspage.model.text import Text, Value, text
from statuspage.net.clock import TransportError

if TYPE_CHECKING:
    from statuspage.transport import Ask, Fetch


def _base(url: str) -> str:
    if "?" in url or "#" in url:
        raise ValueError("It must be the server's own address, without ? and #.")
    return url.rstrip("/")


class PrometheusOptions(BaseModel):
    """What a check of kind prometheus asks for, and which values are right."""

    model_config = STRICT

    url: Annotated[WebAddress, AfterValidator(_base)] = Field(
        description="Where the server is, without /api/v1.", examples=['"http://prometheus.example.com:9090"']
    )
    query: Annotated[str, Field(min_length=1, max_length=8000)] = Field(
        description="The question, in PromQL. Of several series the worst counts.",
        examples=["'sum(rate(errors_total[5m])) / sum(rate(requests_total[5m]))'"],
    )
    expect: Range = Field(description="The values that are right.", examples=["{ below = 0.05 }"])
    slow: Range | None = Field(
        default=None, description="Of these values, the ones that are slow.", examples=["{ above = 0.01 }"]
    )
    outcome: Literal["slow", "wrong", "down"] = Field(
        default="down", description="What a value that is not right means.", examples=['"wrong"']
    )
    headers: dict[HeaderName, HeaderValue] = Field(
        default={},
        description="Headers to send; ${NAME} is taken from the environment.",
        examples=['{ "X-Scope-OrgID" = "${MIMIR_TENANT}" }'],
    )
    auth: Auth | None = Field(
        default=None,
        description="A login, or a token.",
        examples=['{ bearer = "${PROMETHEUS_TOKEN}" }'],
    )

    @cached_property
    def request(self) -> "Ask":
        """The request that the options amount to, made ready once."""
        from statuspage.transport import prepare  # loads requests, which only those who ask need

        headers = {name: value.get_secret_value() for name, value in self.headers.items()}
        if self.auth is not None:
            headers["Authorization"] = self.auth.header
        return prepare(f"{self.url}/api/v1/query?{urlencode({'query': self.query})}", headers=headers)


def ask(options: PrometheusOptions, timeout: timedelta) -> Answer:
    """Ask once, and judge the values that come."""
    from statuspage.transport import fetch  # loads requests, which only those who ask need

    try:
        got = fetch(options.request, timeout=timeout)
    except TransportError as error:
        detail = f"the server {error.sentence}; {error.kind}: {error.detail}"
        return Answer(Outcome.ERROR, error.ms, text("could not be measured"), detail, error.phases)
    return judge(options, got)


def judge(options: PrometheusOptions, got: "Fetch") -> Answer:
    """What to make of a whole answer."""
    try:
        came = read(got.status, _document(got))
    except Unusable as error:
        return Answer(Outcome.ERROR, got.ms, error.sentence, error.detail, got.phases)
    outcome, reason = weigh(options, came.values)
    return Answer(outcome, got.ms, reason, came.detail, got.phases)


def _document(got: "Fetch") -> object:
    if not got.whole:
        raise Unusable(f"status {got.status}; the answer is longer than {len(got.body)} bytes")
    try:
        document: object = json.loads(got.body)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"status {got.status}; not JSON: {type(error).__name__}") from error
    return document


def weigh(options: PrometheusOptions, values: Sequence[float]) -> tuple[Outcome, Text]:
    """Outcome and reason for some values, at least one: the worst counts.

    What is not a number hides nothing: it matters only where all others are right.
    """
    expect, slow = options.expect, options.slow
    numbers = [value for value in values if not math.isnan(value)]
    if bad := [value for value in numbers if not expect.holds(value)]:
        reason = text("measured {value}, expected {range}", value=_worst(bad, expect), range=expect.text)
        return Outcome(options.outcome), _counted(reason, bad, values)
    if slow is not None and (late := [value for value in numbers if slow.holds(value)]):
        reason = text("measured {value}, slow if {range}", value=_worst(late, expect), range=slow.text)
        return Outcome.SLOW, _counted(reason, late, values)
    if len(numbers) < len(values):
        return Outcome.ERROR, text("the measurement is not a number")
    worst = _worst(values, expect)
    if len(values) == 1:
        return Outcome.OK, text("measured {value}", value=worst)
    return Outcome.OK, text("measured {value}, the worst of {all} values", value=worst, all=len(values))


def _worst(these: Sequence[float], expect: Range) -> Value:
    return expect.spell(max(these, key=expect.excess))


def _counted(reason: Text, these: Sequence[float], values: Sequence[float]) -> Text:
    if len(values) == 1:
        return reason
    return text("{reason} ({some} of {all} values)", reason=reason, some=len(these), all=len(values))
