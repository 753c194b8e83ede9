"""Texts as the store keeps them."""

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.decide.confirm import advance
from statuspage.model.result import Answer, CheckState, Result
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status
from statuspage.model.text import NOTHING, Exactly, Names, Text, text, texts, verbatim
from statuspage.store.codec import decode_state, encode_state
from statuspage.store.reader import Reader
from statuspage.store.wording import decode_text, encode_text, read_text, write_text
from statuspage.store.writer import Batch, Writer
from tests.make import T0, at, check, result

TEXTS = [
    NOTHING,
    text("our own network does not answer"),
    text(
        "answers in {took}, expected under {limit}", took=timedelta(seconds=2.3), limit=timedelta(seconds=1)
    ),
    text("last {instant}", instant=Exactly(at(1.5))),
    text("since {since}, {number} of {share}", since=at(1.5), number=3, share=0.25),
    texts("{names} is down", "{names} are down", count=2, names=Names(("Mail", "Büro"), more=4)),
    text("{one}; {other}", one=text("is {how}", how="{how}"), other="<b>"),
    verbatim('["words", {}]'),
]


@pytest.mark.parametrize("said", TEXTS, ids=str)
def test_a_text_is_read_as_it_was_written(said: Text) -> None:
    assert read_text(write_text(said)) == said
    assert decode_text(encode_text(said)) == said


def test_words_without_values_are_written_plainly() -> None:
    assert write_text(text("refuses connections")) == "refuses connections"


def test_plain_words_that_look_like_a_text_with_values_stay_words() -> None:
    assert str(read_text(write_text(Text('["a", 1]')))) == '["a", 1]'


def test_what_older_versions_wrote_is_words() -> None:
    old = "answers in 2.3 s, expected under 1 s {braces}"
    assert str(read_text(old)) == old
    assert str(decode_text(old)) == old


@pytest.mark.parametrize("said", TEXTS[1:], ids=str)
def test_a_reason_comes_back_from_the_database(tmp_path: Path, said: Text) -> None:
    writer, reader = Writer(tmp_path), Reader(tmp_path)
    key = check().key
    one = Result(key, at(0), Answer(Outcome.DOWN, 5.0, said))
    writer.write(
        Batch(at(1), [one], spans=[("mail", Span(at(0), None, Status.MAJOR_OUTAGE, said))], publish=True)
    )
    assert reader.measurements(T0).spans["mail"][0].reason == said
    assert [found.answer.reason for found in reader.results_after({key: CheckState()})] == [said]
    writer.close()
    reader.close()


def test_a_state_that_an_older_version_wrote_is_read() -> None:
    state = advance(CheckState(), result(0, "ok"), check())
    assert '"reason":"is ok"' in encode_state(state)
    assert decode_state(check().key, encode_state(state)) == state
