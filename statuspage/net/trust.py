"""Whom a TLS connection trusts, and who it says we are."""

import os
import ssl
import stat
from functools import lru_cache
from typing import NamedTuple

import certifi

from statuspage.net.sockets import ClockedTls


class Trust(NamedTuple):
    """What is said of TLS; all paths lead to PEM files.

    ``ca`` holds the authorities that are trusted in place of this machine's; ``certificate`` and
    ``key`` are ours, the key perhaps in the same file. Without ``verify`` everybody is trusted.
    """

    ca: str | None = None
    certificate: str | None = None
    key: str | None = None
    verify: bool = True

    def for_strangers(self) -> "Trust":
        """The same without our certificate, which is for one server only."""
        return self._replace(certificate=None, key=None)


USUAL = Trust()
"""This machine's authorities and those of certifi, and no certificate of ours."""


def context_of(trust: Trust) -> ssl.SSLContext:
    """The context for :func:`statuspage.net.sockets.secure`; made once, and anew when a file was renewed.

    Raises OSError (ssl.SSLError is one) when a file can't be read or is not what it should be.
    """
    files = (trust.ca, trust.certificate, trust.key)
    return _made(trust, tuple(_renewed_at(file) for file in files if file is not None))


def _renewed_at(file: str) -> int:
    """When a file last changed. A pipe or a device is none: to open one may take for ever."""
    status = os.stat(file)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(f"{file} is not a plain file")
    return status.st_mtime_ns


@lru_cache(maxsize=256)
def _made(trust: Trust, _renewed: tuple[int, ...]) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=trust.ca)
    context.sslsocket_class = ClockedTls
    if trust.ca is None:
        context.load_verify_locations(certifi.where())
    if not trust.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if trust.certificate is not None:
        context.load_cert_chain(trust.certificate, trust.key, _no_password)
    return context


def _no_password() -> str:
    """Called for a key under a password, for which OpenSSL would else ask at the terminal."""
    raise OSError("the key needs a password")
