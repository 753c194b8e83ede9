"""The tables of providers, and the posts and components that name them."""

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.errors import Fault, Severity
from statuspage.lint import lint
from statuspage.model.provider import Match, Provider
from statuspage.model.status import Status
from statuspage.posting import open_desk
from statuspage.providers import FORMATS
from statuspage.providers.catalogue import entries
from statuspage.site.config import read_config
from statuspage.site.upstreams import at_path
from statuspage.sitefiles import open_site
from statuspage.timeutil import utc_now
from statuspage.upstream import UPSTREAMS, options_of
from tests.web.made import TOML, write_site

HEAD = '[site]\nname = "Virtual Office"\nurl = "https://status.example.com"\n'


def provider(text: str, id_: str = "github") -> Provider:
    read = read_config(f"{HEAD}[providers.{id_}]\n{text}", kinds={}, upstreams=UPSTREAMS)
    assert read.site, read.faults
    (one,) = read.site.providers
    return one


def fault(text: str, header: str = "[providers.github]") -> Fault:
    read = read_config(f"{HEAD}{header}\n{text}", kinds={}, upstreams=UPSTREAMS)
    (one,) = read.faults
    return one


def test_the_catalogue_gives_name_format_and_address() -> None:
    one = provider('use = "github"')
    assert (one.name, one.format) == ("GitHub", "statuspage")
    assert one.url == "https://www.githubstatus.com/api/v2/summary.json"
    assert one.page == "https://www.githubstatus.com/"
    assert (one.match, one.announce, one.every) == (Match(), False, timedelta(seconds=60))


def test_what_is_written_comes_before_the_catalogue() -> None:
    one = provider(
        'use = "github"\nname = "Git"\nurl = "http://127.0.0.1:1/x.json"\nmatch = ["Actions"]\n'
        'announce = true\nevery = "5m"\npage = "https://git.example.com"'
    )
    assert (one.name, one.url, one.page) == ("Git", "http://127.0.0.1:1/x.json", "https://git.example.com")
    assert (one.match, one.announce, one.every) == (Match(("Actions",)), True, timedelta(minutes=5))


def test_another_address_is_not_linked_to_as_the_catalogues_page() -> None:
    assert provider('use = "github"\nurl = "http://10.0.0.1/"').page is None


def test_a_format_has_its_own_address_or_its_own_path() -> None:
    assert provider('format = "aws"').url == FORMATS["aws"].address
    of_page = provider('format = "statuspage"\nurl = "https://status.example.org/"')
    assert of_page.url == "https://status.example.org/api/v2/summary.json"
    assert provider('format = "rss"\nurl = "https://status.example.org/en.atom"').name == "github"
    assert at_path("https://a.example/b", "/c") == "https://a.example/b"
    assert at_path("https://a.example?b=1", "/c") == "https://a.example?b=1"


@pytest.mark.parametrize("id_", entries())
def test_every_provider_of_the_catalogue_can_be_used(id_: str) -> None:
    one, entry = provider(f'use = "{id_}"'), entries()[id_]
    assert (one.name, one.format, one.url) == (entry.name, entry.format, entry.address)
    assert one.page
    assert one.page.startswith("https://")


def test_rules_help_to_read_a_feed() -> None:
    one = provider(
        'format = "rss"\nurl = "https://a.example/f"\nresolved = ["behoben"]\n'
        'rules = { newsletter = "ignore", "data centre" = "major_outage" }'
    )
    options = options_of(one)
    assert options.rules == (("newsletter", None), ("data centre", Status.MAJOR_OUTAGE))
    assert options.resolved == ("behoben",)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('use = "githb"', 'The catalogue has no "githb"; did you mean github?'),
        ('format = "statuspge"', 'There is no format "statuspge"; did you mean statuspage?'),
        ('name = "x"', "It has neither use nor format, so nobody knows how to read it."),
        ('format = "rss"', "The format rss has no address of its own, so it needs url."),
        ('use = "github"\nevery = "59s"', "It must be at least 1m: the machine is not ours."),
        (
            'use = "github"\nurl = "https://127.0.0.1.example.com"\nevery = "59s"',
            "It must be at least 1m: the machine is not ours.",
        ),
        ('use = "github"\nmach = ["x"]', "mach is not a known key; did you mean match?"),
        ('use = "github"\nmatch = ["a + "]', "A name is missing beside the plus."),
        ('use = "github"\nmatch = ["a +  + b"]', "A name is missing beside the plus."),
        (
            'use = "github"\npage = "http://a.example"',
            "It must be an https address, without a user name: it is public.",
        ),
        ('use = "github"\nresolved = ["x"]', "Only the format rss has no states of its own."),
        ('use = "github"\nannounce = "yes"', 'It must be true or false, not the text "yes".'),
    ],
)
def test_what_is_wrong_is_said_with_what_was_meant(text: str, rule: str) -> None:
    assert fault(text).rule == rule


