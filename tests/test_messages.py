"""From notices to messages: which channel hears of what, in what words, without what is not public."""

from dataclasses import replace
from datetime import timedelta

import pytest

from statuspage.decide.feed import update_items
from statuspage.decide.notices import Change, Changed, FeedsChanged, GitChanged, Notice, Published, SiteFaulty
from statuspage.language.shelf import language_of
from statuspage.messages import HUB, channels_of, letters
from statuspage.model.notice import Channel, Event, Message, What
from statuspage.model.result import CheckState
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements
from statuspage.model.status import Status
from statuspage.snapshot import take
from tests.decide.test_notices import seen
from tests.make import at, component, post, result, site, update

OPS = Channel("ops", "webhook", "https://hook.example")
ALL = Channel("list", "webhook", "https://list.example", what=What.UPDATES)


def told(
    *found: Notice, channels: tuple[Channel, ...] = (OPS,), language: str = "en", of: Site | None = None
) -> list[tuple[str, Message]]:
    """The messages and the channels that they go to."""
    bad = result(0, "down")
    where = replace(of or site(component("mail"), component("files")), channels=channels)
    states = {bad.key: CheckState(last=bad, last_known=bad)}
    return [
        (one.channel, one.message) for one in letters(where, found, states, language_of(language), at(60))
    ]


def fell(id_: str, status: str = "major_outage", **given: object) -> Change:
    return Change(seen(id_, status, 5, **given), Status.OPERATIONAL)


def published(*, status: str = "major_outage", kind: str = "incident") -> Published:
    said = post(update(0, "identified", mail=status), kind=kind)
    if kind == "maintenance":
        said = replace(said, starts=at(500), ends=at(600), updates=(update(0, "scheduled"),))
    page = take(site(component("mail"), posts=[said]), Measurements(), at(10), timedelta(minutes=1))
    return Published(update_items(page.posts, (), at(10))[-1])


def test_operators_are_told_details_and_nobody_is_called_by_them() -> None:
    [(_, message)] = told(Changed((fell("mail"),)))
    assert message.title == "Mail is down since 10:00"
    assert message.text == "Mail: is so (secret.example refused)\n\nTimes are in Europe/London."
    assert message.link == "https://status.example.com/components/mail/"
    assert (message.event, message.status, message.components) == ("down", "major_outage", ("mail",))


def test_what_a_server_says_is_harmless() -> None:
    bad = result(0, "down")
    hostile = replace(bad, answer=replace(bad.answer, detail="@everyone\x1b[2J\nDear all"))
    where = replace(site(component("mail")), channels=(OPS,))
    states = {bad.key: CheckState(last=hostile, last_known=hostile)}
    [one] = letters(where, [Changed((fell("mail"),))], states, language_of("en"), at(60))
    assert "(@\u200beveryone[2J Dear all)" in one.message.text


def test_the_root_is_named_once() -> None:
    [(_, message)] = told(Changed((fell("files", because_of=("mail",)), fell("mail"))))
    assert message.title == "Mail is down since 10:00; Files is down since 10:00, because of Mail"
    assert message.link == "https://status.example.com/"


def test_many_are_counted() -> None:
    many = tuple(fell(f"c{number}") for number in range(40))
    [(_, message)] = told(Changed(many))
    assert message.title == "C0, C1 and 38 more services are down since 10:00"
    assert len(message.text.splitlines()) == 12


def test_an_update_is_told_in_its_own_words_alone() -> None:
    found = told(published(), Changed((fell("mail"),)), SiteFaulty(("x",)), GitChanged(None), channels=(ALL,))
    [(_, message)] = found
    assert message.title == "[Identified] Mail is late"
    assert message.text == "It is identified.\nConcerns: Mail"
    assert message.link == "https://status.example.com/incidents/mail-late/#update-20261123T1000Z-identified"


@pytest.mark.parametrize(
    ("notice", "channel", "wanted"),
    [
        (Changed((fell("mail"),)), replace(OPS, events=frozenset({Event.RECOVERED})), False),
        (Changed((fell("mail"),), good=True), replace(OPS, events=frozenset({Event.RECOVERED})), True),
        (Changed((fell("mail"),)), replace(OPS, components=frozenset({"files"})), False),
        (Changed((fell("mail", "unknown"),)), replace(OPS, at_least=Status.PARTIAL_OUTAGE), False),
        (Changed((fell("mail"),)), replace(OPS, at_least=Status.PARTIAL_OUTAGE), True),
        (published(), replace(ALL, components=frozenset({"files"})), False),
        (published(), replace(ALL, at_least=Status.PARTIAL_OUTAGE), True),
        (published(status="degraded_performance"), replace(ALL, at_least=Status.PARTIAL_OUTAGE), False),
        (published(kind="maintenance"), replace(ALL, at_least=Status.PARTIAL_OUTAGE), True),
        (published(kind="maintenance"), replace(OPS, events=frozenset({Event.INCIDENT})), False),
        (SiteFaulty(("x",)), OPS, True),
        (GitChanged(at(0)), OPS, True),
        (FeedsChanged(()), OPS, False),
    ],
)  # fmt: skip
def test_a_channel_hears_of_what_it_wants(notice: Notice, channel: Channel, wanted: bool) -> None:
    assert bool(told(notice, channels=(channel,))) is wanted


def test_of_a_notice_a_channel_gets_its_components_only() -> None:
    mine = replace(OPS, components=frozenset({"files"}))
    [(_, message)] = told(Changed((fell("mail"), fell("files"))), channels=(mine,))
    assert message.title == "Files is down since 10:00"


def test_notices_speak_the_language_of_the_site() -> None:
    [(_, message)] = told(GitChanged(None), language="de")
    assert message.title == "Dem Repository der Seite kann wieder gefolgt werden"


def test_the_same_notice_has_the_same_id_and_another_another() -> None:
    ids = [
        [message.id for _, message in told(Changed((fell(id_),)), channels=(OPS, ALL))]
        for id_ in ("mail", "mail", "files")
    ]
    assert ids[0] == ids[1]
    assert ids[0] != ids[2]


def test_a_hub_is_told_of_every_feed_in_a_folder() -> None:
    where = replace(site(component("mail")), hub="https://hub.example")
    assert channels_of(where)[HUB].kind == "websub"
    folders = ("/", "/components/mail/", "/providers/s3/", "/incidents/mail-late/")
    [(name, message)] = told(FeedsChanged(folders), channels=(), of=where)
    assert name == HUB
    assert "https://status.example.com/updates.atom" in message.topics
    assert "https://status.example.com/components/mail/history.rss" in message.topics
    assert "https://status.example.com/providers/s3/history.atom" in message.topics
    assert "https://status.example.com/incidents/mail-late/updates.json" in message.topics
    assert len(message.topics) == 5 + 5 + 5 + 3


def test_times_of_what_the_clock_did_name_their_zone() -> None:
    works = post(
        update(-600, "scheduled"), kind="maintenance", components={"mail": None}, starts=at(0), ends=at(7200)
    )
    page = take(site(component("mail"), posts=[works]), Measurements(), at(10), timedelta(minutes=1))
    [(_, message)] = told(Published(update_items(page.posts, (), at(10))[0]), channels=(ALL,))
    assert message.text.startswith("The maintenance has begun. It is to end at 12:00 GMT.")
