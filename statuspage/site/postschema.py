"""The keys of a post's front matter: their names, shapes and examples."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from statuspage.model.post import Kind
from statuspage.model.status import Impact, Verdict
from statuspage.site.source import without_controls
from statuspage.site.spelling import WordT, spelt
from statuspage.site.values import BIDI
from statuspage.site.words import meant, quoted

Pair = tuple[str, str | None]

EXAMPLES = {
    "title": "title: Mail is arriving late",
    "kind": "kind: maintenance",
    "id": "id: mail-late",
    "aliases": "aliases: [mail-slow]",
    "date": "date: 2026-11-23 10:05 UTC",
    "impact": "impact: minor",
    "components": "components: {mail: degraded_performance}",
    "starts": "starts: 2026-11-28 22:00 UTC",
    "ends": "ends: 2026-11-28 23:30 UTC",
    "recurs": "recurs: FREQ=WEEKLY;BYDAY=SU",
    "replaces": "replaces: backup-2026-11-29",
    "provider": "provider: aws-s3",
    "verdict": "verdict: not_affected",
    "draft": "draft: true",
}

_IMPACTS = tuple(impact for impact in Impact if impact is not Impact.MAINTENANCE)  # that is the kind

WORDS: Mapping[str, Sequence[str]] = {"kind": tuple(Kind), "impact": _IMPACTS, "verdict": tuple(Verdict)}
"""The words that a key takes, for those that take one of a few."""


def _word(words: Iterable[WordT]) -> BeforeValidator:
    def read(value: object) -> WordT:
        word = spelt(value, words) if isinstance(value, str) else None
        if word is None:
            given = quoted(value) if isinstance(value, str) else "This"
            raise ValueError(
                f"{given} is not known here; {meant(value if isinstance(value, str) else '', words)}"
            )
        return word

    return BeforeValidator(read)


def _one_line(value: object) -> object:
    """One line of text; what would turn the direction of the text around it is left out."""
    if not isinstance(value, str):
        return value
    return " ".join("".join(char for char in without_controls(value) if char not in BIDI).split())


def _several(value: object) -> object:
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


def _pairs(value: object) -> tuple[Pair, ...]:
    """Components as a table, as a list of names or of small tables, or as one line of names."""
    match value:
        case dict():
            return tuple((str(name), _status_text(status)) for name, status in value.items())
        case list():
            return tuple(
                pair
                for item in value
                for pair in (_pairs(item) if isinstance(item, dict) else _pairs_of(item))
            )
        case str():
            return tuple(pair for part in value.split(",") if part.strip() for pair in _pairs_of(part))
    raise ValueError("components is a list or a table.")


def _pairs_of(value: object) -> tuple[Pair, ...]:
    if not isinstance(value, str):
        raise ValueError("components is a list or a table of texts.")
    name, _, status = value.partition("=")
    return ((name.strip(), status.strip() or None),)


def _status_text(value: object) -> str | None:
    if not isinstance(value, str):
        raise ValueError("A component has one state, written as text.")
    return value.strip() or None


Text = Annotated[str, BeforeValidator(_one_line)]


class FrontMatter(BaseModel):
    """The keys of a post. Times are still as written; components are names and words as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Text = ""
    kind: Annotated[Kind, _word(Kind)] | None = None
    id: Text = ""
    aliases: Annotated[tuple[Text, ...], BeforeValidator(_several)] = ()
    date: Text = ""
    impact: Annotated[Impact, _word(_IMPACTS)] | None = None
    components: Annotated[tuple[Pair, ...], BeforeValidator(_pairs)] = ()
    starts: Text = ""
    ends: Text = ""
    recurs: Text = ""
    replaces: Text = ""
    provider: Text = ""
    verdict: Annotated[Verdict, _word(Verdict)] | None = None
    draft: bool = False
