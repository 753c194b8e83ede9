"""What the page says of others' trouble, and whether it reaches us."""

import html
import re
from dataclasses import replace

import feedparser
import pytest

from statuspage.model.snapshot import Snapshot
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.web.public import public_paths
from tests.make import T0, post, update
from tests.web.seen import data, document, renderer
from tests.web.upstream import ERRORS, joined, provider, row, troubled


def words(snapshot: Snapshot, path: str, inside: str = "main") -> str:
    """What is read in a part of a page."""
    body = document(snapshot, path).body.decode()
    part = body[body.index(f"<{inside}") :] if inside == "main" else body.split(inside, 1)[1]
    part = re.sub(r"<svg.*?</svg>", " ", part, flags=re.DOTALL)
    part = re.sub(r"<script.*?</script>|</?time[^>]*>", "", part, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).split())


def strip(snapshot: Snapshot) -> str:
    body = document(snapshot, "/").body.decode()
    if 'id="strip"' not in body:
        return ""
    return words(snapshot, "/", 'id="strip"').partition("Services")[0]


def test_no_strip_stands_where_no_provider_has_trouble() -> None:
    well = joined([provider(trouble=False, dependents=("backups",))])
    assert strip(well) == ""


def test_the_strip_answers_who_depends_on_nothing() -> None:
    said = strip(joined([provider()], [row("mail", "not_affected", "does not depend on it")]))
    assert "Amazon S3 reports “Increased Error Rates” since 09:35" in said
    assert "No service here depends on it. You are not affected How we know" in said


def test_the_strip_names_who_is_at_risk() -> None:
    said = strip(troubled())
    assert "At risk: Backups" in said
    assert "not affected" not in said


def test_the_strip_tells_of_a_failure_of_which_the_provider_knows_nothing() -> None:
    evidence = "Backups is down since 17:39; Amazon S3, on which it depends, reports no trouble"
    rows = [row("backups", "affected", evidence, confirmed=False)]
    snapshot = joined([provider(trouble=False, dependents=("backups",))], rows, backups="down")
    assert f"{evidence}. Affected: Backups" in strip(snapshot)
    assert "not confirmed by Amazon S3" in words(snapshot, "/providers/aws-s3/")
    assert "It seems so: Backups has trouble and depends on Amazon S3, which reports none." in words(
        snapshot, "/providers/aws-s3/"
    )


def test_providers_with_one_cause_are_told_of_once() -> None:
    both = [
        provider(dependents=("backups",)),
        provider("aws-ec2", "Amazon EC2"),
        provider("other", "Other", events=()),
    ]
    said = strip(joined(both, [row("backups", "at_risk", "our checks pass")]))
    assert said.count("Increased Error Rates") == 2
    assert "Amazon S3 and Amazon EC2 report “Increased Error Rates” since 09:35" in said


def test_who_has_many_troubled_providers_sees_the_first_and_how_many_more() -> None:
    many = [provider(f"p{i}", f"Provider {i}", events=()) for i in range(7)]
    assert "3 more providers have trouble" in strip(joined(many))


def test_a_provider_of_no_concern_is_nowhere() -> None:
    snapshot = joined([provider(shown=False)])
    body = document(snapshot, "/").body
    assert b"Amazon" not in body
    assert b"providers/" not in body
    assert not [path for path in renderer().paths(snapshot) if "providers" in path]
    assert document(snapshot, "/providers/").status == 404
    assert document(snapshot, "/providers/aws-s3/").status == 404
    assert data(snapshot, "/api/v1/snapshot.json")["providers"] == []


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("affected", "Yes: Backups is affected by the trouble of Amazon S3."),
        ("at_risk", "Not so far, but Backups depends on Amazon S3 and is at risk."),
        ("unknown", "Not known: whether Amazon S3 affects Backups can’t be told."),
        ("not_affected", "No: none of our services is affected by the trouble of Amazon S3."),
    ],
)
def test_the_page_of_a_provider_answers_first(verdict: str, said: str) -> None:
    snapshot = joined([provider(dependents=("backups",))], [row("backups", verdict, "for this reason")])
    page = words(snapshot, "/providers/aws-s3/")
    assert said in page
    assert page.index(said) < page.index("How we know")
    assert "for this reason" in page
    assert (
        f'content="Are we affected by Amazon S3? {said}"'
        in document(snapshot, "/providers/aws-s3/").body.decode()
    )


