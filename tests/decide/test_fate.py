"""What the page and a service have in common."""

from typing import Any

import pytest

from statuspage.decide.fate import compare, matters
from statuspage.decide.fate_words import advise
from statuspage.decide.hosting import content_network, operator_of, stands_on
from statuspage.model.fate import Facts, Network, Place, Role, Service, Tie, Upstream, Weight

DOMAINS = {
    "ns1.dns.example": "dns.example",
    "ns2.dns.example": "dns.example",
    "ns-1.awsdns-15.com": "awsdns-15.com",
    "ns-2.awsdns-60.co.uk": "awsdns-60.co.uk",
    "d1.cloudfront.net": "cloudfront.net",
    "d2.cloudfront.net": "cloudfront.net",
}
HERE = Network("192.0.2.0/24", "64500", "ONE")


def facts(host: str, **given: Any) -> Facts:
    return Facts(host, **given)


def found(page: Facts, service: Facts, role: Role = Role.PAGE) -> list[tuple[Tie, str]]:
    place = Place(role, "the page", page)
    return [(one.tie, one.value) for one in compare([place], [Service("mail", "Mail", service)], (), DOMAINS)]


@pytest.mark.parametrize(
    ("page", "service", "expected"),
    [
        ({}, {}, []),
        ({"domain": "example.com"}, {"domain": "example.com"}, [(Tie.DOMAIN, "example.com")]),
        ({"domain": "example.com"}, {"domain": "example.net"}, []),
        (
            {"name_servers": ("ns1.dns.example",)},
            {"name_servers": ("ns2.dns.example",)},
            [(Tie.NAME_SERVERS, "dns")],
        ),
        (
            {"name_servers": ("ns-1.awsdns-15.com",)},
            {"name_servers": ("ns-2.awsdns-60.co.uk",)},
            [(Tie.NAME_SERVERS, "awsdns")],
        ),
        (
            {"aliases": ("d1.cloudfront.net",)},
            {"aliases": ("d2.cloudfront.net",)},
            [(Tie.ALIAS, "cloudfront")],
        ),
        (
            {"addresses": ("192.0.2.1",), "networks": (HERE,)},
            {"addresses": ("192.0.2.1",), "networks": (HERE,)},
            [(Tie.ADDRESS, "192.0.2.1")],
        ),
        (
            {"addresses": ("192.0.2.1",), "networks": (HERE,)},
            {"addresses": ("192.0.2.9",), "networks": (HERE,)},
            [(Tie.PREFIX, "192.0.2.0/24")],
        ),
        (
            {"addresses": ("192.0.2.1",), "networks": (HERE,)},
            {"addresses": ("192.0.2.9",)},
            [(Tie.PREFIX, "192.0.2.0/24")],
        ),
        ({"addresses": ("192.0.2.1",)}, {"addresses": ("192.0.2.9",)}, [(Tie.PREFIX, "192.0.2.0/24")]),
        ({"addresses": ("192.0.2.1",)}, {"addresses": ("192.0.3.1",)}, []),
        ({"addresses": ("2001:db8::1",)}, {"addresses": ("2001:db8::9",)}, [(Tie.PREFIX, "2001:db8::/48")]),
        (
            {"addresses": ("192.0.2.1",), "networks": (HERE,)},
            {"addresses": ("198.51.100.1",), "networks": (Network("198.51.100.0/24", "64500", "ONE"),)},
            [(Tie.NETWORK, "AS64500 ONE")],
        ),
        (
            {"addresses": ("192.0.2.1",), "networks": (HERE,)},
            {"addresses": ("198.51.100.1",), "networks": (Network("198.51.100.0/24", "64501"),)},
            [],
        ),
        ({"cdn": "Fastly"}, {"cdn": "Fastly"}, [(Tie.CDN, "Fastly")]),
        ({"issuer": "Let's Encrypt"}, {"issuer": "Let's Encrypt"}, [(Tie.ISSUER, "Let's Encrypt")]),
    ],
)
def test_what_two_hosts_share(
    page: dict[str, Any], service: dict[str, Any], expected: list[tuple[Tie, str]]
) -> None:
    assert found(facts("status.example", **page), facts("mail.example", **service)) == expected


def test_a_shared_host_is_told_alone() -> None:
    one = facts("example.com", domain="example.com", addresses=("192.0.2.1",), cdn="Fastly")
    assert found(one, one) == [(Tie.HOST, "example.com")]


