"""Posts as a person would have written them: the text of a new one, and an update put into an old one."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from statuspage.model.post import Kind, State
from statuspage.model.status import Impact, Status, Verdict
from statuspage.site.dating import cut
from statuspage.site.layout import HeadingStyle, Layout
from statuspage.site.source import Line, without_controls
from statuspage.site.spelling import address
from statuspage.site.yamlkeys import Entry as Written
from statuspage.site.yamlkeys import load

# How far ahead of now a heading may be dated and still count as the newest: people round up.
_ROUNDING = timedelta(minutes=10)
_LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class NewPost:
    """What a new post is to say. ``starts`` and ``ends`` are spelled as they are to be written."""

    kind: Kind
    title: str
    state: State
    components: Mapping[str, Status | None] = field(default_factory=dict)
    impact: Impact | None = None
    starts: str = ""
    ends: str = ""
    provider: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What an update is to say."""

    at: datetime
    state: State
    body: str
    components: Mapping[str, Status] = field(default_factory=dict)
    verdict: Verdict | None = None


def clean_text(text: str) -> str:
    """A text with ``\\n`` ends, without control characters and without empty lines around it."""
    lines = without_controls(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    full = [index for index, line in enumerate(lines) if line.strip()]
    return "\n".join(lines[full[0] : full[-1] + 1]) if full else ""


def clean_line(text: str) -> str:
    """A text on one line, as titles are."""
    return " ".join(without_controls(text).split())


def post_text(new: NewPost, section: str) -> str:
    """The text of a post with its first update, ``section``."""
    keys = [_key("title", new.title)]
    if new.kind is not Kind.INCIDENT:
        keys.append(f"kind: {new.kind}")
    if new.impact:
        keys.append(f"impact: {new.impact}")
    keys += [f"{key}: {value}" for key, value in (("starts", new.starts), ("ends", new.ends)) if value]
    if new.provider:
        keys.append(_key("provider", new.provider))
    if new.verdict:
        keys.append(f"verdict: {new.verdict}")
    return "\n".join(["---", *keys, *_components(new.components), "---", section, ""])


def section_text(entry: Entry, style: HeadingStyle, air: int = 0) -> str:
    """The text of one update, without an end of its last line.

    ``air`` counts the empty lines below the heading.
    """
    says = []
    if entry.components:
        pairs = ", ".join(f"{component} = {status}" for component, status in entry.components.items())
        says.append(f"Components: {pairs}")
    if entry.verdict:
        says.append(f"Verdict: {entry.verdict}")
    lines = [style.spell(entry.at, entry.state), *[""] * air, *says, *[""][: len(says)], entry.body]
    return "\n".join(lines)


def moment(layout: Layout, style: HeadingStyle, now: datetime) -> datetime:
    """When to date an update made now: never before the newest one, which somebody may have rounded up."""
    known = [at for _, at in layout.dated if at and at <= now + _ROUNDING]
    at = cut(now, style.date.unit)
    newest = max(known, default=at)
    if newest <= at:
        return at
    rounded = cut(newest, style.date.unit)
    return rounded if rounded == newest else rounded + style.date.unit


def insert(layout: Layout, section: str, at: datetime, now: datetime) -> str:
    """The post's text with an update in its place among the others, and nothing else changed.

    ``section`` has ``\\n`` ends, and none at its end; ``at`` is its instant.
    """
    place = _place(layout, at, now)
    written = section.replace("\n", layout.end)
    gap = layout.end * layout.gap
    if place < len(layout.dated):
        index = layout.dated[place][0]
        return "".join([*layout.lines[:index], written, layout.end, gap, *layout.lines[index:]])
    full = [index for index, line in enumerate(layout.lines) if line.strip()]
    index = full[-1] + 1 if full else 0
    before, after = "".join(layout.lines[:index]), "".join(layout.lines[index:])
    if before.endswith(("\r", "\n")):
        return f"{before}{gap}{written}{layout.end}{after}"
    return f"{before}{layout.end}{gap}{written}{after}"


def slug(title: str, components: Sequence[str], kind: Kind) -> str:
    """The words of a file's name: from the title, else the components or the kind.

    A title in another script than Latin has no letter that an address may have.
    """
    words = address(title)
    if not re.search(r"[a-z]", words):
        words = "-".join(filter(None, (words, *components[:3]))) if components else f"{kind}-{words}"
    if len(words) > _LONGEST_SLUG:
        words = words[: _LONGEST_SLUG + 1].rpartition("-")[0] or words[:_LONGEST_SLUG]
    return words.strip("-")


def _place(layout: Layout, at: datetime, now: datetime) -> int:
    """Before which of the dated headings an update belongs; those in the future are passed over."""
    known = [(place, other) for place, (_, other) in enumerate(layout.dated)]
    newer = [place for place, other in known if other and at < other <= now + _ROUNDING]
    if not newer:
        return 0 if layout.newest_first else len(layout.dated)
    return newer[-1] + 1 if layout.newest_first else newer[0]


def _components(components: Mapping[str, Status | None]) -> list[str]:
    """The lines of the key: a list of names where no status is given, else a table."""
    if not components:
        return []
    if not any(components.values()):
        return ["components:", *(f"  - {component}" for component in components)]
    rows = (f"  {component}: {status or ''}".rstrip() for component, status in components.items())
    return ["components:", *rows]


def _key(key: str, text: str) -> str:
    """A key with a text: as it is where YAML reads it so, else in quotes."""
    try:
        plain = load(Written(key, text, (Line(1, text),))) == text
    except ValueError:
        plain = False
    return f"{key}: {text if plain else json.dumps(text, ensure_ascii=False)}"
