"""Checks of a certificate: who signed it, whom it is for, and how long it lasts."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from socket import AF_INET, AF_INET6, AF_UNSPEC
from typing import Annotated, Any, Literal, cast

import certifi
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from statuspage.checks.answers import failed, right
from statuspage.checks.starttls import Protocol, start_tls
from statuspage.checks.tcp import split_address
from statuspage.fields import Duration
from statuspage.model.result import Answer, Phases
from statuspage.model.status import Outcome
from statuspage.model.text import Text, text, texts
from statuspage.net.clock import Clock, Failure, TransportError
from statuspage.net.dial import dial
from statuspage.net.sockets import ClockedTls, secure
from statuspage.net.trust import Trust, context_of
from statuspage.timeutil import utc_now

_NO_CHECK_TIME = 0x200000
"""OpenSSL's X509_V_FLAG_NO_CHECK_TIME (X509_VERIFY_PARAM_set_flags(3)), which ``ssl`` has no name for."""

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)

_DATES = {9, 10}
"""X509_V_ERR numbers of dates. OpenSSL looks at them last, so all else was right."""

_FAMILIES: Mapping[int | None, int] = {None: AF_UNSPEC, 4: AF_INET, 6: AF_INET6}
_HOST = re.compile(r"[^\s/@\[\]]{1,255}")


def _checked(address: str) -> str:
    split_address(address)
    return address


def _host(name: str) -> str:
    if not _HOST.fullmatch(name):
        raise ValueError("It must be the name of a host.")
    return name


def _whole_path(path: str) -> str:
    if not path.startswith("/") or "\0" in path:
        raise ValueError("It must be the whole path of a file, beginning with /.")
    return path


class TlsOptions(BaseModel):
    """Whose certificate a check of kind tls looks at, and what it expects."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    address: Annotated[str, AfterValidator(_checked)] = Field(
        description="Host and port; an IPv6 address in brackets.",
        examples=['"portal.example.com:443"', '"[2001:db8::1]:443"'],
    )
    server_name: Annotated[str, AfterValidator(_host)] | None = Field(
        default=None,
        description="The name that is asked for and that the certificate must be for. "
        "Default: the host of the address.",
        examples=['"mail.example.com"'],
    )
    starttls: Protocol | None = Field(
        default=None,
        description="The protocol that is spoken until TLS begins. Default: TLS begins at once.",
        examples=['"smtp"', '"imap"'],
    )
    warn_before: Annotated[Duration, Field(ge=timedelta(0))] = Field(
        default=timedelta(days=14),
        description="A certificate that ends sooner than this counts as slow.",
        examples=['"21d"'],
    )
    slow_after: Annotated[Duration, Field(gt=timedelta(0))] | None = Field(
        default=None, description="A right answer later than this is slow.", examples=['"800ms"']
    )
    ca: Annotated[str, AfterValidator(_whole_path)] | None = Field(
        default=None,
        description="A PEM file with the authorities that are trusted in place of this machine's.",
        examples=['"/etc/ssl/our-authority.pem"'],
    )
    ip: Literal[4, 6] | None = Field(
        default=None,
        description="4 or 6: ask over IPv4 or over IPv6 only. Default: whichever connects first.",
        examples=["6"],
    )


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself; ``about`` is for operators."""

    begins: datetime
    ends: datetime
    about: str


def ask(options: TlsOptions, timeout: timedelta) -> Answer:
    """Connect, begin TLS, and look at the certificate."""
    try:
        context = context_of(Trust(ca=options.ca))
    except OSError as error:
        return Answer(Outcome.ERROR, 0.0, text("could not be checked"), f"{options.ca}: {error}")
    clock = Clock(timeout)
    try:
        certificate = _meet(options, clock, context)
    except TransportError as error:
        return _unmet(options, clock, error)
    phases = clock.phases()
    return judge(options, certificate, clock.ms, phases, utc_now())


