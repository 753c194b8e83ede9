"""Regular expressions of http checks end soon, whatever the text."""

import time

import pytest

from statuspage.checks.httppattern import MOST, Matcher

NASTY = [r"(a+)+$", r"(a|a)*c", r"(a|aa)+$", r"(.*a){20}c", r"^(([a-z])+.)+[A-Z]([a-z])+$", r"a[ab]{400}c"]


@pytest.mark.parametrize("pattern", NASTY)
@pytest.mark.parametrize("text", ["a" * (MOST - 1) + "b", "ab" * (MOST // 2)])
def test_no_text_keeps_it_busy(pattern: str, text: str) -> None:
    matcher = Matcher(pattern)
    began = time.process_time()
    assert not matcher.finds(text)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}",
        r"\b(?:\d{1,3}\.){3}\d{1,3}\b",
        r"[]{}()]{3}",
        r"\(\{9999\}\)",
        r"[{9999}]",
        r"a{2,}",
        "",
    ],
)
def test_usual_expressions_are_taken(pattern: str) -> None:
    Matcher(pattern)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("a{501}", "It is too large"),
        ("((ab){10}c){30}", "It is too large"),
        ("a{99999999999999999999}", "It is too large"),
        (r"(\w{20}\W){20}", "It is too large"),
        ("a" * 501, "It is too large"),
        ("(", "It must be a regular expression: unclosed group"),
        (")", "It must be a regular expression: unopened group"),
        ("[z-a]", "It must be a regular expression: invalid character class range"),
        ("(?=a)", "look-around"),
        (r"(a)\1", "backreferences"),
    ],
)
def test_what_can_not_be_used_is_refused_with_its_reason(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=why.replace("(", r"\(")):
        Matcher(pattern)
