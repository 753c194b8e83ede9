import pytest

from statuspage.model.post import State
from statuspage.model.status import Status, Verdict
from tests.site.reading import CAME, HEAD, read, right, shown, utc, warns, wrong

ADVISORY = "---\ntitle: S3 fails\nkind: advisory\nprovider: aws-s3\n---\n"
FIRST = f"{HEAD}## 2026-11-23 10:00 — Investigating\nSlow.\n\n"


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "— Resolved",
            "- resolved",
            "· RESOLVED",
            ": Resolved",
            "– Resolved",
            "| resolved",
            "Resolved",
            "(Resolved)",
            ". Resolved.",
        ),
        *("— **Resolved**", "— Resolved ##"),
    ],
)
def test_a_state_may_follow_any_sign(heading: str) -> None:
    post = right(f"{FIRST}## 2026-11-23 10:40 {heading}\nCleared.")
    assert (post.updates[1].state, post.updates[1].body) == (State.RESOLVED, "Cleared.")


@pytest.mark.parametrize("mark", ["##", "##  ", "  ## ", "## **"])
def test_a_heading_may_be_untidy(mark: str) -> None:
    assert len(right(f"{FIRST}{mark}2026-11-23 10:40 — Resolved\nCleared.").updates) == 2


@pytest.mark.parametrize("word", ["In progress", "in_progress", "IN-PROGRESS", "In Progress: at last"])
def test_a_state_of_two_words_is_read(word: str) -> None:
    text = (
        "---\ntitle: X\nkind: maintenance\nstarts: 2026-11-23 10:00\nends: 2026-11-23 11:00\n---\nSoon.\n\n"
    )
    assert right(f"{text}## 2026-11-23 10:01 — {word}\nNow.").updates[-1].state is State.IN_PROGRESS


def test_an_update_without_a_state_has_the_one_before() -> None:
    post = right(
        f"{HEAD}## 2026-11-23 10:00\nSlow.\n## 2026-11-23 10:01 — Identified\n\n## 2026-11-23 10:02\nStill."
    )
    assert [each.state for each in post.updates] == [State.INVESTIGATING, State.IDENTIFIED, State.IDENTIFIED]


def test_words_after_a_state_belong_to_the_text() -> None:
    post = right(f"{FIRST}## 2026-11-23 10:40 — Resolved: a full disk\nCleared.")
    assert post.updates[1].body == "a full disk\n\nCleared."


def test_a_misspelt_state_keeps_the_one_before() -> None:
    post = wrong(f"{FIRST}## 2026-11-23 10:40 — Identifed\nA disk.", (7, "did you mean identified?"))
    assert (post.updates[1].state, post.updates[1].body) == (State.INVESTIGATING, "A disk.")


def test_other_words_for_a_state_are_shown() -> None:
    post = wrong(f"{FIRST}## 2026-11-23 10:40 — all good now\nReally.", (7, "is no state"))
    assert (post.updates[1].state, post.updates[1].body) == (State.INVESTIGATING, "all good now\n\nReally.")


def test_the_end_of_a_maintenance_ends_an_incident_too() -> None:
    assert (
        wrong(f"{FIRST}## 2026-11-23 10:40 — Completed\n", (7, "resolved is taken")).updates[1].state
        is State.RESOLVED
    )
    fixed = wrong(f"{FIRST}## 2026-11-23 10:40 — Fixed\n", (7, "did you mean resolved?")).updates[1]
    assert (fixed.state, fixed.body) == (State.INVESTIGATING, "Fixed")
    kept = wrong(f"{FIRST}## 2026-11-23 10:40 — Scheduled\nx", (7, "no state of an incident")).updates[1]
    assert (kept.state, kept.body) == (State.INVESTIGATING, "x")


def test_headings_without_a_date_are_text() -> None:
    right(f"{FIRST}## Part 2: Monitoring\n## May 1st was a holiday\n- 2026-11-23 10:40 — Resolved\n")
    post = right(
        f"{FIRST}## 2026-11-24 09:00 — Postmortem\n## What we did\nA.\n### Monitoring gaps\nB.\n# Later\n"
    )
    assert post.updates[1].body == "## What we did\nA.\n### Monitoring gaps\nB.\n# Later"


@pytest.mark.parametrize(
    ("heading", "state"),
    [
        ("Resolved", "Resolved"),
        ("resolved:", "Resolved"),
        ("Resolved — 2026-11-23 10:40 UTC", "Resolved"),
        ("10:40 UTC — Identified", "Identified"),
        ("Today, 10:40: Monitoring", "Monitoring"),
        ("Post-mortem", "Postmortem"),
        ("Nov 23 10:40 — Resolved", "Resolved"),
        ("23 Nov, 10:40 — Resolved", "Resolved"),
        ("23/11/26 10:40 Resolved", "Resolved"),
        ("23.11. 10:40 - Identified", "Identified"),
        ("Nov 23 10:40 UTC", "Investigating"),
    ],
)
def test_a_state_without_a_whole_date_before_it_is_text_and_told(heading: str, state: str) -> None:
    found = read(f"{FIRST}## {heading}\nCleared.")
    assert [(each.place[-2:], each.example) for each in found.faults] == [
        (":7", f"## 2026-11-23 10:40 UTC — {state}")
    ]
    assert warns(found) == [False]
    assert shown(found).updates[0].body.endswith(f"## {heading}\nCleared.")


def test_a_dated_state_under_another_heading_is_text_with_a_warning() -> None:
    endings = [("", ": " + "all is well " * 20), ("**", "**: all is well"), ("＃＃ ", "")]
    for mark, end in (("### ", ""), ("# ", ""), ("", ""), ("**", "**"), *endings):
        found = read(f"{FIRST}{mark}2026-11-23 10:40 — Resolved{end}\nCleared.")
        assert (warns(found), len(shown(found).updates)) == ([True], 1)
        assert found.faults[0].example == "## 2026-11-23 10:40 — Resolved"


