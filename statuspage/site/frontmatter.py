"""What the front matter of a post says, as checked values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from statuspage.model.post import State
from statuspage.model.status import Status
from statuspage.site.grammar import right_heading
from statuspage.site.postschema import EXAMPLES, WORDS, FrontMatter
from statuspage.site.report import Report
from statuspage.site.source import Line
from statuspage.site.spelling import spelt
from statuspage.site.words import listed, nearest, quoted
from statuspage.site.yamlkeys import Entry, entries, load

_STATE_KEYS = frozenset({"status", "state", "resolved"})
_LONGEST_MENDED = 200
_ENDS = ("]", "}", '"', "'")

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
            _mended(entry) or EXAMPLES.get(entry.key, EXAMPLES["title"]),
        )
        return ""


def _mended(entry: Entry) -> str | None:
    """The line with the bracket or quote that it most likely lacks; None where that doesn't mend it."""
    if entry.key not in EXAMPLES or len(entry.written) > _LONGEST_MENDED:
        return None
    for text in (*(entry.written + end for end in _ENDS), f"{{{entry.written}}}"):
        try:
            FrontMatter.model_validate({entry.key: load(replace(entry, written=text, lines=entry.lines[:1]))})
        except ValueError:
            continue
        return f"{entry.key}: {text}"
    return None


def _title(entry: Entry, report: Report) -> object:
    """A title; as written where YAML refuses it or drops part of it, unless it begins a list or table."""
    written = entry.written
    more = [line.text for line in entry.lines[1:] if line.text[:1] in (" ", "\t")]
    try:
        value = load(entry)
    except ValueError:
        if written[:1] not in ("[", "{"):
            _check_quote(entry, report)
            return " ".join([written, *more])
        rule = "A title that begins with a bracket needs quotes; without them the post is not shown."
        report.error(entry.line, rule, f'title: "{written[:40]}"')
        return ""
    if written[:1] in ("", '"', "'", "|", ">") or more or not isinstance(value, str):
        return value
    if value and written.startswith(value) and value != written:
        rule = f"What follows # is a comment, so the title is {quoted(value)}."
        report.warn(entry.line, rule, f'title: "{written[:60]}"')
        return value
    return written


def _check_quote(entry: Entry, report: Report) -> None:
    """Report a title with one quote, which is taken for a part of it."""
    if entry.written[:1] == '"' and entry.written.count('"') == 1:
        rule = "The quote before the title is never closed, so it is shown as part of it."
        report.warn(entry.line, rule, f'title: {entry.written[:60]}"')


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
            unknown = detail["type"] == "extra_forbidden"
            rule, example = (
                _unknown(written[key], written) if unknown else (_rule(key, detail), _example(key, detail))
            )
            report.error(written[key].line, rule, example)
    return FrontMatter.model_validate({key: value for key, value in values.items() if key not in wrong})


def _unknown(entry: Entry, written: Mapping[str, Entry]) -> tuple[str, str]:
    """What to say of a key that there is not, and what would be right."""
    key, value = entry.key, entry.written
    if key in _STATE_KEYS:
        state = spelt(value, State) or nearest(value, State) or State.RESOLVED
        rule = f"{key} is no key of a post: how it stands is said by the heading of its newest update."
        return rule, right_heading(state)
    table = written.get("components")
    if table and not table.written and table.line < entry.line and spelt(value, Status):
        rule = f"{quoted(key)} is not a known key; the lines of the table components begin with spaces."
        return rule, f"  {key}: {value}"
    near = nearest(key, EXAMPLES)
    if near is None:
        known = f"known are {listed(EXAMPLES)}."
        return f"{quoted(key)} is not a known key; {known}", f"the post without the line {key}"
    example = f"{near}: {value}" if value and near not in WORDS else EXAMPLES[near]
    return f"{quoted(key)} is not a known key; did you mean {near}?", example


def _rule(key: str, detail: ErrorDetails) -> str:
    if detail["type"] == "value_error":
        return str(detail["ctx"]["error"])
    return f"{quoted(key)} is one line of text."


def _example(key: str, detail: ErrorDetails) -> str:
    given = detail["input"]
    near = nearest(given, WORDS[key]) if key in WORDS and isinstance(given, str) else None
    return f"{key}: {near}" if near else EXAMPLES[key]
