"""Registrable domains, by the public suffix list that is bundled with its package: nothing is fetched."""

import ipaddress
from functools import cache

from publicsuffixlist import PublicSuffixList


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _registries() -> PublicSuffixList:
    return PublicSuffixList(only_icann=True)


def is_address(host: str) -> bool:
    """Whether a host is written as an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Whether an address is one of the Internet, not of a private network or this machine."""
    return ipaddress.ip_address(address).is_global


def registrable(host: str) -> str | None:
    """The part of a name that somebody registered, ``example.co.uk``; None for addresses and suffixes."""
    name = host.rstrip(".").lower()
    return None if is_address(name) or not name else _suffixes().privatesuffix(name)


def owned(name: str) -> str:
    """Whose domain a name is in, customers of a host counting as the host: ``cloudfront.net``."""
    return _registries().privatesuffix(name.rstrip(".").lower()) or name
