"""What the page's own places share with what the page reports on. Pure."""

import ipaddress
from collections.abc import Iterable, Iterator, Mapping, Sequence

from statuspage.decide.hosting import operator_of, stands_on
from statuspage.model.fate import Facts, Place, Role, Service, Shared, Tie, Upstream, Weight

_IN_THE_WAY = frozenset({Role.PAGE, Role.COPY, Role.GIT, Role.ASSET})
"""Places without which the page, or news on it, does not reach people."""

_ORDER = list(Tie)


def compare(
    places: Sequence[Place],
    services: Sequence[Service],
    upstreams: Sequence[Upstream] = (),
    domains: Mapping[str, str] | None = None,
) -> tuple[Shared, ...]:
    """Everything that places share with services or with what these depend on, what matters first.

    ``domains`` gives the registrable domain of names where it is known. Of what contains each other only
    the closest is told: who shares an address shares its network too. A shared host is told alone.
    """
    found: dict[tuple[int, Tie, str], list[str]] = {}
    for number, place in enumerate(places):
        for service in services:
            for tie, value in ties(place.facts, service.facts, domains or {}):
                if place.role is not Role.MACHINE or tie is Tie.ADDRESS:
                    found.setdefault((number, tie, value), []).append(service.name)
        for upstream in upstreams:
            sign = stands_on(place.facts, upstream.format, upstream.name) if upstream.dependents else None
            if sign is not None:
                found.setdefault((number, Tie.PROVIDER, f"{upstream.name} ({sign})"), []).extend(
                    upstream.dependents
                )
    shared = [
        Shared(places[number], tie, value, tuple(dict.fromkeys(names)), _weight(places[number].role, tie))
        for (number, tie, value), names in found.items()
    ]
    return tuple(sorted(shared, key=lambda one: (one.weight is Weight.NOTE, _rank(places, one))))


def matters(shared: Iterable[Shared]) -> bool:
    """Whether any of it can take the page down with what it reports on."""
    return any(one.weight is Weight.MATTERS for one in shared)


def ties(one: Facts, other: Facts, domains: Mapping[str, str]) -> Iterator[tuple[Tie, str]]:
    """What two hosts have in common, the closest first."""
    if one.host == other.host:
        yield Tie.HOST, one.host
        return
    if one.domain and one.domain == other.domain:
        yield Tie.DOMAIN, one.domain
    for tie, these, those in (
        (Tie.NAME_SERVERS, one.name_servers, other.name_servers),
        (Tie.ALIAS, one.aliases, other.aliases),
    ):
        if common := _operators(these, domains) & _operators(those, domains):
            yield tie, ", ".join(sorted(common))
    yield from _network_ties(one, other)
    if one.cdn and one.cdn == other.cdn:
        yield Tie.CDN, one.cdn
    if one.issuer and one.issuer == other.issuer:
        yield Tie.ISSUER, one.issuer


def _network_ties(one: Facts, other: Facts) -> Iterator[tuple[Tie, str]]:
    """The closest that two hosts have in common of address, prefix and network."""
    if common := set(one.addresses) & set(other.addresses):
        yield Tie.ADDRESS, ", ".join(sorted(common))
    elif common := _prefixes(one, other):
        yield Tie.PREFIX, ", ".join(sorted(common))
    elif numbers := {net.number for net in one.networks} & {net.number for net in other.networks}:
        owners = {net.number: net.owner for net in one.networks}
        yield Tie.NETWORK, ", ".join(f"AS{each} {owners[each]}".rstrip() for each in sorted(numbers))


def _prefixes(one: Facts, other: Facts) -> set[str]:
    """The announced prefixes that hold both; without any, the /24 or /48 that is the least there can be."""
    announced = {net.prefix for net in (*one.networks, *other.networks) if net.prefix}
    if announced:
        return {prefix for prefix in announced if _holds(prefix, one) and _holds(prefix, other)}
    return {_least(each) for each in one.addresses} & {_least(each) for each in other.addresses}


def _holds(prefix: str, facts: Facts) -> bool:
    network = ipaddress.ip_network(prefix)
    return any(ipaddress.ip_address(each) in network for each in facts.addresses)


def _least(address: str) -> str:
    size = 48 if ":" in address else 24
    return str(ipaddress.ip_network(f"{address}/{size}", strict=False))


def _operators(names: Iterable[str], domains: Mapping[str, str]) -> set[str]:
    return {operator_of(domains.get(name, name)) for name in names}


def _weight(role: Role, tie: Tie) -> Weight:
    return Weight.MATTERS if role in _IN_THE_WAY and tie is not Tie.ISSUER else Weight.NOTE


def _rank(places: Sequence[Place], one: Shared) -> tuple[int, int]:
    return places.index(one.place), _ORDER.index(one.tie)
