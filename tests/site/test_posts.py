import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.model.post import Kind, Post, State
from statuspage.model.status import Impact, Status, Verdict
from statuspage.site.posts import is_post
from tests.site.reading import HEAD, PATH, read, right, shown, utc, warns, wrong

WHOLE = """---
title: Mail is arriving late
impact: minor
components:
  mail: degraded_performance
---
## 2026-11-23 10:05 UTC — Investigating
Messages take up to ten minutes.

## 2026-11-23 10:40 UTC — Resolved
Components: mail = operational

A full queue disk; cleared.
"""
WINDOW = "kind: maintenance\nstarts: 2026-11-28 22:00\nends: 2026-11-28 23:30\n"


def test_the_example_of_the_grammar_is_read_whole() -> None:
    post = right(WHOLE)
    assert (post.id, post.kind, post.title) == (
        "2026-11-23-mail-late",
        Kind.INCIDENT,
        "Mail is arriving late",
    )
    assert (post.impact, post.components, post.path) == (
        Impact.MINOR,
        {"mail": Status.DEGRADED_PERFORMANCE},
        PATH,
    )
    first, second = post.updates
    assert (first.id, first.at, first.body) == (
        "20261123T1005Z-investigating",
        utc(23, 10, 5),
        "Messages take up to ten minutes.",
    )
    assert (second.id, second.state) == ("20261123T1040Z-resolved", State.RESOLVED)
    assert (second.components, second.body) == (
        {"mail": Status.OPERATIONAL},
        "A full queue disk; cleared.",
    )


def test_one_paragraph_under_a_title_is_an_incident_from_when_the_file_came() -> None:
    (update,) = right(f"{HEAD}We are looking.").updates
    assert (update.at, update.state, update.body) == (
        utc(23, 10, 6),
        State.INVESTIGATING,
        "We are looking.",
    )


def test_a_paragraph_takes_the_date_of_the_front_matter() -> None:
    post = right("---\ntitle: X\ndate: 2026-11-20 09:00 UTC\n---\nIt was slow.")
    assert post.updates[0].at == utc(20, 9)


def test_a_heading_stands_for_a_missing_title() -> None:
    found = read("# Mail is down\n\nWe are looking.")
    assert warns(found) == [True]
    assert (shown(found).title, shown(found).updates[0].body) == ("Mail is down", "We are looking.")


def test_a_heading_that_repeats_the_title_is_no_text() -> None:
    assert len(right(f"{HEAD}# Mail is late\n\n## 2026-11-23 10:00 UTC\nSlow.").updates) == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("## 2026-11-23 10:05 UTC — Investigating\nSlow.", "no title"),
        ("", "no title"),
        (HEAD, "no text"),
        (f"{HEAD}<!-- what happened? -->\n", "no text"),
        (f"{HEAD}Slow.\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> other\n", "unfinished merge"),
        (f"{HEAD}{'slow ' * 14_000}", "over 64 kB"),
        ("---\ntitle: [Resolved] Mail\n---\nSlow.", "needs quotes"),
    ],
)
def test_what_cannot_be_shown_is_told(text: str, rule: str) -> None:
    found = read(text)
    assert found.post is None
    assert rule in " ".join(fault.rule for fault in found.faults)


def test_a_conflict_is_told_with_its_line() -> None:
    assert read(f"{HEAD}Slow.\n<<<<<<< HEAD\n").faults[0].place == f"{PATH}:5"


def test_a_line_of_equal_signs_is_no_conflict() -> None:
    assert right(f"{HEAD}Slow mail\n=======\nAll of it.").updates[0].body.endswith("All of it.")


def test_control_characters_are_dropped_with_a_warning() -> None:
    found = read(f"{HEAD}Slow\x00 \x1bmail.\r\nYes.\ufeff")
    assert warns(found) == [True]
    assert shown(found).updates[0].body == "Slow mail.\nYes.\ufeff"
    assert "2" in found.faults[0].rule


