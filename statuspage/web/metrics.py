"""``/metrics``: the page as numbers (OpenMetrics 1.0, or Prometheus' text format for who asks for that)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from statuspage.decide.standing import standings
from statuspage.model.latency import BOUNDS, Durations
from statuspage.model.post import Kind
from statuspage.model.result import CheckKey
from statuspage.model.snapshot import CheckNow, Snapshot
from statuspage.model.status import Outcome, Status, Verdict
from statuspage.web import health
from statuspage.web.limits import too_many
from statuspage.web.operators import is_operator

if TYPE_CHECKING:
    from prometheus_client import Metric

blueprint = Blueprint("metrics", __name__)

ENVIRON = "statuspage.behind"

_KNOWN = (Outcome.OK, Outcome.SLOW, Outcome.WRONG, Outcome.DOWN)


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind an answer: the snapshot that is shown, and what this process did so far.

    ``durations`` reads how long each check's answers took. ``cached`` answers were ready, ``rendered`` ones
    were made. ``look`` is how many seconds the last look at the sources took.
    """

    snapshot: Snapshot
    durations: Callable[[], Mapping[CheckKey, Durations]]
    worker: int
    cached: int
    rendered: int
    look: float


class _Collected:
    """Metrics that are already there, as prometheus_client asks for them."""

    def __init__(self, metrics: Iterable["Metric"]) -> None:
        self._metrics = list(metrics)

    def collect(self) -> Iterable["Metric"]:
        return self._metrics


