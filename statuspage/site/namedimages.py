"""The images that a post names, and what is wrong with how it names them. Pure: no file is looked at."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from statuspage.model.post import Update
from statuspage.site.images import is_elsewhere, local_name
from statuspage.site.markdown import pictures
from statuspage.site.report import Report
from statuspage.site.source import Line
from statuspage.site.words import quoted

EXAMPLE = "![Queue length since ten](2026-11-23-mail-late/queue.png)"


class NamedImage(NamedTuple):
    """An image by its path below ``incidents/``, and the line that names it."""

    name: str
    line: int


def read_images(updates: Sequence[Update], body: Sequence[Line], report: Report) -> tuple[NamedImage, ...]:
    """Every image that the updates show if its file is good; reports those never shown, and lacking words."""
    return tuple(dict.fromkeys(_read(updates, body, report)))


def _read(updates: Sequence[Update], body: Sequence[Line], report: Report) -> Iterator[NamedImage]:
    for source, words in dict.fromkeys(one for update in updates for one in pictures(update.body)):
        line = _line_of(source, words, body)
        if not words.strip():
            rule = "The image has no words for those who can't see it."
            report.warn(line, rule, f"![Queue length since ten]({source[:120]})")
        name = local_name(source)
        if name is not None:
            yield NamedImage(name, line)
        elif is_elsewhere(source):
            report.warn(line, "Only images in incidents/ are shown; of this one the words are.", EXAMPLE)
        else:
            report.error(line, _why_not(source), EXAMPLE)


def _why_not(source: str) -> str:
    if source.lower().endswith(".svg"):
        return f"{quoted(source)} is not shown: an SVG may hold scripts; use a PNG, JPEG, GIF or WebP."
    return (
        f"{quoted(source)} is not shown: it must be a PNG, JPEG, GIF or WebP in incidents/ or a folder there."
    )


def _line_of(source: str, words: str, body: Sequence[Line]) -> int:
    """The line that most likely has the image: Markdown tells no lines, and may spell things otherwise."""
    texts = [line for line in body if not line.code]
    for wanted in (f"![{words}]({source}", f"]({source}", source, f"![{words}]", "!["):
        found = next((line.number for line in texts if wanted and wanted in line.text), None)
        if found is not None:
            return found
    return body[0].number if body else 1
