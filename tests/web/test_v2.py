"""The Statuspage public API, as programs for other pages read it."""

from datetime import timedelta
from typing import Any

import pytest

from statuspage.model.post import Post
from statuspage.model.status import Status, Verdict
from tests.make import T0, at, component, post, update
from tests.web.seen import data, renderer, seen

PATHS = [
    "summary.json",
    "status.json",
    "components.json",
    "incidents.json",
    "incidents/unresolved.json",
    "scheduled-maintenances.json",
    "scheduled-maintenances/active.json",
    "scheduled-maintenances/upcoming.json",
]

COMPONENT = [
    *("id", "name", "status", "created_at", "updated_at", "position", "description", "showcase"),
    *("start_date", "group_id", "page_id", "group", "only_show_if_degraded"),
]
UPDATE = [
    *("id", "status", "body", "incident_id", "created_at", "updated_at", "display_at"),
    *("affected_components", "deliver_notifications", "custom_tweet", "tweet_id"),
]
POST = [
    *("id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at", "impact"),
    *("shortlink", "started_at", "page_id", "incident_updates", "components"),
]

FALL = post(
    update(-7200, "investigating", mail="degraded_performance"),
    update(-3600, "monitoring", mail="major_outage"),
)


def works(starts: float, ends: float, *more: Any, **given: Any) -> Post:
    return post(
        update(-90_000, "scheduled"),
        *more,
        kind="maintenance",
        components={"mail": None},
        starts=at(starts),
        ends=at(ends),
        **({"id": "works", "title": "Works"} | given),
    )


def test_every_address_is_there_with_the_page_and_its_age() -> None:
    now = seen({"mail": "ok"}, posts=[FALL])
    for path in PATHS:
        body = data(now, f"/api/v2/{path}")
        assert next(iter(body)) == "page"
        assert list(body["page"]) == ["id", "name", "url", "time_zone", "updated_at"]
        assert body["generated_at"] == "2026-11-23T10:00:00Z"
        assert body["valid_until"] == "2026-11-23T10:01:00Z"
        page_id = body["page"]["id"]
        assert (len(page_id), page_id.isalnum(), page_id.islower()) == (12, True, True)


def test_all_keys_are_there_in_their_order() -> None:
    now = seen({"mail": "ok"}, posts=[FALL, works(3600, 7200)])
    body = data(now, "/api/v2/summary.json")
    assert list(body["components"][0])[: len(COMPONENT)] == COMPONENT
    [incident], [work] = body["incidents"], body["scheduled_maintenances"]
    assert list(incident) == [*POST, "reminder_intervals"]
    assert list(work) == [*POST, "scheduled_for", "scheduled_until"]
    assert list(incident["incident_updates"][0]) == UPDATE
    assert list(incident["components"][0])[: len(COMPONENT)] == COMPONENT


def test_an_incident_is_told_as_there() -> None:
    incident = data(seen({"mail": "ok"}, posts=[FALL]), "/api/v2/incidents/unresolved.json")["incidents"][0]
    assert incident["status"] == "monitoring"
    assert incident["impact"] == "critical"
    assert incident["created_at"] == "2026-11-23T08:00:00.000Z"
    assert incident["monitoring_at"] == incident["updated_at"] == "2026-11-23T09:00:00.000Z"
    assert incident["resolved_at"] is None
    assert incident["shortlink"] == "https://status.example.com/incidents/mail-late/"
    newest, oldest = incident["incident_updates"]
    assert newest["affected_components"] == [
        {
            "code": "mail",
            "name": "Mail",
            "old_status": "degraded_performance",
            "new_status": "major_outage",
        }
    ]
    assert oldest["affected_components"][0]["old_status"] == "operational"
    assert len({newest["id"], oldest["id"]}) == 2


def test_groups_stand_among_components() -> None:
    parts = [
        component("desk"),
        component("mail", group="Web & mail"),
        component("portal", group="Web & mail"),
    ]
    body = data(
        seen({"desk": "ok", "mail": "ok", "portal": "down"}, components=parts), "/api/v2/components.json"
    )
    told = {one["id"]: one for one in body["components"]}
    group = told["group-web-mail"]
    assert (group["group"], group["components"], group["position"]) == (True, ["mail", "portal"], 2)
    assert group["status"] == "major_outage"
    assert [told[id_]["position"] for id_ in ("desk", "mail", "portal")] == [1, 1, 2]
    assert told["mail"]["group_id"] == "group-web-mail"
    assert "components" not in told["mail"]
    assert [one["position"] for one in body["components"]] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("name", "id_"), [("Über uns", "group-uber-uns"), ("邮件", "group-"), ("邮件 API", "group-api-")]
)
def test_a_group_has_an_id_in_any_script(name: str, id_: str) -> None:
    body = data(seen({"mail": "ok"}, components=[component("mail", group=name)]), "/api/v2/components.json")
    found = next(one["id"] for one in body["components"] if one["group"])
    assert found.startswith(id_)
    assert found.isascii()
    assert len(found) > len("group-")


