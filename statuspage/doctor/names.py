"""What name servers tell of a host: its aliases, addresses, name servers, and whose networks these are in.

Networks come from Team Cymru's table of routes, which is asked by DNS (team-cymru.com, "IP to ASN
mapping"). It learns the addresses that are asked for, never a name; private ones are not asked for.
"""

import ipaddress
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from datetime import timedelta
from typing import TYPE_CHECKING

from statuspage.checks.nameservers import Server, inquire, own_servers
from statuspage.doctor.deadline import Deadline
from statuspage.doctor.domains import is_address, is_public, registrable
from statuspage.model.fate import Network
from statuspage.model.text import text
from statuspage.net.clock import Failure
from statuspage.net.lookup import addresses_of

if TYPE_CHECKING:
    from dns.message import Message

_PATIENCE = timedelta(seconds=4)
_MOST_ADDRESSES = 4
"""Addresses of a host whose networks are looked up: many are of one network anyway."""


class Names:
    """Asks name servers, each question once. Every method raises TransportError.

    ``servers`` are those of this machine where none are given. With ``local`` a name that they don't know
    is looked for as this machine's programs look for it: in its hosts file too. By default that is so
    where no servers are given.
    """

    def __init__(
        self, deadline: Deadline, servers: Sequence[Server] | None = None, *, local: bool | None = None
    ) -> None:
        self._deadline = deadline
        self._servers = servers
        self._local = servers is None if local is None else local
        self._lock = threading.Lock()
        self._asked: dict[tuple[str, str], Future[Message]] = {}

    def addresses(self, host: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names that a host's name leads on to, in order, and its addresses."""
        aliases: dict[str, None] = {}
        addresses: dict[str, None] = {}
        for kind in ("A", "AAAA"):
            answer = self._ask(host, kind)
            aliases |= dict.fromkeys(_data(answer, "CNAME"))
            addresses |= dict.fromkeys(_data(answer, kind))
        if not addresses and self._local:
            addresses = dict.fromkeys(self._known_here(host))
        return tuple(name.rstrip(".").lower() for name in aliases), tuple(addresses)

    def _known_here(self, host: str) -> list[str]:
        try:
            found = addresses_of(host, min(_PATIENCE, self._deadline.left).total_seconds())
        except (OSError, UnicodeError):  # TimeoutError is one
            return []
        return [str(address[0]).partition("%")[0] for _, address in found]

    def name_servers(self, host: str) -> tuple[str, ...]:
        """The name servers of the zone that a host is in."""
        for zone in _zones(host):
            if found := list(_data(self._ask(zone, "NS"), "NS")):
                return tuple(sorted(name.rstrip(".").lower() for name in found))
        return ()

    def networks(self, addresses: Iterable[str]) -> tuple[Network, ...]:
        """The networks of the first few public addresses."""
        public = [each for each in addresses if is_public(each)][:_MOST_ADDRESSES]
        return tuple(dict.fromkeys(network for each in public for network in self._networks(each)))

    def _networks(self, address: str) -> Iterator[Network]:
        pointer = ipaddress.ip_address(address).reverse_pointer
        zone = "origin6" if ":" in address else "origin"
        question = pointer.replace("in-addr.arpa", "").replace("ip6.arpa", "") + f"{zone}.asn.cymru.com"
        for told in _data(self._ask(question, "TXT"), "TXT"):
            numbers, prefix = _columns(told, 2)[:2]
            for number in numbers.split():  # more than one where several announce it
                if number.isascii() and number.isdigit() and _is_prefix(prefix):
                    yield Network(prefix, number, self._owner(number))

    def _owner(self, number: str) -> str:
        for told in _data(self._ask(f"AS{number}.asn.cymru.com", "TXT"), "TXT"):
            return "".join(char for char in _columns(told, 5)[4] if char.isprintable())[:100]
        return ""

    def _ask(self, name: str, kind: str) -> "Message":
        with self._lock:
            mine = (name, kind) not in self._asked
            asked: Future[Message] = self._asked.setdefault((name, kind), Future())
        if mine:
            try:
                asked.set_result(self._put(name, kind))
            except BaseException as error:  # those who wait for it are told
                asked.set_exception(error)
        return asked.result()

    def _put(self, name: str, kind: str) -> "Message":
        import dns.exception
        import dns.message  # 50 ms that only those who ask need
        import dns.rcode

        clock = self._deadline.clock(_PATIENCE)
        clock.enter("dns")
        servers = own_servers(clock) if self._servers is None else self._servers
        try:
            query = dns.message.make_query(name, kind, use_edns=0, payload=1232)
        except (dns.exception.DNSException, UnicodeError) as error:
            raise clock.failure(Failure.OURS, text("could not be asked"), str(error)) from error
        answer = inquire(query, servers, clock)
        if answer.rcode() not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
            code = dns.rcode.to_text(answer.rcode())
            raise clock.failure(Failure.DNS, text("answers with {code}", code=code), f"{name} {kind}")
        return answer


def _data(answer: "Message", kind: str) -> Iterator[str]:
    """The answers of a type, as a zone file has them; texts as they are."""
    import dns.rdatatype

    wanted = dns.rdatatype.from_text(kind)
    for rrset in answer.answer:
        if rrset.rdtype == wanted:
            for each in rrset:
                text = each.strings if kind == "TXT" else None
                yield str(each) if text is None else b"".join(text).decode("utf-8", "replace")


def _columns(told: str, least: int) -> list[str]:
    columns = [part.strip() for part in told.split("|")]
    return columns + [""] * (least - len(columns))


def _is_prefix(text: str) -> bool:
    """Whether it is a prefix that somebody may announce: no more than a hundredth of all there is."""
    try:
        return ipaddress.ip_network(text).prefixlen >= 8
    except ValueError:
        return False


def _zones(host: str) -> Iterator[str]:
    """The names that may be the zone of a host, from itself up to what was registered."""
    if is_address(host):
        return
    top = registrable(host) or host
    name = host
    while len(name) >= len(top):
        yield name
        name = name.partition(".")[2]
        if not name:
            return
