"""German is whole: every message of the code and the templates is there, and fits."""

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from statuspage.language import shelf
from statuspage.language.catalogue import messages, mistake
from statuspage.language.refresh import extracted, missing, refresh

OURS = sorted(Path(shelf.__file__).parent.glob("*.po"))
REMEDY = "python -m statuspage.language.refresh, then translate what it names"


def originals(found: object) -> set[str]:
    return {str(one.id) for one in found if isinstance(one, Message) and one.id}  # type: ignore[attr-defined]


def test_there_is_german() -> None:
    assert "de" in [path.stem for path in OURS]


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_every_message_is_translated(path: Path) -> None:
    catalog = messages(path)
    assert originals(extracted()) - originals(catalog) == set(), REMEDY
    assert missing(catalog) == [], REMEDY


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_no_message_is_left_over(path: Path) -> None:
    catalog = messages(path)
    assert originals(catalog) - originals(extracted()) == set(), REMEDY
    assert list(catalog.obsolete) == [], REMEDY


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_every_translation_has_the_places_and_the_markup_of_the_english(path: Path) -> None:
    assert [(one.id, mistake(one)) for one in messages(path) if one.id and mistake(one)] == []


def test_messages_come_from_code_and_templates_with_their_plurals() -> None:
    found = originals(extracted())
    assert "All services work." in found
    assert "History" in found
    assert str(("{names} is down", "{names} are down")) in found


def test_a_new_language_is_made_by_the_same_command(tmp_path: Path) -> None:
    path = tmp_path / "fr.po"
    lacking = refresh(path)
    text = path.read_text(encoding="utf-8")
    assert lacking > 100
    assert '"Language: fr\\n"' in text
    assert "nplurals=2; plural=(n > 1)" in text
    path.write_text(text.replace('msgid "History"\nmsgstr ""', 'msgid "History"\nmsgstr "Historique"'))
    assert refresh(path) == lacking - 1
    assert 'msgstr "Historique"' in path.read_text(encoding="utf-8")
