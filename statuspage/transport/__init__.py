"""Outgoing HTTP, with what requests has not: a total deadline, phases, a limit of size.

Each question opens a new connection and leaves none open. An answer that was cut off is an error.
"""

from statuspage.net.clock import Failure, TransportError
from statuspage.net.route import Route
from statuspage.transport.exchange import Fetch, fetch
from statuspage.transport.question import Ask, prepare, with_trust

__all__ = ["Ask", "Failure", "Fetch", "Route", "TransportError", "fetch", "prepare", "with_trust"]
