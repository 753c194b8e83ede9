"""The banner for other people's pages: small, whole, and the only page that may be framed."""

import gzip
import re
from html import unescape

from statuspage.web.theme import csp_hash
from tests.make import post, update
from tests.web.seen import document, seen

PATH = "/embed/"
GOING = post(update(-7200, "investigating", mail="major_outage"))


def html(outcome: str = "ok", **given: object) -> str:
    return document(seen({"mail": outcome}, **given), PATH).body.decode()  # type: ignore[arg-type]


def test_it_is_one_small_file_that_asks_for_no_other() -> None:
    for text in (html(), html("down", posts=[GOING])):
        assert len(gzip.compress(text.encode())) <= 3000
        assert not re.search(r"(?:src|srcset)=|<link|@import|url\(", text)


def test_it_says_one_line_when_all_is_well_and_names_what_goes_on_otherwise() -> None:
    assert "All services work." in html()
    assert 'class="operational well"' in html()
    trouble = html("down", posts=[GOING])
    assert "Mail is down" in trouble
    assert '<a href="../incidents/mail-late/" target="_blank" rel="noopener">Mail is late</a>' in trouble
    assert " well" not in trouble.partition("<main")[2].partition(">")[0]


def test_it_knows_until_when_it_holds_and_can_tell_alone() -> None:
    text = html()
    assert 'data-valid-until="2026-11-23T10:01:00+00:00"' in text
    assert 'id="stale"' in text
    assert "is-stale" in text


def test_it_alone_may_be_framed() -> None:
    now = seen({"mail": "ok"})
    policy = document(now, PATH).headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors *")
    assert "frame-ancestors 'none'" in document(now, "/").headers["Content-Security-Policy"]
    text = document(now, PATH).body.decode()
    inside = unescape(str(re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1]))  # type: ignore[index]
    assert policy == f"{inside}; frame-ancestors *"
    scripts = re.findall(r"<script>(.*?)</script>", text, re.S)
    assert len(scripts) == 2
    for part in (*scripts, *re.findall(r"<style>(.*?)</style>", text, re.S)):
        assert csp_hash(part) in policy
    assert "unsafe" not in policy
