"""From site and measurements to what the page says."""

from datetime import timedelta

from statuspage.decide.confirm import advance
from statuspage.model.post import Kind
from statuspage.model.result import CheckState
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.snapshot import take
from tests.make import at, check, component, post, result, site, update

HOUR = timedelta(hours=1)


def held(*outcomes: str, tick: float | None = None) -> Measurements:
    """Measurements of the check mail/http, a result each minute from T0 on."""
    state = CheckState()
    for i, outcome in enumerate(outcomes):
        state = advance(state, result(i * 60, outcome), check())
    last = (len(outcomes) - 1) * 60.0
    status = Status.MAJOR_OUTAGE if outcomes[-1] == "down" else Status.OPERATIONAL
    return Measurements(
        states={check().key: state},
        spans={"mail": (Span(at(0), None, status),)},
        tick=at(last if tick is None else tick),
    )


def test_a_page_of_fresh_good_answers_is_green_and_says_until_when() -> None:
    shown = take(site(), held("ok", "ok"), at(61), HOUR)
    assert (shown.status, str(shown.sentence)) == (Status.OPERATIONAL, "All services work.")
    assert shown.valid_until == at(60) + HOUR
    assert shown.components[0].checked_at == at(60)
    assert shown.components[0].uptime is not None
    assert shown.components[0].uptime.ratio == 1.0


def test_sixty_seconds_after_the_last_tick_everything_measured_is_unknown() -> None:
    before = take(site(), held("ok", "ok"), at(60 + 59), HOUR)
    after = take(site(), held("ok", "ok"), at(60 + 60), HOUR)
    assert before.status is Status.OPERATIONAL
    assert (after.status, after.offline_since) == (Status.UNKNOWN, at(120))
    assert str(after.components[0].reason) == "our monitoring does not run"
    assert after.components[0].since == at(120)


def test_unknown_time_is_seen_in_the_history() -> None:
    shown = take(site(), held("ok", "ok"), at(400), HOUR).components[0]
    assert [(one.start, one.end, one.status.value) for one in shown.spans] == [
        (at(0), at(120), "operational"),
        (at(120), at(400), "unknown"),
    ]
    assert shown.uptime is not None
    assert shown.uptime.measured == 0.3


def test_without_a_store_everything_measured_is_unknown() -> None:
    shown = take(site(), Measurements(), at(0), HOUR)
    assert shown.status is Status.UNKNOWN
    assert shown.components[0].uptime is None


def test_a_site_that_nothing_measures_has_no_limit() -> None:
    shown = take(site(component(checks=[])), Measurements(), at(0), HOUR)
    assert shown.valid_until is None
    assert shown.status is Status.OPERATIONAL
    assert shown.components[0].measured is False


def test_a_maintenance_covers_and_keeps_what_is_seen() -> None:
    work = post(
        update(-100, "scheduled"), kind="maintenance", starts=at(0), ends=at(1000), components={"mail": None}
    )
    shown = take(site(component(), posts=[work]), held("down", "down"), at(61), HOUR)
    assert (shown.components[0].status, shown.components[0].seen) == (
        Status.UNDER_MAINTENANCE,
        Status.MAJOR_OUTAGE,
    )
    assert shown.components[0].uptime is not None
    assert shown.components[0].uptime.seconds == {Status.UNDER_MAINTENANCE: 61.0}


def test_posts_are_newest_first_and_by_kind() -> None:
    old, new = post(update(-500, "resolved"), id="old"), post(update(0, "investigating"), id="new")
    shown = take(site(component(), posts=[old, new]), held("ok"), at(1), HOUR)
    assert [one.post.id for one in shown.posts] == ["new", "old"]
    assert len(shown.of_kind(Kind.INCIDENT)) == 2


def test_the_same_arguments_give_the_same_snapshot() -> None:
    def once() -> Snapshot:
        return take(site(), held("ok", "down"), at(61), HOUR)

    assert once() == once()


def test_a_snapshot_holds_nothing_that_is_not_public() -> None:
    assert "secret.example" not in repr(take(site(), held("down", "down"), at(61), HOUR))
