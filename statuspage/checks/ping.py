"""Checks that send echo requests, through the system's own ``ping``: that needs no rights of ours.

The name is looked up here, so that a name that leads nowhere is told apart from a host that is
silent, and so that ``ping`` is given an address: never a word that it could take for an option.
"""

import re
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from statuspage.checks.answers import failed, right
from statuspage.fields import Duration
from statuspage.model.result import Answer, Phases
from statuspage.model.status import Outcome
from statuspage.model.text import text, texts
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.dial import UNFOUND, UNFOUND_IN_TIME
from statuspage.net.lookup import TooManyLookups, addresses_of
from statuspage.run import Ended, Ran, run

_PAUSE = 0.2
"""Seconds between two packets: the least that a user without rights may ask of ``ping``."""

_HOST = re.compile(r"[^\s:/@\[\]%\x00-\x1f\x7f-][^\s:/@\[\]%\x00-\x1f\x7f]{0,252}")
_FAMILIES: Mapping[int, int] = {4: socket.AF_INET, 6: socket.AF_INET6}
_OUR_LOOKUPS = frozenset({socket.EAI_MEMORY, socket.EAI_SYSTEM})

_COUNTS = re.compile(r"(\d{1,9}) packets transmitted, (\d{1,9}) (?:packets )?received", re.ASCII)
_TIMES = re.compile(r"(?:rtt|round-trip) min/avg/max\S* = [\d.]+/(\d+(?:\.\d+)?)/", re.ASCII)
_OURS = re.compile(r"not permitted|permission denied|network is unreachable|no buffer space", re.IGNORECASE)
"""Complaints of ``ping`` about this machine, not about the one that is asked."""


def _checked(host: str) -> str:
    if _literal(host) is None and not _HOST.fullmatch(host):
        raise ValueError("It must be the name of a host or an IP address, without a port.")
    return host


def _literal(host: str) -> int | None:
    """The family of a host that is written as an address."""
    for family in _FAMILIES.values():
        try:
            socket.inet_pton(family, host)
        except (OSError, ValueError):
            continue
        return family
    return None


class PingOptions(BaseModel):
    """What a check of kind ping sends, and how much of it may be lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    host: Annotated[str, AfterValidator(_checked)] = Field(
        description="The host that is asked for an echo.", examples=['"gate.example.com"', '"198.51.100.1"']
    )
    count: Annotated[int, Field(ge=1, le=20)] = Field(
        default=3, description="How many packets are sent, a fifth of a second apart.", examples=["5"]
    )
    max_loss: Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)] = Field(
        default=0.0,
        description="The share of packets, below 1, that may be lost; more than that is slow, all is down.",
        examples=["0.4"],
    )
    slow_after: Annotated[Duration, Field(gt=timedelta(0))] | None = Field(
        default=None, description="An average round trip longer than this is slow.", examples=['"80ms"']
    )
    ip: Literal[4, 6] | None = Field(
        default=None, description="Which addresses of the host are asked: IPv4 or IPv6 only.", examples=["6"]
    )


@dataclass(frozen=True, slots=True)
class Echoes:
    """How many packets were sent and came back, and the average round trip in milliseconds."""

    sent: int
    came: int
    ms: float | None


def ask(options: PingOptions, timeout: timedelta) -> Answer:
    """Look up the host, send the packets, and judge what comes back.

    An answer's milliseconds are the average round trip, where there is one.
    """
    clock = Clock(timeout)
    try:
        address = _address(options, clock)
        clock.enter("first_byte")
        left = clock.left()
        ran = run(
            _command(address, options.count, left),
            timeout=timedelta(seconds=left),
            env={"LC_ALL": "C"},  # its words are read here
        )
    except TransportError as error:
        return failed(error)
    if ran.ended is Ended.TIMEOUT:
        return failed(clock.late())
    return judge(options, ran, clock.ms, clock.phases())


def judge(options: PingOptions, ran: Ran, ms: float, phases: Phases) -> Answer:
    """What to make of what ``ping`` printed; ``ms`` is what the whole question took."""
    out, err = (said.decode("utf-8", "replace").strip() for said in (ran.out, ran.err))
    echoes = read(out)
    if echoes is None or (echoes.came == 0 and _OURS.search(err)):
        detail = ran.why or f"exit code {ran.code}: {err or out or 'no words'}"
        return Answer(Outcome.ERROR, ms, text("could not be checked"), detail, phases)
    lost = echoes.sent - echoes.came
    detail = f"{echoes.came} of {echoes.sent} packets came back" + (f"; {err}" if err else "")
    if not echoes.came:
        reason = texts(
            "does not answer the packet", "does not answer any of {count} packets", count=echoes.sent
        )
        return Answer(Outcome.DOWN, ms, reason, detail, phases)
    trip = ms if echoes.ms is None else echoes.ms
    phases = replace(phases, first_byte=trip)
    if lost > options.max_loss * echoes.sent:
        reason = text("loses {lost} of {sent} packets", lost=lost, sent=echoes.sent)
        return Answer(Outcome.SLOW, trip, reason, detail, phases)
    return right(trip, options.slow_after, phases, detail)


def read(printed: str) -> Echoes | None:
    """Read the summary that ``ping`` ends with; None where there is none.

    Iputils, inetutils, busybox, macOS and the BSDs all print it, in nearly the same words.
    """
    counts, times = _COUNTS.search(printed), _TIMES.search(printed)
    if counts is None or not int(counts[1]):
        return None
    sent = int(counts[1])
    return Echoes(sent, min(sent, int(counts[2])), float(times[1]) if times else None)


def _command(address: str, count: int, left: float) -> Sequence[str]:
    """The words that ask an address; a lost packet is waited for as long as ``left`` seconds allow."""
    patience = max(1, int(left - (count - 1) * _PAUSE - 0.1))
    common = ("-q", "-c", str(count), "-i", str(_PAUSE))
    if sys.platform == "linux":
        return ("ping", *common, "-W", str(patience), address)
    if ":" in address:
        return ("ping6", *common, address)
    return ("ping", *common, "-W", str(patience * 1000), address)  # there in milliseconds


def _address(options: PingOptions, clock: Clock) -> str:
    """The first address of the host that is of the wanted family. Raises TransportError."""
    wanted = set(_FAMILIES.values()) if options.ip is None else {_FAMILIES[options.ip]}
    found = [address for family, address in _addresses(options.host, clock) if family in wanted]
    if not found:
        raise clock.failure(
            Failure.DNS, text("has no {family} address", family=f"IPv{options.ip}"), "it has others"
        )
    return found[0]


def _addresses(host: str, clock: Clock) -> Sequence[tuple[int, str]]:
    """Families and addresses of a host. Raises TransportError."""
    family = _literal(host)
    if family is not None:
        return [(family, host)]
    clock.enter("dns")
    try:
        return [(kind, str(address[0])) for kind, address in addresses_of(host, clock.left())]
    except TimeoutError:
        raise clock.late(UNFOUND_IN_TIME) from None
    except (OSError, UnicodeError) as error:
        if isinstance(error, TooManyLookups) or getattr(error, "errno", None) in _OUR_LOOKUPS:
            raise clock.failure(Failure.OURS, text("could not be checked"), str(error)) from error
        raise clock.failure(Failure.DNS, UNFOUND, str(error)) from error