def test_components_that_share_the_same_are_told_together() -> None:
    place = Place(Role.PAGE, "the page", facts("status.example.com", domain="example.com"))
    others = [Service(id_, id_, facts(f"{id_}.example.com", domain="example.com")) for id_ in ("a", "b", "a")]
    [shared] = compare([place], others)
    assert shared.components == ("a", "b")


@pytest.mark.parametrize("role", [Role.PAGE, Role.COPY, Role.GIT, Role.ASSET])
def test_what_the_page_needs_matters(role: Role) -> None:
    place = Place(role, "it", facts("git.example.com", domain="example.com"))
    assert matters(compare([place], [Service("a", "A", facts("a.example.com", domain="example.com"))]))


def test_links_and_issuers_are_worth_knowing_only() -> None:
    service = Service("a", "A", facts("a.example.com", domain="example.com", issuer="X"))
    link = Place(Role.LINK, "the link", facts("help.example.com", domain="example.com"))
    page = Place(Role.PAGE, "the page", facts("status.example.net", issuer="X"))
    shared = compare([link, page], [service])
    assert [one.weight for one in shared] == [Weight.NOTE, Weight.NOTE]
    assert not matters(shared)


def test_what_matters_comes_first() -> None:
    service = Service("a", "A", facts("a.example.com", domain="example.com", issuer="X"))
    page = Place(Role.PAGE, "the page", facts("s.example.com", domain="example.com", issuer="X"))
    link = Place(Role.LINK, "the link", facts("help.example.com", domain="example.com"))
    assert [one.tie for one in compare([link, page], [service])] == [Tie.DOMAIN, Tie.DOMAIN, Tie.ISSUER]
    assert compare([link, page], [service])[0].place is page


def test_a_page_on_the_provider_that_services_depend_on_shares_its_fate() -> None:
    amazon = Network("198.51.100.0/24", "16509", "AMAZON-02 - Amazon.com, Inc., US")
    page = Place(Role.PAGE, "the page", facts("status.example", networks=(amazon,)))
    s3 = Upstream("aws-s3", "Amazon S3", "aws", ("Files",))
    [shared] = compare([page], [], [s3])
    assert (shared.tie, shared.components, shared.weight) == (Tie.PROVIDER, ("Files",), Weight.MATTERS)
    assert "AMAZON-02" in shared.value
    assert compare([page], [], [Upstream("aws-s3", "Amazon S3", "aws", ())]) == ()


@pytest.mark.parametrize(
    ("given", "format_", "name", "expected"),
    [
        ({"cdn": "Cloudflare"}, "statuspage", "Cloudflare", "Cloudflare"),
        ({"aliases": ("x.azureedge.net",)}, "azure", "Azure", "x.azureedge.net"),
        ({"cdn": "Fastly"}, "statuspage", "The Cloud Network", None),
        ({"name_servers": ("laws.example",)}, "aws", "AWS", None),
        ({"name_servers": ("mail.example",)}, "rss", "Mail relay", None),
    ],
)
def test_a_provider_is_known_by_its_signs(
    given: dict[str, Any], format_: str, name: str, expected: str | None
) -> None:
    assert stands_on(facts("h", **given), format_, name) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"CF-Ray": "1-LHR"}, "Cloudflare"),
        ({"Server": "AmazonS3"}, "Amazon S3"),
        ({"X-Served-By": "cache-lhr-1"}, "Fastly"),
        ({"Via": "1.1 google"}, "Google"),
        ({"Server": "nginx", "X-Served-By": "web3"}, None),
    ],
)
def test_a_content_network_is_known_by_its_headers(headers: dict[str, str], expected: str | None) -> None:
    assert content_network(headers) == expected


def test_an_operator_is_what_stays_of_numbered_domains() -> None:
    assert operator_of("awsdns-12.com") == operator_of("awsdns-34.net") == "awsdns"
    assert operator_of("123.example") == "123"


@pytest.mark.parametrize("tie", list(Tie))
@pytest.mark.parametrize("role", list(Role))
def test_everything_shared_has_its_why_and_its_help(tie: Tie, role: Role) -> None:
    from statuspage.model.fate import Shared

    advice = advise(Shared(Place(role, "it", facts("h")), tie, "v", ("A",), Weight.NOTE))
    assert all(advice)
