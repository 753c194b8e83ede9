"""The tables of statuspage.toml: each key with its type, its meaning and a right value.

The value in ``examples`` is in TOML's spelling.
"""

from datetime import timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from statuspage.site.feedschema import FeedsTable
from statuspage.site.gitschema import GitTable
from statuspage.site.lookschema import LookTable
from statuspage.site.notifyschema import NotifyTable, PublicAddress
from statuspage.site.providerschema import ProviderTable
from statuspage.site.publishschema import PublishTable, TargetTable, WatchTable
from statuspage.site.table import Interval, Length, Table
from statuspage.site.values import Description, Id, Language, Reference, Region, SiteId, SiteUrl, Text, Zone
from statuspage.site.webschema import WebTable

Strength = Literal["hard", "soft"]
Means = Literal["operational", "degraded_performance", "partial_outage", "major_outage"]


class SiteTable(Table):
    """``[site]``: what the page is called and where it is."""

    EXAMPLE = "[site]"

    name: Text = Field(description="The name at the top of the page.", examples=['"Virtual Office"'])
    url: SiteUrl = Field(
        description="The page's own address, absolute; a path is allowed.",
        examples=['"https://status.example.com"'],
    )
    id: SiteId | None = Field(
        default=None,
        description="What feed ids are made of; it never changes. Default: the host of url and a fixed year.",
        examples=['"status.example.com,2026"'],
    )
    time_zone: Zone = Field(
        default=ZoneInfo("UTC"),
        description="The IANA name of the zone that days, and times without a zone, are in.",
        examples=['"Europe/London"'],
    )
    language: Language = Field(
        default="en",
        description="The language of the page and its posts (BCP 47); the page's own words are "
        "translated where there is a catalogue for it: en and de, or locales/CODE.po.",
        examples=['"de"'],
    )
    noindex: bool = Field(
        default=False,
        description="Whether search engines are asked to leave the page out.",
        examples=["true"],
    )
    mail_list: PublicAddress | None = Field(
        default=None,
        description="Where visitors sign up for e-mail: a mailing list of yours that a [[notify]] of updates "
        "writes to. The page links to it and keeps no addresses.",
        examples=['"https://lists.example.com/status"'],
    )


class Rhythm(Table):
    """How often a check asks and how many answers it takes to believe a change."""

    every: Interval = Field(
        default=timedelta(seconds=60),
        description="How often a check asks; 1 s at the least.",
        examples=['"60s"'],
    )
    timeout: Length = Field(
        default=timedelta(seconds=10),
        description="How long an answer may take in all; no longer than every.",
        examples=['"10s"'],
    )
    fail_after: int = Field(
        default=2, ge=1, le=100, description="Bad results in a row before a check is worse.", examples=["2"]
    )
    recover_after: int = Field(
        default=2, ge=1, le=100, description="Good results in a row before a check is better.", examples=["2"]
    )
    confirm_every: Interval = Field(
        default=timedelta(seconds=15),
        description="How often a check asks while a change awaits confirmation; never slower than every.",
        examples=['"15s"'],
    )
    window: int = Field(
        default=10,
        ge=1,
        le=1000,
        description="How many last results are looked at to tell whether a check is unstable.",
        examples=["10"],
    )
    error_rate: float = Field(
        default=0.3,
        gt=0,
        le=1,
        allow_inf_nan=False,
        description="The share of bad results in the window, up to 1, from which a check is unstable.",
        examples=["0.3"],
    )


class MonitorTable(Rhythm):
    """``[monitor]``: the defaults of every check, and what the monitor keeps."""

    EXAMPLE = "[monitor]"

    keep_results: Length = Field(
        default=timedelta(hours=48), description="How long raw results are kept.", examples=['"48h"']
    )
    region: Region = Field(
        default="", description="Where this monitor asks from; part of each result.", examples=['"london"']
    )
    reference: list[Reference] = Field(
        default=[],
        description="Addresses of which one answers whenever our own network works: while none does, "
        "no bad answer of any check counts.",
        examples=['["tcp://198.51.100.1:53"]'],
    )


class SeverityTable(Table):
    """What an outcome of a check means for its component."""

    slow: Means = Field(
        default="degraded_performance", description="What slow means.", examples=['"operational"']
    )
    wrong: Means = Field(
        default="partial_outage", description="What wrong means.", examples=['"degraded_performance"']
    )
    down: Means = Field(default="major_outage", description="What down means.", examples=['"partial_outage"'])


class CheckTable(Rhythm):
    """``[[components.ID.checks]]``: the keys that checks of every kind have."""

    kind: str = Field(description="What kind of question is asked.", examples=['"http"'])
    name: Id | None = Field(
        default=None,
        description="The check's name in its component. Default: its kind; two of a kind need names.",
        examples=['"login"'],
    )
    severity: SeverityTable = Field(
        default=SeverityTable(),
        description="What slow, wrong and down mean for the component.",
        examples=['{ down = "partial_outage" }'],
    )
    was: list[Id] = Field(
        default=[],
        description="Names the check had before, so that its history stays.",
        examples=['["old-name"]'],
    )
    paused: Text | None = Field(
        default=None,
        description="Why the check is not asked for the time being; shown to everybody.",
        examples=['"Moving to a new data centre"'],
    )
    reference: bool = Field(
        default=True,
        description="Whether a bad answer counts only once a reference of [monitor] has answered; "
        "false for a check of our own network.",
        examples=["false"],
    )


def _as_strengths(value: object) -> object:
    """A list of ids is a table in which each is hard."""
    if not isinstance(value, list):
        return value
    if not all(isinstance(each, str) for each in value):
        raise ValueError("It must be a list of ids in quotes.")
    return dict.fromkeys(value, "hard")


class ComponentTable(Table):
    """``[components.ID]``: a thing that customers know by name."""

    EXAMPLE = "[components.portal]"

    name: Text = Field(description="The name that people see.", examples=['"Customer portal"'])
    group: Text | None = Field(default=None, description="The group it is shown in.", examples=['"Web"'])
    description: Description | None = Field(
        default=None, description="What it is good for, in one line.", examples=['"Bookings and invoices"']
    )
    depends_on: Annotated[dict[str, Strength], BeforeValidator(_as_strengths)] = Field(
        default={},
        description='Ids of components it needs, and of providers as "provider:ID": a list, or a table of '
        '"hard" and "soft".',
        examples=['["files"]', '["provider:aws-s3"]', '{ files = "hard", "provider:aws-s3" = "soft" }'],
    )
    was: list[Id] = Field(
        default=[],
        description="Ids the component had before, so that its history stays.",
        examples=['["old-portal"]'],
    )
    checks: list[dict[str, object]] = Field(
        default=[],
        description="The checks that measure it; without any it says what posts say.",
        examples=['[{ kind = "http", url = "https://portal.example.com" }]'],
    )


TABLES: tuple[type[Table], ...] = (
    SiteTable,
    LookTable,
    MonitorTable,
    GitTable,
    FeedsTable,
    WebTable,
    NotifyTable,
    PublishTable,
    TargetTable,
    WatchTable,
    ProviderTable,
    ComponentTable,
    CheckTable,
)
"""The models of the file's tables, outermost ones only, in the order people write them."""
