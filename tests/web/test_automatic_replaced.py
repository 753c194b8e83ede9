"""A post takes an automatic incident's place, whenever it is written: what page, feeds and API say of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest

from statuspage.decide.confirm import advance
from statuspage.model.post import Post
from statuspage.model.result import CheckKey, CheckState
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.snapshot import take
from tests.make import at, check, component, post, result, site, span, update
from tests.web.seen import data, document

AUTOMATIC = "auto-mail-20261123t1000z"
OPENING = f"{AUTOMATIC}/20261123T1005Z-investigating"
CLOSING = f"{AUTOMATIC}/20261123T1040Z-resolved"
BOTH = ("mail", "files")
OUTAGE = (span(-86_400, None, "operational"), span(0, None, "major_outage"), span(1800, None, "operational"))
PRESENT = ("/", "/history/", "/history.atom", "/api/v1/snapshot.json", "/api/v2/incidents.json")


def snapshot(minute: float, posts: Sequence[Post], fallen: Sequence[str] = ("mail",)) -> Snapshot:
    """What is said so many minutes after these components fell, for half an hour."""
    now = at(60 * minute)
    outcome = "down" if minute < 30 else "ok"
    states, spans = {}, {}
    for id_ in BOTH:
        state, key = CheckState(), CheckKey(id_, "http")
        for ago in (70, 10):
            seen = result(60 * minute - ago, outcome if id_ in fallen else "ok", key)
            state = advance(state, seen, check(id_))
        states[key] = state
        whole = OUTAGE if id_ in fallen else OUTAGE[:1]
        spans[id_] = tuple(
            replace(one, end=whole[i + 1].start if whole[i + 1 :] and whole[i + 1].start <= now else None)
            for i, one in enumerate(whole)
            if one.start <= now
        )
    held = Measurements(states=states, spans=spans, tick=now, revision=1, changed_at=now)
    return take(site(*map(component, BOTH), posts=posts), held, now, timedelta(minutes=1))


def written(begins: float, ends: float | None = None) -> Post:
    """A post about mail with an update at these minutes."""
    last = [] if ends is None else [update(60 * ends, "resolved")]
    return post(update(60 * begins, "investigating"), *last, components={"mail": None})


def told(now: Snapshot, folder: str = "/") -> list[str]:
    """The ids of a feed of updates without the site's, oldest first, the same in all its forms."""
    forms = [[one["id"] for one in data(now, f"{folder}updates.json")["items"]]]
    for form in ("rss", "atom"):
        entries = feedparser.parse(document(now, f"{folder}updates.{form}").body).entries
        forms.append([one.id for one in entries])
    assert forms[0] == forms[1] == forms[2]
    return [id_.partition("2026:")[2] for id_ in reversed(forms[0])]


def where(now: Snapshot) -> set[str]:
    """Where the automatic incident is told of as something that stands."""
    return {path for path in PRESENT if AUTOMATIC in document(now, path).body.decode()}


# When a post is written, the post, and what the feed of updates then keeps of the automatic incident.
CASES = {
    "before the outage": (-10, written(-10), []),
    "in the first five minutes": (3, written(3), []),
    "dated back to its beginning": (20, written(1), []),
    "while it goes on": (20, written(20), [OPENING]),
    "while it goes on, and closed later": (20, written(20, 38), [OPENING]),
    "after the recovery, before it closed": (35, written(35), [OPENING]),
    "after it closed": (45, written(45, 46), [OPENING, CLOSING]),
    "after it closed, dated back to when it went on": (50, written(20, 30), [OPENING]),
}


@pytest.mark.parametrize(("minute", "by_hand", "kept"), CASES.values(), ids=list(CASES))
def test_a_post_stands_alone_and_what_was_said_stays(minute: float, by_hand: Post, kept: list[str]) -> None:
    assert told(snapshot(minute, []))[: len(kept)] == kept
    for later in (0, 7, 15, 25, 90):
        now = snapshot(minute + later, [by_hand])
        assert where(now) == set(), later
        assert [id_ for id_ in told(now) if not id_.startswith("mail-late/")] == kept
        assert told(now, "/components/mail/") == told(now)
        assert told(now, "/components/files/") == []
        for path in ("/api/v1/snapshot.json", "/api/v2/incidents.json"):
            assert {one["id"] for one in data(now, path)["incidents"]} == {"mail-late"}
        if kept:
            assert b"../mail-late/" in document(now, f"/incidents/{AUTOMATIC}/").body


def test_once_the_post_is_deleted_it_stands_again_as_it_was_told() -> None:
    post_ = written(20)
    first = data(snapshot(10, []), "/updates.json")["items"]
    assert told(snapshot(25, [post_])) == [OPENING, "mail-late/20261123T1020Z-investigating"]
    again = snapshot(28, [])
    assert data(again, "/updates.json")["items"] == first
    assert where(again) == {*PRESENT}
    assert told(snapshot(45, [])) == [OPENING, CLOSING]


def test_a_post_about_one_takes_the_place_of_what_two_share() -> None:
    now = snapshot(60, [written(20, 35)], fallen=BOTH)
    assert where(now) == set()
    assert told(now)[0] == OPENING
    assert CLOSING not in told(now)
    assert told(now, "/components/files/") == [OPENING]