def test_a_draft_is_not_shown_and_its_faults_are_told() -> None:
    found = read("---\ntitle: X\ndraft: true\ncomponents: [mial]\n---\nSoon.")
    assert (found.post, found.draft, len(found.faults)) == (None, True, 1)


@pytest.mark.parametrize(("word", "draft"), [("ture", True), ("flase", False), ("", True), ("[yes]", True)])
def test_an_unclear_draft_stays_one_unless_it_is_nearly_false(word: str, draft: bool) -> None:
    found = read(f"---\ntitle: X\ndraft: {word}\n---\nSoon.")
    assert (found.draft, found.post is None, len(found.faults)) == (draft, draft, 1)


def test_a_maintenance_has_a_window_and_an_announcement() -> None:
    post = right(f"---\ntitle: New disks\n{WINDOW}components: [mail]\n---\nMail stops for an hour.")
    assert (post.kind, post.starts, post.ends) == (Kind.MAINTENANCE, utc(28, 22), utc(28, 23, 30))
    assert (post.updates[0].state, post.components) == (State.SCHEDULED, {"mail": None})


def test_a_maintenance_without_a_window_is_shown() -> None:
    post = wrong(
        "---\ntitle: New disks\nkind: maintenance\n---\nSoon.",
        (3, "needs starts"),
        (3, "needs ends"),
    )
    assert (post.kind, post.starts, post.ends) == (Kind.MAINTENANCE, None, None)


def test_a_maintenance_that_ends_before_it_starts_has_no_end() -> None:
    text = "---\ntitle: X\nkind: maintenance\nstarts: 2026-11-28 22:00\nends: 2026-11-28 21:00\n---\nSoon."
    post = wrong(text, (5, "ends before it starts"))
    assert (post.starts, post.ends) == (utc(28, 22), None)


def test_a_window_makes_a_maintenance_of_a_post_that_does_not_say_so() -> None:
    text = f"---\ntitle: X\n{WINDOW.partition(chr(10))[2]}---\nSoon."
    assert wrong(text, (3, "read as a maintenance")).kind is Kind.MAINTENANCE
    assert wrong(text.replace("title: X", "title: X\nkind: maintainance"), (3, "not known")).starts


def test_a_key_of_another_kind_is_left_out() -> None:
    post = wrong("---\ntitle: X\nstarts: 2026-11-23 10:00\n---\nSlow.", (3, "belongs to a maintenance"))
    assert (post.kind, post.starts, post.updates[0].body) == (Kind.INCIDENT, None, "Slow.")


def test_an_advisory_has_a_provider_and_a_verdict() -> None:
    text = "---\ntitle: S3 fails\nkind: advisory\nprovider: Amazon S3\nverdict: not affected\n---\n"
    post = right(f"{text}Our files are here.\n\n## 2026-11-23 10:30 UTC\nVerdict: at risk\n\nBackups wait.")
    assert (post.kind, post.provider, post.verdict) == (
        Kind.ADVISORY,
        "aws-s3",
        Verdict.NOT_AFFECTED,
    )
    assert (post.updates[1].verdict, post.updates[1].body) == (Verdict.AT_RISK, "Backups wait.")


def test_an_advisory_with_an_unknown_provider_and_no_verdict_is_shown() -> None:
    text = "---\ntitle: S3 fails\nkind: advisory\nprovider: aws-s4\n---\nWe look."
    post = wrong(text, (3, "needs a verdict"), (4, "did you mean aws-s3?"))
    assert (post.provider, post.verdict, post.updates[0].body) == (None, None, "We look.")


