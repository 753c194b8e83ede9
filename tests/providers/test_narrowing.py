"""What is asked for is what counts: services, regions, components."""

import json

import pytest

from statuspage.model.provider import Match
from statuspage.model.status import Status
from statuspage.providers import Document, Options, read
from tests.providers.made import (
    NOW,
    aws,
    aws_event,
    aws_feed,
    aws_item,
    azure,
    betterstack,
    google,
    item,
    said,
    slack,
    slack_incident,
    snapshot,
    snapshot_post,
    statuspage,
    statuspage_component,
    statuspage_post,
)

FINE, TROUBLE = Status.OPERATIONAL, Status.DEGRADED_PERFORMANCE
MAJOR, PARTIAL, UNKNOWN = Status.MAJOR_OUTAGE, Status.PARTIAL_OUTAGE, Status.UNKNOWN
GROUPS = [
    {"id": "g1", "name": "Europe", "status": "partial_outage", "group": True, "group_id": None},
    statuspage_component("Paris", "major_outage", group_id="g1"),
    statuspage_component("Lima"),
]


@pytest.mark.parametrize(
    ("patterns", "names", "touched"),
    [
        ((), ["anything"], True),
        (("mail",), ["Mail"], True),
        (("mail",), ["Mailbox"], False),
        (("s3-*",), ["S3-us-east-1"], True),
        (("*-US-EAST-1",), ["s3-us-east-1"], True),
        (("ec2", "mail"), ["Mail"], True),
        (("Cloud  Storage + europe-west1",), ["cloud storage", "europe-west1"], True),
        (("Cloud Storage + europe-west1",), ["cloud storage", "us-east1"], False),
        (("STRASSE",), ["Straße"], True),
        (("a[",), ["a["], True),
    ],
)
def test_patterns(patterns: tuple[str, ...], names: list[str], touched: bool) -> None:
    assert Match(patterns).touches(names) is touched


@pytest.mark.parametrize(
    ("match", "status", "events"),
    [
        (("Paris",), MAJOR, 1),
        (("id-paris",), MAJOR, 1),
        (("europe",), MAJOR, 1),
        (("g1",), MAJOR, 1),
        (("Europe - *",), MAJOR, 1),
        (("Lima",), FINE, 0),
        (("Lima", "paris"), MAJOR, 1),
        (("Oslo",), UNKNOWN, 0),
        (("Oslo", "Paris"), MAJOR, 1),
        ((), PARTIAL, 1),
    ],
)
def test_components_of_a_statuspage(match: tuple[str, ...], status: Status, events: int) -> None:
    paris = statuspage_component("Paris", "major_outage")
    page = statuspage("major", GROUPS, [statuspage_post("Paris fails", "identified", "critical", paris)])
    reading = said("statuspage", page, *match)
    assert (reading.status, len(reading.events)) == (status, events)


def test_an_incident_that_names_nothing_may_be_about_anything() -> None:
    page = statuspage("minor", None, [statuspage_post("Errors", "investigating", "minor")])
    assert said("statuspage", page, "Mail").status is TROUBLE


def test_an_open_incident_is_degraded_whatever_its_impact_says() -> None:
    mail = statuspage_component("Mail")
    page = statuspage("none", None, [statuspage_post("Errors", "monitoring", "none", mail)])
    assert said("statuspage", page).status is TROUBLE
    assert said("statuspage", page, "Mail").status is TROUBLE
    assert said("statuspage", page, "Files").status is FINE


def test_an_incident_that_is_listed_twice_is_one() -> None:
    one = statuspage_post("Errors", "identified", "minor")
    assert len(said("statuspage", statuspage("minor", [], [one, one])).events) == 1


def test_an_indicator_without_an_incident_counts() -> None:
    reading = said("statuspage", statuspage("critical"))
    assert (reading.status, str(reading.reason)) == (MAJOR, "reports a major outage")


def test_a_component_in_trouble_counts_though_the_page_says_none() -> None:
    assert said("statuspage", statuspage("none", GROUPS)).status is TROUBLE


@pytest.mark.parametrize("indicator", ["", "fine", "None", "operational"])
def test_an_unknown_indicator_is_unknown(indicator: str) -> None:
    assert said("statuspage", statuspage(indicator)).status is UNKNOWN


def test_without_its_list_of_components_a_page_can_not_be_narrowed() -> None:
    page = {"page": {"name": "E"}, "status": {"indicator": "none"}}
    assert said("statuspage", page).status is FINE
    assert str(said("statuspage", page, "Mail").reason) == "has nothing called Mail"


def test_work_that_is_still_to_come_is_no_maintenance() -> None:
    mail = statuspage_component("Mail")
    page = statuspage(maintenances=[statuspage_post("Disks", "scheduled", "maintenance", mail)])
    assert (said("statuspage", page).status, said("statuspage", page).events) == (FINE, ())
    soon = {
        "report_type": "maintenance",
        "aggregate_state": "maintenance",
        "starts_at": "2026-11-24T00:00:00Z",
    }
    assert said("betterstack", betterstack(report=soon)).status is FINE
    assert said("slack", slack("ok", slack_incident("maintenance", "scheduled"))).status is FINE
    planned = snapshot(maintenances=[snapshot_post("scheduled", "maintenance")])
    assert said("snapshot", planned).status is FINE


