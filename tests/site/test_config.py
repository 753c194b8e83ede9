"""Right configurations, and what they become."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel, ConfigDict, Field

from statuspage.model.result import CheckKey
from statuspage.model.site import Check, Component, Site
from statuspage.model.status import Outcome, Status
from statuspage.site.config import read_config

SITE = '[site]\nname = "Virtual Office"\nurl = "https://status.example.com"\n'
CHECK = (
    '[components.portal]\nname = "Portal"\n[[components.portal.checks]]\nkind = "http"\nurl = "https://a"\n'
)


class Http(BaseModel):
    model_config = ConfigDict(extra="forbid")

    url: str = Field(description="What is asked.", examples=['"https://example.com"'])


def read(text: str, *, site: str = SITE) -> Site:
    config = read_config(site + text, kinds={"http": Http})
    assert config.faults == ()
    assert config.site is not None
    return config.site


def check_of(text: str) -> Check:
    return read(text).checks[0]


def test_the_smallest_site_has_defaults_for_all_else() -> None:
    site = read("")
    assert site == Site(
        name="Virtual Office",
        url="https://status.example.com",
        id="status.example.com,2026",
        zone=ZoneInfo("UTC"),
    )


def test_all_that_the_site_says_is_read() -> None:
    site = read('id = "old.example.com,2019"\ntime_zone = "Europe/London"\nlanguage = "pt-BR"\n')
    assert (site.id, site.zone, site.language) == ("old.example.com,2019", ZoneInfo("Europe/London"), "pt-BR")


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://status.example.com/", "https://status.example.com"),
        ("https://example.com/status/", "https://example.com/status"),
        ("HTTPS://Status.Example.COM/A", "https://status.example.com/A"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ],
)
def test_the_address_is_made_normal(written: str, url: str) -> None:
    assert read("", site=f'[site]\nname = "x"\nurl = "{written}"\n').url == url


def test_the_default_id_is_the_host_whatever_port_and_path() -> None:
    assert read("", site='[site]\nname = "x"\nurl = "http://a.example:81/b"\n').id == "a.example,2026"


def test_components_keep_their_order_and_what_they_say() -> None:
    text = """
[components.portal]
name = "Customer portal"
group = "Web"
description = "Bookings and invoices"
depends_on = ["files"]
was = ["booking"]
[components.files]
name = "Files"
[components.mail]
name = "Mail"
depends_on = { files = "soft", portal = "hard" }
"""
    assert read(text).components == (
        Component(
            "portal", "Customer portal", "Web", "Bookings and invoices", {"files": "hard"}, was=("booking",)
        ),
        Component("files", "Files"),
        Component("mail", "Mail", depends_on={"files": "soft", "portal": "hard"}),
    )


def test_a_check_has_the_defaults_and_its_kinds_options() -> None:
    assert check_of(CHECK) == Check(
        key=CheckKey("portal", "http"),
        kind="http",
        options=Http(url="https://a"),
        every=timedelta(seconds=60),
        timeout=timedelta(seconds=10),
    )


def test_the_monitors_values_are_the_defaults_of_checks() -> None:
    monitor = """
[monitor]
every = "30s"
timeout = "5s"
fail_after = 3
recover_after = 1
confirm_every = "10s"
window = 20
error_rate = 0.5
region = "london"
keep_results = "24h"
"""
    site = read(monitor + CHECK)
    assert site.checks == (
        Check(
            key=CheckKey("portal", "http", "london"),
            kind="http",
            options=Http(url="https://a"),
            every=timedelta(seconds=30),
            timeout=timedelta(seconds=5),
            fail_after=3,
            recover_after=1,
            confirm_every=timedelta(seconds=10),
            window=20,
            error_rate=0.5,
        ),
    )
    assert (site.region, site.keep_results) == ("london", timedelta(hours=24))


def test_what_a_check_says_goes_before_the_monitor_even_when_it_is_the_built_in_default() -> None:
    check = check_of('[monitor]\nevery = "5m"\nfail_after = 5\n' + CHECK + 'every = "60s"\nfail_after = 2\n')
    assert (check.every, check.fail_after) == (timedelta(seconds=60), 2)


def test_all_that_a_check_says_is_read() -> None:
    check = check_of(CHECK + 'name = "login"\nwas = ["http"]\npaused = "Moving"\n')
    assert (check.key.name, check.was, check.paused) == ("login", ("http",), "Moving")


def test_an_outcome_can_mean_another_status() -> None:
    check = check_of(CHECK + 'severity = { down = "partial_outage", slow = "operational" }\n')
    assert check.severity == {
        Outcome.OK: Status.OPERATIONAL,
        Outcome.SLOW: Status.OPERATIONAL,
        Outcome.WRONG: Status.PARTIAL_OUTAGE,
        Outcome.DOWN: Status.PARTIAL_OUTAGE,
    }


def test_confirming_is_never_slower_than_asking() -> None:
    assert check_of(CHECK + 'every = "10s"\n').confirm_every == timedelta(seconds=10)
    assert check_of(CHECK + 'confirm_every = "2m"\n').confirm_every == timedelta(seconds=60)


def test_a_timeout_may_be_as_long_as_the_interval() -> None:
    assert check_of(CHECK + 'every = "10s"\n').timeout == timedelta(seconds=10)


def test_two_checks_of_a_kind_with_names_and_one_kind_in_two_components() -> None:
    second = '[[components.portal.checks]]\nkind = "http"\nname = "login"\nurl = "https://b"\n'
    site = read(CHECK + second + CHECK.replace("portal", "mail"))
    assert [check.key[:2] for check in site.checks] == [
        ("portal", "http"),
        ("portal", "login"),
        ("mail", "http"),
    ]


def test_an_error_rate_may_be_a_whole_number() -> None:
    assert check_of(CHECK + "error_rate = 1\n").error_rate == 1


def test_names_lose_blanks_around_them_and_keep_any_script() -> None:
    text = '[components.mail]\nname = "  Почта 📬 "\n'
    assert read(text).components[0].name == "Почта 📬"


def test_a_byte_order_mark_and_windows_line_ends_are_overlooked() -> None:
    assert read("", site="\ufeff" + SITE.replace("\n", "\r\n")).name == "Virtual Office"
