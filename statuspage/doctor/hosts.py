"""All that can be learnt of a host: its names, networks, certificate, and the marks on its answers."""

import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ssl import cert_time_to_seconds
from typing import Any, TypeVar, cast

from statuspage.decide.hosting import content_network
from statuspage.doctor.deadline import Deadline
from statuspage.doctor.domains import is_address, registrable
from statuspage.doctor.names import Names
from statuspage.doctor.places import Spot
from statuspage.model.fate import Facts, Network, Unlearnt
from statuspage.model.text import text
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.dial import dial
from statuspage.net.sockets import secure
from statuspage.net.trust import USUAL, context_of
from statuspage.transport import fetch, prepare

_PATIENCE = timedelta(seconds=5)
_ISSUERS = ("organizationName", "commonName")

Learnt = TypeVar("Learnt")


def learn(spot: Spot, names: Names, deadline: Deadline, *, networks: bool = True) -> Facts:
    """Ask name servers and the host itself; what could not be learnt is among the facts. Never raises.

    Without ``networks`` nobody is asked whose networks the addresses are in.
    """
    facts = _named(spot.host, names)
    if not facts.addresses:
        return facts
    missing, addresses = list(facts.unlearnt), facts.addresses
    if networks:
        nowhere: tuple[Network, ...] = ()
        where = _ask("networks", lambda: names.networks(addresses), nowhere, missing)
        facts = replace(facts, networks=where)
    if (port := spot.port) is not None:
        unknown: tuple[str | None, datetime | None] = (None, None)
        clock = deadline.clock(_PATIENCE)
        issuer, expires = _ask("certificate", lambda: certificate(spot.host, port, clock), unknown, missing)
        facts = replace(facts, issuer=issuer, expires=expires)
    if (web := spot.web) is not None:
        facts = replace(facts, cdn=_ask("headers", lambda: _marks(web, deadline), None, missing))
    return replace(facts, unlearnt=tuple(missing))


def _named(host: str, names: Names) -> Facts:
    """What the name of a host tells. Where its addresses can't be learnt, nothing else is asked."""
    if is_address(host):
        return Facts(host, addresses=(host,))
    missing: list[Unlearnt] = []
    none: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    aliases, addresses = _ask("addresses", lambda: names.addresses(host), none, missing)
    if not missing and not addresses:
        missing.append(Unlearnt("addresses", "its name leads to none"))
    servers: tuple[str, ...] = ()
    if addresses:
        servers = _ask("name servers", lambda: names.name_servers(host), servers, missing)
    return Facts(host, registrable(host), servers, aliases, addresses, unlearnt=tuple(missing))


def _ask(what: str, question: Callable[[], Learnt], otherwise: Learnt, missing: list[Unlearnt]) -> Learnt:
    """An answer, or what stands in for it; why, is put to what is missing."""
    try:
        return question()
    except TransportError as error:
        why = (
            "this machine can't ask"
            if error.kind is Failure.OURS
            else f"{_WHO.get(what, '')}{error.sentence}"
        )
    except (OSError, ValueError) as error:
        why = f"this machine can't ask ({error})"
    missing.append(Unlearnt(what, why))
    return otherwise


_WHO = dict.fromkeys(("addresses", "name servers", "networks"), "the name server ")


def certificate(host: str, port: int, clock: Clock) -> tuple[str | None, datetime | None]:
    """Who signed a host's certificate and until when it holds. Raises TransportError if it is not right."""
    with dial(host, port, clock) as sock, secure(sock, host, context_of(USUAL)) as tls:
        shown: Any = cast("Any", tls).getpeercert()
    try:
        expires = datetime.fromtimestamp(cert_time_to_seconds(shown["notAfter"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError) as error:
        raise clock.failure(Failure.TLS, text("its certificate can't be read"), str(error)) from error
    named = {key: value for part in shown.get("issuer", ()) for key, value in part}
    return next((named[key] for key in _ISSUERS if key in named), None), expires


def is_here(address: str) -> bool:
    """Whether an address is one of this machine's: only such can be listened at."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as sock:
            sock.bind((address, 0))
    except OSError:
        return False
    return True


def _marks(web: str, deadline: Deadline) -> str | None:
    """Whose marks the headers at the root of a host bear; nothing but the root is asked for."""
    answer = fetch(prepare(web, method="HEAD"), timeout=min(_PATIENCE, deadline.left), redirects=0)
    return content_network(answer.headers)
