"""From the tables ``[providers.ID]`` to providers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from statuspage.errors import Fault
from statuspage.model.provider import Match, Provider
from statuspage.model.status import Status
from statuspage.site.faults import Place, read_table
from statuspage.site.providerschema import MINUTE, ProviderTable
from statuspage.site.values import is_id
from statuspage.site.words import meant, quoted

_HEADER = "[providers.aws-s3]"
_IGNORED = "ignore"

MOST = 500
"""Providers of one site at most: each address has a thread that waits for it."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Where a format is found: at its one ``address``, or else at ``path`` on a page."""

    address: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A provider of the catalogue."""

    name: str
    format: str
    address: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Upstreams:
    """The formats that can be read, by name, and the catalogue, by id."""

    formats: Mapping[str, Usual] = field(default_factory=dict)
    catalogue: Mapping[str, Known] = field(default_factory=dict)


def read_providers(
    written: object, place: Place, upstreams: Upstreams
) -> tuple[tuple[Provider, ...], list[Fault]]:
    """The providers that have no fault, in the order of the file, and all faults."""
    if not isinstance(written, dict):
        return (), [place.fault("Each provider is a table of its own.", _HEADER)]
    if len(written) > MOST:
        return (), [place.fault(f"There are {len(written)} providers, and {MOST} is the most.", _HEADER)]
    providers: list[Provider] = []
    faults: list[Fault] = []
    for id_, each in written.items():
        here = place.at(id_)
        if not is_id(id_):
            rule = f"{quoted(id_)} is not an id: 1 to 64 of a-z, 0-9 and hyphen."
            faults.append(here.fault(rule, _HEADER))
        table, wrong = read_table(ProviderTable, each, here)
        faults += wrong
        if table is None:
            continue
        wrong = list(_faults(table, here, upstreams))
        faults += wrong
        if not wrong:
            providers.append(_provider(id_, table, upstreams))
    return tuple(providers), faults


def _faults(table: ProviderTable, place: Place, upstreams: Upstreams) -> Iterator[Fault]:
    """What is unknown, missing, or does not go together."""
    known = upstreams.catalogue.get(table.use or "")
    if table.use is not None and known is None:
        rule = f"The catalogue has no {quoted(table.use)}; {meant(table.use, upstreams.catalogue)}"
        yield place.at("use").fault(rule, 'use = "github"')
        return
    format_ = table.format or (known.format if known else None)
    if format_ is None:
        rule = "It has neither use nor format, so nobody knows how to read it."
        yield place.fault(rule, 'use = "github"')
        return
    usual = upstreams.formats.get(format_)
    if usual is None:
        rule = f"There is no format {quoted(format_)}; {meant(format_, upstreams.formats)}"
        yield place.at("format").fault(rule, 'format = "statuspage"')
        return
    if table.url is None and known is None and usual.address is None:
        rule = f"The format {format_} has no address of its own, so it needs url."
        yield place.at("url").fault(rule, 'url = "https://www.githubstatus.com"')
    if table.every < MINUTE and not _is_here(table.url):
        yield place.at("every").fault("It must be at least 1m: the machine is not ours.", 'every = "60s"')
    if (table.rules or table.resolved) and format_ != "rss":
        key = "rules" if table.rules else "resolved"
        yield place.at(key).fault("Only the format rss has no states of its own.", 'format = "rss"')


def _provider(id_: str, table: ProviderTable, upstreams: Upstreams) -> Provider:
    known = upstreams.catalogue.get(table.use or "")
    format_ = table.format or (known.format if known else "")
    own = table.url is None and table.format is None
    usual = upstreams.formats[format_]
    address = known.address if known and (own or usual.address is None) else usual.address
    return Provider(
        id=id_,
        name=table.name or (known.name if known else id_),
        format=format_,
        url=at_path(table.url, usual.path) if table.url else address or "",
        match=Match(tuple(table.match)),
        announce=table.announce,
        every=table.every,
        page=table.page or (known.page if known and table.url is None else None),
        rules=tuple((words, _meaning(said)) for words, said in table.rules.items()),
        resolved=tuple(table.resolved),
    )


def _is_here(url: str | None) -> bool:
    """Whether an address is on this machine, where nobody else is bothered by questions."""
    host = urlsplit(url or "").hostname or ""
    return host in ("localhost", "127.0.0.1", "::1")


def at_path(url: str, path: str) -> str:
    """An address; one of a page alone with the path on it at which a format is found."""
    parts = urlsplit(url)
    return f"{url.rstrip('/')}{path}" if parts.path in ("", "/") and not parts.query else url


def _meaning(said: str) -> Status | None:
    return None if said == _IGNORED else Status(said)
