"""The sample site: what people read first, and copy."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage.model.status import Status
from statuspage.resources import sample_site_dir

SAMPLE = sample_site_dir()
POSTS = sorted((SAMPLE / "incidents").glob("2*.md"))
SITE = tomllib.loads((SAMPLE / "statuspage.toml").read_text(encoding="utf-8"))
HEADING = re.compile(r"(?m)^## (\d{4}-\d\d-\d\d \d\d:\d\d)(?: UTC)? — (.+)$")


def test_dependencies_are_components_and_providers() -> None:
    components = SITE["components"]
    known = components.keys() | {f"provider:{id_}" for id_ in SITE["providers"]}
    assert {name for each in components.values() for name in each.get("depends_on", [])} <= known


def test_posts_of_the_sample_speak_of_its_provider() -> None:
    spoken = [re.findall(r"(?m)^provider: (\S+)$", post.read_text(encoding="utf-8")) for post in POSTS]
    assert {id_ for ids in spoken for id_ in ids} == set(SITE["providers"])


def test_one_component_is_measured_by_nothing() -> None:
    assert [name for name, each in SITE["components"].items() if "checks" not in each] == ["reception"]


def test_the_posts_tell_a_year() -> None:
    assert 14 <= len(POSTS) <= 20
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d-[a-z0-9-]+\.md", post.name) for post in POSTS)


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.stem)
def test_updates_are_in_order_and_come_to_an_end(post: Path) -> None:
    updates = HEADING.findall(post.read_text(encoding="utf-8"))
    times = [datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=UTC) for at, _ in updates]
    assert times == sorted(set(times))
    assert updates[-1][1] in {"Resolved", "Postmortem", "Completed", "Scheduled"}
    assert len(updates) == len(re.findall(r"(?m)^##", post.read_text(encoding="utf-8")))


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.stem)
def test_posts_speak_of_known_components_and_statuses(post: Path) -> None:
    text = post.read_text(encoding="utf-8")
    said = re.findall(r"^  (?:- )?(\w+)(?:: (\w+))?$", text.split("---\n")[1], flags=re.MULTILINE)
    for line in re.findall(r"(?m)^Components: (.+)$", text):
        said += [tuple(part.split(" = ")) for part in line.split(", ")]
    assert {component for component, _ in said} <= SITE["components"].keys()
    assert {status for _, status in said if status} <= set(Status)
