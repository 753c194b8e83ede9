"""What an editor opens with, what is left of it afterwards, and the templates that a site keeps for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from statuspage.model.post import Kind
from statuspage.site.frontmatter import read_front_matter
from statuspage.site.grammar import mark_code
from statuspage.site.meaning import states_of
from statuspage.site.postschema import EXAMPLES, FrontMatter
from statuspage.site.report import Report
from statuspage.site.source import Line
from statuspage.site.words import listed
from statuspage.site.write import clean_text
from statuspage.site.yamlkeys import split_front_matter

_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Template:
    """A post's beginning: what its front matter says, and its text as written, comments and all."""

    says: FrontMatter
    body: str


def read_template(text: str) -> Template:
    """Read a template. What is wrong in it is left out; what is made of it is checked later."""
    report = Report("")
    lines = [Line(number, line) for number, line in enumerate(clean_text(text).split("\n"), 1)]
    front, body = split_front_matter(lines, EXAMPLES, report)
    return Template(read_front_matter(front, report).says, clean_text("\n".join(line.text for line in body)))


def with_hints(form: str, kind: Kind, components: Iterable[str]) -> str:
    """A form with comments for whoever fills it in."""
    names = list(components)[:_MOST_NAMED]
    hints = [
        "Say what customers notice, since when, what they can do, and when you will write next.",
        f"States of {kind} posts: {listed(states_of(kind))}.",
        "Comments such as this one are left out. Without any text of yours nothing is written.",
    ]
    if names:
        hints.insert(
            2, f"Components: {names[0]} = operational, directly under the heading, says how things are."
        )
        hints.insert(3, f"Known are {listed(names)}.")
    return f"{form.rstrip()}\n\n<!--\n" + "\n".join(hints) + "\n-->\n"


def filled_in(text: str) -> str:
    """What somebody wrote into a form: without comments that begin a line outside code, and without hints."""
    lines = [Line(number, line) for number, line in enumerate(clean_text(text).split("\n"))]
    kept: list[str] = []
    gone = False
    for before, after in zip(lines, mark_code(lines), strict=True):
        if before.text != after.text and not after.text.strip():
            gone = True
        elif after.text.strip() or not gone or (kept and kept[-1].strip()):
            kept.append(after.text)
            gone = gone and not after.text.strip()
    return clean_text("\n".join(kept))
