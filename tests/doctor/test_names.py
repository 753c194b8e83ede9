"""What name servers tell of a host."""

from datetime import timedelta

import dns.rcode
import pytest

from statuspage.doctor.deadline import Deadline
from statuspage.doctor.domains import is_public, owned, registrable
from statuspage.doctor.hosts import learn
from statuspage.doctor.names import Names
from statuspage.doctor.places import Spot
from statuspage.model.fate import Network
from tests.checks.names import replies, silent
from tests.doctor.zone import names, served, zone

SHORT = timedelta(seconds=1)


def test_a_name_leads_by_its_aliases_to_addresses() -> None:
    with names(
        "status.example.com. CNAME d1.cdn.example.",
        "d1.cdn.example. A 192.0.2.1",
        "d1.cdn.example. AAAA 2001:db8::1",
    ) as asked:
        assert asked.addresses("status.example.com") == (("d1.cdn.example",), ("192.0.2.1", "2001:db8::1"))


def test_the_name_servers_are_those_of_the_zone_that_a_host_is_in() -> None:
    with names("example.com. NS ns2.dns.example.", "example.com. NS NS1.dns.example.") as asked:
        assert asked.name_servers("a.b.example.com") == ("ns1.dns.example", "ns2.dns.example")


def test_a_zone_below_the_registered_domain_has_its_own() -> None:
    with names("example.com. NS ns.up.example.", "status.example.com. NS ns.own.example.") as asked:
        assert asked.name_servers("status.example.com") == ("ns.own.example",)
        assert asked.name_servers("www.example.com") == ("ns.up.example",)


def test_networks_are_told_with_their_owners() -> None:
    with names(
        '8.8.8.8.origin.asn.cymru.com. TXT "15169 | 8.8.8.0/24 | US | arin | 1992-12-01"',
        'AS15169.asn.cymru.com. TXT "15169 | US | arin | 2000-03-30 | GOOGLE, US"',
    ) as asked:
        assert asked.networks(["8.8.8.8", "127.0.0.1"]) == (Network("8.8.8.0/24", "15169", "GOOGLE, US"),)


def test_networks_of_ipv6_are_asked_for_by_nibbles() -> None:
    question = ".".join(reversed("2606470000000000000000000000" + "1111"))
    with names(f'{question}.origin6.asn.cymru.com. TXT "13335 | 2606:4700::/32 | US"') as asked:
        [network] = asked.networks(["2606:4700::1111"])
    assert (network.prefix, network.number) == ("2606:4700::/32", "13335")


@pytest.mark.parametrize("told", ["", "|", "x | y", "13335 | not a prefix", "| 8.8.8.0/24", "1 | 0.0.0.0/0"])
def test_an_odd_answer_about_networks_tells_nothing(told: str) -> None:
    with names(f'8.8.8.8.origin.asn.cymru.com. TXT "{told}"') as asked:
        assert asked.networks(["8.8.8.8"]) == ()


def test_a_silent_name_server_is_named_as_what_is_missing() -> None:
    with served(silent) as servers:
        deadline = Deadline(SHORT)
        found = learn(
            Spot("status.example.com", 443, "https://status.example.com/"), Names(deadline, servers), deadline
        )
    [missing] = found.unlearnt
    assert (missing.what, found.domain) == ("addresses", "example.com")
    assert "the name server does not answer within" in missing.why


def test_a_name_server_that_fails_is_not_a_name_without_addresses() -> None:
    with served(replies(code=dns.rcode.SERVFAIL)) as servers:
        deadline = Deadline(SHORT)
        found = learn(Spot("status.example.com"), Names(deadline, servers), deadline)
    assert found.unlearnt[0].why == "the name server answers with SERVFAIL"


def test_a_name_that_leads_nowhere_is_told() -> None:
    with names() as asked:
        assert (
            learn(Spot("x.example.com"), asked, Deadline(SHORT)).unlearnt[0].why == "its name leads to none"
        )


def test_without_networks_nobody_is_asked_for_them() -> None:
    with names("h.example.com. A 8.8.8.8", '8.8.8.8.origin.asn.cymru.com. TXT "1 | 8.8.8.0/24"') as asked:
        assert learn(Spot("h.example.com"), asked, Deadline(SHORT), networks=False).networks == ()
        assert learn(Spot("h.example.com"), asked, Deadline(SHORT)).networks != ()


def test_a_name_of_this_machine_s_own_is_found_though_no_name_server_knows_it() -> None:
    with served(zone()) as servers:
        local = Names(Deadline(SHORT), servers, local=True)
        assert {"127.0.0.1", "::1"} & set(local.addresses("localhost")[1])
        assert Names(Deadline(SHORT), servers).addresses("localhost")[1] == ()


def test_domains_are_those_that_somebody_registered() -> None:
    assert registrable("status.example.co.uk") == "example.co.uk"
    assert registrable("one.github.io") != registrable("two.github.io")
    assert owned("d1.cloudfront.net") == owned("d2.cloudfront.net") == "cloudfront.net"
    assert registrable("192.0.2.1") is registrable("2001:db8::1") is registrable("localhost") is None
    assert not is_public("10.0.0.1")