@pytest.mark.parametrize(
    "url",
    [
        "https://user:pass@status.example.com/",
        "https://token@status.example.com/",
        "https://status.example.com/?api_key=abc",
        "https://status.example.com/?access_token=abc",
        "https://status.example.com/?sig=abc",
        "https://status.example.com/${TOKEN}",
        "ftp://status.example.com/",
        "file:///etc/passwd",
        "https://",
        "https://[",
        "https://a.example:99999/",
        "https://a.example/a b",
        "https://ä.example/",
        "//a.example/",
    ],
)
def test_an_address_needs_no_secret_and_can_be_asked(url: str) -> None:
    found = fault(f'format = "statuspage"\nurl = "{url}"')
    assert found.place.endswith("providers.github.url")
    assert "pass@" not in found.rule
    assert "abc" not in found.rule


def test_providers_are_tables_with_ids() -> None:
    assert fault("x = 1", "[[providers]]").rule == "Each provider is a table of its own."
    assert fault('use = "github"', '[providers."Git Hub"]').rule.endswith("0-9 and hyphen.")


def site_with(tmp_path: Path, provider: str) -> tuple[Fault, ...]:
    post = f"---\ntitle: A\nkind: advisory\nprovider: {provider}\nverdict: not_affected\n---\nx\n"
    toml = f'{TOML}\n[providers.github]\nuse = "github"\n'
    loaded = open_site(write_site(tmp_path, toml=toml, posts={"a.md": post}))
    (shown,) = loaded.site.posts
    assert shown.provider == (None if loaded.faults else "github")
    return loaded.faults


@pytest.mark.parametrize("word", ["github", "GitHub"])
def test_an_advisory_names_a_provider_of_the_site(tmp_path: Path, word: str) -> None:
    assert site_with(tmp_path, word) == ()


def test_an_unknown_provider_of_an_advisory_is_left_out_and_said(tmp_path: Path) -> None:
    (found,) = site_with(tmp_path, "githb")
    assert found.place == "incidents/a.md:4"
    assert found.rule == 'There is no provider "githb"; did you mean GitHub?'


def test_who_writes_a_post_is_told_the_providers_of_the_site(tmp_path: Path) -> None:
    root = write_site(tmp_path, toml=f'{TOML}\n[providers.github]\nuse = "github"\n', posts={})
    assert open_desk(root, utc_now()).context.providers == {"github": "GitHub"}


def test_lint_warns_of_a_provider_that_nobody_will_see(tmp_path: Path) -> None:
    table = '\n[providers.github]\nuse = "github"\n'
    warned = lint(write_site(tmp_path / "a", toml=TOML + table, posts={})).faults
    assert [fault.place for fault in warned] == ["statuspage.toml: providers.github"]
    assert lint(write_site(tmp_path / "b", toml=f"{TOML}{table}announce = true\n", posts={})).faults == ()
    depending = TOML.replace('name = "Mail"', 'name = "Mail"\ndepends_on = ["provider:github"]')
    assert lint(write_site(tmp_path / "c", toml=depending + table, posts={})).faults == ()


def test_a_site_has_not_too_many_providers() -> None:
    tables = "".join(f"[providers.p{number}]\nuse = 'github'\n" for number in range(501))
    read = read_config(HEAD + tables, kinds={}, upstreams=UPSTREAMS)
    assert [one.rule for one in read.faults] == ["There are 501 providers, and 500 is the most."]


def test_an_address_on_this_machine_may_be_read_as_often_as_wanted() -> None:
    one = provider('format = "aws"\nurl = "http://127.0.0.1:8080/"\nevery = "5s"')
    assert one.every == timedelta(seconds=5)


@pytest.mark.parametrize(
    ("match", "rule"),
    [
        ("s3-us-eas-1", 'Amazon Web Services is not known to have "s3-us-eas-1"; did you mean s3-us-east-1?'),
        ("s3 + Lodnon", '"s3 + Lodnon"'),
        ("qqqqqqqq", "its page would never name it."),
        ("s3-us-east-1", None),
        ("EC2-*", None),
        ("*-eu-west-2", None),
        ("Amazon Simple Storage Service + Frankfurt", None),
        ("eu-west-1", None),
        ("multipleservices-*", None),
    ],
)
def test_a_name_that_amazon_hardly_uses_is_told_with_the_nearest(
    tmp_path: Path, match: str, rule: str | None
) -> None:
    table = f'[providers.aws]\nuse = "aws"\nannounce = true\nmatch = ["{match}"]\n'
    found = lint(write_site(tmp_path, toml=f"{TOML}{table}", posts={})).faults
    assert [one.place for one in found] == ([] if rule is None else ["statuspage.toml: providers.aws.match"])
    assert all(rule and rule in one.rule and one.severity is Severity.WARNING for one in found)