@pytest.mark.parametrize(
    ("match", "status"),
    [
        (("s3-us-east-1",), MAJOR),
        (("S3",), MAJOR),
        (("s3 + us-east-1",), MAJOR),
        (("s3 + eu-west-1",), FINE),
        (("us-east-1",), PARTIAL),
        (("N. Virginia",), PARTIAL),
        (("sqs-us-east-1",), TROUBLE),
        (("sns-us-east-1",), FINE),
        (("ec2-us-east-1",), FINE),
        (("*-eu-west-1",), FINE),
        ((), PARTIAL),
    ],
)
def test_services_of_amazon(match: tuple[str, ...], status: Status) -> None:
    codes = {"s3-us-east-1": "3", "sqs-us-east-1": "2", "sns-us-east-1": "0"}
    assert said("aws", aws(aws_event("multipleservices-us-east-1", "3", codes)), *match).status is status


def test_an_event_of_amazon_that_lists_no_services_may_be_about_any_of_its_region() -> None:
    body = aws(aws_event("multipleservices-us-east-1", "3"))
    assert said("aws", body, "s3-us-east-1").status is PARTIAL
    assert said("aws", body, "s3-eu-west-1").status is FINE
    feed = aws_feed(
        aws_item(
            "multipleservices-us-east-1", "Service disruption: Errors", 2, "Mon, 23 Nov 2026 03:20:00 PST"
        )
    )
    assert said("aws", feed, "s3-us-east-1").status is PARTIAL
    assert said("aws", feed, "s3-eu-west-1").status is FINE


def test_what_amazon_closed_is_over_and_mere_information_is_unknown() -> None:
    assert said("aws", aws(aws_event("s3-us-east-1", "0"))).status is FINE
    assert said("aws", aws(aws_event("s3-us-east-1", "1"))).status is TROUBLE
    notice = aws_event("s3-us-east-1", "1", arn="arn:aws:health:us-east-1::event/S3/AWS_S3_NOTICE/1")
    assert said("aws", aws(notice)).status is UNKNOWN
    assert said("aws", aws(aws_event("s3-us-east-1", "0"), {"odd": 1})).status is UNKNOWN


def test_an_event_in_amazons_feed_begins_after_the_last_end_or_a_day_of_silence() -> None:
    items = [
        aws_item("s3-us-east-1", "Service impact: Errors", 5, "Mon, 23 Nov 2026 03:20:00 PST"),
        aws_item("s3-us-east-1", "Informational message: Errors", 4, "Mon, 23 Nov 2026 02:00:00 PST"),
        aws_item(
            "s3-us-east-1",
            "Service is operating normally: [RESOLVED] Old",
            3,
            "Mon, 23 Nov 2026 01:00:00 PST",
        ),
        aws_item("s3-us-east-1", "Service disruption: Old", 2, "Mon, 23 Nov 2026 00:00:00 PST"),
    ]
    [event] = said("aws", aws_feed(*items)).events
    assert event.started_at
    assert (event.title, event.started_at.hour, event.status) == ("Errors", 10, TROUBLE)


@pytest.mark.parametrize(
    ("match", "status"),
    [
        (("Google Cloud Storage",), TROUBLE),
        (("gcs + europe-west1",), TROUBLE),
        (("gcs + us-east1",), FINE),
        (("us-east1",), FINE),
        (("Cloud SQL",), FINE),
    ],
)
def test_products_and_places_of_google(match: tuple[str, ...], status: Status) -> None:
    assert said("google", [google()], *match).status is status


def test_google_without_places_means_all_places() -> None:
    everywhere = [google(currently_affected_locations=[])]
    assert said("google", everywhere, "gcs + us-east1").status is TROUBLE
    assert said("google", everywhere, "Cloud SQL + us-east1").status is FINE


def test_categories_of_azure() -> None:
    names = "<category>App Service</category><category>West Europe</category>"
    feed = azure(item("Cannot connect", "<p>We look.</p>", more=names))
    assert said("azure", feed, "App Service + West Europe").events[0].components == (
        "App Service",
        "West Europe",
    )
    assert said("azure", feed, "App Service + North Europe").status is FINE
    assert said("azure", feed).events[0].url is None


def test_services_of_slack_resources_of_better_stack_and_components_of_our_own() -> None:
    assert said("slack", slack("active", slack_incident()), "messaging").status is TROUBLE
    assert said("slack", slack("active", slack_incident()), "Huddles").status is FINE
    assert said("slack", slack("active")).status is TROUBLE
    page = betterstack("downtime", "downtime", {"aggregate_state": "downtime"})
    assert said("betterstack", page, "Mail").status is MAJOR
    assert said("betterstack", page, "Files").status is FINE
    assert said("betterstack", page, "Phones").status is UNKNOWN
    ours = snapshot("partial_outage", "major_outage", incidents=[snapshot_post()])
    assert said("snapshot", ours, "office").status is MAJOR
    assert said("snapshot", ours, "files").status is FINE
    assert said("snapshot", ours, "phones").status is UNKNOWN


@pytest.mark.parametrize(
    ("end", "status"),
    [
        ("2026-11-23T11:50:00+00:00", FINE),
        ("2026-11-23T12:01:00+00:00", FINE),
        ("2026-11-23T13:00:00+00:00", TROUBLE),
    ],
)
def test_an_end_that_lies_ahead_is_none_yet(end: str, status: Status) -> None:
    assert said("google", [google(end=end)]).status is status


def test_links_of_google_lead_to_the_page_that_was_read() -> None:
    body = json.dumps([google()]).encode()
    home = "https://www.google.com/appsstatus/dashboard/"
    reading = read("google", Document(body, url=f"{home}incidents.json"), Options(), NOW)
    assert reading.events[0].url == f"{home}incidents/Qx7"
    assert said("google", [google()]).events[0].url == "https://status.cloud.google.com/incidents/Qx7"
    assert said("google", [google(uri="javascript:alert(1)")]).events[0].url is None
