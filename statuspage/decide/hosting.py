"""Who runs what a host stands on, told by its names, networks and headers. Pure."""

import re
from collections.abc import Iterable, Mapping

from statuspage.model.fate import Facts

_NUMBERED = re.compile(r"-?\d+$")

_BY_HEADER = {
    "cf-ray": "Cloudflare",
    "x-amz-cf-id": "Amazon CloudFront",
    "x-fastly-request-id": "Fastly",
    "x-github-request-id": "GitHub Pages",
    "x-vercel-id": "Vercel",
    "x-nf-request-id": "Netlify",
    "x-azure-ref": "Azure Front Door",
    "fly-request-id": "Fly.io",
    "x-akamai-request-id": "Akamai",
    "cdn-pullzone": "Bunny",
}
"""Headers that only one host or content network sets, by their owner."""

_BY_SERVER = {
    "cloudflare": "Cloudflare",
    "akamaighost": "Akamai",
    "amazons3": "Amazon S3",
    "bunnycdn": "Bunny",
    "github.com": "GitHub Pages",
    "netlify": "Netlify",
    "vercel": "Vercel",
    "google frontend": "Google",
}
"""How the ``Server`` header begins, in small letters."""

_SIGNS: Mapping[str, tuple[str, ...]] = {
    "aws": ("amazon", "aws", "cloudfront"),
    "google": ("google", "1e100"),
    "azure": ("microsoft", "azure", "msft", "msedge", "trafficmanager"),
}
"""What stands in names, networks and headers of a provider, by the format of its status page."""

_COMMON = frozenset({"cloud", "status", "services", "service", "network", "networks", "hosting", "the"})
"""Words of providers' names that say nothing."""


def content_network(headers: Mapping[str, str]) -> str | None:
    """The host or content network whose marks an answer's headers bear."""
    given = {name.lower(): value.lower() for name, value in headers.items()}
    for name, owner in _BY_HEADER.items():
        if name in given:
            return owner
    server = given.get("server", "")
    for begins, owner in _BY_SERVER.items():
        if server.startswith(begins):
            return owner
    if given.get("x-served-by", "").startswith("cache-"):
        return "Fastly"
    return "Google" if "1.1 google" in given.get("via", "") else None


def operator_of(domain: str) -> str:
    """Who runs a registrable domain, by its name: ``awsdns-12.com`` and ``awsdns-34.net`` are one."""
    label = domain.rstrip(".").lower().partition(".")[0]
    return _NUMBERED.sub("", label) or label


def stands_on(facts: Facts, format_: str, name: str) -> str | None:
    """By which sign a host stands on a provider: the words in which it was found; None where none was."""
    known = _SIGNS.get(format_)
    signs = known or _words_of(name)
    names = (*facts.aliases, *facts.name_servers) if known else ()  # a mere word may be in any name
    for told in (*_owners(facts), *names):
        words = told.lower()
        if any(re.search(rf"(?<![a-z]){re.escape(sign)}", words) for sign in signs):
            return told
    return None


def _words_of(name: str) -> tuple[str, ...]:
    """The first telling word of a provider's name."""
    words = [word for word in re.findall(r"[a-z0-9]{4,}", name.lower()) if word not in _COMMON]
    return tuple(words[:1])


def _owners(facts: Facts) -> Iterable[str]:
    yield from (network.owner for network in facts.networks if network.owner)
    yield from filter(None, [facts.cdn])
