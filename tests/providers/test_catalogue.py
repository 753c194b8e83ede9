"""The catalogue of providers, and finding out the format of an answer."""

from urllib.parse import urlsplit

import pytest

from statuspage.providers import FORMATS, Document
from statuspage.providers.catalogue import entries, find, recognize, search
from tests.providers.made import rss
from tests.providers.states import STATES


def test_every_entry_is_whole() -> None:
    assert len(entries()) >= 15
    for id_, entry in entries().items():
        assert entry.id == id_ == id_.lower()
        assert entry.format in FORMATS
        assert urlsplit(entry.address).scheme == "https"
        assert entry.name
        assert entry.source
        assert entry.seen.startswith("20")
    assert len({entry.address for entry in entries().values()}) == len(entries())


def test_formats_with_one_address_are_in_the_catalogue() -> None:
    known = {entry.address for entry in entries().values()}
    assert {one.address for one in FORMATS.values() if one.address} <= known


@pytest.mark.parametrize(
    ("words", "first"), [("s3", "aws"), ("Google WORK", "google-workspace"), ("chatgpt", "openai")]
)
def test_entries_are_found_by_words(words: str, first: str) -> None:
    assert search(words)[0].id == first


def test_all_words_must_be_there() -> None:
    assert search("google azure") == ()
    assert search("") == tuple(entries().values())


def test_an_entry_is_found_by_its_id() -> None:
    entry = find("GitHub")
    assert entry
    assert entry.address == "https://www.githubstatus.com/api/v2/summary.json"
    assert find("git") is None


@pytest.mark.parametrize("name", STATES)
def test_a_format_is_recognized_wherever_it_is(name: str) -> None:
    format_, make = STATES[name]
    states = make()
    for body in (states.fine, states.trouble, states.work or states.trouble):
        assert recognize("https://status.example.org/what", Document(body)) == format_


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"{}", b"[]", b"null", b"\xff" * 9])
def test_what_is_no_status_is_not_recognized(body: bytes) -> None:
    assert recognize("https://status.example.org/", Document(body)) is None
    assert recognize("http://[", Document(body)) is None


def test_a_known_address_must_answer_in_its_own_format() -> None:
    own = "https://health.aws.amazon.com/public/currentevents"
    assert recognize(own, Document(b"[]")) == "aws"
    assert recognize(own, Document(rss().encode())) is None
