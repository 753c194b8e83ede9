"""Addresses and headers of http checks, in the spelling that people write."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr

from statuspage.fields import Secret

_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""A header's name (RFC 9110, section 5.6.2)."""

_UNSENDABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]|^\s|\s$")


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise ValueError("It must be a web address that begins with http:// or https://.")
    if parts.username is not None:
        raise ValueError(
            'A login does not belong in the address; auth = { user = "…", password = "…" } has it.'
        )
    return url


def _header_name(name: str) -> str:
    if not _HEADER.fullmatch(name):
        raise ValueError(f'"{name}" is not the name of a header.')
    return name


def _header_value(value: SecretStr) -> SecretStr:
    if _UNSENDABLE.search(value.get_secret_value()):
        raise ValueError("It has a character that can't be sent in a header, or a blank at an end.")
    return value


WebAddress = Annotated[str, AfterValidator(_address)]
"""``http://…`` or ``https://…`` without a login."""

HeaderName = Annotated[str, AfterValidator(_header_name)]
HeaderValue = Annotated[Secret, AfterValidator(_header_value)]
