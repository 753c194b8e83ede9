"""Catalogues of a site, which may hold anything: faults name the line, and the page stays readable."""

import os
from pathlib import Path

import pytest

from statuspage.errors import Fault
from statuspage.language.catalogue import MOST_BYTES, read_catalogue
from statuspage.language.shelf import faults_of, language_of

HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'


def write(root: Path, text: str | bytes, name: str = "de.po") -> Path:
    path = root / "locales" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def only(root: Path) -> Fault:
    (fault,) = faults_of(root)
    return fault


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        ('msgid "Works"\nmsgstr Funktioniert\n', 2, "This line is not as"),
        ("\x00\x01\n", 1, "This line is not as"),
        (b'msgid "Works"\nmsgstr "L\xe4uft"\n', 2, "not UTF-8"),
        ('msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=999999999; plural=0;\\n"\n', 3, "1 to 6"),
        ('msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=n/0;\\n"\n', 1, "its header is not right"),
        ('msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=n*99;\\n"\n', 1, "its header is not right"),
        (f'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural={"(" * 500}n;\\n"\n', 1, "header"),
        ("#" * (MOST_BYTES + 1), 1, "over 1 MB"),
    ],
    ids=["syntax", "binary", "encoding", "many-plurals", "no-plural", "far-plural", "deep-plural", "large"],
)
def test_what_is_no_catalogue_is_not_used(tmp_path: Path, text: str | bytes, place: int, rule: str) -> None:
    write(tmp_path, text)
    fault = only(tmp_path)
    assert fault.place == f"locales/de.po:{place}"
    assert rule in fault.rule
    assert language_of("de", tmp_path).gettext("Works") == "Funktioniert"


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ('msgid "paused: {why}"\nmsgstr "Pause: {warum}"\n', "has no {warum}"),
        ('msgid "paused: {why}"\nmsgstr "Pause"\n', "lacks {why}"),
        ('msgid "paused: {why}"\nmsgstr "Pause: %(why)s"\n', "has no %(why)s"),
        ('msgid "lasted %(time)s"\nmsgstr "dauerte"\n', "lacks %(time)s"),
        ('msgid "Works"\nmsgstr "<b>Läuft</b>"\n', "markup"),
        ('msgid "Works"\nmsgstr "<script"\n', "markup"),
    ],
)
def test_a_translation_that_does_not_fit_is_left_out(tmp_path: Path, entry: str, rule: str) -> None:
    write(tmp_path, f'{HEAD}msgid "Down"\nmsgstr "Kaputt"\n\n{entry}')
    fault = only(tmp_path)
    assert fault.place == "locales/de.po:7"
    assert rule in fault.rule
    german = language_of("de", tmp_path)
    assert german.gettext("Down") == "Kaputt"
    assert german.gettext("Works") == "Funktioniert"
    assert german.gettext("paused: {why}") == "ausgesetzt: {why}"


def test_what_is_not_translated_or_marked_fuzzy_stays_as_it_was(tmp_path: Path) -> None:
    text = f'{HEAD}msgid "Works"\nmsgstr ""\n\n#, fuzzy\nmsgid "Down"\nmsgstr "Rauf"\n'
    found = read_catalogue(write(tmp_path, text), "de.po")
    assert found.faults == ()
    assert found.translations.gettext("Works") == "Works"
    assert found.translations.gettext("Down") == "Down"


def test_one_form_of_a_plural_may_leave_the_number_out(tmp_path: Path) -> None:
    text = (
        f'{HEAD}msgid "{{count}} day"\nmsgid_plural "{{count}} days"\n'
        'msgstr[0] "ein Tag"\nmsgstr[1] "{count} Tage"\n'
    )
    write(tmp_path, text)
    assert faults_of(tmp_path) == []


def test_a_form_that_the_file_lacks_is_english(tmp_path: Path) -> None:
    write(
        tmp_path,
        f'{HEAD}msgid "{{count}} dog"\nmsgid_plural "{{count}} dogs"\nmsgstr[0] "{{count}} chien"\n',
        "fr.po",
    )
    assert language_of("fr", tmp_path).ngettext("{count} dog", "{count} dogs", 2) == "{count} dogs"


def test_a_link_out_of_the_site_is_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "site"
    (root / "locales").mkdir(parents=True)
    (tmp_path / "secret.po").write_text('msgid "Works"\nmsgstr "Geheim"\n')
    (root / "locales" / "de.po").symlink_to(tmp_path / "secret.po")
    assert "leaves the site's folder" in only(root).rule
    assert language_of("de", root).gettext("Works") == "Funktioniert"


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_harms_nothing(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "locales" / "de.po"
    path.parent.mkdir()
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    assert only(tmp_path).place == "locales/de.po"
    assert language_of("de", tmp_path).gettext("Works") == "Funktioniert"
