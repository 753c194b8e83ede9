"""Which hosts the page stands on, and which its services have."""

import pytest

from statuspage.checks import KINDS
from statuspage.doctor.places import Spot, asked_spots, host_of_remote, opaque, spot_of
from statuspage.site.config import read_config

TOML = """
[site]
name = "V"
url = "https://status.example.com"
[components.a]
name = "A"
checks = [
  { kind = "http", url = "https://A.example.com:8443/x?key=1" },
  { kind = "http", name = "b", url = "https://a.example.com:8443/y" },
  { kind = "tcp", address = "[2001:db8::1]:25" },
  { kind = "tls", address = "b.example.com:465" },
  { kind = "tls", name = "c", address = "c.example.com:25", starttls = "smtp" },
  { kind = "ping", host = "d.example.com" },
  { kind = "dns", domain = "e.example.com." },
  { kind = "heartbeat", every = "1h", grace = "5m", token = "0123456789abcdef" },
]
[components.b]
name = "B"
"""


@pytest.mark.parametrize(
    ("remote", "host"),
    [
        ("git@git.example.com:a/b.git", "git.example.com"),
        ("git.example.com:a", "git.example.com"),
        ("ssh://git@Git.example.com:22/a", "git.example.com"),
        ("https://user:pass@git.example.com/a", "git.example.com"),
        ("/srv/git/a.git", None),
        ("../a.git", None),
        ("file:///srv/a", None),
        ("https://[broken/a", None),
        ("", None),
    ],
)
def test_the_host_of_a_git_address(remote: str, host: str | None) -> None:
    assert host_of_remote(remote) == host


def test_every_kind_of_check_tells_its_host_or_that_it_does_not() -> None:
    kinds = {name: kind.options for name, kind in KINDS.items()}
    read = read_config(TOML, kinds=kinds)
    assert read.site is not None, read.faults
    assert [one.spot for one in asked_spots(read.site)] == [
        Spot("a.example.com", 8443, "https://a.example.com:8443/"),
        Spot("2001:db8::1"),
        Spot("b.example.com", 465),
        Spot("c.example.com"),
        Spot("d.example.com"),
        Spot("e.example.com"),
    ]
    assert [line.partition(":")[0] for line in opaque(read.site)] == ["A", "B"]


@pytest.mark.parametrize("url", ["", "ftp://a", "https://", "https://[broken", "/path", "https://a:99999/"])
def test_what_is_no_address_of_the_web_leads_nowhere(url: str) -> None:
    assert spot_of(url) is None
