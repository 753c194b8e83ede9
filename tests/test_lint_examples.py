"""The example of a sentence mends the text that it is about, when it stands in place of the faulty line."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage.errors import Fault
from statuspage.lint import lint
from tests.web.made import TOML, write_site

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
UPDATE = "## 2026-11-23 10:05 — Investigating\nIt is noisy.\n\n"
PHONES = '\n[components.phones]\nname = "Telephones"\n'


def head(*lines: str) -> str:
    return "\n".join(("---", "title: A", *lines, "---", UPDATE))


def then(heading: str, *lines: str) -> str:
    return f"{head()}{heading}\n" + "\n".join((*lines, "", "More."))


def faults(root: Path, text: str) -> tuple[Fault, ...]:
    """What lint says of a post that came at noon."""
    write_site(root, toml=TOML + PHONES, posts={"a.md": text})
    for path in root.rglob("*.*"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return lint(root, now=NOW).faults


@pytest.mark.parametrize(
    "text",
    [
        head("components: [phone]"),
        head("components: {telephone: partial outtage}"),
        head("components: {phones: down}"),
        head("components: {phones: unknown}"),
        head("components: [phones"),
        head("components: phones: major_outage"),
        head("components:", "phones: major_outage"),
        head("components: [phones:major_outage]"),
        head("component: [phones]"),
        head("affected: [phones]"),
        head("impact: high"),
        head('impact: "minor'),
        head("impakt: minor"),
        head("kind: outage"),
        head("id: Noisy Phones"),
        "---\ntitle: A\ndate: 2026-12-23 10:40\n---\nIt is noisy.",
        head("kind: advisory", "provider: aws-s3", "verdict: unaffected"),
        head("kind: maintenance", "starts: 2026-11-28 22:00", "ends: 2026-11-28 21:00").replace(
            "Investigating", "Scheduled"
        ),
        head("kind: maintenance", "start: 2026-11-28 22:00", "ends: 2026-11-28 23:00").replace(
            "Investigating", "Scheduled"
        ),
        head().replace("title: A", 'title: "A'),
        head().replace("title: A", "title: [A"),
        head().replace("title: A", "titel: A"),
        head().replace("title: A", "name: A"),
        then("## 2026-11-23 10:40 — Identifed"),
        then("## 2026-11-23 10:40 — Fixed"),
        then("## 2026-11-23 10:40 — Completed"),
        then("## 2026-11-23 10:40 BST — Resolved"),
        then("## 2026-11-23 10:40 Europe/Lodnon — Resolved"),
        then("## 2026-11-23 — Resolved"),
        then("## 2026-11-23 25:40 — Resolved"),
        then("## 2026-13-23 10:40 — Resolved"),
        then("## 2026-12-23 10:40 — Resolved"),
        then("## 2026-11-23 09:40 — Resolved"),
        then("## Nov 23 10:40 — Resolved"),
        then("## Resolved"),
        then("### 2026-11-23 10:40 — Resolved"),
        then("2026-11-23 10:40 — Resolved"),
        then("## 2026-11-23 10:40 — Resolved", "Components: phone = operational"),
        then("## 2026-11-23 10:40 — Resolved", "Components: phones"),
        then("## 2026-11-23 10:40 — Identified", "Components: phones = slow"),
        head().replace("2026-11-23 10:05", "3/4/2026 10:05"),
        head().replace("2026-11-23 10:05", "2026-03-29 01:30"),
        head().replace("2026-11-23 10:05", "2026-10-25 01:30"),
    ],
)
def test_the_example_in_place_of_the_line_mends_the_post(tmp_path: Path, text: str) -> None:
    lines = text.split("\n")
    for _ in range(3):
        found = faults(tmp_path, "\n".join(lines))
        if not found:
            break
        number = int(found[0].place.rpartition(":")[2])
        lines[number - 1] = found[0].example
    else:
        raise AssertionError(found)
    assert "\n".join(lines) != text


def test_a_status_in_front_matter_becomes_a_heading(tmp_path: Path) -> None:
    text = head("status: resolved")
    (fault,) = faults(tmp_path, text)
    mended = text.replace("status: resolved\n", "") + f"{fault.example}\nIt is over.\n"
    assert faults(tmp_path, mended) == ()


def test_an_update_in_the_wrong_place_goes_above_the_other(tmp_path: Path) -> None:
    first, second = "## 2026-11-23 10:40\nb\n", "## 2026-11-23 10:20\nc\n"
    last = "## 2026-11-23 11:00 — Resolved\nd\n"
    (fault,) = faults(tmp_path, head() + first + second + last)
    assert "this update above that of 2026-11-23 10:40 UTC" in fault.example
    assert faults(tmp_path, head() + second + first + last) == ()
