"""Notices of other people's outages: when there is one, and what it says."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from statuspage.decide.notice_words import for_channel
from statuspage.decide.provider_notices import Affecting, affecting
from statuspage.decide.verdicts import verdicts
from statuspage.language.shelf import language_of
from statuspage.messages import letters
from statuspage.model.notice import Channel, Event, Message, What
from statuspage.model.provider import ProviderNow
from statuspage.model.snapshot import Snapshot
from statuspage.model.status import Status, Verdict
from statuspage.model.text import text
from tests.decide.test_notices import page, seen
from tests.make import T0, component, site
from tests.web.upstream import ERRORS, provider

OPS = Channel("ops", "webhook", "https://hook.example")
AT_RISK, AFFECTED = Verdict.AT_RISK, Verdict.AFFECTED


def shown(*providers: ProviderNow, status: str = "operational", measured: bool = True) -> Snapshot:
    mail = seen("mail", status, 0)
    now = page(0, mail if measured else replace(mail, seen=None, seen_since=None))
    rows = verdicts(providers, now.components, (), {})
    return replace(now, providers=providers, verdicts=rows)


def s3(**given: Any) -> ProviderNow:
    return provider(dependents=("mail",), **given)


def after(
    told: Mapping[str, Verdict], now: Snapshot
) -> tuple[dict[str, Verdict], list[tuple[Verdict, bool]]]:
    known, found = affecting(told, now)
    return known, [(one.verdict, one.over) for one in found]


def test_trouble_is_told_once_and_again_only_when_it_grows_graver() -> None:
    known, found = after({}, shown(s3()))
    assert found == [(AT_RISK, False)]
    known, found = after(known, shown(s3()))
    assert found == []
    known, found = after(known, shown(s3(), status="major_outage"))
    assert found == [(AFFECTED, False)]
    known, found = after(known, shown(s3()))
    assert (known, found) == ({"aws-s3": AFFECTED}, [])
    assert after(known, shown(s3(trouble=False))) == ({}, [(AFFECTED, True)])


def test_who_can_not_be_read_is_as_before() -> None:
    gone = s3(status=Status.UNKNOWN, events=(), reason=text("could not be read"))
    assert after({}, shown(gone)) == ({}, [])
    assert after({"aws-s3": AT_RISK}, shown(gone)) == ({"aws-s3": AT_RISK}, [])


def test_what_checks_can_not_say_now_is_waited_for_and_what_nothing_measures_is_told() -> None:
    assert after({}, shown(s3(), status="unknown")) == ({}, [])
    assert after({"aws-s3": AT_RISK}, shown(s3(), status="unknown")) == ({"aws-s3": AT_RISK}, [])
    assert after({}, shown(s3(), measured=False))[1] == [(Verdict.UNKNOWN, False)]


@pytest.mark.parametrize(
    "quiet",
    [provider(), s3(trouble=False)],
    ids=["nothing depends on it", "it reports none"],
)
def test_what_puts_nothing_of_ours_at_risk_is_not_told(quiet: ProviderNow) -> None:
    assert after({}, shown(quiet, status="major_outage")) == ({}, [])


def told(found: Iterable[Affecting], channel: Channel = OPS) -> list[Message]:
    where = replace(site(component("mail")), channels=(channel,))
    return [one.message for one in letters(where, found, {}, language_of("en"), T0)]


def test_it_says_what_is_reported_what_it_means_and_how_that_is_known() -> None:
    [risk] = told(affecting({}, shown(s3()))[1])
    assert (risk.event, risk.title) == ("provider", "Amazon S3 reports “Increased Error Rates” since 09:35")
    assert risk.text.splitlines()[:2] == ["At risk: Mail", "our checks of Mail pass"]
    assert risk.link == "https://status.example.com/providers/aws-s3/"
    assert (risk.status, risk.components) == ("degraded_performance", ("mail",))
    [over] = told(affecting({"aws-s3": AT_RISK}, shown(s3(trouble=False)))[1])
    assert over.title == "Amazon S3 puts nothing of ours at risk any more"
    assert over.text.startswith("No: Amazon S3 reports no trouble.")


def test_providers_with_one_trouble_are_told_together() -> None:
    east = s3()
    west = replace(east, id="aws-ec2", name="Amazon EC2")
    [one] = told(affecting({}, shown(east, west))[1])
    assert one.title.startswith("Amazon S3 and Amazon EC2 report “Increased Error Rates”")
    assert one.link == "https://status.example.com/providers/"


def test_what_a_provider_writes_calls_nobody() -> None:
    loud = s3(reason=text("reports “{title}”", title="<!here> @channel\x07\n" + ERRORS.title))
    [one] = told(affecting({}, shown(loud))[1])
    assert "@\u200bchannel" in one.title
    assert one.title.replace("\u200b", "").isprintable()


@pytest.mark.parametrize(
    ("channel", "wanted"),
    [
        (OPS, True),
        (replace(OPS, events=frozenset({Event.PROVIDER})), True),
        (replace(OPS, events=frozenset({Event.DOWN})), False),
        (replace(OPS, components=frozenset({"mail"})), True),
        (replace(OPS, components=frozenset({"files"})), False),
        (replace(OPS, at_least=Status.PARTIAL_OUTAGE), False),
        (replace(OPS, what=What.UPDATES), False),
    ],
)
def test_a_channel_hears_of_what_it_wants(channel: Channel, wanted: bool) -> None:
    [one] = affecting({}, shown(s3()))[1]
    assert bool(for_channel(one, channel)) is wanted
