"""The files that a site's look names: how large they are, and what is wrong with them and its colours."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from statuspage.errors import Fault, Severity
from statuspage.model.look import Look
from statuspage.resources import static_dir
from statuspage.site.faults import Place
from statuspage.site.imagehead import read_head
from statuspage.site.palette import faint, read_tokens
from statuspage.site.svghead import read_svg_head
from statuspage.sitefolder import CONFIG

MOST_LOGO = 200_000
MOST_FONT = 300_000
"""Bytes: every first visit loads them."""

_TOKENS = "css/tokens.css"
_WOFF2 = b"wOF2"


class Picture(NamedTuple):
    """A logo that can be shown, with its width and height in pixels."""

    name: str
    width: int
    height: int


def read_picture(name: str, raw: bytes) -> Picture | str:
    """The size of a logo, or a sentence that says why it is not shown."""
    if len(raw) > MOST_LOGO:
        return f"The file has {len(raw) // 1000} kB, and {MOST_LOGO // 1000} kB is the most."
    if name.lower().endswith(".svg"):
        size = read_svg_head(raw)
        return Picture(name, *size) if size else "The file is no SVG with a width and height or a viewBox."
    head = read_head(raw)
    if head is None or head.kind not in ("image/png", "image/webp"):
        return "The file is no whole PNG or WebP."
    return Picture(name, head.width, head.height)


def font_fault(raw: bytes) -> str | None:
    """A sentence that says why a font is not used; None where nothing is wrong."""
    if len(raw) > MOST_FONT:
        return f"The file has {len(raw) // 1000} kB, and {MOST_FONT // 1000} kB is the most."
    return None if raw.startswith(_WOFF2) else "The file is no WOFF2 font."


def look_faults(root: Path, look: Look) -> Iterator[Fault]:
    """What is wrong with the files that a look names, and which of its colours can hardly be told apart."""
    place = Place(CONFIG).at("look")
    for key, name in (("logo", look.logo), ("logo_dark", look.logo_dark)):
        if name:
            found = _read(root, name)
            wrong = found if isinstance(found, str) else read_picture(name, found)
            if isinstance(wrong, str):
                yield place.at(key).fault(
                    f"The logo static/{name} is not shown. {wrong}", f'{key} = "logo.svg"'
                )
    for key, name in (("file", look.font.file), ("bold", look.font.bold)):
        if name:
            found = _read(root, name)
            fault = found if isinstance(found, str) else font_fault(found)
            if fault:
                example = f'font = {{ {key} = "letters.woff2" }}'
                yield place.at("font", key).fault(f"The font static/{name} is not used. {fault}", example)
    if (look.colours or look.dark or look.font.file) and (root / "static" / "page.css").exists():
        rule = "colours and font are not used, since static/page.css takes the place of the whole style."
        yield Fault(str(place), rule, "a smaller file static/css/site.css instead", Severity.WARNING)
    yield from _faint(root, look, place)


def _read(root: Path, name: str) -> bytes | str:
    """The bytes of a file in ``static/``, a little more than can be used; or why there are none."""
    folder = Path(os.path.realpath(root / "static"))
    path = Path(os.path.realpath(folder / name))
    if not path.is_relative_to(folder):
        return "The link leaves static/."
    try:
        if not path.is_file():
            return "There is no such file."
        with path.open("rb") as file:
            return file.read(10 * MOST_FONT)
    except OSError as error:
        return f"The file can't be read ({error.strerror})."


def _faint(root: Path, look: Look, place: Place) -> Iterator[Fault]:
    """Warnings about pairs of colours, with figures."""
    tokens = next(path for folder in (root / "static", static_dir()) if (path := folder / _TOKENS).is_file())
    light, dark = read_tokens(tokens.read_text(encoding="utf-8", errors="replace"))
    for above, colours, base in (((), look.colours, light), (("dark",), look.dark, dark)):
        for one in faint(colours, base):
            named = next((name for name in (one.name, *one.other.split()) if name in colours), "ink")
            rule = (
                f"{one.name} on {one.other}{' where it is dark' if above else ''} has a contrast of "
                f"{one.contrast:.1f}:1, and {one.least:g}:1 is the least that can be made out well."
            )
            way = "a lighter or darker colour, such as"
            right = f'{named} = "{"#ffffff" if above else "#1c1b1a"}"'
            here = str(place.at("colours", *above, named))
            yield Fault(here, rule[0].upper() + rule[1:], f"{way} {right}", Severity.WARNING)
