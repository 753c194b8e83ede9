"""Wrong configurations: every fault at once, each with its place, its rule and a right line."""

import tomllib
from datetime import timedelta
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from statuspage.errors import Fault
from statuspage.fields import Duration
from statuspage.site.config import read_config

SITE = '[site]\nname = "Virtual Office"\nurl = "https://status.example.com"\n'
PORTAL = '[components.portal]\nname = "Portal"\n'
CHECK = PORTAL + '[[components.portal.checks]]\nkind = "http"\nurl = "https://a"\n'
AT = "components.portal.checks[0]"


def _refused(value: object) -> SecretStr:
    raise ValueError("A secret comes from the environment.")


class Expect(BaseModel):
    model_config = ConfigDict(extra="forbid")

    status: list[int] = Field(default=[200], description="Codes.", examples=["[200]"])


class Http(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    url: str = Field(description="What is asked.", examples=['"https://example.com/health"'])
    method: Literal["GET", "HEAD"] = Field(default="GET", description="How.", examples=['"GET"'])
    expect: Expect = Field(default=Expect(), description="Right.", examples=["{ status = [200] }"])
    slow_after: Annotated[Duration, Field(gt=timedelta(0))] | None = Field(
        default=None, description="Late.", examples=['"800ms"']
    )
    headers: dict[str, SecretStr] = Field(
        default={}, description="Secrets.", examples=['{ Authorization = "${TOKEN}" }']
    )
    body: Annotated[SecretStr, BeforeValidator(_refused)] | None = Field(
        default=None, description="A secret.", examples=['"${BODY}"']
    )
    size: int | list[int] = Field(default=1, description="One or more.", examples=["[1, 2]"])


class Tcp(BaseModel):
    model_config = ConfigDict(extra="forbid")

    port: int = Field(ge=1, le=65535, description="Which port.", examples=["25"])


def found(text: str, *, site: str = SITE) -> tuple[Fault, ...]:
    config = read_config(site + text, kinds={"http": Http, "tcp": Tcp})
    assert config.site is None
    return config.faults


def only(text: str, *, site: str = SITE) -> tuple[str, str, str]:
    (fault,) = found(text, site=site)
    return fault.place.removeprefix("statuspage.toml: "), fault.rule, fault.example


def test_an_empty_file_lacks_a_name_and_an_address() -> None:
    name, url = found("", site="")
    assert str(name) == (
        'statuspage.toml: site.name: This key is required. For example: name = "Virtual Office"'
    )
    assert url.place == "statuspage.toml: site.url"


def test_all_faults_come_at_once() -> None:
    text = """
[monitor]
every = "0s"
[watching]
[components.portal]
name = 5
depends_on = ["fils"]
was = ["files"]
[[components.portal.checks]]
kind = "http"
method = "get"
fail_after = 0
tmeout = "1s"
[components.files]
name = "Files"
checks = [{ kind = "tcp", port = 0 }, { kind = "tcp", port = 25 }]
"""
    assert sorted(fault.place.removeprefix("statuspage.toml: ") for fault in found(text)) == [
        "components.files.checks[0].port",
        "components.files.checks[1].name",
        f"{AT}.fail_after",
        f"{AT}.method",
        f"{AT}.tmeout",
        f"{AT}.url",
        "components.portal.depends_on[0]",
        "components.portal.name",
        "components.portal.was[0]",
        "monitor.every",
        "watching",
    ]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('every = "999ms"', "It must be at least 1s."),
        ('every = "367d"', "It must be at most 366d."),
        ("every = 60", 'A duration is text in quotes, such as "30s".'),
        ('every = "60 sec"', "'60 sec' is not a duration: a number with ms, s, m, h or d."),
        (f'every = "{"9" * 400}d"', "The duration is longer than any that can be counted."),
        ('timeout = "0s"', "It must be more than 0ms."),
        ('confirm_every = "10ms"', "It must be at least 1s."),
        ('keep_results = "0d"', "It must be more than 0ms."),
        ("fail_after = 0", "It must be at least 1."),
        ("recover_after = true", "It must be a whole number, not true."),
        ("window = 2.5", "It must be a whole number, not the number 2.5."),
        ("error_rate = 0", "It must be more than 0."),
        ("error_rate = 30", "It must be at most 1."),
        ('error_rate = "30 %"', 'It must be a number, not the text "30 %".'),
        ('region = "West Coast"', '"West Coast" is not a region: up to 64 of a-z, 0-9 and hyphen.'),
    ],
)
def test_what_is_wrong_about_the_monitor(line: str, rule: str) -> None:
    place, found_rule, _ = only(f"[monitor]\n{line}\n")
    assert (place, found_rule) == (f"monitor.{line.split(' =')[0]}", rule)


