"""What the front matter of a post says, as checked values."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from statuspage.site.postschema import EXAMPLES, FrontMatter
from statuspage.site.report import Report
from statuspage.site.source import Line
from statuspage.site.words import listed, nearest, quoted
from statuspage.site.yamlkeys import Entry, entries, load

_DRAFT = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}


@dataclass(frozen=True, slots=True)
class Head:
    """Front matter and where each of its keys is written."""

    says: FrontMatter
    entries: dict[str, Entry]

    def line(self, key: str, mention: str = "") -> int:
        """The line of a key, or the first of its lines that has the mention; 1 where there is no such key."""
        entry = self.entries.get(key)
        if entry is None:
            return 1
        return next((line.number for line in entry.lines if mention and mention in line.text), entry.line)


def read_front_matter(lines: Sequence[Line], report: Report) -> Head:
    """Read the lines between the fences. What is wrong is reported and left out."""
    written = {entry.key: entry for entry in entries(lines, report)}
    values = {
        key: value for key, entry in written.items() if (value := _value(entry, report)) not in ("", [], {})
    }
    _rescue_title(values)
    _settle_draft(values, written, report)
    return Head(_validated(values, written, report), written)


def _value(entry: Entry, report: Report) -> object:
    if entry.key == "title" or _is_misspelt_title(entry.key):
        return _title(entry, report)
    try:
        return load(entry)
    except ValueError as error:
        report.error(
            entry.line,
            f"{quoted(entry.key)} can't be read: {error}.",
            EXAMPLES.get(entry.key, EXAMPLES["title"]),
        )
        return ""


def _title(entry: Entry, report: Report) -> object:
    """A title; as written where YAML refuses it or drops part of it, unless it begins a list or table."""
    written = entry.written
    more = [line.text for line in entry.lines[1:] if line.text[:1] in (" ", "\t")]
    try:
        value = load(entry)
    except ValueError:
        if written[:1] not in ("[", "{"):
            return " ".join([written, *more])
        rule = "A title that begins with a bracket needs quotes; without them the post has no title."
        report.error(entry.line, rule, f'title: "{written[:40]}"')
        return ""
    if written[:1] in ("", '"', "'", "|", ">") or more or not isinstance(value, str):
        return value
    if value and written.startswith(value) and value != written:
        rule = f"What follows # is a comment, so the title is {quoted(value)}."
        report.warn(entry.line, rule, f'title: "{written[:60]}"')
        return value
    return written


def _rescue_title(values: dict[str, object]) -> None:
    """Take a misspelt ``title`` for one, so that the post is shown; the misspelling is still reported."""
    wrong = next(filter(_is_misspelt_title, values), None)
    if wrong and "title" not in values:
        values["title"] = values[wrong]


def _is_misspelt_title(key: str) -> bool:
    return key not in EXAMPLES and nearest(key, EXAMPLES) == "title"


def _settle_draft(values: dict[str, object], written: dict[str, Entry], report: Report) -> None:
    """What is meant by ``draft``. Where that is not clear the post stays a draft: showing can't be undone."""
    if "draft" not in written:
        return
    value = values.get("draft", "")
    word = value.casefold() if isinstance(value, str) else ""
    if word not in _DRAFT:
        near = nearest(word, _DRAFT) or "true"
        rule = f"draft is true or false; {quoted(word)} is taken for {near}."
        report.error(written["draft"].line, rule, EXAMPLES["draft"])
        word = near
    values["draft"] = _DRAFT[word]


def _validated(values: dict[str, object], written: dict[str, Entry], report: Report) -> FrontMatter:
    try:
        return FrontMatter.model_validate(values)
    except ValidationError as error:
        wrong = {str(detail["loc"][0]): detail for detail in reversed(error.errors(include_url=False))}
    for key, detail in wrong.items():
        if key in written:
            report.error(written[key].line, _rule(key, detail), _example(key))
    return FrontMatter.model_validate({key: value for key, value in values.items() if key not in wrong})


def _rule(key: str, detail: ErrorDetails) -> str:
    if detail["type"] == "extra_forbidden":
        near = nearest(key, EXAMPLES)
        hint = f"did you mean {near}?" if near else f"known are {listed(EXAMPLES)}."
        return f"{quoted(key)} is not a known key; {hint}"
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    return f"{quoted(key)} is one line of text."


def _example(key: str) -> str:
    return EXAMPLES[key] if key in EXAMPLES else EXAMPLES[nearest(key, EXAMPLES) or "title"]