@blueprint.get("/metrics")
def metrics() -> Response:
    """What the page says; with the token also what stands behind it."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import choose_encoder

    operator = is_operator()
    if refused := too_many("metrics", operator):
        return refused
    behind: Behind = request.environ[ENVIRON]
    known: health.Health = request.environ[health.ENVIRON]
    found = [*_public(behind.snapshot, known.now), _durations(behind)]
    if operator:
        found += _operators(behind, known)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collected(found))
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    return Response(encode(registry), content_type=content_type, headers=headers)


def _public(now: Snapshot, at: datetime) -> Iterator["Metric"]:
    from prometheus_client.metrics_core import GaugeMetricFamily as Gauge

    page = Gauge("statuspage_page_status", "Whether the page as a whole has a status.", labels=["status"])
    status = Gauge(
        "statuspage_component_status", "Whether a component has a status.", labels=["component", "status"]
    )
    uptime = Gauge(
        "statuspage_component_uptime_ratio",
        "Share of good time in the measured time of the last 90 days.",
        labels=["component"],
    )
    for each in Status:
        page.add_metric([each.value], each is now.status)
    for one in now.components:
        for each in Status:
            status.add_metric([one.id, each.value], each is one.status)
        if one.uptime is not None and one.uptime.ratio is not None:
            uptime.add_metric([one.id], one.uptime.ratio)
    yield from (page, status, uptime)
    yield from _checks([(one.id, check) for one in now.components for check in one.checks], at)
    yield from _providers(now)
    posts = Gauge("statuspage_open_incidents", "Incidents that go on, by impact.", labels=["impact"])
    for impact in ("none", "minor", "major", "critical"):
        going = [post for post in now.of_kind(Kind.INCIDENT) if post.open and post.impact == impact]
        posts.add_metric([impact], len(going))
    yield posts
    yield Gauge(
        "statuspage_snapshot_age_seconds",
        "Seconds since the moment that the page speaks of.",
        value=_since(now.generated_at, at),
    )


def _providers(now: Snapshot) -> Iterator["Metric"]:
    from prometheus_client.metrics_core import GaugeMetricFamily as Gauge

    status = Gauge(
        "statuspage_provider_status", "Whether a provider has a status.", labels=["provider", "status"]
    )
    verdict = Gauge(
        "statuspage_provider_verdict",
        "Whether we are affected by a provider.",
        labels=["provider", "verdict"],
    )
    for one in standings(now):
        for each in Status:
            status.add_metric([one.provider.id, each.value], each is one.provider.status)
        for answer in Verdict:
            verdict.add_metric([one.provider.id, answer.value], answer is one.verdict)
    yield from (status, verdict)


def _checks(checks: list[tuple[str, CheckNow]], at: datetime) -> Iterator["Metric"]:
    from prometheus_client.metrics_core import GaugeMetricFamily as Gauge

    names = ["component", "check"]
    outcome = Gauge(
        "statuspage_check_outcome",
        "Whether a check has a confirmed outcome; all are 0 where nothing fresh is known.",
        labels=[*names, "outcome"],
    )
    took = Gauge("statuspage_check_last_duration_seconds", "How long the last answer took.", labels=names)
    age = Gauge("statuspage_check_age_seconds", "Seconds since the check was last asked.", labels=names)
    for id_, check in checks:
        for each in _KNOWN:
            outcome.add_metric([id_, check.name, each.value], each is check.outcome)
        if check.ms is not None:
            took.add_metric([id_, check.name], check.ms / 1000)
        if check.checked_at is not None:
            age.add_metric([id_, check.name], _since(check.checked_at, at))
    yield from (outcome, took, age)


def _durations(behind: Behind) -> "Metric":
    from prometheus_client.metrics_core import HistogramMetricFamily as Histogram

    found = Histogram(
        "statuspage_check_duration_seconds",
        "How long the usable answers took, from the first one on.",
        labels=["component", "check"],
    )
    shown = {(one.id, check.name) for one in behind.snapshot.components for check in one.checks}
    bounds = [*(str(bound / 1000) for bound in BOUNDS), "+Inf"]
    for key, one in behind.durations().items():
        if (key.component, key.name) in shown:
            found.add_metric(
                [key.component, key.name],
                list(zip(bounds, accumulate(one.counts), strict=True)),
                one.ms / 1000,
            )
    return found


def _operators(behind: Behind, known: health.Health) -> Iterator["Metric"]:
    from prometheus_client.metrics_core import CounterMetricFamily as Counter
    from prometheus_client.metrics_core import GaugeMetricFamily as Gauge

    if known.tick is not None:
        lag = _since(known.tick, known.now)
        yield Gauge("statuspage_monitor_lag_seconds", "Seconds since the monitor's last tick.", value=lag)
    yield Gauge("statuspage_site_mistakes", "Mistakes in the site's files.", value=len(known.mistakes))
    yield Gauge(
        "statuspage_unrendered_pages", "Addresses that can't be rendered.", value=len(known.unrendered)
    )
    if behind.snapshot.providers:
        heard = Gauge("statuspage_provider_heard", "Whether a provider can be read.", labels=["provider"])
        for one in behind.snapshot.providers:
            heard.add_metric([one.id], one.id not in known.unheard)
        yield heard
    yield from _published(known)
    worker = str(behind.worker)
    answers = Counter(
        "statuspage_page_answers",
        "Answers of the worker process that is asked, by whether they were ready.",
        labels=["worker", "ready"],
    )
    answers.add_metric([worker, "yes"], behind.cached)
    answers.add_metric([worker, "no"], behind.rendered)
    look = Gauge(
        "statuspage_look_duration_seconds", "How long the last look at the sources took.", labels=["worker"]
    )
    look.add_metric([worker], behind.look)
    yield from (answers, look)


def _published(known: health.Health) -> Iterator["Metric"]:
    from prometheus_client.metrics_core import GaugeMetricFamily as Gauge

    age = Gauge(
        "statuspage_publish_age_seconds", "Seconds since the page was last published.", labels=["target"]
    )
    good = Gauge("statuspage_publish_success", "Whether the last publication arrived.", labels=["target"])
    for one in known.published:
        seconds = one.age(known.now)
        if seconds is not None:
            age.add_metric([one.target], seconds)
        good.add_metric([one.target], one.standing.good_at is not None and not one.standing.failing_since)
    if known.published:
        yield from (age, good)


def _since(then: datetime, now: datetime) -> float:
    return max(0.0, round((now - then).total_seconds(), 3))
