"""Bring catalogues up to date with the code and the templates: ``python -m statuspage.language.refresh``.

With no argument those of the package; with paths, those files, which are made where they are missing:
``python -m statuspage.language.refresh locales/fr.po``.
"""

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from statuspage.language.catalogue import messages
from statuspage.resources import templates_dir

_PACKAGE = Path(__file__).resolve().parent.parent

_IN_CODE = {"text": 1, "texts": 2}
"""The functions of our code whose first words are messages, and how many of them are."""

_IN_TEMPLATES = {"_": None, "gettext": None, "ngettext": (1, 2)}

_JINJA = {"extensions": "jinja2.ext.i18n", "newstyle_gettext": "true", "silent": "false"}

_HEADER = """\
# The texts of the page in one language. To bring this file up to date:
# python -m statuspage.language.refresh FILE
msgid ""
msgstr ""
"Language: {code}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plurals}\\n"

"""
"""No names and no dates: who wrote what, and when, git knows."""

_ONE_PLACE = re.compile(r"\{\w+\}")


def extracted() -> Catalog:
    """Every message of the code and of the default templates, untranslated."""
    found = Catalog()
    for name, message in sorted(_found(), key=lambda one: one[0]):
        if not isinstance(message, str) or not _ONE_PLACE.fullmatch(message):
            found.add(message, locations=[(name, 0)])
    return found


def refresh(path: Path) -> int:
    """Bring a catalogue up to date, or make it; how many of its messages lack a translation."""
    catalog = messages(path) if path.exists() else Catalog(Locale.parse(path.stem, sep="-"))
    catalog.update(extracted(), no_fuzzy_matching=True)
    with path.open("wb") as file:
        file.write(_HEADER.format(code=path.stem, plurals=catalog.plural_forms).encode())
        write_po(
            file,
            catalog,
            width=110,
            include_lineno=False,
            ignore_obsolete=True,
            omit_header=True,
            sort_by_file=True,
        )
    return len(missing(catalog))


def missing(catalog: Catalog) -> list[str]:
    """The messages that are not translated."""
    found = []
    for message in catalog:
        forms = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        if message.id and (message.fuzzy or not all(forms)):
            found.append(message.id[0] if isinstance(message.id, (list, tuple)) else message.id)
    return found


def _found() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Where each message stands, and the message, a plural with both its forms."""
    for path in sorted(_PACKAGE.rglob("*.py")):
        for message in _of_code(path.read_text(encoding="utf-8")):
            yield f"{_PACKAGE.name}/{path.relative_to(_PACKAGE).as_posix()}", message
    folder = templates_dir()
    for name, _, message, _, _ in extract_from_dir(
        folder, [("**.html", "jinja2")], {"**.html": _JINJA}, keywords=_IN_TEMPLATES
    ):
        yield f"{folder.name}/{name}", message


def _of_code(source: str) -> Iterator[str | tuple[str, ...]]:
    """The messages of a file; Babel's own reader passes over a call inside another."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _IN_CODE:
            words = [
                one.value for one in node.args[: _IN_CODE[node.func.id]] if isinstance(one, ast.Constant)
            ]
            if len(words) == _IN_CODE[node.func.id] and all(isinstance(one, str) and one for one in words):
                yield str(words[0]) if len(words) == 1 else tuple(map(str, words))


def main(paths: Iterable[str]) -> None:
    """Refresh some catalogues and say what they lack."""
    chosen = [Path(path) for path in paths] or sorted(Path(__file__).parent.glob("*.po"))
    for path in chosen:
        lacking = refresh(path)
        sys.stdout.write(f"{path}: {lacking} to translate\n")


if __name__ == "__main__":
    main(sys.argv[1:])
