"""What lint says of a site's language."""

from pathlib import Path

from statuspage.errors import Severity
from statuspage.lint import lint
from tests.web.made import write_site


def test_a_language_without_a_catalogue_is_a_warning_that_says_what_helps(tmp_path: Path) -> None:
    root = write_site(tmp_path, posts={})
    config = root / "statuspage.toml"
    config.write_text(config.read_text().replace("[site]", '[site]\nlanguage = "fr-CA"'), encoding="utf-8")
    fault = next(one for one in lint(root).faults if "language" in one.place)
    assert (fault.place, fault.severity) == ("statuspage.toml: site.language", Severity.WARNING)
    assert fault.rule == "No catalogue for fr-CA is here: the page's own words are English."
    assert fault.example == 'locales/fr-CA.po, or language = "de"'
    (root / "locales").mkdir()
    (root / "locales" / "fr.po").write_text('msgid "Works"\nmsgstr "Fonctionne"\n', encoding="utf-8")
    assert not [one for one in lint(root).faults if "language" in one.place]


def test_a_broken_catalogue_is_named_with_its_line(tmp_path: Path) -> None:
    root = write_site(tmp_path, posts={})
    (root / "locales").mkdir()
    (root / "locales" / "de.po").write_text('msgid "Works"\nmsgstr Läuft\n', encoding="utf-8")
    assert "locales/de.po:2" in [fault.place for fault in lint(root).faults]
