"""One visit of the doctor: everything is asked at the same time, and all of it ends by one deadline."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from statuspage.checks.nameservers import Server
from statuspage.decide.fate import compare, matters
from statuspage.decide.fate_words import UNKNOWABLE
from statuspage.doctor import leaks, machine, published
from statuspage.doctor.deadline import Deadline
from statuspage.doctor.domains import owned
from statuspage.doctor.examined import Examined, Level
from statuspage.doctor.hosts import is_here, learn
from statuspage.doctor.names import Names
from statuspage.doctor.page import SeenPage, see
from statuspage.doctor.places import OwnSpot, Spot, asked_spots, opaque, own_spots, spot_of, upstreams
from statuspage.model.fate import Facts, Place, Role, Service, Shared
from statuspage.model.site import Site
from statuspage.timeutil import utc_now

_WITHIN = timedelta(seconds=16)
_MOST = 64
"""Hosts that are asked at the same time."""

_SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was found at a moment. It names hosts: it is for operators only.

    ``unknown`` are sentences on what could not be learnt this time, ``unknowable`` on what no look tells.
    """

    at: datetime
    site: str
    url: str
    places: tuple[Place, ...]
    services: tuple[Service, ...]
    shared: tuple[Shared, ...]
    examined: tuple[Examined, ...]
    unknown: tuple[str, ...]
    unknowable: tuple[str, ...] = UNKNOWABLE

    @property
    def proves(self) -> bool:
        """Whether it can tell at all: the page's own addresses are known."""
        return any(one.role is Role.PAGE and one.facts.addresses for one in self.places)

    @property
    def is_well(self) -> bool:
        """Whether nothing is shared that matters, nothing is wrong, and this is known."""
        wrong = any(one.level is Level.WRONG for one in self.examined)
        return self.proves and not wrong and not matters(self.shared)


def diagnose(
    site: Site,
    root: Path,
    folder: Path,
    *,
    servers: Sequence[Server] | None = None,
    networks: bool = True,
    within: timedelta = _WITHIN,
) -> Diagnosis:
    """Look at the page of a ``site``, with files in ``root`` and data in ``folder``, for 20 s at most.

    ``servers`` are the name servers to ask (None: this machine's). Without ``networks`` nobody is asked
    whose networks addresses are in. Nothing is written and nothing raised.
    """
    deadline = Deadline(within)
    names = Names(deadline, servers)
    own, asked = list(own_spots(site, root)), list(asked_spots(site))

    def ask(spot: Spot) -> Facts:
        return learn(spot, names, deadline, networks=networks)

    with ThreadPoolExecutor(_MOST, "doctor") as pool:
        page = pool.submit(see, site.url, deadline)
        secrets = pool.submit(leaks.examine, root)
        own_machine = pool.submit(lambda: tuple(machine.examine(root, folder)))
        learnt = dict(_together(pool.map, ask, [*(one.spot for one in own), *(one.spot for one in asked)]))
        assets = _assets(page.result())
        learnt |= _together(pool.map, ask, [one.spot for one in assets])
        looks = (*page.result().examined, *own_machine.result(), secrets.result())
    services = tuple(Service(one.component, one.name, learnt[one.spot]) for one in asked)
    places = (*(Place(one.role, one.label, learnt[one.spot]) for one in (*own, *assets)), *_here(services))
    every = [*(one.facts for one in places), *(one.facts for one in services)]
    shared = compare(places, services, upstreams(site), _domains(every))
    now = utc_now()
    looks += (*published.examine(site, folder, now), *_certificates(places, now))
    unknown = (*_unlearnt(places, services), *opaque(site))
    return Diagnosis(now, site.name, site.url, places, services, shared, looks, unknown)


def _together(
    over: "Callable[..., Iterable[Facts]]", ask: "Callable[[Spot], Facts]", spots: Iterable[Spot]
) -> dict[Spot, Facts]:
    """What is learnt of each spot, asked once each, all at the same time."""
    each = list(dict.fromkeys(spots))
    return dict(zip(each, over(ask, each), strict=True))


def _assets(page: SeenPage) -> list[OwnSpot]:
    spots = [spot for address in page.assets if (spot := spot_of(address)) is not None]
    return [OwnSpot(Role.ASSET, f"what the page loads from {spot.host}", spot) for spot in spots]


def _here(services: Iterable[Service]) -> Iterable[Place]:
    """This machine, where a service runs on it too."""
    addresses = dict.fromkeys(address for one in services for address in one.facts.addresses)
    here = tuple(address for address in addresses if is_here(address))
    if here:
        yield Place(Role.MACHINE, "this machine", Facts("this machine", addresses=here))


def _domains(facts: Iterable[Facts]) -> Mapping[str, str]:
    return {name: owned(name) for one in facts for name in (*one.name_servers, *one.aliases)}


def _certificates(places: Iterable[Place], now: datetime) -> Iterable[Examined]:
    """What of the page's own side ends soon."""
    for one in places:
        ends = one.facts.expires
        if ends is not None and one.role in (Role.PAGE, Role.COPY):
            days = (ends - now) // timedelta(days=1)
            told = f"The certificate of {one.label} holds for {days} more days, until {ends:%Y-%m-%d}."
            late = ends - now < _SOON
            help_ = "See that it is renewed by itself." if late else ""
            yield Examined("certificate", Level.WARNING if late else Level.FINE, told, help_)


def _unlearnt(places: Iterable[Place], services: Iterable[Service]) -> Iterable[str]:
    """Sentences on what could not be learnt of hosts."""
    for one in places:
        for each in one.facts.unlearnt:
            yield f"{one.label} ({one.facts.host}): {each.what} not learnt: {each.why}."
    for service in services:
        for each in service.facts.unlearnt:
            yield f"{service.name} ({service.facts.host}): {each.what} not learnt: {each.why}."
