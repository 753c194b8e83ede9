"""The options of http checks, each in the spelling that people write."""

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from statuspage.fields import Duration, Secret

if TYPE_CHECKING:
    from statuspage.transport import Ask

_STRICT = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)
_STATUS = re.compile(r"([1-5]\d\d)(?:-([1-5]\d\d))?", re.ASCII)
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
"""A header's name (RFC 9110, section 5.6.2)."""

_UNSENDABLE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]|[^\x00-\xff]|^\s|\s$")

Plain = str | int | float | bool


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s\x00-\x1f\x7f]", url):
        raise ValueError("It must be a web address that begins with http:// or https://.")
    if parts.username is not None:
        raise ValueError("A login does not belong in the address; send it as a header, from the environment.")
    return url


def _statuses(value: object) -> tuple[tuple[int, int], ...]:
    written = value if isinstance(value, list) else [value]
    found = [_STATUS.fullmatch(str(each)) for each in written if isinstance(each, (int, str))]
    ranges = [(int(match[1]), int(match[2] or match[1])) for match in found if match]
    if not ranges or len(ranges) != len(written) or any(low > high for low, high in ranges):
        raise ValueError('It must be a list of status codes from 100 to 599 and ranges such as "200-299".')
    return tuple(ranges)


def _texts(value: object) -> tuple[str, ...]:
    written = value if isinstance(value, list) else [value]
    if not written or not all(isinstance(each, str) and each for each in written):
        raise ValueError("It must be text in quotes, or a list of texts, and not empty.")
    return tuple(written)


def _flat(value: object) -> object:
    """A table of tables, as ``{ db.state = "up" }`` without quotes is read, with dotted keys."""

    def leaves(table: dict[str, object], above: str) -> Iterator[tuple[str, object]]:
        for key, each in table.items():
            if isinstance(each, dict) and each:
                yield from leaves(each, f"{above}{key}.")
            else:
                yield above + key, each

    return dict(leaves(value, "")) if isinstance(value, dict) else value


def _plain(value: object) -> object:
    if not isinstance(value, str | int | float):
        raise ValueError("It must be text, a number, true or false.")
    return value


def _header_name(name: str) -> str:
    if not _HEADER.fullmatch(name):
        raise ValueError(f'"{name}" is not the name of a header.')
    return name


def _header_value(value: SecretStr) -> SecretStr:
    if _UNSENDABLE.search(value.get_secret_value()):
        raise ValueError("It has a character that can't be sent in a header, or a blank at an end.")
    return value


HeaderName = Annotated[str, AfterValidator(_header_name)]
HeaderValue = Annotated[Secret, AfterValidator(_header_value)]


class HttpExpect(BaseModel):
    """What must be true of an answer."""

    model_config = _STRICT

    status: Annotated[tuple[tuple[int, int], ...], BeforeValidator(_statuses)] = Field(
        default=((200, 299),),
        description='Status codes that are right, and ranges of them. Default: "200-299".',
        examples=["[200]", '[200, "300-399"]', '"200-299"'],
    )
    text: Annotated[tuple[str, ...], BeforeValidator(_texts)] = Field(
        default=(),
        description="Text that the body must hold; of a list, all.",
        examples=['"ready"', '["Sign in", "Help"]'],
    )
    values: Annotated[dict[str, Annotated[Plain, BeforeValidator(_plain)]], BeforeValidator(_flat)] = Field(
        default={},
        alias="json",
        description="Values in a JSON body, by their path with dots; a number picks from a list.",
        examples=['{ "db.state" = "up" }'],
    )


class HttpOptions(BaseModel):
    """What a check of kind http asks, and what it expects."""

    model_config = _STRICT

    url: Annotated[str, AfterValidator(_address)] = Field(
        description="The address that is asked for.", examples=['"https://portal.example.com/health"']
    )
    method: Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] = Field(
        default="GET", description="The method of the request.", examples=['"HEAD"']
    )
    headers: dict[HeaderName, HeaderValue] = Field(
        default={},
        description="Headers to send; ${NAME} is taken from the environment. "
        "A redirect to another host gets none of them but Accept, Accept-Language and User-Agent.",
        examples=['{ Authorization = "Bearer ${PORTAL_TOKEN}" }'],
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

    @cached_property
    def request(self) -> "Ask":
        """The request that the options amount to, made ready once."""
        from statuspage.transport import prepare  # loads requests, which only those who ask need

        return prepare(
            self.url,
            method=self.method,
            headers={name: value.get_secret_value() for name, value in self.headers.items()},
            body=None if self.body is None else self.body.get_secret_value().encode(),
        )
