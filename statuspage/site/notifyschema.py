"""The tables ``[[notify]]``: who is told of what."""

from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr

from statuspage.fields import Secret
from statuspage.model.notice import Channel, Event, What
from statuspage.model.status import Status
from statuspage.site.table import Table
from statuspage.site.values import Id

EventName = Literal[
    "down",
    "degraded",
    "unknown",
    "recovered",
    "incident",
    "maintenance",
    "advisory",
    "provider",
    "site_fault",
    "git_failing",
]


def _address(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if text != "none" and "://" not in text:  # "none" stands in where secrets are not at hand
        raise ValueError("It must be an address such as mailto://… or https://…, or ${NAME} that holds one.")
    return secret


class NotifyTable(Table):
    """``[[notify]]``: who is told, of what, and by which way. There may be several, each with a name."""

    EXAMPLE: ClassVar[str] = "[[notify]]"

    url: Annotated[Secret, AfterValidator(_address)] = Field(
        description="Where to: an address of apprise, or that of a webhook. It is a secret: it is in no log.",
        examples=['"slack://${SLACK_TOKENS}"'],
    )
    kind: Literal["apprise", "webhook"] = Field(
        default="apprise", description="How it is sent.", examples=['"webhook"']
    )
    name: Id | None = Field(
        default=None,
        description="What logs call it. Default: its kind; two of a kind need names.",
        examples=['"on-call"'],
    )
    secret: Secret | None = Field(
        default=None,
        description="What a webhook is signed with; without it there is no signature.",
        examples=['"${HOOK_SECRET}"'],
    )
    what: Literal["events", "updates"] = Field(
        default="events",
        description="events: what operators should know, with details. updates: each update that is "
        "published, in its own words, for everybody.",
        examples=['"updates"'],
    )
    events: list[EventName] = Field(
        default=[],
        description="The events that are told; without it, all.",
        examples=['["down", "recovered"]'],
    )
    components: list[Id] = Field(
        default=[],
        description="Ids of the components that matter here; without it, all.",
        examples=['["mail"]'],
    )
    at_least: Literal["degraded_performance", "partial_outage", "major_outage"] | None = Field(
        default=None,
        description="What is milder is not told: neither a component's state nor an incident's impact. What "
        "a provider affects counts as major_outage, what it puts at risk as degraded_performance. "
        "Maintenance is told of anyway.",
        examples=['"partial_outage"'],
    )

    @property
    def called(self) -> str:
        """Its name."""
        return self.name or self.kind

    def channel(self) -> Channel:
        """What the table says."""
        return Channel(
            name=self.called,
            kind=self.kind,
            url=self.url.get_secret_value(),
            secret=self.secret.get_secret_value() if self.secret else None,
            what=What(self.what),
            events=frozenset(map(Event, self.events)),
            components=frozenset(self.components),
            at_least=Status(self.at_least or Status.OPERATIONAL),
        )


def public_address(text: str) -> str:
    """An https address that everybody may see. Raises ValueError."""
    try:
        parts = urlsplit(text)
        plain = parts.scheme == "https" and parts.hostname and "@" not in parts.netloc
    except ValueError:
        plain = False
    if not plain or not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError("It must be an https address, without a user name: it is public.")
    return text


PublicAddress = Annotated[str, AfterValidator(public_address)]
"""An https address that is shown to everybody."""
