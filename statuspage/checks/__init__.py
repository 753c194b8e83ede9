"""The kinds of checks, one line each, and how one is asked."""

import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from statuspage.checks import command, dns, heartbeat, http, ping, prometheus, tcp, tls
from statuspage.errors import Fault
from statuspage.fields import hidden
from statuspage.model.result import Answer, Result
from statuspage.model.site import Check
from statuspage.model.status import Outcome
from statuspage.model.text import text


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of check: the model of its own options, and the function that asks.

    The function takes the options and the timeout, and returns an answer within it; it does not raise.
    ``warn`` says of options that are right what is worth a second look, at the places of their keys.
    One that ``asks_another`` about the service has no duration that is the service's.
    """

    options: type[BaseModel]
    ask: Callable[[Any, timedelta], Answer]
    warn: Callable[[Any], Iterable[Fault]] = lambda _: ()
    asks_another: bool = False


KINDS: Mapping[str, Kind] = {
    "http": Kind(http.HttpOptions, http.ask, http.warn),
    "tcp": Kind(tcp.TcpOptions, tcp.ask),
    "tls": Kind(tls.TlsOptions, tls.ask),
    "dns": Kind(dns.DnsOptions, dns.ask),
    "ping": Kind(ping.PingOptions, ping.ask),
    "command": Kind(command.CommandOptions, command.ask),
    "prometheus": Kind(prometheus.PrometheusOptions, prometheus.ask, asks_another=True),
    "heartbeat": Kind(heartbeat.HeartbeatOptions, heartbeat.ask),
}


def ask(check: Check, now: datetime) -> Result:
    """Put a check's question once. Never raises: where we fail ourselves, the outcome is ``error``."""
    try:
        answer = KINDS[check.kind].ask(check.options, check.timeout)
    except Exception as bug:  # a thread of the monitor must outlive it
        place = traceback.extract_tb(bug.__traceback__)[-1]
        detail = f"{type(bug).__name__}: {bug} (line {place.lineno} of {place.filename})"
        answer = Answer(Outcome.ERROR, 0.0, text("could not be checked"), detail)
    return Result(check.key, now, replace(answer, detail=hidden(answer.detail)))