def test_what_is_not_known_is_said_and_never_operational() -> None:
    body = data(seen({"mail": "", "portal": "ok"}), "/api/v2/summary.json")
    told = {one["id"]: (one["status"], one["known"]) for one in body["components"]}
    assert told == {"mail": ("degraded_performance", False), "portal": ("operational", True)}
    assert body["status"] == {
        "indicator": "minor",
        "description": "Partially Degraded Service",
        "known": False,
    }


def test_an_advisory_is_told_only_while_we_are_affected() -> None:
    def advisory(*verdicts: Verdict) -> Post:
        updates = [update(-3600 + 60 * i, "investigating") for i in range(len(verdicts))]
        said = [
            type(one)(one.id, one.at, one.state, one.body, {}, v)
            for one, v in zip(updates, verdicts, strict=True)
        ]
        return post(*said, kind="advisory", provider="x", id="theirs")

    for verdicts, there in (
        ((Verdict.AFFECTED,), True),
        ((Verdict.NOT_AFFECTED,), False),
        ((Verdict.AT_RISK, Verdict.AFFECTED), True),
        ((Verdict.AFFECTED, Verdict.NOT_AFFECTED), False),
    ):
        now = seen({"mail": "ok"}, posts=[advisory(*verdicts)])
        assert bool(data(now, "/api/v2/incidents.json")["incidents"]) is there
        assert ("/incidents/theirs.json" in renderer().paths(now)) is there


@pytest.mark.parametrize(
    ("starts", "ends", "state", "lists"),
    [
        (3600, 7200, "scheduled", {"", "/upcoming"}),
        (-3600, 7200, "in_progress", {"", "/active"}),
        (-7200, -3600, "completed", {""}),
    ],
)
def test_a_maintenance_is_where_its_state_is(starts: float, ends: float, state: str, lists: set[str]) -> None:
    now = seen({"mail": "ok"}, posts=[works(starts, ends)])
    found = set()
    for name in ("", "/upcoming", "/active"):
        for one in data(now, f"/api/v2/scheduled-maintenances{name}.json")["scheduled_maintenances"]:
            assert (one["status"], one["impact"]) == (state, "maintenance")
            assert one["incident_updates"][0]["status"] == state
            found.add(name)
    assert found == lists
    assert bool(data(now, "/api/v2/summary.json")["scheduled_maintenances"]) is (state != "completed")


def test_the_clock_that_begins_a_maintenance_is_an_update_too() -> None:
    now = seen({"mail": "ok"}, posts=[works(-3600, 7200)])
    [one] = data(now, "/api/v2/scheduled-maintenances/active.json")["scheduled_maintenances"]
    begun, announced = one["incident_updates"]
    assert begun["display_at"] == one["scheduled_for"] == "2026-11-23T09:00:00.000Z"
    assert begun["body"] == "The maintenance has begun. It is to end at 12:00 GMT."
    assert begun["affected_components"][0]["new_status"] == "under_maintenance"
    assert announced["affected_components"][0]["new_status"] == "operational"


def test_a_long_past_is_cut_but_nothing_open_is() -> None:
    old = post(update(-9_000_000, "identified"), id="old")
    many = [
        post(update(-100_000 - 60 * i, "investigating"), update(-90_000, "resolved"), id=f"p{i}")
        for i in range(60)
    ]
    told = data(seen({"mail": "ok"}, posts=[old, *many]), "/api/v2/incidents.json")["incidents"]
    assert len(told) == 51
    assert [one["id"] for one in told[:2]] == ["p0", "p1"]
    assert told[-1]["id"] == "old"


def test_what_is_told_of_a_closed_incident_stays_as_it_is() -> None:
    closed = post(
        update(-7200, "investigating", mail="major_outage"),
        update(-3600, "resolved"),
        update(-60, "postmortem"),
    )
    first = data(seen({"mail": "ok"}, posts=[closed]), "/incidents/mail-late.json")
    later = data(
        seen({"mail": "down"}, posts=[closed], now=T0 + timedelta(days=3)), "/incidents/mail-late.json"
    )
    assert first == later
    assert (first["status"], first["resolved_at"]) == ("postmortem", "2026-11-23T09:00:00.000Z")
    assert (first["code"], first["postmortem_body"]) == ("mail-late", "It is postmortem.")
    assert "valid_until" not in first
    assert first["components"][0]["status"] == Status.OPERATIONAL
    assert "valid_until" in data(seen({"mail": "ok"}, posts=[FALL]), "/incidents/mail-late.json")


def test_an_incident_that_nobody_wrote_is_told_like_any_other() -> None:
    now = seen({"mail": "down"})
    [one] = data(now, "/api/v2/incidents/unresolved.json")["incidents"]
    assert one["id"].startswith("auto-mail-")
    assert one["impact"] == "critical"
    assert data(now, f"/incidents/{one['id']}.json")["code"] == one["id"]
