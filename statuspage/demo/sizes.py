"""Made-up services by the hundred: what a large site is made of."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from statuspage.model.result import CheckKey
from statuspage.model.site import Check, Component

_SERVICES = (
    "Mail",
    "Phones",
    "Files",
    "Portal",
    "Booking",
    "Backups",
    "Printing",
    "Names",
    "Scans",
    "Payments",
)
_PLACES = ("Leeds", "York", "Hull", "Bath", "Derby", "Exeter", "Lincoln", "Truro", "Wells", "Ripon")


class Service(NamedTuple):
    """A component by its id, its name and its group."""

    id: str
    name: str
    group: str


def services(count: int) -> Iterator[Service]:
    """So many services, ten to a group."""
    for number in range(count):
        place, service = divmod(number, len(_SERVICES))
        again, town = divmod(place, len(_PLACES))
        group = f"{_PLACES[town]} {again + 1}" if again else _PLACES[town]
        name = f"{_SERVICES[service]} {group}"
        yield Service(name.lower().replace(" ", "-"), name, group)


def components(count: int) -> tuple[Component, ...]:
    """The same as components with one check each, asked every five minutes."""
    return tuple(
        Component(
            id=one.id,
            name=one.name,
            group=one.group,
            checks=(
                Check(CheckKey(one.id, "http"), "http", None, timedelta(minutes=5), timedelta(seconds=10)),
            ),
        )
        for one in services(count)
    )
