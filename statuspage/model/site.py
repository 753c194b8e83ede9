"""What people write, after it was read: the site, its components and their checks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from statuspage.model.attachment import Attachment
from statuspage.model.look import Look
from statuspage.model.notice import Channel
from statuspage.model.post import Post
from statuspage.model.provider import Provider
from statuspage.model.publish import Publishing
from statuspage.model.result import CheckKey
from statuspage.model.status import Outcome, Status

SEVERITY: Mapping[Outcome, Status] = {
    Outcome.OK: Status.OPERATIONAL,
    Outcome.SLOW: Status.DEGRADED_PERFORMANCE,
    Outcome.WRONG: Status.PARTIAL_OUTAGE,
    Outcome.DOWN: Status.MAJOR_OUTAGE,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One question that is put to a component every so often.

    ``options`` are the kind's own, in the kind's own type. ``severity`` says what each
    outcome means for the component. ``paused`` holds why a check is not asked. ``reference`` says
    whether a bad answer counts only if our own network was seen to work. ``grace`` is set for a
    check that is not asked but called, every ``every`` and at most so much later.
    """

    key: CheckKey
    kind: str
    options: object
    every: timedelta
    timeout: timedelta
    fail_after: int = 2
    recover_after: int = 2
    confirm_every: timedelta = timedelta(seconds=15)
    window: int = 10
    error_rate: float = 0.3
    severity: Mapping[Outcome, Status] = field(default_factory=lambda: dict(SEVERITY))
    was: tuple[str, ...] = ()
    paused: str | None = None
    reference: bool = True
    grace: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """A thing that customers know by name. ``depends_on`` maps the ids of components, and of providers as
    ``provider:ID``, to how strongly it needs them."""

    id: str
    name: str
    group: str | None = None
    description: str | None = None
    depends_on: Mapping[str, str] = field(default_factory=dict)
    was: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the posts of a site come from. ``secret`` is what the git host signs its calls with;
    ``history_url`` an address with ``{path}`` at which it shows a file's history."""

    remote: str
    branch: str
    every: timedelta
    timeout: timedelta
    push: bool
    secret: str | None = field(default=None, repr=False)
    history_url: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A whole site: the configuration and the posts.

    ``url`` is absolute and has no trailing slash; ``id`` never changes and is what feed ids
    are made of; ``keep_results`` says how long raw results are kept; ``reference`` are addresses
    (``tcp://host:port``) of which one answers whenever our own network works. ``automatic`` says whether
    the page tells by itself of an outage that nobody has written about; ``noindex`` that search engines
    are asked to leave it out. With ``token`` operators are told what the page does not say; for ``hsts``
    browsers are to come by https alone. ``channels``
    are where notices go, ``hub`` is told of changed feeds, at ``mail_list`` visitors sign up for e-mail.
    ``ping`` is called each time the page was published.
    """

    name: str
    url: str
    id: str
    zone: ZoneInfo
    language: str = "en"
    region: str = ""
    keep_results: timedelta = timedelta(hours=48)
    reference: tuple[str, ...] = ()
    git: Repository | None = None
    automatic: bool = True
    look: Look = field(default_factory=Look)
    noindex: bool = False
    token: str | None = field(default=None, repr=False)
    hsts: timedelta | None = None
    components: tuple[Component, ...] = ()
    providers: tuple[Provider, ...] = ()
    posts: tuple[Post, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    channels: tuple[Channel, ...] = ()
    hub: str | None = None
    mail_list: str | None = None
    publishing: Publishing | None = None
    ping: str | None = field(default=None, repr=False)

    @property
    def checks(self) -> tuple[Check, ...]:
        """Every check of every component, in the order they are written."""
        return tuple(check for component in self.components for check in component.checks)
