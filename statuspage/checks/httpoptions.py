"""The options of http checks: what is asked, and by which way."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field, SecretStr, ValidationInfo, field_validator

from statuspage.checks.httpaddress import HeaderName, HeaderValue, WebAddress
from statuspage.checks.httpauth import Auth, HttpAuth
from statuspage.checks.httpexpect import STRICT, HttpExpect
from statuspage.fields import Duration, Secret
from statuspage.net.route import parse_proxy
from statuspage.net.trust import USUAL, Trust

if TYPE_CHECKING:
    from statuspage.transport import Ask


def _file(path: str) -> str:
    if not path.startswith("/") or "\0" in path:
        raise ValueError("It must be the whole path of a file, beginning with /.")
    return path


def _proxy(value: SecretStr) -> SecretStr:
    try:
        parse_proxy(value.get_secret_value())
    except ValueError:
        raise ValueError(
            "It must be http:// with a host and a port; in a login before them, signs such as / and # "
            "are written %2F and %23."
        ) from None
    return value


File = Annotated[str, AfterValidator(_file)]


class HttpOptions(BaseModel):
    """What a check of kind http asks, and what it expects."""

    model_config = STRICT

    url: WebAddress = Field(
        description="The address that is asked for.", examples=['"https://portal.example.com/health"']
    )
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] = Field(
        default="GET", description="The method of the request.", examples=['"HEAD"']
    )
    headers: dict[HeaderName, HeaderValue] = Field(
        default={},
        description="Headers to send; ${NAME} is taken from the environment. "
        "A redirect to another host gets none of them but Accept, Accept-Language and User-Agent.",
        examples=['{ "X-Api-Key" = "${PORTAL_KEY}" }'],
    )
    auth: Auth | None = Field(
        default=None,
        description="A login, or a token; a redirect to another host does not get it.",
        examples=['{ user = "monitor", password = "${PORTAL_PASSWORD}" }', '{ bearer = "${PORTAL_TOKEN}" }'],
    )
    body: Secret | None = Field(
        default=None,
        description="The body to send; ${NAME} is taken from the environment.",
        examples=["'{\"ping\": true}'"],
    )
    expect: HttpExpect = Field(
        default=HttpExpect(),
        description="What must be true of the answer.",
        examples=['{ status = [200], text = "ready", json = { "db.state" = "up" } }'],
    )
    slow_after: Annotated[Duration, Field(gt=timedelta(0))] | None = Field(
        default=None, description="A right answer later than this is slow.", examples=['"800ms"']
    )
    redirects: Annotated[int, Field(ge=0, le=20)] = Field(
        default=5,
        description="How many redirects are followed; with 0 a redirect is the answer itself.",
        examples=["0"],
    )
    max_body: Annotated[int, Field(ge=1, le=100_000_000)] = Field(
        default=1_000_000,
        description="How many bytes of the body are read, unpacked; the rest is left.",
        examples=["200000"],
    )
    proxy: Annotated[Secret, AfterValidator(_proxy)] | None = Field(
        default=None,
        description="The HTTP proxy that asks for us; ${NAME} is taken from the environment. "
        "Where the proxy itself fails, nothing is known of the service.",
        examples=['"http://proxy.example.com:3128"', '"http://monitor:${PROXY_PASSWORD}@10.0.0.2:3128"'],
    )
    ip: Literal[4, 6] | None = Field(
        default=None,
        description="4 or 6: ask over IPv4 or over IPv6 only. Default: whichever connects first.",
        examples=["6"],
    )
    client_certificate: File | None = Field(
        default=None,
        description="A PEM file with the certificate by which the server knows us, and those above it. "
        "A redirect to another host does not get it.",
        examples=['"/etc/statuspage/monitor.pem"'],
    )
    client_key: File | None = Field(
        default=None,
        description="A PEM file with the certificate's key, without a password. "
        "Default: it is in the same file.",
        examples=['"/etc/statuspage/monitor.key"'],
    )
    ca: File | None = Field(
        default=None,
        description="A PEM file with the authorities that are trusted in place of this machine's.",
        examples=['"/etc/ssl/example-ca.pem"'],
    )
    verify: bool = Field(
        default=True,
        description="false: take any certificate, even an expired or forged one; lint warns of it.",
        examples=["false"],
    )

    @field_validator("auth")
    @classmethod
    def _one_login(cls, auth: HttpAuth | None, info: ValidationInfo) -> HttpAuth | None:
        if auth is not None and any(name.lower() == "authorization" for name in info.data.get("headers", ())):
            raise ValueError("headers has an Authorization already; one of the two must go.")
        return auth

    @field_validator("expect")
    @classmethod
    def _has_a_body(cls, expect: HttpExpect, info: ValidationInfo) -> HttpExpect:
        if expect.of_body and info.data.get("method") == "HEAD":
            raise ValueError("The answer to HEAD has no body to expect anything of.")
        return expect

    @field_validator("ip")
    @classmethod
    def _is_ours_to_choose(cls, ip: int | None, info: ValidationInfo) -> int | None:
        if ip is not None and info.data.get("proxy") is not None:
            raise ValueError("With a proxy, it is the proxy that chooses between IPv4 and IPv6.")
        return ip

    @field_validator("client_key")
    @classmethod
    def _has_a_certificate(cls, key: str | None, info: ValidationInfo) -> str | None:
        if key is not None and info.data.get("client_certificate", "") is None:
            raise ValueError("A key is of use only with its certificate, client_certificate.")
        return key

    @field_validator("verify")
    @classmethod
    def _has_a_purpose(cls, verify: bool, info: ValidationInfo) -> bool:
        if not verify and info.data.get("ca") is not None:
            raise ValueError("With ca, certificates are verified; one of the two must go.")
        return verify

    @cached_property
    def trust(self) -> Trust:
        """What is said of TLS."""
        said = Trust(self.ca, self.client_certificate, self.client_key, self.verify)
        return USUAL if said == USUAL else said

    @cached_property
    def ready(self) -> "Ask":
        """The request with the usual trust, made ready once."""
        from statuspage.checks.httprequest import ready  # loads requests, which only those who ask need

        return ready(self)

    @property
    def request(self) -> "Ask":
        """The request that the options amount to. Raises OSError when a file for TLS can't be used."""
        if self.trust is USUAL:
            return self.ready
        from statuspage.checks.httprequest import trusting

        return trusting(self.ready, self.trust)
