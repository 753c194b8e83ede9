"""The options of dns checks, each in the spelling that people write."""

import ipaddress
import re
from contextlib import suppress
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from statuspage.checks.tcp import split_address
from statuspage.fields import Duration

if TYPE_CHECKING:
    from dns.message import QueryMessage
    from dns.rdata import Rdata

_ODD = re.compile(r"[\s\\@\x00-\x1f\x7f]")
_LONGEST = 253
"""Characters of a domain (RFC 1035, section 2.3.4, without the root)."""

_PAYLOAD = 1232
"""Bytes of an answer that reach us by UDP in one piece (dnsflagday.net/2020)."""

Type = Literal["A", "AAAA", "CNAME", "MX", "NS", "TXT", "SOA", "SRV", "CAA", "PTR"]


def split_server(server: str) -> tuple[str, int]:
    """Split ``192.0.2.53``, ``192.0.2.53:5353`` or ``[2001:db8::53]:5353`` into address and port.

    The port is 53 where there is none. Raises ValueError.
    """
    with_port = server.startswith("[") or server.count(":") == 1
    try:
        host, port = split_address(server) if with_port else (server, 53)
        ipaddress.ip_address(host)
    except ValueError:
        raise ValueError("It must be an IP address, if need be with a colon and a port.") from None
    return host, port


def read_answer(kind: str, text: str) -> "Rdata | str":
    """What an answer of this type comes to, in a form in which equal answers are equal. Raises ValueError."""
    if kind == "TXT":
        return text
    import dns.exception  # 50 ms and 6 MB that only those who ask need
    import dns.name
    import dns.rdata

    try:
        return dns.rdata.from_text("IN", kind, text, origin=dns.name.root, relativize=False)
    except (dns.exception.DNSException, ValueError) as error:
        raise ValueError(f'"{text}" is not an answer of type {kind} as a zone file has it.') from error


def _domain(name: str) -> str:
    try:
        fits = 0 < len(name.removesuffix(".").encode("idna")) <= _LONGEST  # that counts the labels' too
    except UnicodeError:
        fits = False
    if not fits or _ODD.search(name):
        raise ValueError("It must be a domain: labels of at most 63 characters with dots between them.")
    return name


def _server(server: str) -> str:
    split_server(server)
    return server


def _texts(value: object) -> object:
    return tuple(value) if isinstance(value, list) else (value,) if isinstance(value, str) else value


def _answers(expected: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
    for text in expected:
        if "type" in info.data:  # else the type is a fault of its own
            read_answer(info.data["type"], text)
    return expected


class DnsOptions(BaseModel):
    """What a check of kind dns asks, and what it expects."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    domain: Annotated[str, AfterValidator(_domain)] = Field(
        description="The name that is asked for; for PTR an IP address will do.",
        examples=['"example.com"', '"_sip._tcp.example.com"'],
    )
    type: Type = Field(default="A", description="The type of record that is asked for.", examples=['"MX"'])
    resolver: Annotated[str, AfterValidator(_server)] | None = Field(
        default=None,
        description="The name server that is asked, by its IP address. Default: those of this machine.",
        examples=['"192.0.2.53"', '"192.0.2.53:5353"', '"[2001:db8::53]:5353"'],
    )
    expect: Annotated[tuple[str, ...], BeforeValidator(_texts), AfterValidator(_answers)] = Field(
        default=(),
        description="Answers that must be among those that come, as a zone file has them; of a list, all. "
        "A TXT is written as the text itself.",
        examples=['"192.0.2.10"', '["192.0.2.10", "192.0.2.11"]'],
    )
    slow_after: Annotated[Duration, Field(gt=timedelta(0))] | None = Field(
        default=None, description="A right answer later than this is slow.", examples=['"800ms"']
    )

    @cached_property
    def wanted(self) -> "dict[Rdata | str, str]":
        """The expected answers in comparable form, with their spelling."""
        return {read_answer(self.type, text): text for text in self.expect}

    @property
    def query(self) -> "QueryMessage":
        """The question, with an id of its own each time."""
        import dns.message

        name = self.domain
        if self.type == "PTR":
            with suppress(ValueError):
                name = ipaddress.ip_address(name).reverse_pointer
        return dns.message.make_query(name, self.type, use_edns=0, payload=_PAYLOAD)
