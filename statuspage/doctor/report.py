"""What the doctor found: as text, as JSON with all evidence, and as a page for one's own runbook.

Text and JSON name hosts. The page names no host of a service, and none of the page's own side but itself.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from textwrap import wrap

from statuspage.decide.fate_words import advise
from statuspage.doctor.diagnose import Diagnosis
from statuspage.doctor.examined import Level
from statuspage.model.fate import Facts, Role, Shared, Weight
from statuspage.timeutil import format_instant

_WIDTH = 86
"""Characters of a line of reasons."""

VERSION = 1
"""Of the JSON; raised when a field changes its meaning."""


def as_json(found: Diagnosis) -> str:
    """Everything, as one object that ends with a line; instants are RFC 3339."""
    return json.dumps(_data(found), ensure_ascii=False, indent=2, default=str) + "\n"


def as_text(found: Diagnosis) -> Iterator[str]:
    """Lines for a terminal, what matters first."""
    yield f"{found.site}, {found.url}, as of {format_instant(found.at)}"
    yield from ("", "Shared fate")
    for place, each in groupby(found.shared, key=lambda one: (one.weight, one.place.label)):
        yield f"  {place[1]}" + ("" if place[0] is Weight.MATTERS else " (to know, not to fear)")
        for one in each:
            yield from _told(one)
    if not found.shared:
        yield f"  {_nothing(found)}"
    yield from ("", "What the page stands on")
    for place_ in found.places:
        if place_.role is not Role.MACHINE:
            yield f"  {place_.label}: {place_.facts.host}"
            yield from (f"    {label:<13}{value}" for label, value in _facts(place_.facts))
    yield from ("", "This machine and the page")
    for look in found.examined:
        yield f"  {look.level:<8}{look.thing}: {look.sentence}" + (f" {look.help}" if look.help else "")
    yield from ("", "Not learnt")
    yield from (f"  {line}" for line in found.unknown or ("Nothing: all that was asked for was answered.",))
    yield from ("", "Can't be known from here")
    yield from (f"  {line}" for line in found.unknowable)
    yield from ("", conclusion(found))


def conclusion(found: Diagnosis) -> str:
    """The last word, in one sentence."""
    wrong = sum(look.level is Level.WRONG for look in found.examined)
    count = sum(one.weight is Weight.MATTERS for one in found.shared)
    told = f"Shared that matters: {count}. Wrong otherwise: {wrong}." if count or wrong else ""
    if not found.proves:
        return f"{told} The page's own addresses could not be learnt, so nothing more is proved.".strip()
    if told:
        return told
    return "Nothing is shared that matters, as far as could be learnt."


def as_markdown(found: Diagnosis) -> str:
    """A page for operators' own documents."""
    return "\n".join(_page(found)) + "\n"


def _page(found: Diagnosis) -> Iterator[str]:
    yield f"# No shared fate: {_plain(found.site)}\n"
    yield f"As of {format_instant(found.at)}, {found.url}. Written by `statuspage doctor`. It names no host"
    yield "but that of the page.\n"
    yield f"**{conclusion(found)}**\n"
    yield "## Shared with what the page reports on\n"
    if found.shared:
        yield "| of | what | with | weight | why | what would help |\n| --- | --- | --- | --- | --- | --- |"
        for one in found.shared:
            yield _row(one)
    else:
        yield _nothing(found)
    yield "\n## What the page stands on\n"
    for place in found.places:
        if place.role is Role.PAGE:
            yield from (f"- {label}: {_plain(value)}" for label, value in _facts(place.facts))
    yield "\n## Looked at\n\n| what | how it is |\n| --- | --- |"
    yield from (f"| {look.thing} | {look.level} |" for look in found.examined)
    yield "\n## Not known\n"
    if found.unknown:
        yield f"- {len(found.unknown)} answers are missing; `statuspage doctor` names them."
    yield from (f"- {line}" for line in found.unknowable)


def _row(one: Shared) -> str:
    advice = advise(one)
    value = f": {one.value}" if one.place.role is Role.PAGE else ""
    label = one.place.label if one.place.role is not Role.ASSET else "what the page loads"
    cells = (label, advice.what + value, ", ".join(one.components), one.weight, advice.why, advice.help)
    return "| " + " | ".join(_plain(str(cell)) for cell in cells) + " |"


def _told(one: Shared) -> Iterator[str]:
    advice = advise(one)
    yield f"    {advice.what}: {one.value}"
    for label, words in (("with", ", ".join(one.components)), ("why", advice.why), ("help", advice.help)):
        first, *rest = wrap(words, _WIDTH)
        yield f"      {label:<5} {first}"
        yield from (" " * 12 + line for line in rest)


def _nothing(found: Diagnosis) -> str:
    if not found.services:
        return "No check tells where a service is: there is nothing to compare with."
    return "Nothing was found." if found.proves else "Not known."


def _facts(facts: Facts) -> Iterator[tuple[str, str]]:
    """What is known of a host, as labels and values."""
    networks = ", ".join(f"{each.prefix} AS{each.number} {each.owner}".rstrip() for each in facts.networks)
    ends = f", until {facts.expires:%Y-%m-%d}" if facts.expires else ""
    for label, value in (
        ("domain", facts.domain or ""),
        ("name servers", ", ".join(facts.name_servers)),
        ("leads on to", ", ".join(facts.aliases)),
        ("addresses", ", ".join(facts.addresses)),
        ("networks", networks),
        ("certificate", f"{facts.issuer}{ends}" if facts.issuer else ""),
        ("served by", facts.cdn or ""),
    ):
        if value:
            yield label, value


def _plain(text: str) -> str:
    """Words in a cell of a table, which nothing in them may leave."""
    return "".join(f"\\{char}" if char in r"\|<>[]*_`" else char for char in text if char.isprintable())


def _data(found: Diagnosis) -> dict[str, object]:
    return {
        "version": VERSION,
        "at": format_instant(found.at),
        "page": {"name": found.site, "url": found.url},
        "well": found.is_well,
        "conclusion": conclusion(found),
        "shared": [
            {
                "role": one.place.role,
                "place": one.place.label,
                "host": one.place.facts.host,
                "what": one.tie,
                "value": one.value,
                "components": one.components,
                "weight": one.weight,
                "why": advise(one).why,
                "help": advise(one).help,
            }
            for one in found.shared
        ],
        "places": [{"role": one.role, "label": one.label, **_evidence(one.facts)} for one in found.places],
        "services": [
            {"component": one.component, "name": one.name, **_evidence(one.facts)} for one in found.services
        ],
        "examined": [asdict(look) for look in found.examined],
        "unknown": found.unknown,
        "unknowable": found.unknowable,
    }


def _evidence(facts: Facts) -> dict[str, object]:
    ends = format_instant(facts.expires) if facts.expires else None
    return asdict(facts) | {"expires": ends}
