"""Which hosts the page stands on, which its services have, and what can't be told of either."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from statuspage.git.command import Git, GitFailed
from statuspage.model.fate import Role, Upstream
from statuspage.model.provider import DEPENDENCY
from statuspage.model.publish import Way
from statuspage.model.site import Check, Site

_SCP = re.compile(r"(?:[^@/\s]+@)?([^:/\s]+):(?!//)")
_GIT = timedelta(seconds=3)
_OPAQUE = {
    "command": "asks by a program of its own; what that asks is not known",
    "heartbeat": "is called by the service; where that runs is not known",
    "prometheus": "asks a Prometheus; where the service itself runs is not known",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A host that something is at. ``port`` is set where TLS is spoken, ``web`` is an address to ask."""

    host: str
    port: int | None = None
    web: str | None = None


@dataclass(frozen=True, slots=True)
class OwnSpot:
    """A spot of the page's own side."""

    role: Role
    label: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Asked:
    """A spot that a component's check asks."""

    component: str
    name: str
    spot: Spot


def spot_of(url: str) -> Spot | None:
    """Where an address of the web leads; None where it has no host."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.scheme not in ("http", "https"):
        return None
    shown = f"[{host}]" if ":" in host else host
    web = f"{parts.scheme}://{shown}" + (f":{port}" if port else "") + "/"
    return Spot(host.lower(), (port or 443) if parts.scheme == "https" else None, web)


def own_spots(site: Site, root: Path) -> Iterator[OwnSpot]:
    """The page's own side, as the configuration has it: the page, the git host, and links for help."""
    page = spot_of(site.url)
    if page is not None:
        yield OwnSpot(Role.PAGE, "the page", page)
    remote = git_host(site, root)
    if remote is not None:
        yield OwnSpot(Role.GIT, "the git host", Spot(remote))
    yield from _targets(site, root)
    for where, links in (("top", site.look.header), ("foot", site.look.footer)):
        for name, address in links.items():
            spot = _mail(address) if address.startswith("mailto:") else spot_of(address)
            if spot is not None and (page is None or spot.host != page.host):
                yield OwnSpot(Role.LINK, f"the link “{name}” at the {where}", spot)


def _targets(site: Site, root: Path) -> Iterator[OwnSpot]:
    """Where the page is published to by a branch; other ways do not tell."""
    for target in site.publishing.targets if site.publishing else ():
        host = _remote_host(target.remote, root) if target.way is Way.BRANCH else None
        if host is not None:
            yield OwnSpot(Role.COPY, f"what {target.name} is published to", Spot(host))


def git_host(site: Site, root: Path) -> str | None:
    """The host that posts are fetched from; None where they come from none."""
    return _remote_host(site.git.remote if site.git else "origin", root)


def _remote_host(remote: str, root: Path) -> str | None:
    """The host of a remote, by its name in the checkout or its address."""
    if "/" not in remote and ":" not in remote:
        try:
            remote = Git(root, _GIT).line("config", "--get", f"remote.{remote}.url")
        except GitFailed:
            return None
    return host_of_remote(remote)


def host_of_remote(remote: str) -> str | None:
    """The host of a git address, without any credentials: of ``git@host:path`` too."""
    if "://" in remote:
        try:
            host = urlsplit(remote).hostname
        except ValueError:
            return None
        return host.lower() if host else None
    found = _SCP.match(remote)
    return found[1].lower() if found and not os.path.isabs(remote) else None


def asked_spots(site: Site) -> Iterator[Asked]:
    """The hosts that checks ask, each once a component."""
    for component in site.components:
        seen: set[Spot] = set()
        for check in component.checks:
            spot = _asked(check)
            if spot is not None and spot not in seen:
                seen.add(spot)
                yield Asked(component.id, component.name, spot)


def opaque(site: Site) -> Iterator[str]:
    """Sentences on what does not tell where it is: checks, what nothing measures, and ways to publish."""
    for target in site.publishing.targets if site.publishing else ():
        if target.way is not Way.BRANCH:
            yield f"The target {target.name} is a {target.way}: who serves the page from there is not known."
    for component in site.components:
        for check in component.checks:
            if check.kind in _OPAQUE:
                yield f"{component.name}: the check {check.key.name} {_OPAQUE[check.kind]}."
            elif getattr(check.options, "proxy", None) is not None:
                yield f"{component.name}: the check {check.key.name} goes by a proxy, which is not looked at."
        if not component.checks:
            yield f"{component.name}: no check asks it, so where it runs is not known."


def upstreams(site: Site) -> tuple[Upstream, ...]:
    """The providers, with the components that name them among what they depend on."""
    return tuple(
        Upstream(
            one.id,
            one.name,
            one.format,
            tuple(each.name for each in site.components if DEPENDENCY + one.id in each.depends_on),
        )
        for one in site.providers
    )


def _mail(address: str) -> Spot | None:
    host = address.rpartition("@")[2].rstrip(".").lower()
    return Spot(host) if host else None


def _asked(check: Check) -> Spot | None:
    """Where a check asks, by the options that its kind has."""
    options = check.options
    url, address = getattr(options, "url", None), getattr(options, "address", None)
    if isinstance(url, str):
        return spot_of(url)
    if isinstance(address, str):
        host, _, port = address.rpartition(":")
        speaks_tls = check.kind == "tls" and getattr(options, "starttls", None) is None
        return Spot(host.strip("[]").lower(), int(port) if speaks_tls else None)
    name = getattr(options, "host", None) or getattr(options, "domain", None)
    return Spot(name.rstrip(".").lower()) if isinstance(name, str) else None
