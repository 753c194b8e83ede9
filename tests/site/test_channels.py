"""``[[notify]]``: who is told of what, and what is wrong with it."""

import pytest

from statuspage.errors import Fault
from statuspage.model.notice import Channel, Event, What
from statuspage.model.status import Status
from statuspage.site.config import ConfigRead, read_config

SITE = '[site]\nname = "A"\nurl = "https://a.example"\n[components.mail]\nname = "Mail"\n'


def read(text: str) -> ConfigRead:
    return read_config(SITE + text, kinds={})


def only_fault(text: str) -> Fault:
    [fault] = read(text).faults
    return fault


def channels(text: str) -> tuple[Channel, ...]:
    found = read(text)
    assert found.faults == ()
    assert found.site is not None
    return found.site.channels


def test_an_address_is_enough() -> None:
    [one] = channels('[[notify]]\nurl = "slack://a/b/c"')
    assert one == Channel("apprise", "apprise", "slack://a/b/c")
    assert "slack" not in repr(one)


def test_all_that_can_be_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_SECRET", "hush")
    [one] = channels(
        '[[notify]]\nname = "on-call"\nkind = "webhook"\nurl = "https://hook.example"\n'
        'secret = "${HOOK_SECRET}"\n'
        'events = ["down", "site_fault"]\ncomponents = ["mail"]\nat_least = "partial_outage"'
    )
    assert (one.name, one.kind, one.secret, one.what) == ("on-call", "webhook", "hush", What.EVENTS)
    assert one.events == {Event.DOWN, Event.SITE_FAULT}
    assert one.components == {"mail"}
    assert one.at_least is Status.PARTIAL_OUTAGE
    assert "hush" not in repr(one)


@pytest.mark.parametrize(
    ("table", "place", "rule"),
    [
        ("", "notify[0].url", "This key is required."),
        ('url = "T0P5ECRET"', "notify[0].url", "It must be an address such as"),
        ('url = "${NO_SUCH}"', "notify[0].url", 'The environment has no variable "NO_SUCH".'),
        ('url = "a://b"\nwhat = "feeds"', "notify[0].what", "It must be"),
        ('url = "a://b"\nevents = ["up"]', "notify[0].events[0]", "It must be"),
        ('url = "a://b"\nsecret = "x"', "notify[0].secret", "Only a webhook is signed."),
        ('url = "a://b"\nkind = "webhook"', "notify[0].url", "A webhook's address begins with"),
        ('url = "a://b"\ncomponents = ["mial"]', "notify[0].components[0]", "did you mean mail?"),
        ('url = "a://b"\nwhat = "updates"\nevents = ["down"]', "notify[0].events", "Updates are no events"),
        ('url = "a://b"\nevent = ["down"]', "notify[0].event", "event is not a known key"),
        ('url = "a://b"\n[[notify]]\nurl = "c://d"', "notify[1].name", "give each a name of its own"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(table: str, place: str, rule: str) -> None:
    fault = only_fault(f"[[notify]]\n{table}")
    assert fault.place == f"statuspage.toml: {place}"
    assert rule in fault.rule
    assert "T0P5ECRET" not in str(fault)


def test_one_table_instead_of_a_list_is_said() -> None:
    assert only_fault('[notify]\nurl = "a://b"').example == "[[notify]]"


@pytest.mark.parametrize("key", ["feeds.hub", "site.mail_list"])
@pytest.mark.parametrize(
    "url", ["http://a.example", "https://me:pw@a.example", "ftp://a", "https://", "https://[", "x"]
)
def test_public_addresses_are_plain_https(key: str, url: str) -> None:
    table, _, name = key.partition(".")
    text = f'[feeds]\n{name} = "{url}"' if table == "feeds" else ""
    head = SITE.replace("[components", f'{name} = "{url}"\n[components') if table == "site" else SITE
    [fault] = read_config(head + text, kinds={}).faults
    assert fault.place == f"statuspage.toml: {key}"
    assert "https address" in fault.rule
