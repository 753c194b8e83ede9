"""Colours and their contrast."""

from pathlib import Path

import pytest

from statuspage.resources import static_dir
from statuspage.site.colours import contrast, mixed, read_colour
from statuspage.site.palette import STATES, SURFACES, faint, read_tokens, tokens_of

CSS = Path(static_dir(), "css", "tokens.css").read_text(encoding="utf-8")
LIGHT, DARK = read_tokens(CSS)


@pytest.mark.parametrize(
    ("text", "colour"),
    [("#abc", "#aabbcc"), ("#A1B2C3", "#a1b2c3"), (" White ", "#ffffff"), ("rebeccapurple", "#663399")],
)
def test_a_colour_is_read(text: str, colour: str) -> None:
    assert read_colour(text) == colour


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_bars_of_good_days_can_be_told_from_the_card(tokens: dict[str, str]) -> None:
    assert contrast(tokens["good"], tokens["card"]) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_colours_are_mixed_by_share() -> None:
    assert mixed("#ff0000", "#0000ff", 0.5) == "#800080"
    assert mixed("#ff0000", "#0000ff", 1) == "#ff0000"


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_the_themes_own_colours_are_all_known_and_can_be_made_out(tokens: dict[str, str]) -> None:
    named = {name: tokens[name] for name in SURFACES}
    named |= {state: tokens[token] for state, token in STATES.items()}
    grounds = {f"{token}-bg" for token in STATES.values()} | {"good"}
    assert tokens.keys() >= grounds
    assert list(faint(named, tokens)) == []


def test_dark_tokens_are_others() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert LIGHT["paper"] != DARK["paper"]


def test_a_state_brings_its_ground_along() -> None:
    assert tokens_of({"major_outage": "#ff0000"}, {"card": "#ffffff"}) == {
        "down": "#ff0000",
        "down-bg": "#ffe6e6",
    }
    assert tokens_of({}, LIGHT) == {}


def test_only_pairs_with_a_colour_of_the_sites_own_are_looked_at() -> None:
    told = [(one.name, one.other) for one in faint({"soft": "#aaaaaa"}, LIGHT)]
    assert told == [("soft", "card"), ("soft", "paper")]
    everything = {(one.name, one.other) for one in faint({"card": "#1c1b1a"}, LIGHT)}
    assert ("ink", "card") in everything
    assert ("ink", "paper") not in everything
