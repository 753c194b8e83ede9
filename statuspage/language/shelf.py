"""Where languages are found: beside this file, and in the site's own ``locales/``."""

from functools import lru_cache
from gettext import NullTranslations
from itertools import pairwise
from pathlib import Path

from babel import Locale, UnknownLocaleError

from statuspage.errors import Fault
from statuspage.language.catalogue import Catalogue, read_catalogue
from statuspage.language.language import Language

FOLDER = "locales"
"""Where a site may bring catalogues of its own; what they lack is taken from ours."""

_OURS = Path(__file__).parent


def language_of(code: str, root: Path | None = None) -> Language:
    """The language of a tag (BCP 47), with what the site in ``root`` brings; English where there is none.

    ``de-AT`` takes ``de-AT.po``, then ``de.po``. A file that is not right is passed over: see
    :func:`faults_of`.
    """
    found = [one.translations for one in _catalogues(code, root)]
    for one, other in pairwise(found):
        one.add_fallback(other)
    if not found:
        return Language(code, Locale("en"), NullTranslations())
    return Language(code, _locale(code), found[0])


def faults_of(root: Path) -> list[Fault]:
    """What is wrong with the catalogues that a site brings."""
    found: list[Fault] = []
    for path in sorted((root / FOLDER).glob("*.po")):
        found.extend(_read(path, f"{FOLDER}/{path.name}", root).faults)
    return found


def is_known(code: str, root: Path | None = None) -> bool:
    """Whether the page can be written in a language: English, or one that has a catalogue."""
    return _tags(code)[-1] == "en" or any(path.is_file() for path, _, _ in _places(code, root))


def ours() -> list[str]:
    """The languages that come with the package, English first."""
    return ["en", *sorted(path.stem for path in _OURS.glob("*.po"))]


def _catalogues(code: str, root: Path | None) -> list[Catalogue]:
    found = [_read(path, place, inside) for path, place, inside in _places(code, root) if path.is_file()]
    return [one for one in found if type(one.translations) is not NullTranslations]


def _places(code: str, root: Path | None) -> list[tuple[Path, str, Path]]:
    """The files that may hold a language, the most particular first: the file, its name, its folder."""
    folders = [(_OURS, "language")] if root is None else [(root / FOLDER, FOLDER), (_OURS, "language")]
    return [
        (folder / f"{tag}.po", f"{name}/{tag}.po", folder if folder == _OURS else folder.parent)
        for tag in _tags(code)
        for folder, name in folders
    ]


def _tags(code: str) -> list[str]:
    """``de-AT`` and ``de``, spelled as file names are (RFC 5646, section 2.1.1)."""
    first, *others = code.lower().replace("_", "-").split("-")
    parts = [first, *({2: str.upper, 4: str.title}.get(len(part), str)(part) for part in others)]
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


def _read(path: Path, place: str, inside: Path) -> Catalogue:
    """A catalogue; a link that leaves the site's folder is not followed."""
    if not path.resolve().is_relative_to(inside.resolve()):
        fault = Fault(place, "The link leaves the site's folder.", "put the catalogue itself there")
        return Catalogue(NullTranslations(), (fault,))
    try:
        return read_catalogue(path, place)
    except OSError as error:
        why = f"The file can't be read ({error.strerror})."
        return Catalogue(NullTranslations(), (Fault(place, why, "chmod a+r FILE"),))


@lru_cache
def _locale(code: str) -> Locale:
    for tag in _tags(code):
        try:
            return Locale.parse(tag, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
    return Locale("en")