@pytest.mark.parametrize("written", ["http://a:1", "tcp://a", "tcp://:1", "tcp://a:1/x", "tcp://a:x", "a:1"])
def test_a_reference_is_an_address_to_connect_to(written: str) -> None:
    place, rule, example = only(f'[monitor]\nreference = ["{written}"]\n')
    assert (place, rule) == ("monitor.reference[0]", "It must be tcp:// with a host and a port.")
    assert example == 'reference = ["tcp://198.51.100.1:53"]'


def test_not_a_number_is_no_error_rate() -> None:
    assert only("[monitor]\nerror_rate = nan\n")[0] == "monitor.error_rate"


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        ('every = "5s"', "timeout is 10s, by default, longer than every, 5s."),
        ('timeout = "2m"', "timeout is 2m, longer than every, 1m."),
    ],
)
def test_a_timeout_is_not_longer_than_the_interval(lines: str, rule: str) -> None:
    every = rule.removesuffix(".").split(", ")[-1]
    assert only(CHECK + lines) == (f"{AT}.timeout", rule, f'timeout = "{every}"')
    assert only(f"[monitor]\n{lines}\n{CHECK}") == ("monitor.timeout", rule, f'timeout = "{every}"')


@pytest.mark.parametrize(
    ("lines", "place", "rule", "example"),
    [
        (
            "urll = 1",
            "urll",
            "urll is not a known key; did you mean url?",
            'url = "https://example.com/health"',
        ),
        ("nme = 1", "nme", "nme is not a known key; did you mean name?", 'name = "login"'),
        (
            'method = "get"',
            "method",
            'It must be "GET" or "HEAD", not the text "get".',
            'method = "GET"',
        ),
        (
            "expect = { staus = 1 }",
            "expect.staus",
            "staus is not a known key; did you mean status?",
            "expect = { status = [200] }",
        ),
        (
            'expect = { status = [200, "x"] }',
            "expect.status[1]",
            'It must be a whole number, not the text "x".',
            "expect = { status = [200] }",
        ),
        ('slow_after = "0s"', "slow_after", "It must be more than 0ms.", 'slow_after = "800ms"'),
        ('size = "big"', "size", 'It must be a whole number, not the text "big".', "size = [1, 2]"),
        (
            'severity = { dwn = "operational" }',
            "severity.dwn",
            "dwn is not a known key; did you mean down?",
            'severity = { down = "partial_outage" }',
        ),
        (
            'severity = { down = "unknown" }',
            "severity.down",
            'It must be "operational", "degraded_performance", "partial_outage" or "major_outage", '
            'not the text "unknown".',
            'severity = { down = "partial_outage" }',
        ),
        ("paused = true", "paused", "It must be text in quotes, not true.", None),
        (
            'name = "Log in"',
            "name",
            '"Log in" is not an id: 1 to 64 of a-z, 0-9 and hyphen, beginning with a letter or digit.',
            'name = "login"',
        ),
    ],
)
def test_what_is_wrong_about_a_check(lines: str, place: str, rule: str, example: str | None) -> None:
    found_place, found_rule, found_example = only(CHECK + lines)
    assert (found_place, found_rule) == (f"{AT}.{place}", rule)
    assert example in (None, found_example)
    tomllib.loads(found_example)


def test_what_was_written_where_a_secret_belongs_is_never_shown() -> None:
    faults = found(CHECK + 'headers = { Token = 12345 }\nbody = "12345"\n')
    assert [fault.place.rpartition("]")[2] for fault in faults] == [".headers.Token", ".body"]
    assert "12345" not in "".join(map(str, faults))


def test_an_unknown_kind_names_the_nearest() -> None:
    _, rule, _ = only(PORTAL + 'checks = [{ kind = "htpp", url = "a" }]')
    assert rule == '"htpp" is not a kind of check; did you mean http?'


def test_a_check_without_a_kind_needs_one() -> None:
    assert only(PORTAL + 'checks = [{ url = "a" }]')[:2] == (f"{AT}.kind", "This key is required.")


def test_checks_are_a_list_of_tables() -> None:
    assert only(PORTAL + '[components.portal.checks]\nkind = "http"\n')[:2] == (
        "components.portal.checks",
        "It must be a list, not a table.",
    )
    assert only(PORTAL + 'checks = ["http"]')[0] == AT


def test_two_checks_of_one_name_need_names() -> None:
    again = '[[components.portal.checks]]\nkind = "http"\nurl = "https://b"\n'
    place, rule, example = only(CHECK + again)
    assert place == "components.portal.checks[1].name"
    assert rule == 'Two checks of this component are named "http": give each a name of its own.'
    assert example == 'name = "http-2"'