def test_the_answer_is_not_more_than_is_known() -> None:
    blind = provider(
        trouble=False, status=Status.UNKNOWN, reason=text("could not be read since {instant}", instant=T0)
    )
    assert "No: none of our services depends on Amazon S3." in words(joined([blind]), "/providers/aws-s3/")
    needed = replace(blind, dependents=("backups",))
    assert "Not known: Amazon S3 could not be read since 10:00" in words(
        joined([needed]), "/providers/aws-s3/"
    )


def test_the_page_of_a_provider_says_who_says_so() -> None:
    told = post(update(0, "identified"), kind="advisory", id="s3", title="S3 is failing", provider="aws-s3")
    rows = [row("mail", "not_affected", "we say so", by="s3"), row("backups", "at_risk", "checks pass")]
    page = words(joined([provider(dependents=("backups",))], rows, posts=[told]), "/providers/aws-s3/")
    assert "we say so since 09:35 · we say so: S3 is failing" in page
    assert "checks pass since 09:35 · found automatically" in page


def test_many_that_are_not_affected_are_one_list() -> None:
    rows = [row("backups", "affected", "down")] + [row("mail", "not_affected", "no path")] * 101
    page = words(joined([provider(dependents=("backups",))], rows), "/providers/aws-s3/")
    assert "no path" not in page
    assert "No path of dependency leads from these to Amazon S3: Mail, Mail," in page
    assert "The other 101 services are not affected." in page


