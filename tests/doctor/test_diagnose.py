"""A whole visit of the doctor, and what is said of it."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from statuspage.checks.tcp import TcpOptions
from statuspage.doctor.diagnose import Diagnosis, diagnose
from statuspage.doctor.examined import Level
from statuspage.doctor.published import examine
from statuspage.doctor.report import as_json, as_markdown, as_text, conclusion
from statuspage.model.fate import Role, Tie
from statuspage.model.look import Look
from statuspage.model.publish import Publishing, Target, Way
from statuspage.model.site import Component, Repository, Site
from statuspage.publish.record import Record
from tests.checks.names import silent
from tests.doctor.test_page import site as page_of
from tests.doctor.zone import Server, served, zone
from tests.make import T0, check, component
from tests.make import site as made
from tests.servers import serving

RECORDS = (
    "mail.example.net. A 192.0.2.25",
    "example.net. NS ns1.dns.example.",
    "git.example.org. A 192.0.2.26",
    "example.org. NS ns1.other.example.",
)


def asking(id_: str, address: str) -> Component:
    return component(id_, [check(id_, kind="tcp", options=TcpOptions(address=address))])


def a_site(url: str, *components: Component, **given: Any) -> Site:
    return replace(made(*(components or (asking("mail", "mail.example.net:25"),))), url=url, **given)


def visited(
    tmp_path: Path, site: Site, records: Sequence[str] = RECORDS, servers: Sequence[Server] | None = None
) -> Diagnosis:
    with served(zone(*records)) as own:
        return diagnose(
            site, tmp_path, tmp_path / "data", servers=servers or own, within=timedelta(seconds=8)
        )


def test_a_page_on_its_own_is_well(tmp_path: Path) -> None:
    with serving(page_of()) as server:
        found = visited(tmp_path, a_site(server.url))
    assert found.shared == ()
    assert found.unknown == ()
    assert found.is_well
    assert conclusion(found) == "Nothing is shared that matters, as far as could be learnt."


def test_what_page_and_service_share_is_found(tmp_path: Path) -> None:
    records = ("status.example.net. A 192.0.2.80", *RECORDS)
    found = visited(tmp_path, a_site("https://status.example.net"), records)
    assert [(one.tie, one.value) for one in found.shared] == [
        (Tie.DOMAIN, "example.net"),
        (Tie.NAME_SERVERS, "dns"),
        (Tie.PREFIX, "192.0.2.0/24"),
    ]
    assert not found.is_well
    assert "Shared that matters: 3." in conclusion(found)


def test_a_service_on_this_machine_is_noted(tmp_path: Path) -> None:
    found = visited(tmp_path, a_site("http://127.0.0.2:9", asking("mail", "127.0.0.1:25")), ())
    assert [(one.place.role, one.tie) for one in found.shared] == [
        (Role.PAGE, Tie.PREFIX),
        (Role.MACHINE, Tie.ADDRESS),
    ]


def test_the_git_host_and_links_are_compared_too(tmp_path: Path) -> None:
    git = Repository("git@git.example.net:status.git", "main", timedelta(60), timedelta(9), push=False)
    look = Look(footer={"Support": "mailto:help@example.net", "Imprint": "imprint/"})
    with serving(page_of()) as server:
        found = visited(tmp_path, a_site(server.url, git=git, look=look))
    assert [(one.place.label, one.tie) for one in found.shared] == [
        ("the git host", Tie.DOMAIN),
        ("the link “Support” at the foot", Tie.DOMAIN),
    ]


def test_targets_tell_what_they_can(tmp_path: Path) -> None:
    branch = Target("pages", Way.BRANCH, timedelta(60), "gh-pages", "https://user:pass@git.example.org/x")
    folder = Target("www", Way.FOLDER, timedelta(60), "/srv/www")
    publishing = Publishing(timedelta(60), (branch, folder))
    with serving(page_of()) as server:
        found = visited(tmp_path, a_site(server.url, publishing=publishing))
    [copy] = [one for one in found.places if one.role is Role.COPY]
    assert (copy.label, copy.facts.host) == ("what pages is published to", "git.example.org")
    assert [line for line in found.unknown if "target www is a folder" in line]
    assert "pass" not in as_json(found)


def test_a_target_that_is_out_of_date_is_wrong(tmp_path: Path) -> None:
    targets = tuple(Target(name, Way.FOLDER, timedelta(60), "/srv") for name in ("good", "late", "new"))
    site = a_site("https://status.invalid", publishing=Publishing(timedelta(seconds=60), targets))
    record = Record(tmp_path)
    record.good("good", T0)
    record.good("late", T0 - timedelta(hours=1))
    record.failed("late", T0, "no room")
    looks = {one.thing: one for one in examine(site, tmp_path, T0 + timedelta(seconds=5))}
    assert looks["target good"].level is Level.FINE
    assert looks["target late"].level is Level.WRONG
    assert "no room" in looks["target late"].sentence
    assert looks["target new"].level is Level.UNKNOWN


def test_without_name_servers_it_ends_soon_and_says_what_it_could_not_learn(tmp_path: Path) -> None:
    many = [asking(f"c{number}", f"c{number}.example.net:25") for number in range(30)]
    with served(silent) as servers:
        began = time.monotonic()
        site = a_site("http://status.invalid", *many)
        found = diagnose(site, tmp_path, tmp_path, servers=servers, within=timedelta(seconds=2))
        assert time.monotonic() - began < 8
    assert len([line for line in found.unknown if "addresses not learnt" in line]) == 31
    assert not found.proves
    assert not found.is_well
    assert "could not be learnt" in conclusion(found)


def test_the_report_names_no_host_but_the_page_s(tmp_path: Path) -> None:
    git = Repository("git@git.example.net:status.git", "main", timedelta(60), timedelta(9), push=False)
    with serving(page_of()) as server:
        found = visited(tmp_path, a_site(server.url, git=git))
    page = as_markdown(found)
    assert "the git host" in page
    assert "example.net" not in page
    assert "192.0.2" not in page


def test_markup_in_names_stays_words_in_the_report(tmp_path: Path) -> None:
    with serving(page_of()) as server:
        found = visited(tmp_path, a_site(server.url, name="A | <b>B</b>\n# C"))
    assert "# No shared fate: A \\| \\<b\\>B\\</b\\># C\n" in as_markdown(found)


def test_the_evidence_is_whole_and_dated(tmp_path: Path) -> None:
    with serving(page_of()) as server:
        found = visited(tmp_path, a_site(server.url))
    data = json.loads(as_json(found))
    assert data["version"] == 1
    assert data["at"].endswith("Z")
    assert data["well"] is True
    assert data["services"][0]["addresses"] == ["192.0.2.25"]
    assert data["services"][0]["name_servers"] == ["ns1.dns.example"]
    text = "\n".join(as_text(found))
    assert all(one.sentence in text for one in found.examined)
    assert all(line in text for line in found.unknowable)
