"""From the options of an http check to the request that is sent."""

from typing import TYPE_CHECKING

from statuspage.net.route import FAMILIES, Route, parse_proxy
from statuspage.net.trust import Trust, context_of
from statuspage.transport import Ask, prepare, with_trust

if TYPE_CHECKING:
    from statuspage.checks.httpoptions import HttpOptions


def ready(options: "HttpOptions") -> Ask:
    """The request, made ready once for all the times that it is sent. Reads no file."""
    headers = {name: value.get_secret_value() for name, value in options.headers.items()}
    if options.auth is not None:
        headers["Authorization"] = options.auth.header
    proxy = options.proxy
    return prepare(
        options.url,
        method=options.method,
        headers=headers,
        body=None if options.body is None else options.body.get_secret_value().encode(),
        route=Route(
            proxy=None if proxy is None else parse_proxy(proxy.get_secret_value()),
            family=FAMILIES[options.ip],
        ),
    )


def trusting(request: Ask, trust: Trust) -> Ask:
    """The request with a trust of its own, whose files are looked at anew.

    Raises OSError when one can't be used.
    """
    return with_trust(request, context_of(trust), context_of(trust.for_strangers()))