def judge(options: TlsOptions, certificate: Certificate, ms: float, phases: Phases, now: datetime) -> Answer:
    """What to make of a certificate that is right but for its dates. What dates tell is certain."""
    begins, ends = certificate.begins, certificate.ends
    if ends <= now:
        outcome, reason = Outcome.DOWN, _ended(now - ends)
    elif begins > now:
        outcome, reason = Outcome.DOWN, text("its certificate is not valid before {day}", day=begins.date())
    elif ends - now < options.warn_before:
        outcome, reason = Outcome.SLOW, _ending(ends - now, ends.date())
    else:
        return right(ms, options.slow_after, phases, certificate.about)
    return Answer(outcome, ms, reason, certificate.about, phases, certain=True)


def _unmet(options: TlsOptions, clock: Clock, error: TransportError) -> Answer:
    """The answer when TLS did not come about. Why a date is wrong, a second look tells."""
    cause = error.__cause__
    code = cause.verify_code if isinstance(cause, ssl.SSLCertVerificationError) else 0
    answer = failed(error)
    if code not in _DATES:
        return answer
    try:
        certificate = _meet(options, clock, _timeless(options.ca))
    except (TransportError, OSError):
        return replace(answer, certain=True)
    seen = judge(options, certificate, error.ms, error.phases, utc_now())
    if seen.outcome is Outcome.DOWN:
        return seen
    reason = text("its certificate, or one that vouches for it, is out of date")
    return replace(answer, reason=reason, detail=f"{answer.detail}; {certificate.about}", certain=True)


def _meet(options: TlsOptions, clock: Clock, context: ssl.SSLContext) -> Certificate:
    """The certificate, once it has proved right by ``context``. Raises TransportError."""
    host, port = split_address(options.address)
    name = (options.server_name or host).rstrip(".")
    with dial(host, port, clock, family=_FAMILIES[options.ip]) as sock:
        if options.starttls is not None:
            start_tls(sock, options.starttls)
        with secure(sock, name, context) as tls:
            shown: Any = cast("ssl.SSLSocket", tls).getpeercert()
    try:
        begins, ends = (_instant(shown[key]) for key in ("notBefore", "notAfter"))
    except (ValueError, OverflowError, OSError) as error:
        raise clock.failure(Failure.TLS, text("its certificate can't be read"), str(error)) from error
    return Certificate(begins, ends, _about(shown))


def _timeless(ca: str | None) -> ssl.SSLContext:
    """A context with the same trust that passes over dates. Raises OSError."""
    context = ssl.create_default_context(cafile=ca)
    context.sslsocket_class = ClockedTls
    if ca is None:
        context.load_verify_locations(certifi.where())
    context.verify_flags = ssl.VerifyFlags(context.verify_flags | _NO_CHECK_TIME)
    return context


def _about(shown: dict[str, Any]) -> str:
    names = ", ".join(name for _, name in shown.get("subjectAltName", ()))
    issuer = ", ".join(value for part in shown.get("issuer", ()) for _, value in part)
    dates = f"valid from {shown['notBefore']} to {shown['notAfter']}"
    return f"{dates}, for {names[:200]!r}, signed by {issuer[:200]!r}"


def _instant(written: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(written), UTC)


def _ended(ago: timedelta) -> Text:
    if days := ago // _DAY:
        return texts(
            "its certificate expired {count} day ago", "its certificate expired {count} days ago", days
        )
    if hours := ago // _HOUR:
        return texts(
            "its certificate expired {count} hour ago", "its certificate expired {count} hours ago", hours
        )
    return text("its certificate expired less than an hour ago")


def _ending(left: timedelta, day: date) -> Text:
    if days := left // _DAY:
        return texts(
            "its certificate ends in {count} day, on {day}",
            "its certificate ends in {count} days, on {day}",
            days,
            day=day,
        )
    if hours := left // _HOUR:
        return texts(
            "its certificate ends in {count} hour, on {day}",
            "its certificate ends in {count} hours, on {day}",
            hours,
            day=day,
        )
    return text("its certificate ends in less than an hour, on {day}", day=day)
