"""The tables ``[providers.ID]``: whose status pages are read."""

import re
from datetime import timedelta
from typing import Annotated, ClassVar, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, Field

from statuspage.fields import Duration
from statuspage.site.notifyschema import PublicAddress
from statuspage.site.table import Table
from statuspage.site.values import Text

_SECOND = timedelta(seconds=1)
MINUTE = timedelta(seconds=60)
_DAY = timedelta(days=1)
_MOST_URL = 2000
_SECRET = re.compile(r"(?i)token|secret|passw|signature|credential|(^|[_-])(key|auth|sig|pwd)$|api_?key")

Meaning = Literal["degraded_performance", "partial_outage", "major_outage", "under_maintenance", "ignore"]


def source_address(text: str) -> str:
    """The address of a page that can be read without a secret. Raises ValueError with a sentence."""
    if "${" in text:
        raise ValueError("A provider's page is public: no ${NAME} is put into its address.")
    if not text.isascii() or not text.isprintable() or " " in text or len(text) > _MOST_URL:
        raise ValueError("It must be an http or https address without spaces, in ASCII.")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ValueError("It must be an absolute http or https address.")
    if "@" in parts.netloc:
        raise ValueError("The address has a user name or password: only pages that need none are read.")
    if any(_SECRET.search(name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        raise ValueError("The address has what looks like a key: only pages that need none are read.")
    return text


def _patterns(texts: list[str]) -> list[str]:
    for text in texts:
        if not all(part.strip() for part in f" {text} ".split(" + ")):
            raise ValueError("A name is missing beside the plus.")
    return texts


class ProviderTable(Table):
    """``[providers.ID]``: somebody else whose status page is read, since components need them or people
    ask."""

    EXAMPLE: ClassVar[str] = "[providers.aws-s3]"

    name: Text | None = Field(
        default=None,
        description="The name that people see. Default: that of the catalogue, else the id.",
        examples=['"Amazon S3, us-east-1"'],
    )
    use: str | None = Field(
        default=None,
        description="The id of a provider in the catalogue (`statuspage providers search`), which then gives "
        "name, format, url and page; each can be given instead.",
        examples=['"github"'],
    )
    format: str | None = Field(
        default=None,
        description="What the page is written in; `statuspage providers try URL` finds it out.",
        examples=['"statuspage"'],
    )
    url: Annotated[str, AfterValidator(source_address)] | None = Field(
        default=None,
        description="What is read, instead of the format's own address; of a page alone the format's usual "
        "path on it.",
        examples=['"https://www.githubstatus.com/api/v2/summary.json"'],
    )
    page: PublicAddress | None = Field(
        default=None,
        description="The provider's status page for people, which ours links to.",
        examples=['"https://www.githubstatus.com"'],
    )
    match: Annotated[list[Text], Field(max_length=50), AfterValidator(_patterns)] = Field(
        default=[],
        description="Names, ids or globs of the services, regions or components that count, in any case; "
        "without it, all. One is enough; A + B asks for both.",
        examples=['["s3-us-east-1"]', '["Cloud Storage + europe-west4"]'],
    )
    announce: bool = Field(
        default=False, description="Whether it is shown though nothing depends on it.", examples=["true"]
    )
    every: Annotated[Duration, Field(ge=_SECOND, le=_DAY)] = Field(
        default=MINUTE,
        description="How often it is read; 60 s at the least, unless the address is on this machine.",
        examples=['"5m"'],
    )
    rules: dict[Text, Meaning] = Field(
        default={},
        description="Of a feed: words, and what an item means that has them in its title.",
        examples=['{ newsletter = "ignore" }'],
    )
    resolved: list[Text] = Field(
        default=[],
        description="Of a feed: further words by which an item is over.",
        examples=['["abgeschlossen"]'],
    )
