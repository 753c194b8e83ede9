"""Serves the page: granian's main process here, which starts the workers.

Only the workers import the application. This process keeps no more than it needs
to start another worker, so nothing here may import Flask.
"""

import errno
import os
import socket
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from statuspage import parent
from statuspage.errors import StatusPageError

APP = "statuspage.web.wsgi:app"
WORKERS_FAIL = 70
"""Exit code when workers ended again and again: unlike 1 and 2 it asks for a restart."""

# Measured on two cores: more threads gain nothing, fewer let a few slow answers hold up all others.
_THREADS = 8
# A client gets 10 s for its request line and headers; an idle connection is closed after as long.
_HTTP1 = HTTP1Settings(header_read_timeout=10_000, keep_alive=True, max_buffer_size=64 * 1024)
_LOGGING: dict[str, Any] = {
    "handlers": {
        name: {"class": "logging.StreamHandler", "formatter": "generic", "stream": "ext://sys.stderr"}
        for name in ("console", "access")
    }
}


def ensure_free(host: str, port: int) -> None:
    """See that ``port`` (1 to 65535) of ``host`` can be listened on.

    Raises StatusPageError with the reason. Needed since granian's workers share a port
    (SO_REUSEPORT): a second server would listen beside the first without an error.
    """
    family, address = _resolve(host, port)
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Connections that the last server closed don't count; a listening socket does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise StatusPageError(_why_not(error, host, port)) from None


def serve_web(host: str, port: int, *, workers: int = 2, app: str = APP) -> None:
    """Serve the WSGI application ``app`` ("module:name") until SIGTERM or SIGINT, then return within 2 s.

    What the application needs to know comes by the environment, which workers inherit. A worker
    that ends is replaced; when workers only fail, SystemExit with :data:`WORKERS_FAIL`.
    Raises StatusPageError when the port can't be had.
    """
    ensure_free(host, port)
    os.environ[parent.VARIABLE] = str(os.getpid())
    server = Granian(
        app,
        address=_resolve(host, port)[1],
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        http1_settings=_HTTP1,
        workers=workers,
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=1,
        log_level=LogLevels.error,
        log_dictconfig=_LOGGING,
        log_access=False,
    )
    try:
        server.serve()
    except SystemExit:
        if not server.interrupt_signal:
            raise SystemExit(WORKERS_FAIL) from None


def _resolve(host: str, port: int) -> tuple[socket.AddressFamily, str]:
    """The family and numeric address of ``host``: granian takes no names. IPv4 comes first."""
    if not 0 < port < 65536:
        raise StatusPageError(f"Port {port} does not exist: choose one from 1 to 65535, such as --port 8080.")
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise StatusPageError(
            f"The host {host} is not known: give an address of this machine, such as --host 127.0.0.1."
        ) from None
    family, _, _, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    return family, str(address[0])


def _why_not(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            other = port + 1 if port < 65535 else port - 1
            return (
                f"Port {port} of {host} is in use: "
                f"stop what listens there or choose another with --port {other}."
            )
        case errno.EACCES:
            return f"Port {port} needs rights that this user lacks: choose a higher one, such as --port 8080."
        case errno.EADDRNOTAVAIL | errno.EAFNOSUPPORT:
            return (
                f"The host {host} is no address of this machine: "
                "choose one that is, such as --host 127.0.0.1, or --host 0.0.0.0 for all."
            )
    return f"Port {port} of {host} can't be listened on: {error.strerror}."
