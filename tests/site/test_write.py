"""A new update stands where a person would have put it, and a new post looks as a person would write it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from statuspage.model.post import Kind, State
from statuspage.model.status import Impact, Status, Verdict
from statuspage.site.layout import heading_style, plain_style, read_layout
from statuspage.site.write import Entry, NewPost, insert, moment, post_text, section_text, slug

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 10, 40, 30, tzinfo=UTC)
HEAD = "---\ntitle: Mail is late\n---\n"
FIRST = "## 2026-11-23 10:05 UTC — Investigating\nA.\n"
SECOND = "## 2026-11-23 10:20 UTC — Identified\nB.\n"


def written(text: str, now: datetime = NOW, state: State = State.RESOLVED, **said: object) -> str:
    """The text with an update made now."""
    layout = read_layout(text, LONDON)
    assert layout is not None
    style = layout.style or plain_style(LONDON)
    at = moment(layout, style, now)
    entry = Entry(at, state, "C.", **said)  # type: ignore[arg-type]
    return insert(layout, section_text(entry, style, layout.air), at, now)


def test_an_update_goes_to_the_end_of_a_file_that_has_the_oldest_first() -> None:
    text = f"{HEAD}{FIRST}\n{SECOND}"
    assert written(text) == f"{text}\n## 2026-11-23 10:40 UTC — Resolved\nC.\n"


def test_an_update_goes_to_the_top_of_a_file_that_has_the_newest_first() -> None:
    assert written(f"{HEAD}<!-- newest first -->\n{SECOND}\n{FIRST}") == (
        f"{HEAD}<!-- newest first -->\n## 2026-11-23 10:40 UTC — Resolved\nC.\n\n{SECOND}\n{FIRST}"
    )


def test_what_an_update_says_of_components_stands_below_its_heading() -> None:
    text = written(f"{HEAD}{FIRST}", components={"mail": Status.OPERATIONAL}, verdict=Verdict.AFFECTED)
    assert text.endswith("Resolved\nComponents: mail = operational\nVerdict: affected\n\nC.\n")


@pytest.mark.parametrize(
    ("heading", "new"),
    [
        ("## 2026-11-23T10:05Z: investigating", "## 2026-11-23T10:40Z: in progress"),
        ("##  2026-11-23 10:05:00 - INVESTIGATING", "##  2026-11-23 10:40:30 - IN PROGRESS"),
        ("## 2026-11-23 10:05 (In-progress)", "## 2026-11-23 10:40 (In-progress)"),
        ("## 2026-11-23 10:05 | In Progress", "## 2026-11-23 10:40 | In Progress"),
        ("## 2026-11-23 10:05 in_progress", "## 2026-11-23 10:40 in_progress"),
        ("## 2026-11-23 10:05", "## 2026-11-23 10:40 — In progress"),
        ("## **2026-11-23 10:05 UTC** — Scheduled ##", "## 2026-11-23 10:40 UTC — In progress"),
    ],
)
def test_a_heading_is_spelled_like_the_others(heading: str, new: str) -> None:
    assert heading_style(heading, LONDON)
    assert f"\n{new}\n" in written(f"{HEAD}{heading}\nA.\n", state=State.IN_PROGRESS)


def test_a_heading_that_is_unclear_is_not_copied() -> None:
    assert "## 2026-11-23 10:40 UTC — Resolved" in written(
        f"{HEAD}## 2026-11-23 10:05 BST — Investigating\nA."
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_empty_lines_are_those_of_the_file(end: str) -> None:
    text = (
        f"{HEAD}## 2026-11-23 10:05 — Investigating\n\nA.\n\n\n## 2026-11-23 10:20 — Identified\n\nB.\n\n\n"
    )
    text = text.replace("\n", end)
    new = "\n\n\n## 2026-11-23 10:40 — Resolved\n\nC.\n".replace("\n", end)
    assert written(text) == text.removesuffix(end * 3) + new + end * 2


def test_a_file_without_an_end_of_its_last_line_stays_one() -> None:
    text = f"{HEAD}{FIRST}".rstrip("\n")
    assert written(text) == f"{text}\n\n## 2026-11-23 10:40 UTC — Resolved\nC."


def test_an_update_is_not_dated_before_one_that_was_rounded_up() -> None:
    assert "## 2026-11-23 10:45 UTC — Resolved" in written(f"{HEAD}{FIRST.replace('10:05', '10:45')}")
    text = f"{HEAD}{FIRST}\n## 2026-11-23 12:40:20 CEST — Identified\nB.\n"
    assert "## 2026-11-23 10:41 UTC — Resolved" in written(text)


def test_a_new_post_has_its_keys_in_order() -> None:
    new = NewPost(
        Kind.ADVISORY,
        "Mail: slow #again",
        State.INVESTIGATING,
        {"mail": Status.PARTIAL_OUTAGE, "desk": None},
        Impact.MINOR,
        provider="aws-s3",
        verdict=Verdict.AT_RISK,
    )
    assert post_text(new, "## 2026-11-23 10:05 UTC — Investigating\nA.") == (
        '---\ntitle: "Mail: slow #again"\nkind: advisory\nimpact: minor\nprovider: aws-s3\nverdict: at_risk\n'
        "components:\n  mail: partial_outage\n  desk:\n---\n## 2026-11-23 10:05 UTC — Investigating\nA.\n"
    )


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Mail: slow", 'title: "Mail: slow"'),
        ("Mail is slow", "title: Mail is slow"),
        ("[all] gone", 'title: "[all] gone"'),
        ("#1 is down", 'title: "#1 is down"'),
        ("Disk # 1", 'title: "Disk # 1"'),
        ('"Quoted" words', 'title: "\\"Quoted\\" words"'),
        ("Почта", "title: Почта"),
    ],
)
def test_a_title_has_quotes_where_it_needs_them(title: str, line: str) -> None:
    assert line in post_text(NewPost(Kind.INCIDENT, title, State.INVESTIGATING), "").split("\n")


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("Mail is arriving late!", "mail-is-arriving-late"),
        ("Größe der Übertragung", "groe-der-ubertragung"),
        ("Почта не работает", "mail"),
        ("メール 503", "503-mail"),
        ("S3", "s3"),
        ("w" * 90, "w" * 60),
        ("many words " * 20, "many-words-many-words-many-words-many-words-many-words-many"),
    ],
)
def test_a_file_is_named_by_the_title_or_the_components(title: str, made: str) -> None:
    assert slug(title, ["mail"], Kind.INCIDENT) == made
    assert slug("Почта", [], Kind.INCIDENT) == "incident"
