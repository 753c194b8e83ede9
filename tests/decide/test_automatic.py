"""Automatic incidents: what opens one, who shares it, what closes it and what takes its place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest

from statuspage.automatics import Automatics, WithAutomatic
from statuspage.decide.posts import post_now
from statuspage.model.post import Post, State
from statuspage.model.site import Component
from statuspage.model.snapshot import PostNow
from statuspage.model.span import Span
from statuspage.model.text import Text, text
from tests.make import at, component, post, site, span, update

MIN = 60.0
HOUR = 3600.0
NAMES = {"mail": "Mail", "phones": "Phones", "files": "Files"}
ALL = tuple(component(id_) for id_ in NAMES)


def say(said: Text, moment: datetime) -> str:
    return str(said)


def down(*edges: float, status: str = "major_outage") -> tuple[Span, ...]:
    """Works from long before, then in turn down and working at these seconds; the last goes on."""
    moments: list[float | None] = [-48 * HOUR, *edges, None]
    words = ["operational", status]
    return tuple(
        replace(
            span(begin or 0.0, end, words[i % 2]), reason=text("does not answer") if i % 2 else text("ok")
        )
        for i, (begin, end) in enumerate(pairwise(moments))
    )


def told(
    spans: Mapping[str, Sequence[Span]],
    now: float,
    *posts: Post,
    components: Sequence[Component] = ALL,
    kept: Automatics | None = None,
    believed: float | None = None,
) -> WithAutomatic:
    shown = [post_now(one, NAMES, {}, at(now)) for one in posts]
    until = at(now + 60 if believed is None else believed)
    limits: dict[str, datetime | None] = dict.fromkeys((one.id for one in components), until)
    return (kept or Automatics()).among(site(*components), shown, spans, limits, say, at(now))


def made(found: WithAutomatic) -> list[PostNow]:
    return [one for one in found.posts if one.post.automatic]


def only(found: WithAutomatic) -> PostNow:
    (one,) = made(found)
    return one


def test_five_minutes_of_outage_without_a_post_open_one() -> None:
    spans = {"mail": down(0)}
    assert made(told(spans, 5 * MIN - 1)) == []
    one = only(told(spans, 5 * MIN))
    assert (one.post.id, one.post.title) == ("auto-mail-20261123t1000z", "Mail is down")
    assert (one.state, one.impact, one.started_at, one.ended_at) == ("investigating", "critical", at(0), None)
    assert one.post.updates[0].id == "20261123T1005Z-investigating"
    assert one.post.updates[0].body == (
        "Our checks say that Mail is down since 23 Nov 2026, 10:00 UTC: does not answer.\n\n"
        "Nobody has written about it yet."
    )
    assert [(named.id, named.now) for named in one.affected] == [("mail", "major_outage")]


def test_a_partial_outage_opens_one_and_slowness_does_not() -> None:
    assert only(told({"mail": down(0, status="partial_outage")}, HOUR)).post.title == "Mail is partly down"
    assert made(told({"mail": down(0, status="degraded_performance")}, HOUR)) == []


def test_it_closes_ten_minutes_after_recovery() -> None:
    spans = {"mail": down(0, 20 * MIN)}
    assert only(told(spans, 30 * MIN - 1)).open
    one = only(told(spans, 30 * MIN))
    assert (one.state, one.ended_at, one.changed_at) == (State.RESOLVED, at(20 * MIN), at(30 * MIN))
    assert one.post.updates[-1].body == "Mail works again since 23 Nov 2026, 10:20 UTC, after 20 minutes."
    assert one.affected[0].now == "operational"


def test_a_short_recovery_does_not_close_it() -> None:
    one = only(told({"mail": down(0, 20 * MIN, 25 * MIN, 40 * MIN)}, 2 * HOUR))
    assert (one.started_at, one.ended_at) == (at(0), at(40 * MIN))
    assert len(one.post.updates) == 2


def test_unknown_time_neither_opens_nor_closes_it() -> None:
    seen = [("major_outage", 3), ("unknown", 30), ("major_outage", 4), ("unknown", 60), ("operational", None)]
    moment, spans = 0.0, []
    for status, minutes in seen:
        end = None if minutes is None else moment + minutes * MIN
        spans.append(span(moment, end, status))
        moment = end or moment
    assert made(told({"mail": spans}, 34 * MIN)) == []
    assert only(told({"mail": spans}, 35 * MIN)).post.updates[0].at == at(35 * MIN)
    assert only(told({"mail": spans}, 97 * MIN)).open
    one = only(told({"mail": spans}, 2 * HOUR))
    assert one.ended_at == at(97 * MIN)
    assert one.post.updates[-1].body.endswith("after 1 h 37 min at most.")


def test_what_is_not_believed_any_more_stays_open() -> None:
    spans = {"mail": down(0, 20 * MIN)}
    assert only(told(spans, 5 * HOUR, believed=25 * MIN)).open


def test_a_recovery_to_slowness_closes_it_and_says_so() -> None:
    slow = (*down(0)[:1], span(0, 20 * MIN, "major_outage"), span(20 * MIN, None, "degraded_performance"))
    one = only(told({"mail": slow}, HOUR))
    assert one.post.updates[-1].body.startswith("Mail is slow or unstable, but no longer down since")


def test_those_that_fall_together_share_one() -> None:
    spans = {"mail": down(0), "phones": down(2 * MIN), "files": down(4.5 * MIN)}
    first = only(told(spans, 5 * MIN))
    assert first.post.title == "Mail and Phones are down"
    later = only(told(spans, 10 * MIN))
    assert later.post.updates[0] == first.post.updates[0]
    assert later.post.updates[1].at == at(10 * MIN)
    assert later.post.updates[1].components == {"files": "major_outage"}
    assert (later.post.id, later.post.title) == (first.post.id, first.post.title)


def test_those_that_fall_alike_are_told_of_in_one_sentence() -> None:
    four = [component(id_) for id_ in (*NAMES, "portal")]
    spans = {
        "mail": down(0),
        "phones": down(20),
        "files": down(60),
        "portal": down(65, status="partial_outage"),
    }
    body = only(told(spans, 5 * MIN, components=four)).post.updates[0].body
    assert body == (
        "- Our checks say that Mail and Phones are down since 23 Nov 2026, 10:00 UTC: does not answer.\n"
        "- Our checks say that Files is down since 23 Nov 2026, 10:01 UTC: does not answer.\n"
        "- Our checks say that Portal is partly down since 23 Nov 2026, 10:01 UTC: does not answer.\n\n"
        "Nobody has written about it yet."
    )


def test_an_outage_of_many_for_one_reason_is_one_sentence() -> None:
    many = [component(id_) for id_ in (*NAMES, "portal", "web")]
    body = only(told({one.id: down(0) for one in many}, 5 * MIN, components=many)).post.updates[0].body
    assert body.startswith(
        "Our checks say that Mail, Phones and 3 more services are down since 23 Nov 2026, 10:00 UTC: "
        "does not answer.\n\n"
    )


def test_those_that_fall_apart_do_not() -> None:
    found = made(told({"mail": down(0), "phones": down(6 * MIN)}, HOUR))
    assert [one.post.title for one in found] == ["Phones is down", "Mail is down"]


def test_one_root_makes_one_however_late_the_others_fall() -> None:
    needs = [component("files"), component("mail", depends_on={"files": "hard"})]
    found = only(told({"files": down(0), "mail": down(HOUR)}, 2 * HOUR, components=needs))
    assert found.post.title == "Files is down"
    assert [named.id for named in found.affected] == ["files", "mail"]


def test_each_recovery_of_a_shared_one_is_told_and_the_last_closes_it() -> None:
    one = only(told({"mail": down(0, 20 * MIN), "phones": down(0, HOUR)}, 2 * HOUR))
    assert [(each.state.value, each.at) for each in one.post.updates] == [
        ("investigating", at(5 * MIN)),
        ("investigating", at(30 * MIN)),
        ("resolved", at(70 * MIN)),
    ]
    assert one.ended_at == at(HOUR)


def test_a_post_that_names_it_in_time_leaves_none() -> None:
    written = post(update(3 * MIN, "investigating"), components={"mail": None})
    found = told({"mail": down(0)}, HOUR, written)
    assert (made(found), found.replaced) == ([], ())
    assert found.posts[0].post.aliases == ("auto-mail-20261123t1000z",)


def test_a_post_within_the_hour_takes_its_place_and_what_was_said_stays() -> None:
    written = post(update(HOUR, "investigating"), components={"mail": None})
    before = only(told({"mail": down(0, 70 * MIN)}, HOUR - 1, written))
    found = told({"mail": down(0, 70 * MIN)}, 3 * HOUR, written)
    assert made(found) == []
    (gone,) = found.replaced
    assert gone.post.updates == before.post.updates[:1]
    assert found.posts[0].post.aliases == (gone.post.id,)


def test_a_post_that_tells_of_it_once_it_is_over_takes_its_place() -> None:
    written = post(update(30 * MIN, "resolved"), components={"mail": None})
    assert made(told({"mail": down(0, 20 * MIN)}, HOUR, written)) == []


@pytest.mark.parametrize("minutes", [61, 600])
def test_a_later_post_stands_beside_it(minutes: float) -> None:
    written = post(update(minutes * MIN, "investigating"), components={"mail": None})
    assert only(told({"mail": down(0)}, 20 * HOUR, written)).open


def test_a_post_about_something_else_changes_nothing() -> None:
    written = post(update(3 * MIN, "investigating"), components={"files": None})
    assert only(told({"mail": down(0)}, HOUR, written)).post.title == "Mail is down"


def test_a_post_that_was_closed_too_soon_speaks_no_more() -> None:
    written = post(update(MIN, "investigating"), update(3 * MIN, "resolved"), components={"mail": None})
    one = only(told({"mail": down(0)}, HOUR, written))
    assert (one.started_at, one.post.updates[0].at) == (at(0), at(7 * MIN))


def test_a_maintenance_in_its_window_speaks_and_one_ahead_does_not() -> None:
    work = post(
        update(-HOUR, "scheduled"),
        kind="maintenance",
        starts=at(-MIN),
        ends=at(2 * HOUR),
        components={"mail": None},
    )
    assert made(told({"mail": down(0)}, HOUR, work)) == []
    ahead = replace(work, starts=at(5 * HOUR), ends=at(6 * HOUR))
    assert only(told({"mail": down(0)}, HOUR, ahead)).open


def test_a_post_about_the_root_speaks_for_what_depends_on_it() -> None:
    needs = [component("files"), component("mail", depends_on={"files": "hard"})]
    written = post(update(0, "investigating"), components={"files": None})
    assert made(told({"files": down(0), "mail": down(0)}, HOUR, written, components=needs)) == []


def test_names_and_reasons_are_shown_as_they_are() -> None:
    odd = (*down(0)[:1], replace(span(0, None, "major_outage"), reason=text("expected <b>*ok*</b> & more")))
    body = only(told({"mail": odd}, HOUR)).post.updates[0].body
    assert "expected &lt;b>\\*ok\\*&lt;/b> &amp; more" in body


def test_what_is_kept_never_changes_what_is_said() -> None:
    spans = {
        "mail": down(0, 20 * MIN, 3 * HOUR),
        "phones": down(2 * MIN, 50 * MIN, 60 * MIN, 90 * MIN),
        "files": down(4 * MIN, 6 * HOUR),
    }
    written = post(update(3 * HOUR + 20 * MIN, "investigating"), components={"mail": None})
    kept = Automatics()
    for now in range(0, 8 * 3600, 37):
        seen = {
            id_: tuple(
                replace(one, end=None if one.end is None or one.end > at(now) else one.end)
                for one in those
                if one.start <= at(now)
            )
            for id_, those in spans.items()
        }
        posts = [written] if now >= 3 * HOUR + 20 * MIN else []
        assert told(seen, now, *posts, kept=kept) == told(seen, now, *posts)
        same = told(spans, now, *posts)
        assert same == told(seen, now, *posts), "what comes later must not change what was said"


def test_what_was_told_is_never_told_otherwise() -> None:
    spans = {"mail": down(0, 20 * MIN), "phones": down(MIN, 9 * MIN), "files": down(4 * MIN, HOUR)}
    known: dict[str, object] = {}
    for now in range(0, 3 * 3600, 20):
        for one in made(told(spans, now)):
            for each in one.post.updates:
                key = f"{one.post.id}/{each.id}"
                assert known.setdefault(key, (one.post.title, each)) == (one.post.title, each)
    assert len(known) == 5