def test_what_a_provider_writes_is_text_alone() -> None:
    hostile = replace(ERRORS, title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>")
    snapshot = joined(
        [provider(name="<b>S3</b>", events=(hostile,), reason=text("reports “{title}”", title="<i>x</i>"))]
    )
    for path in ("/", "/providers/", "/providers/aws-s3/"):
        body = document(snapshot, path).body
        assert b"<script>alert" not in body
        assert b"<img src=x" not in body
        assert b"<b>S3" not in body
        assert b"<i>x" not in body


def test_a_component_tells_what_it_depends_on_and_what_reaches_it() -> None:
    snapshot = troubled()
    page = words(snapshot, "/components/backups/")
    assert "At risk · depends on Amazon S3 : our checks of Backups pass, last 10:59" in page
    assert "Depends on Amazon S3 reports an outage" in page
    assert "Needed by Portal" in words(snapshot, "/components/mail/")
    assert "At risk" not in words(snapshot, "/components/mail/")
    assert "At risk" in words(snapshot, "/", 'id="c-backups"')


def test_the_list_of_providers_tells_how_each_is_and_who_needs_it() -> None:
    page = words(
        joined([provider(dependents=("backups",)), provider("x", "Other", trouble=False)]), "/providers/"
    )
    assert "Amazon S3 Reports an outage Amazon S3 reports “Increased Error Rates”" in page
    assert "Needed by: Backups" in page
    assert "Other Reports no trouble" in page
    assert "Nothing here depends on it." in page


def test_the_picture_says_the_same_in_words() -> None:
    snapshot = troubled()
    assert "Portal depends on Mail Backups depends on Amazon S3" in words(snapshot, "/providers/")
    one = words(snapshot, "/providers/aws-s3/")
    assert "Backups depends on Amazon S3" in one
    assert "Portal depends on" not in one


@pytest.mark.parametrize("path", ["/providers/", "/providers/aws-s3/"])
def test_pages_about_providers_say_until_when_they_hold(path: str) -> None:
    body = document(troubled(), path).body.decode()
    assert 'data-valid-until="2026-11-23T10:01:00+00:00"' in body
    assert 'style="' not in body


def test_a_provider_has_a_feed_of_what_we_say_of_it() -> None:
    told = post(update(0, "identified"), kind="advisory", id="s3", title="S3 is failing", provider="aws-s3")
    other = post(update(0, "identified"), id="mail", title="Mail is late")
    snapshot = joined([provider()], posts=[told, other])
    feed = data(snapshot, "/providers/aws-s3/updates.json")
    assert [item["title"] for item in feed["items"]] == ["[Identified] S3 is failing"]
    assert feed["home_page_url"] == "https://status.example.com/providers/aws-s3/"
    for form in ("rss", "atom"):
        assert b"S3 is failing" in document(snapshot, f"/providers/aws-s3/updates.{form}").body
        body = document(snapshot, f"/providers/aws-s3/history.{form}").body
        [grown] = feedparser.parse(body).entries
        assert (grown.title, grown.id) == ("S3 is failing", "tag:status.example.com,2026:s3")
        of_page = feedparser.parse(document(snapshot, f"/history.{form}").body).entries
        assert grown == next(one for one in of_page if one.id == grown.id)
    assert 'href="../providers/"' in document(snapshot, "/subscribe/").body.decode().partition("<main")[2]
    page = document(snapshot, "/providers/aws-s3/").body.decode()
    for name in ("updates.atom", "updates.rss", "history.rss", "history.atom"):
        assert re.search(rf'<link rel="alternate" [^>]* href="{name}">', page)
        assert f'<a href="{name}">' in page


def test_programs_get_providers_and_verdicts() -> None:
    body = data(troubled(), "/api/v1/snapshot.json")
    [one] = body["providers"]
    assert (one["id"], one["status"], one["verdict"]) == ("aws-s3", "major_outage", "at_risk")
    assert one["events"][0]["title"] == "Increased Error Rates"
    assert [each["component"] for each in body["verdicts"]] == ["backups", "portal", "mail"]
    assert body["verdicts"][0] == {
        "provider": "aws-s3",
        "component": "backups",
        "verdict": "at_risk",
        "confirmed": True,
        "evidence": "our checks of Backups pass, last 10:59",
        "since": "2026-11-23T09:35:00Z",
        "by": None,
    }
    assert body["components"][2]["depends_on"] == ["provider:aws-s3"]


def test_a_badge_answers_in_a_word() -> None:
    badge = data(joined([provider()]), "/badges/providers/aws-s3.json")
    assert badge["label"] == "Affected by Amazon S3?"
    assert badge["message"].startswith("no, as of")
    assert b"not so far, at risk" in document(troubled(), "/badges/providers/aws-s3.svg").body


def test_the_pages_are_public_and_listed_for_search_engines() -> None:
    with renderer().app.app_context():
        paths = public_paths(renderer().app, troubled())
    assert {"/providers/", "/providers/aws-s3/", "/badges/providers/aws-s3.svg"} <= set(paths)
    assert b"https://status.example.com/providers/aws-s3/" in document(troubled(), "/sitemap.xml").body


def test_all_of_it_is_said_in_the_language_of_the_page() -> None:
    snapshot = troubled(language="de")
    assert "Gefährdet: Backups Woher wir das wissen" in strip(snapshot)
    page = words(snapshot, "/providers/aws-s3/")
    assert "Bisher nicht, aber Backups braucht Amazon S3 und ist gefährdet." in page
    assert "Die anderen 2 Dienste sind nicht betroffen." in page
    alone = joined([provider()], [row("mail", "not_affected", "so")], language="de")
    assert "Kein Dienst hier hängt davon ab. Sie sind nicht betroffen" in strip(alone)
    assert data(alone, "/badges/providers/aws-s3.json")["message"].startswith("nein")
