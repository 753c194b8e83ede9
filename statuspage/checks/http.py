"""Checks that ask for a web address."""

from collections.abc import Iterator
from datetime import timedelta

from statuspage.checks.answers import failed
from statuspage.checks.httpjudge import judge
from statuspage.checks.httpoptions import HttpOptions
from statuspage.errors import Fault, Severity
from statuspage.model.result import Answer
from statuspage.model.status import Outcome
from statuspage.model.text import text
from statuspage.net.clock import TransportError
from statuspage.net.trust import Trust, context_of

__all__ = ["HttpOptions", "ask", "judge", "warn"]


def ask(options: HttpOptions, timeout: timedelta) -> Answer:
    """Ask once, and judge what comes."""
    from statuspage.transport import fetch  # loads requests, which only those who ask need

    try:
        request = options.request
    except OSError as error:
        return Answer(
            Outcome.ERROR, 0.0, text("could not be checked"), f"a file for TLS can't be used: {error}"
        )
    redirects = options.redirects if options.expect.redirect is None else 0
    try:
        got = fetch(request, timeout=timeout, max_body=options.max_body, redirects=redirects)
    except TransportError as error:
        return failed(error)
    return judge(options, got)


def warn(options: HttpOptions) -> Iterator[Fault]:
    """What is right but worth a second look; the place of a fault is its key alone."""
    if not options.verify:
        rule = "Any certificate is taken: whoever sits on the way can answer in the service's place."
        yield Fault("verify", rule, 'ca = "/etc/ssl/example-ca.pem"', Severity.WARNING)
    own = Trust(certificate=options.client_certificate, key=options.client_key)
    for key, trust in (("ca", Trust(ca=options.ca)), ("client_certificate", own)):
        try:
            context_of(trust)
        except OSError as error:
            rule = f"It can't be used on this machine ({error})."
            example = f'{key} = "{getattr(options, key)}"'
            yield Fault(key, rule, example, Severity.WARNING)
