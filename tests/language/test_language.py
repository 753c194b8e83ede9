"""How a language says texts and writes dates, durations and numbers."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage.language.language import Language
from statuspage.language.shelf import is_known, language_of, ours
from statuspage.model.text import Exactly, Names, Text, text, texts

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 11, 23)
SINCE = datetime(2026, 11, 23, 9, 5, 20, tzinfo=UTC)
ENGLISH, GERMAN = language_of("en"), language_of("de")


@pytest.mark.parametrize(
    ("said", "english", "german"),
    [
        (
            text(
                "answers in {took}, expected under {limit}",
                took=timedelta(seconds=2.3),
                limit=timedelta(seconds=1),
            ),
            "answers in 2.3 s, expected under 1 s",
            "antwortet in 2,3 s, erwartet unter 1 s",
        ),
        (
            texts(
                "{names} is down since {since}",
                "{names} are down since {since}",
                1,
                names=Names(("Mail",)),
                since=SINCE,
            ),
            "Mail is down since 10:05",
            "Mail ist seit 10:05 ausgefallen",
        ),
        (
            texts(
                "{names} is down since {since}",
                "{names} are down since {since}",
                3,
                names=Names(("Mail", "Files"), more=1),
                since=SINCE - timedelta(days=1),
            ),
            "Mail, Files and 1 more service are down since 22 Nov, 10:05",
            "Mail, Files und 1 weiterer Dienst sind seit 22. Nov., 10:05 ausgefallen",
        ),
        (
            text("has not called for longer than {every}", every=timedelta(hours=2)),
            "has not called for longer than 2 hours",
            "hat sich seit mehr als 2 Stunden nicht gemeldet",
        ),
        (text("a message of somebody else"), "a message of somebody else", "a message of somebody else"),
        (Text(""), "", ""),
    ],
)
def test_a_text_is_said(said: Text, english: str, german: str) -> None:
    assert ENGLISH.say(said, BERLIN, DAY) == english
    assert GERMAN.say(said, BERLIN, DAY) == german


def test_english_is_what_plain_english_is_but_for_the_zone() -> None:
    said = text("{took}, {number}", took=timedelta(days=3, hours=4), number=1234.5)
    assert ENGLISH.say(said, BERLIN, DAY) == str(said) == "3 days 4 h, 1,234.5"


@pytest.mark.parametrize("hostile", ["{since}", "{0}", "%(names)s", "<b>&", "{names.__class__}"])
def test_what_stands_in_a_value_is_never_read(hostile: str) -> None:
    said = text("checks are paused: {why}", why=hostile)
    assert ENGLISH.say(said, BERLIN, DAY) == f"checks are paused: {hostile}"
    assert GERMAN.say(said, BERLIN, DAY) == f"Prüfungen sind ausgesetzt: {hostile}"
    assert ENGLISH.interpolate("100 %% of %(what)s %(other)s", {"what": hostile}, str, str) == (
        f"100 % of {hostile} %(other)s"
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            ENGLISH,
            ["22 Nov 2026", "22 Nov", "November 2026", "10:05", "10:05:20", "99.93 %", "100 %", "A, B and C"],
        ),
        (
            GERMAN,
            [
                "22. Nov. 2026",
                "22. Nov.",
                "November 2026",
                "10:05",
                "10:05:20",
                "99,93 %",
                "100 %",
                "A, B und C",
            ],
        ),
    ],
    ids=["en", "de"],
)
def test_dates_numbers_and_lists(language: Language, words: list[str]) -> None:
    day, moment = date(2026, 11, 22), SINCE.astimezone(BERLIN)
    assert words == [
        language.day(day),
        language.day_of_year(day),
        language.month(day),
        language.clock(moment),
        language.clock(moment, seconds=True),
        language.percent(0.9993, 2),
        language.percent(1),
        language.names(Names(("A", "B", "C"))),
    ]


def test_zero_has_no_sign_whoever_asked_first() -> None:
    assert [language_of("en").number(zero) for zero in (-0.0, 0, 0.0)] == ["0", "0", "0"]


def test_months_have_their_short_names_in_english() -> None:
    assert ENGLISH.day(date(2026, 9, 1)) == "1 Sep 2026"


@pytest.mark.parametrize("code", ["de-AT", "de-at", "DE", "de-Latn-CH"])
def test_a_region_takes_the_language(code: str) -> None:
    assert language_of(code).gettext("Works") == "Funktioniert"
    assert is_known(code)


@pytest.mark.parametrize("code", ["en", "en-US", "fr", "xx", "tlh-Latn"])
def test_without_a_catalogue_all_is_english(code: str) -> None:
    language = language_of(code)
    said = text("{took} since {since}", took=timedelta(seconds=2.3), since=SINCE)
    assert language.say(said, BERLIN, DAY) == "2.3 s since 10:05"
    assert language.day(DAY) == "23 Nov 2026"
    assert is_known(code) == code.startswith("en")


def test_english_and_german_come_with_the_package() -> None:
    assert {"en", "de"} <= set(ours())


def test_a_third_language_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "fr.po").write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        'msgid "Works"\nmsgstr "Fonctionne"\n\n'
        'msgid "{count} day"\nmsgid_plural "{count} days"\n'
        'msgstr[0] "{count} jour"\nmsgstr[1] "{count} jours"\n',
        encoding="utf-8",
    )
    french = language_of("fr", tmp_path)
    assert french.gettext("Works") == "Fonctionne"
    assert french.lasting(timedelta(days=1, hours=2)) == "1 jour 2 h"
    assert french.lasting(timedelta(days=2)) == "2 jours"
    assert french.ngettext("{count} day", "{count} days", 0) == "{count} jour"
    assert french.day(date(2026, 8, 1)) == "1 août 2026"
    assert french.gettext("Down") == "Down"
    assert is_known("fr-CA", tmp_path)


def test_a_site_says_a_word_its_own_way(tmp_path: Path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "de.po").write_text('msgid "Works"\nmsgstr "Läuft"\n', encoding="utf-8")
    (tmp_path / "locales" / "en.po").write_text('msgid "Works"\nmsgstr "All fine"\n', encoding="utf-8")
    german = language_of("de-AT", tmp_path)
    assert (german.gettext("Works"), german.gettext("Down")) == ("Läuft", "Ausgefallen")
    english = language_of("en", tmp_path)
    assert (english.gettext("Works"), english.day(date(2026, 9, 1))) == ("All fine", "1 Sep 2026")


def test_an_instant_is_said_to_the_second_where_that_matters() -> None:
    said = text("last {instant}", instant=Exactly(SINCE))
    local = SINCE.astimezone(BERLIN)
    assert ENGLISH.say(said, BERLIN, local.date()) == f"last {local:%H:%M:%S}"
    other = ENGLISH.say(said, BERLIN, local.date() + timedelta(days=1))
    assert other == f"last {local.day} {local:%b, %H:%M:%S}"
    other = ENGLISH.say(said, BERLIN, local.date() + timedelta(days=365))
    assert other == f"last {local.day} {local:%b %Y, %H:%M:%S}"
    assert str(said) == f"last {SINCE.day} {SINCE:%b %Y, %H:%M:%S} UTC"
