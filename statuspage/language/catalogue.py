"""One ``.po`` file (GNU gettext manual, "PO Files"), read without a compile step.

A file may come with a site that somebody else writes: what could break a page is left out and reported.
"""

import io
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations, c2py
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from statuspage.errors import Fault

MOST_BYTES = 1_000_000
"""How large a catalogue may be."""

_MOST_PLURALS = 6
_PLURALS = re.compile(r"nplurals\s*=\s*(\d+)")
_PLACES = re.compile(r"\{\w+\}|%\(\w+\)s")
_TAGS = re.compile(r"<[^>]*>?")
_LINE = re.compile(
    r'\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?"(?:[^"\\]|\\.)*"\s*)?', re.DOTALL
)
_NOT_SO = "This line is not as the format of .po files has it."
_ENTRY = 'msgid "Works"\nmsgstr "Funktioniert"'
_TRIED = (*range(200), 1000, 1_000_000)
"""Numbers for which a plural rule must have a form."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What could be read of a file, and what is wrong with it."""

    translations: NullTranslations
    faults: tuple[Fault, ...] = ()


def read_catalogue(path: Path, place: str) -> Catalogue:
    """Read a catalogue; ``place`` is what faults call it.

    Messages whose places or markup differ from the English are left out. Of a file that is no catalogue
    nothing is used. Raises OSError where it can't be read.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        return _refused(place, "This is not a plain file.")
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    try:
        catalog = _parsed(raw)
        faults = list(_sift(catalog, place))
        return Catalogue(_compiled(catalog), tuple(faults))
    except PoFileError as error:
        line = (error.lineno or 0) + 1
        return _refused(f"{place}:{line}", _NOT_SO)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return _refused(f"{place}:{line}", "The file is not UTF-8 text.", "save it as UTF-8")
    except _Unusable as error:
        return _refused(f"{place}:{error.line}", str(error), error.example)
    except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError):
        return _refused(f"{place}:1", "The file can't be read as a .po file: its header is not right.")


def messages(path: Path) -> Catalog:
    """All that a catalogue of ours holds, for those who maintain it."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def mistake(message: Message) -> str | None:
    """What is wrong with a translation, in a sentence; None for one that can be used."""
    originals = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    places = {place for original in originals for place in _PLACES.findall(original)}
    tags = sorted(_TAGS.findall(originals[0]))
    for said in filter(None, _strings(message)):
        if strange := set(_PLACES.findall(said)) - places:
            return f"The English has no {sorted(strange)[0]} here."
        missing = places - set(_PLACES.findall(said))
        if missing and len(originals) == 1:  # one form of a plural may leave its number out
            return f"The translation lacks {sorted(missing)[0]}."
        if sorted(_TAGS.findall(said)) != tags:
            return "The markup in <…> is not that of the English."
    return None


class _Unusable(Exception):
    def __init__(self, rule: str, example: str, line: int = 1) -> None:
        super().__init__(rule)
        self.example = example
        self.line = line


def _parsed(raw: bytes) -> Catalog:
    if len(raw) > MOST_BYTES:
        raise _Unusable(f"The catalogue is over {MOST_BYTES // 1_000_000} MB.", "only the texts of the page")
    text = raw.decode("utf-8-sig")
    plurals = _PLURALS.search(text)
    if plurals and (len(plurals[1]) > 1 or not 1 <= int(plurals[1]) <= _MOST_PLURALS):
        line = text[: plurals.start()].count("\n") + 1
        right = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"'
        raise _Unusable(f"nplurals is a number from 1 to {_MOST_PLURALS}.", right, line)
    for number, written in enumerate(text.split("\n"), 1):
        if not _LINE.fullmatch(written):
            raise _Unusable(_NOT_SO, _ENTRY, number)
    return read_po(io.StringIO(text), abort_invalid=True)


def _sift(catalog: Catalog, place: str) -> Iterator[Fault]:
    """Take out of a catalogue what is not translated and what can't be used; yields the faults."""
    for message in list(catalog):
        if not message.id:
            continue
        wrong = mistake(message)
        if wrong is not None:
            original = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
            yield Fault(f"{place}:{message.lineno or 1}", wrong, f'msgstr "{original}"')
        if wrong is not None or not all(_strings(message)):
            catalog.delete(message.id, message.context)


def _compiled(catalog: Catalog) -> GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    translations = GNUTranslations(compiled)
    plural = c2py(catalog.plural_expr)  # Babel leaves it out of what it compiles
    if not all(0 <= plural(number) < catalog.num_plurals for number in _TRIED):
        raise ValueError("no form for some numbers")
    translations.plural = plural  # type: ignore[attr-defined] # its parser sets it so
    return translations


def _strings(message: Message) -> tuple[str, ...]:
    said = message.string
    return tuple(said) if isinstance(said, (list, tuple)) else (said or "",)


def _refused(place: str, rule: str, example: str = _ENTRY) -> Catalogue:
    return Catalogue(NullTranslations(), (Fault(place, rule, example),))
