"""Where posts and measurements can't both be true."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest

from statuspage.decide.contradictions import Sight, contradictions, deleted, denials, sight
from statuspage.decide.posts import post_now
from statuspage.errors import Fault, Severity
from statuspage.model.post import Post
from statuspage.model.result import CheckState
from statuspage.model.snapshot import Measurements
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status, Verdict
from statuspage.model.text import Text
from statuspage.snapshot import take
from tests.make import at, component, post, result, site, span, update

NAMES = {"mail": "Mail", "files": "File store"}
NOW = 100_000.0
HOUR, QUARTER, DAY = 3600, 900, 86_400


def found(
    *posts: Post, spans: Mapping[str, Sequence[Span]] | None = None, **seen: tuple[str, float | None]
) -> list[Fault]:
    """The contradictions at NOW; of each component its status and for how many seconds it has been so."""
    sights = {
        id_: Sight(Status(status), None if ago is None else at(NOW - ago))
        for id_, (status, ago) in seen.items()
    }
    shown = [post_now(one, NAMES, spans or {}, at(NOW)) for one in posts]
    return list(contradictions(shown, NAMES, sights, at(NOW)))


def incident(ago: float = DAY, *components: str, **given: Any) -> Post:
    """An open incident that began so many seconds ago."""
    named = dict.fromkeys(components or ("mail",), Status.MAJOR_OUTAGE)
    return post(update(NOW - ago, "investigating"), components=named, **given)


def test_an_open_incident_is_odd_once_all_that_it_names_has_worked_for_an_hour() -> None:
    (fault,) = found(incident(), mail=("operational", HOUR))
    assert (fault.place, fault.severity) == ("incidents/mail-late.md:1", Severity.WARNING)
    assert fault.rule == (
        "The incident is open, but all it names has been working since 2026-11-24 12:46 UTC."
    )
    assert fault.example == "## 2026-11-24 13:46 UTC — Resolved"


OVER = post(update(0, "investigating", mail="major_outage"), update(60, "resolved"))


@pytest.mark.parametrize(
    ("one", "seen"),
    [
        (incident(), {"mail": ("operational", HOUR - 1)}),
        (incident(HOUR - 1), {"mail": ("operational", DAY)}),
        (incident(), {"mail": ("unknown", DAY)}),
        (incident(), {"mail": ("degraded_performance", DAY)}),
        (incident(), {"mail": ("operational", None)}),
        (incident(), {}),
        (incident(DAY, "mail", "files"), {"mail": ("operational", DAY)}),
        (incident(DAY, "mail", "files"), {"mail": ("operational", DAY), "files": ("major_outage", DAY)}),
        (post(update(0, "investigating")), {"mail": ("operational", DAY)}),
        (incident(kind="advisory"), {"mail": ("operational", DAY)}),
        (OVER, {"mail": ("operational", DAY)}),
    ],
)
def test_an_open_incident_is_not_odd(one: Post, seen: dict[str, Any]) -> None:
    assert found(one, **seen) == []


@pytest.mark.parametrize("status", ["major_outage", "partial_outage"])
def test_an_outage_of_a_quarter_of_an_hour_needs_a_post(status: str) -> None:
    assert found(mail=(status, QUARTER - 1)) == []
    (fault,) = found(mail=(status, QUARTER))
    assert fault.place == "statuspage.toml: components.mail"
    assert "Mail is " in fault.rule
    assert "no post names it" in fault.rule
    assert f"--component mail={status}" in fault.example


@pytest.mark.parametrize(
    "one",
    [
        incident(),
        incident(kind="advisory"),
        post(
            update(0, "scheduled"),
            kind="maintenance",
            components={"mail": None},
            starts=at(NOW - 60),
            ends=at(NOW + 60),
        ),
    ],
    ids=["incident", "advisory", "maintenance in its window"],
)
def test_an_outage_that_a_post_names_is_not_odd(one: Post) -> None:
    assert found(one, mail=("major_outage", DAY)) == []


@pytest.mark.parametrize(
    "one",
    [
        incident(DAY, "files"),
        OVER,
        post(
            update(0, "scheduled"),
            kind="maintenance",
            components={"mail": None},
            starts=at(NOW + 60),
            ends=at(NOW + 120),
        ),
    ],
    ids=["of another", "over", "yet to come"],
)
def test_a_post_that_does_not_speak_of_it_does_not_explain_an_outage(one: Post) -> None:
    assert len(found(one, mail=("major_outage", DAY))) == 1


def test_what_is_down_because_of_another_needs_no_post_of_its_own() -> None:
    seen = {
        "mail": Sight(Status.MAJOR_OUTAGE, at(0)),
        "files": Sight(Status.MAJOR_OUTAGE, at(0), because_of=("mail",)),
    }
    shown = [post_now(incident(), NAMES, {}, at(NOW))]
    assert list(contradictions(shown, NAMES, seen, at(NOW))) == []
    assert len(list(contradictions([], NAMES, seen, at(NOW)))) == 2


def test_degraded_or_unknown_is_no_outage() -> None:
    assert found(mail=("degraded_performance", DAY), files=("unknown", DAY)) == []


def maintenance(*updates: Any) -> Post:
    return post(
        *(updates or (update(0, "scheduled"),)),
        kind="maintenance",
        components={"mail": None},
        starts=at(1000),
        ends=at(2000),
    )


def test_a_maintenance_past_its_end_without_a_closing_update_overruns() -> None:
    down = {"mail": (span(0, NOW, "major_outage"),)}
    (fault,) = found(maintenance(), spans=down, mail=("major_outage", DAY))
    assert "past its end" in fault.rule
    assert fault.example == "## 2026-11-24 13:46 UTC — Completed"


def test_a_maintenance_that_was_closed_or_after_which_all_works_does_not() -> None:
    down = {"mail": (span(0, NOW, "degraded_performance"),)}
    closed = maintenance(update(0, "scheduled"), update(1500, "completed"))
    assert found(closed, spans=down, mail=("degraded_performance", DAY)) == []
    fine = {"mail": (span(0, NOW, "operational"),)}
    assert found(maintenance(), spans=fine, mail=("operational", DAY)) == []


def test_a_maintenance_is_not_said_to_overrun_where_nothing_was_measured() -> None:
    assert found(maintenance(), spans={"mail": ()}) == []


def gone(*posts: Post, known: tuple[Post, ...] = ()) -> list[str]:
    now = at(NOW) + timedelta(days=365)
    shown = [post_now(one, NAMES, {}, now) for one in posts]
    return [fault.place for fault in deleted(shown, known, now)]


def ended(days_ago: float, **given: Any) -> Post:
    last = NOW + (365 - days_ago) * DAY
    return post(update(last - 60, "investigating"), update(last, "resolved"), **given)


def test_feeds_carry_a_deleted_post_while_it_is_open_and_for_90_days() -> None:
    assert gone(incident()) == ["incidents/mail-late.md"]
    assert gone(ended(89)) == ["incidents/mail-late.md"]
    assert gone(ended(90)) == []


def test_a_post_whose_address_another_has_was_renamed() -> None:
    assert gone(incident(), known=(ended(1, path="incidents/b.md"),)) == []
    assert gone(incident(), known=(ended(1, id="b", aliases=("mail-late",)),)) == []
    assert gone(incident(), known=(ended(1, id="b"),)) == ["incidents/mail-late.md"]


def test_what_is_measured_is_seen_through_what_a_post_declares() -> None:
    last = result(NOW, "ok")
    state = CheckState(Outcome.OK, at(5000), Text("fine"), at(0), last=last, last_known=last)
    held = Measurements({last.key: state}, {"mail": (span(5000, None, "operational"),)}, tick=at(NOW))
    where = site(component("mail"), component("desk", checks=()), posts=[incident()])
    snapshot = take(where, held, at(NOW), timedelta(seconds=60))
    mail, desk = snapshot.components
    assert mail.status is Status.MAJOR_OUTAGE
    assert sight(mail) == Sight(Status.OPERATIONAL, at(5000))
    assert sight(desk) is None


@pytest.mark.parametrize(
    ("verdict", "seen", "named", "warns"),
    [
        ("not_affected", "major_outage", (), True),
        ("not_affected", "degraded_performance", (), True),
        ("not_affected", "major_outage", ("mail",), True),
        ("not_affected", "major_outage", ("desk",), False),
        ("not_affected", "operational", (), False),
        ("not_affected", "unknown", (), False),
        ("affected", "major_outage", (), False),
    ],
)
def test_an_advisory_must_not_deny_what_checks_see(
    verdict: str, seen: str, named: tuple[str, ...], warns: bool
) -> None:
    said = post(
        update(-60, "investigating"),
        kind="advisory",
        provider="s3",
        verdict=Verdict(verdict),
        components=dict.fromkeys(named),
    )
    names = {"mail": "Mail", "desk": "Desk"}
    sights = {"mail": Sight(Status(seen), at(0)), "desk": Sight(Status.MAJOR_OUTAGE, at(0))}
    found = list(denials([post_now(said, names, {}, at(60))], names, {"s3": ("mail",)}, sights))
    assert bool(found) is warns
    if warns:
        assert found[0].severity is Severity.WARNING
        assert found[0].rule.startswith("It says not_affected, but Mail, which depends on s3, is ")
    assert list(denials([post_now(said, names, {}, at(60))], names, {}, sights)) == []
