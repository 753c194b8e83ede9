"""Whatever a post looks like, an update put into it adds just that and leaves every byte else alone."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.errors import StatusPageError
from statuspage.model.post import INCIDENT_STATES, Kind, Post, State
from statuspage.model.status import Status
from statuspage.site.layout import plain_style, read_layout
from statuspage.site.posts import Context, Read, Source, read_post
from statuspage.site.readback import check_entry, check_update, read_section
from statuspage.site.write import Entry, clean_text, insert, moment, section_text

ZONE = ZoneInfo("Europe/London")
CONTEXT = Context(ZONE, {"mail": "Mail", "desk": "Reception desk"})
NOW = datetime(2026, 11, 23, 10, 40, 30, tzinfo=UTC)
BOUNDED = settings(max_examples=150, deadline=None, database=None, derandomize=True)

_DATES = st.sampled_from(
    [
        "%Y-%m-%d %H:%M UTC",
        "%Y-%m-%dT%H:%M:%SZ",
        "%d %B %Y, %H:%M +00:00",
        "%a %d %b %Y at %I:%M %p",
        "%Y-%m-%d",
    ]
)
_LINES = st.sampled_from(
    [
        *(
            "Plain words.",
            "",
            "   ",
            "- a\n- b",
            "```\n## code\n```",
            "<!-- a comment -->",
            "<!-- two\nlines -->",
        ),
        *(
            "### A heading",
            "## What we did",
            "Components: mail = operational",
            "tab\there",
            "| a | b |",
            "café",
        ),
        *("\udcff bytes", "```", "<!-- open", "Verdict: affected", "[1]: https://example.com"),
    ]
)
_BODIES = st.lists(_LINES, max_size=5).map("\n".join)
_HEADS = st.sampled_from(
    [
        "---\ntitle: Mail\n---\n",
        "\ufeff---\ntitle: Mail\ncomponents:\n  mail: partial_outage # yes\n---\n\n",
        "---\ntitel: Mail\nnonsense: 1\n---\n",
        "# Mail\n\n",
        "title: Mail\n\n",
        "---\ntitle: Mail\n---\nAn opening.\n\n",
    ]
)
_PLAIN = st.text(st.characters(categories=("L", "N", "Zs"), include_characters="\n.,!?*_"), min_size=1)


@st.composite
def posts(draw: st.DrawFn) -> str:
    """The text of a post as some person might have written it, whole or with mistakes."""
    date, separator = draw(_DATES), draw(st.sampled_from([" — ", " - ", ": ", " "]))
    count = draw(st.integers(0, 5))
    states = [draw(st.sampled_from([*INCIDENT_STATES, "Invstigating", ""])) for _ in range(count)]
    begin = NOW - timedelta(days=9)
    dates = [f"{begin + timedelta(days=number, minutes=7 * number):{date}}" for number in range(count)]
    gap = "\n" * draw(st.integers(1, 3))
    updates = [f"## {at}{separator}{state}\n{draw(_BODIES)}" for at, state in zip(dates, states, strict=True)]
    if draw(st.booleans()):
        updates.reverse()
    text = draw(_HEADS) + gap.join(updates) + draw(st.sampled_from(["", "\n", "\n\n\n", "\n<!-- end -->\n"]))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))


def read(text: str) -> Read:
    return read_post(Source("incidents/a.md", text, NOW - timedelta(days=9), NOW), CONTEXT)


def update(text: str, body: str, components: dict[str, Status]) -> tuple[str, Post, str]:
    """The text with an update, the post that it is read as, and the update's text."""
    layout = read_layout(text, ZONE)
    assert layout is not None
    style = layout.style or plain_style(ZONE)
    at = moment(layout, style, NOW)
    entry = Entry(at, State.RESOLVED, clean_text(body), components)
    section = section_text(entry, style, layout.air)
    draft = read_section(section, Kind.INCIDENT, CONTEXT)
    check_entry(draft, entry)
    new = insert(layout, section, at, NOW)
    return new, check_update("a.md", read(text), read(new), draft, newest=True), section


def assert_only_added(old: str, new: str, section: str) -> None:
    """The new text is the old one, byte for byte, with the section and line ends put in at one place."""
    before, after = old.encode("utf-8", "surrogateescape"), new.encode("utf-8", "surrogateescape")
    same = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    assert after.endswith(before[same:])
    assert _lines(new) - _lines(old) == _lines(section)


def _lines(text: str) -> Counter[str]:
    return Counter(line for line in re.split(r"\r\n|\n|\r", text) if line.strip())


@BOUNDED
@given(posts(), _PLAIN.filter(lambda text: bool(text.strip())), st.booleans())
def test_a_plain_update_is_added_and_every_other_byte_stays(text: str, body: str, stated: bool) -> None:
    before = read(text)
    if before.post is None:
        return
    components = {"mail": Status.OPERATIONAL} if stated else {}
    try:
        new, post, section = update(text, body, components)
    except StatusPageError:
        # what is open at the end, or right below the new heading, may change its meaning
        assert any(sign in text for sign in ("```", "<!-- open")) or body.lstrip()[:1] in "*_"
        return
    assert_only_added(text, new, section)
    assert post.updates[-1].body == clean_text(body)
    assert post.updates[-1].state is State.RESOLVED
    assert dict(post.updates[-1].components) == components
    assert [one.body for one in post.updates[:-1]] == [one.body for one in before.post.updates]


@BOUNDED
@given(posts(), st.one_of(_BODIES, st.text()))
def test_any_update_is_added_just_so_or_refused_with_a_sentence(text: str, body: str) -> None:
    if read(text).post is None:
        return
    try:
        new, post, section = update(text, body, {})
    except StatusPageError as error:
        refused = str(error)
    else:
        assert_only_added(text, new, section)
        assert post.updates[-1].body == clean_text(body)
        return
    assert refused.startswith("Nothing was written: ")


@BOUNDED
@given(
    posts(),
    st.lists(
        _PLAIN.filter(lambda text: text.strip() != "" and text.strip()[0] not in "*_"), min_size=2, max_size=4
    ),
)
def test_one_update_after_another_comes_back_in_order(text: str, bodies: list[str]) -> None:
    before = read(text)
    if before.post is None or any(sign in text for sign in ("```", "<!-- open")):
        return
    for body in bodies:
        text, post, _ = update(text, body, {})
    assert [one.body for one in post.updates[-len(bodies) :]] == [clean_text(body) for body in bodies]