@pytest.mark.parametrize("fence", ["```", "~~~~", "  ```"])
def test_a_heading_in_code_opens_no_update(fence: str) -> None:
    found = read(f"{FIRST}{fence} text\n## 2026-11-23 10:40 — Resolved\n## What\n{fence}\nSee.")
    assert (warns(found), len(shown(found).updates)) == ([True], 1)
    found = read(f"{FIRST}    ## 2026-11-23 10:40 — Resolved\n")
    assert (warns(found), len(shown(found).updates)) == ([True], 1)
    assert found.faults[0].example == "## 2026-11-23 10:40 — Resolved"


@pytest.mark.parametrize("mark", ["\u200b## ", "## \u200e", "##\u2060 \ufeff"])
def test_what_nobody_sees_hides_no_heading(mark: str) -> None:
    assert right(f"{FIRST}{mark}2026-11-23 10:40 — Resolved\n").updates[1].state is State.RESOLVED


def test_a_colon_may_follow_an_offset() -> None:
    update = right(f"{FIRST}## 2026-11-23 11:40 +01:00: Resolved\n").updates[1]
    assert (update.at, update.state) == (utc(23, 10, 40), State.RESOLVED)


def test_a_maintenance_that_is_cancelled_is_told_how() -> None:
    head = "---\ntitle: Switch\nkind: maintenance\nstarts: 2026-11-28 22:00\nends: 2026-11-28 23:00\n---\n"
    found = read(f"{head}## 2026-11-23 10:05 — Scheduled\nSoon.\n## 2026-11-23 10:40 — Cancelled\n")
    assert [fault.example for fault in found.faults] == ["## 2026-11-23 10:40 — Completed"]


def test_a_fence_that_is_never_closed_is_no_code() -> None:
    assert len(right(f"{FIRST}```\nlog\n\n## 2026-11-23 10:40 — Resolved\n~~~\n").updates) == 2


def test_a_comment_is_neither_shown_nor_read() -> None:
    post = right(
        f"{FIRST}<!-- a\n## 2026-11-23 10:40 — Resolved\nb --> c\n<!-- d\n## 2026-11-23 10:41 — Resolved\n"
    )
    assert [each.body for each in post.updates] == ["Slow.\n\n\n\n c\n<!-- d", ""]


def test_text_before_the_first_date_is_the_first_update() -> None:
    post = right(f"{HEAD}Slow.\n\n## 2026-11-23 10:40 — Resolved\nCleared.")
    assert [(each.at, each.body) for each in post.updates] == [(CAME, "Slow."), (utc(23, 10, 40), "Cleared.")]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Components: mail = operational, portal: major outage",
            "components: E-mail=operational; Portal: x; portal=Major_Outage",
        ),
        *("**Components:** mail: operational, Customer portal = major_outage",),
        *("Components:\n- mail = operational\n- portal: major_outage",),
        *("Component: mail = operational\nComponents: portal = major_outage",),
    ],
)
def test_components_may_be_written_in_many_ways(line: str) -> None:
    found = shown(read(f"{FIRST}## 2026-11-23 10:40 — Resolved\n{line}\n\nText.")).updates[1]
    assert found.components == {"mail": Status.OPERATIONAL, "portal": Status.MAJOR_OUTAGE}
    assert found.body == "Text."


def test_a_name_may_hold_a_comma() -> None:
    post = right(f"{FIRST}## 2026-11-23 10:40\nComponents: mail = operational, Files, shared = operational\n")
    assert set(post.updates[1].components) == {"mail", "files"}


def test_what_is_wrong_in_a_line_of_components_is_left_out() -> None:
    line = "Components: mial = operational, files = fine, mail, portal = operational"
    post = wrong(
        f"{FIRST}## 2026-11-23 10:40 — Resolved\n{line}\nText.",
        (8, 'No state is given for "mail"'),
        (8, "did you mean mail?"),
        (8, '"fine" is no state'),
    )
    assert post.updates[1].components == {"portal": Status.OPERATIONAL}
    assert (post.updates[1].body, post.updates[1].state) == ("Text.", State.RESOLVED)


def test_a_right_line_under_the_text_counts_with_a_warning() -> None:
    found = read(f"{FIRST}## 2026-11-23 10:40 — Resolved\nCleared.\n\nComponents: mail = operational\n")
    update = shown(found).updates[1]
    assert (update.components, update.body, warns(found)) == (
        {"mail": Status.OPERATIONAL},
        "Cleared.",
        [True],
    )


def test_a_sentence_about_components_is_text() -> None:
    post = right(f"{FIRST}Components: the disk and the memory.\n\n```\nComponents: mail = operational\n```")
    assert (post.updates[0].components, post.updates[0].body[-3:]) == ({}, "```")


def test_a_verdict_of_an_advisory_is_read_and_of_an_incident_told() -> None:
    post = right(
        f"{ADVISORY}## 2026-11-23 10:00\nVerdict: Not affected\nComponents: files = operational\nAll well."
    )
    assert (post.updates[0].verdict, post.updates[0].body) == (Verdict.NOT_AFFECTED, "All well.")
    assert (
        wrong(f"{FIRST}## 2026-11-23 10:40\nVerdict: affected\nx", (7, "belongs to an advisory"))
        .updates[1]
        .body
        == "x"
    )
    text = ADVISORY.replace("kind:", "verdict: affected\nkind:")
    assert wrong(f"{text}Verdict: maybe\nx", (7, "is no verdict")).updates[0].verdict is None
