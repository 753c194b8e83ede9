import pytest

from statuspage.model.post import State
from statuspage.model.status import Impact, Status
from tests.site.reading import read, right, shown, utc, warns, wrong


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Mail: slow again",
            "@home is down",
            "'tis slow",
            '"Mail" is slow',
            "* mail",
            "& more",
            "!urgent mail",
        ),
        *(
            "%5 slow",
            "`mail` slow",
            "- slow",
            "? slow",
            "#1 mail server",
            "> 5 minutes",
            "null",
            "2026-11-23",
        ),
    ],
)
def test_a_title_that_yaml_refuses_is_taken_as_written(title: str) -> None:
    post = right(f"---\ntitle: {title}\nimpact: minor\n---\nSlow.")
    assert (post.title, post.impact) == (title, Impact.MINOR)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ('"Mail: slow"', "Mail: slow"),
        ("'it''s slow'", "it's slow"),
        ("Mail\n  is slow", "Mail is slow"),
        (">\n  Mail\n  is slow", "Mail is slow"),
        ("Mail: slow\n  again", "Mail: slow again"),
        ('"a\\0b"', "ab"),
    ],
)
def test_a_title_may_be_quoted_or_folded(written: str, title: str) -> None:
    assert right(f"---\ntitle: {written}\n---\nSlow.").title == title


def test_a_comment_that_cuts_a_title_is_told() -> None:
    found = read("---\ntitle: Mail #3 is slow\n---\nSlow.")
    assert (shown(found).title, warns(found)) == ("Mail", [True])


def test_a_title_that_is_a_list_is_none() -> None:
    assert read("---\ntitle: [a]\n---\nSlow.").post is None


def test_keys_may_be_capitals_and_need_no_space() -> None:
    found = read("---\nTitle: Mail is slow\nImpact:minor\n---\nSlow.")
    assert (shown(found).title, shown(found).impact) == ("Mail is slow", Impact.MINOR)
    assert warns(found) == [True]


def test_an_unknown_key_is_told_with_the_nearest() -> None:
    post = wrong("---\ntitle: X\nimpakt: minor\n---\nSlow.", (3, "did you mean impact?"))
    assert (post.title, post.impact, post.updates[0].body) == ("X", None, "Slow.")


@pytest.mark.parametrize(
    ("line", "state"),
    [("status: Monitoring", "Monitoring"), ("state: fixed", "Resolved"), ("resolved: true", "Resolved")],
)
def test_the_state_is_no_key_and_the_heading_for_it_is_shown(line: str, state: str) -> None:
    wrong(f"---\ntitle: X\n{line}\n---\nSlow.", (3, "is said by the heading of its newest update"))
    (fault,) = read(f"---\ntitle: X\n{line}\n---\nSlow.").faults
    assert fault.example == f"## 2026-11-23 10:40 UTC — {state}"


def test_a_post_cannot_say_unknown() -> None:
    found = read("---\ntitle: X\ncomponents: {mail: unknown}\n---\nSlow.")
    assert shown(found).components == {"mail": None}
    (fault,) = found.faults
    assert '"unknown" is no state' in fault.rule
    assert "unknown" not in fault.rule.partition("known are")[2]


def test_a_title_with_half_its_quotes_is_told() -> None:
    found = read('---\ntitle: "Mail is down\n---\nSlow.')
    assert (shown(found).title, warns(found)) == ('"Mail is down', [True])
    assert found.faults[0].example == 'title: "Mail is down"'


def test_a_misspelt_title_is_one() -> None:
    assert wrong("---\ntitel: Mail: slow\n---\nSlow.", (2, "did you mean title?")).title == "Mail: slow"


def test_a_wrong_value_takes_no_other_key_with_it() -> None:
    text = "---\ntitle: X\nimpact: huge\ncomponents: [mail\nid: {a: b}\nid: c\ndate: [1]\n---\nSlow."
    post = wrong(
        text,
        (3, "known are none, minor"),
        (4, "can't be read"),
        (5, "one line"),
        (6, "twice"),
        (7, "one line"),
    )
    assert (post.title, post.impact, post.components, post.id) == ("X", None, {}, "2026-11-23-mail-late")


@pytest.mark.parametrize(
    "written",
    [
        *(
            "\n  mail: Major outage\n  files:",
            "\n  - mail: major_outage\n  - files",
            "\n- mail = major_outage\n- files",
        ),
        *("{mail: major-outage, files: }", "[mail = major outage, files]", "mail = major_outage, files"),
        *('\n  E-mail: major_outage\n  "Files, shared":', "\n\tmail: major_outage\n\tfiles:"),
    ],
)
def test_components_are_a_table_or_a_list_of_ids_or_names(written: str) -> None:
    post = right(f"---\ntitle: X\ncomponents: {written}\n---\nSlow.")
    assert post.components == {"mail": Status.MAJOR_OUTAGE, "files": None}


def test_an_unknown_component_is_left_out_and_an_unknown_state_is_none() -> None:
    lines = "  mial: major_outage\n  files: broken\n  portal: partial_outage\n"
    post = wrong(
        f"---\ntitle: X\ncomponents:\n{lines}---\nSlow.",
        (4, "did you mean mail?"),
        (5, '"broken" is no state'),
    )
    assert post.components == {"files": None, "portal": Status.PARTIAL_OUTAGE}


def test_components_that_are_no_names_are_left_out() -> None:
    assert wrong("---\ntitle: X\ncomponents: [[mail]]\n---\nSlow.", (3, "list or a table")).components == {}


def test_front_matter_without_its_end_ends_where_its_keys_do() -> None:
    for line, text in ((4, "Slow."), (5, "\nSlow."), (5, "\nWe see: errors."), (4, "We see: errors.")):
        post = wrong(f"---\ntitle: X\nimpact: minor\n{text}", (line, "--- after"))
        assert (post.title, post.impact, post.updates[0].body) == ("X", Impact.MINOR, text.strip())


def test_front_matter_without_its_end_stops_at_a_heading_though_a_line_follows() -> None:
    text = "---\ntitle: X\n## 2026-11-23 10:00 — Identified\nA disk.\n\n---\n\nMore."
    (update,) = wrong(text, (3, "--- after")).updates
    assert (update.at, update.state, update.body) == (
        utc(23, 10),
        State.IDENTIFIED,
        "A disk.\n\n---\n\nMore.",
    )


def test_front_matter_without_its_beginning_is_read() -> None:
    post = wrong("title: X\nimpact: minor\n---\nSlow.", (1, "--- before"))
    assert (post.title, post.impact, post.updates[0].body) == ("X", Impact.MINOR, "Slow.")


def test_a_line_that_is_no_key_is_told() -> None:
    post = wrong("---\nMail\ntitle: X\nis slow\nimpact: minor\n---\nSlow.", (2, "no key"))
    assert (post.title, post.impact) == ("X", Impact.MINOR)


@pytest.mark.parametrize(
    "value",
    [
        "[" * 5000,
        "a" * 20_000,
        "&a [*a]",
        "[&a [x, x], &b [*a, *a], &c [*b, *b]]",
        "? {",
        "!!python/object:os.system x",
    ],
)
def test_hostile_yaml_costs_only_its_key(value: str) -> None:
    post = shown(read(f"---\ntitle: X\nimpact: minor\ncomponents: {value}\n---\nSlow."))
    assert (post.title, post.impact, post.components) == ("X", Impact.MINOR, {})


def test_what_would_turn_a_title_around_is_left_out() -> None:
    text = '---\ntitle: "Mail \u202eetal si"\n---\nIt is late.\n'
    post = read(text).post
    assert post is not None
    assert post.title == "Mail etal si"
