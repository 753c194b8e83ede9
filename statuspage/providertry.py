"""A provider's page read once, by hand: what it is written in is found out, and what it says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from statuspage.errors import StatusPageError
from statuspage.model.provider import Match, Provider, Reading
from statuspage.model.site import Site
from statuspage.model.status import Status
from statuspage.providers import FORMATS
from statuspage.providers.catalogue import Entry, entries, find, recognize
from statuspage.providers.fetch import Source, agent, ask, reading_of
from statuspage.site.providerschema import source_address
from statuspage.site.spelling import address
from statuspage.site.upstreams import at_path
from statuspage.site.words import meant, quoted
from statuspage.sitefiles import open_site
from statuspage.sitefolder import CONFIG
from statuspage.timeutil import utc_now
from statuspage.upstream import doubts, options_of

_FEEDS = ("/history.atom", "/history.rss", "/feed.atom", "/feed")


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying: as which ``provider`` the page was read, and what it says.

    ``asked`` are the addresses that were asked, in order, each with what came; ``entry`` is the provider's in
    the catalogue, where it has one. ``reading`` is None where no address answered with a status.
    """

    provider: Provider
    asked: tuple[tuple[str, str], ...]
    reading: Reading | None
    entry: Entry | None = None


def try_out(target: str, root: Path, match: Sequence[str] = ()) -> Tried:
    """Read the page of an address, of a provider of the site in ``root``, or of one of the catalogue.

    With ``match`` only those services, regions or components count. Raises StatusPageError for what is
    neither, with the nearest.
    """
    now, site = utc_now(), _site(root)
    name = agent(site.url) if site else "statuspage"
    if "://" in target:
        return _find_out(target, Match(tuple(match)), name, now)
    declared = site.providers if site else ()
    provider = next((one for one in declared if one.id == target), None)
    entry = find(target) if provider is None else None
    if provider is None and entry is not None:
        provider = Provider(entry.id, entry.name, entry.format, entry.address, page=entry.page)
    if provider is None:
        known = [*(one.id for one in declared), *entries()]
        raise StatusPageError(
            f"There is no provider {quoted(target)}; {meant(target, known)} An address is tried as well: "
            "statuspage providers try https://www.githubstatus.com"
        )
    provider = replace(provider, match=Match(tuple(match))) if match else provider
    source = ask(Source(provider.url), name, now)
    reading = reading_of(source, provider.format, options_of(provider), now, provider.every)
    return Tried(provider, ((provider.url, _came(source)),), reading, entry)


def notes(tried: Tried) -> Iterator[str]:
    """What makes it doubtful that ``match`` means what it should, in sentences."""
    provider, reading = tried.provider, tried.reading
    if not provider.match or reading is None or FORMATS[provider.format].names_all:
        return
    yield from (rule for rule, _ in doubts(provider))
    if reading.status is Status.OPERATIONAL:
        yield "A page of this format lists only what goes on: a wrong name looks like a service that is well."


def _find_out(url: str, match: Match, name: str, now: datetime) -> Tried:
    """Ask an address and, where it is a page for people, the places where formats usually are.

    Raises StatusPageError for an address that can't be read.
    """
    try:
        source_address(url)
    except ValueError as error:
        raise StatusPageError(f"{error} For example: https://www.githubstatus.com") from None
    asked: list[tuple[str, str]] = []
    for candidate in dict.fromkeys(_candidates(url)):
        source = ask(Source(candidate), name, now)
        format_ = recognize(candidate, source.document) if source.document else None
        if format_ is None:
            asked.append((candidate, "no status that we can read" if source.document else _came(source)))
            if source.document is None and not source.detail.startswith("status "):
                break  # nobody is there, so the other places are not asked either
            continue
        asked.append((candidate, f"the format {format_}"))
        entry = next((one for one in entries().values() if one.address == candidate), None)
        provider = Provider(
            id=entry.id if entry else _id_of(candidate),
            name=entry.name if entry else urlsplit(candidate).hostname or candidate,
            format=format_,
            url=candidate,
            match=match,
        )
        reading = reading_of(source, format_, options_of(provider), now, provider.every)
        return Tried(provider, tuple(asked), reading, entry)
    return Tried(Provider("provider", url, "", url, match), tuple(asked), None)


def _candidates(url: str) -> Iterator[str]:
    yield url
    for one in FORMATS.values():
        if one.path:
            yield at_path(url, one.path)
    for path in _FEEDS:
        yield at_path(url, path)


def _came(source: Source) -> str:
    if source.document is not None:
        return f"{len(source.document.body):,} bytes"
    return f"{source.failure}" + (f" ({source.detail})" if source.detail else "")


def _id_of(url: str) -> str:
    """An id for the provider at an address: its host without what says that it is a status page."""
    parts = (urlsplit(url).hostname or "").removeprefix("www.").split(".")
    named = [part.removesuffix("status") for part in parts[:-1] if part not in ("status", "www")]
    return address("-".join(filter(None, named))) or "provider"


def _site(root: Path) -> Site | None:
    """The site in a folder, if there is one."""
    return open_site(root, secrets=False).site if (root / CONFIG).is_file() else None
