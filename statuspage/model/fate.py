"""What a host stands on, what stands on it, and what two of them have in common."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a place is to the site."""

    PAGE = "page"
    COPY = "copy"
    GIT = "git"
    ASSET = "asset"
    LINK = "link"
    MACHINE = "machine"


class Tie(StrEnum):
    """What two places may have in common, the closest first."""

    HOST = "host"
    DOMAIN = "domain"
    NAME_SERVERS = "name servers"
    ALIAS = "alias"
    ADDRESS = "address"
    PREFIX = "prefix"
    NETWORK = "network"
    CDN = "cdn"
    PROVIDER = "provider"
    ISSUER = "issuer"


class Weight(StrEnum):
    """Whether what is shared can take the page down with what it reports on."""

    MATTERS = "matters"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Network:
    """A network as routers know it: its ``prefix``, the number of its autonomous system, and whose it is."""

    prefix: str
    number: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Unlearnt:
    """Something of a host that could not be learnt, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a host. What is empty was not found or not learnt: ``unlearnt`` tells which.

    ``domain`` is the registrable one. ``aliases`` are the names that its name leads on to, ``issuer`` who
    signed its certificate, which holds until ``expires``, ``cdn`` what its answers' headers tell of.
    """

    host: str
    domain: str | None = None
    name_servers: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    networks: tuple[Network, ...] = ()
    issuer: str | None = None
    expires: datetime | None = None
    cdn: str | None = None
    unlearnt: tuple[Unlearnt, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A host of the page's own side. ``label`` is what operators call it: "the git host"."""

    role: Role
    label: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Service:
    """A host that a component's checks ask."""

    component: str
    name: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Upstream:
    """A provider that components depend on: their names. ``format`` is that of its status page."""

    id: str
    name: str
    format: str
    dependents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """One thing that a place has in common with components, by their names."""

    place: Place
    tie: Tie
    value: str
    components: tuple[str, ...]
    weight: Weight
