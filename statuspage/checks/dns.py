"""Checks that ask name servers."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from statuspage.checks.answers import failed, right
from statuspage.checks.dnsoptions import DnsOptions, split_server
from statuspage.model.result import Answer, Phases
from statuspage.model.status import Outcome
from statuspage.model.text import text
from statuspage.net.clock import Clock, Failure, TransportError

if TYPE_CHECKING:
    from dns.message import Message
    from dns.rdata import Rdata

__all__ = ["DnsOptions", "ask", "judge"]

_SHOWN = 500
"""Characters of answers in the detail."""

_DOWN = {
    "SERVFAIL": text("its name server reports a failure"),
    "REFUSED": text("its name server refuses to answer"),
}


def ask(options: DnsOptions, timeout: timedelta) -> Answer:
    """Ask once, and judge what comes."""
    from statuspage.checks.nameservers import inquire, own_servers  # loads dnspython

    query = options.query
    clock = Clock(timeout)
    try:
        servers = own_servers(clock) if options.resolver is None else [split_server(options.resolver)]
        came = inquire(query, servers, clock)
    except TransportError as error:
        return _unanswered(error)
    phases = clock.phases()
    return judge(options, came, clock.ms, phases)


def _unanswered(error: TransportError) -> Answer:
    """The answer when none came: it is the name server that did something, not the service itself."""
    answer = failed(error)
    if error.kind is Failure.OURS:
        return answer
    return replace(answer, reason=text("its name server {does}", does=answer.reason))


def judge(options: DnsOptions, came: "Message", ms: float, phases: Phases) -> Answer:
    """What to make of a name server's answer."""
    import dns.rcode

    code = dns.rcode.to_text(came.rcode())
    if code == "NXDOMAIN":
        leads = text("its internet name leads to one that does not exist")
        reason = leads if came.answer else text("its internet name does not exist")
        return Answer(Outcome.WRONG, ms, reason, code, phases)
    if code != "NOERROR":
        reason = _DOWN.get(code, text("its name server answers with an error"))
        return Answer(Outcome.DOWN, ms, reason, code, phases)
    found = _found(came)
    if not found:
        reason = text("its internet name has no {type} record", type=options.type)
        return Answer(Outcome.WRONG, ms, reason, code, phases)
    detail = f"{options.type}: {', '.join(found.values())[:_SHOWN]}"
    missing = [spelling for wanted, spelling in options.wanted.items() if wanted not in found]
    if missing:
        detail = f"not {', '.join(missing)}, but {detail}"
        return Answer(Outcome.WRONG, ms, text("an expected answer is missing"), detail, phases)
    return right(ms, options.slow_after, phases, detail)


def _found(came: "Message") -> "dict[Rdata | str, str]":
    """The answers to the question itself, at the end of its aliases, in comparable form and in text."""
    import dns.message
    import dns.rdtypes.txtbase

    if not isinstance(came, dns.message.QueryMessage):
        return {}
    try:
        records = came.resolve_chaining().answer or ()
    except (dns.message.ChainTooLong, dns.message.NotQueryResponse):
        return {}
    return {
        b"".join(each.strings).decode(errors="replace")
        if isinstance(each, dns.rdtypes.txtbase.TXTBase)
        else each: each.to_text()
        for each in records
    }