@pytest.mark.parametrize(
    ("path", "key", "made"),
    [
        ("incidents/2026-11-23 Mail_Late!.md", "", "2026-11-23-mail-late"),
        ("incidents/störung.md", "", "storung"),
        ("incidents/a.md", "id: mail-7\n", "mail-7"),
    ],
)
def test_an_address_comes_from_the_id_or_the_name_of_the_file(path: str, key: str, made: str) -> None:
    assert right(f"---\ntitle: X\n{key}---\nSlow.", path=path).id == made


def test_a_name_without_any_letter_of_an_address_still_makes_one() -> None:
    ids = {right(f"{HEAD}Slow.", path=f"incidents/{name}.md").id for name in ("障害", "復旧")}
    assert len(ids) == 2
    assert all(each.startswith("post-") for each in ids)


def test_an_id_that_is_no_address_is_made_one() -> None:
    found = read("---\ntitle: X\nid: Mail Late\n---\nSlow.")
    assert (shown(found).id, warns(found)) == ("mail-late", [True])


def test_aliases_are_ids_or_paths() -> None:
    post = right("---\ntitle: X\naliases: [mail-slow, /incidents/Mail-7/]\n---\nSlow.")
    assert post.aliases == ("mail-slow", "mail-7")
    assert right("---\ntitle: X\naliases: a, b\n---\nSlow.").aliases == ("a", "b")


@pytest.mark.parametrize(
    ("name", "post"),
    [
        ("2026-11-23-mail-late.md", True),
        ("incidents/2026/MAIL.MD", True),
        ("README.md", False),
        ("_draft.md", False),
        ("_templates/mail.md", False),
        (".mail.md.swp", False),
        (".hidden.md", False),
        ("mail.txt", False),
        ("mail.md~", False),
    ],
)
def test_which_files_are_posts(name: str, post: bool) -> None:
    assert is_post(name) is post


def test_many_faults_are_counted_and_not_all_told() -> None:
    found = read(HEAD + "## 2026-02-30 — Resolved\n" * 300)
    assert len(found.faults) == 101
    assert "200 more" in found.faults[-1].rule
    assert len(shown(found).updates) == 300


def _check_whole(post: Post | None) -> None:
    if post is None:
        return
    assert post.title
    assert post.updates
    assert list(post.updates) == sorted(post.updates, key=lambda update: update.at)
    assert len({update.id for update in post.updates}) == len(post.updates)


_PIECES = st.sampled_from(
    [
        *(
            "---\n",
            "title: ",
            "title: Mail: slow\n",
            "components: ",
            "[mail, x]\n",
            "kind: maintenance\n",
            "\n",
        ),
        *(
            "starts: 2026-03-29 01:30\n",
            "ends: ",
            "draft: ",
            "id: ",
            "- ",
            "## ",
            "2026-11-23",
            " 10:05",
            " UTC",
        ),
        *(
            " — ",
            "Resolved\n",
            "```\n",
            "<!--",
            "-->",
            "Components: ",
            "mail = operational",
            "BST",
            "Verdict: ",
        ),
        *("23 Nov 2026 ", "99:99", "{", "&a ", "*a", '"', "'", ": ", "#", "\t", "x" * 300, "\x00", "\ud800"),
    ]
)


@settings(max_examples=150, deadline=None, database=None, derandomize=True)
@given(st.one_of(st.text(), st.lists(_PIECES, max_size=40).map("".join), st.text().map(HEAD.__add__)))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for changed in (None, utc(23, 11)):
        found = read(text, changed=changed)
        _check_whole(found.post)
        assert found.post or found.draft or found.faults
        assert all(fault.place.rpartition(":")[2].isdecimal() for fault in found.faults)


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(st.text(st.characters(categories=("L", "N")), min_size=1), st.lists(_PIECES, max_size=20).map("".join))
def test_a_post_with_a_title_and_a_first_word_is_shown(word: str, rest: str) -> None:
    if "draft" in rest or "<!--" in rest:
        return
    post = read(f"{HEAD}first {word}\n\n{rest}").post
    assert post is not None
    assert post.updates[0].body.startswith(f"first {word}")
