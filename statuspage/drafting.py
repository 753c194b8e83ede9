"""From the words of a command, and a template, to the text of a post or an update."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from statuspage.errors import StatusPageError
from statuspage.model.post import ENDED, Kind, Post, State
from statuspage.model.status import Impact, Status, Verdict
from statuspage.postfile import read_text
from statuspage.posting import Desk, entry_for, first_section, posts_now, state_now
from statuspage.series import check_timely, concerned
from statuspage.site.dating import date_style
from statuspage.site.forms import Template, read_template
from statuspage.site.layout import plain_style
from statuspage.site.meaning import (
    AN,
    all_stated,
    components_meant,
    provider_meant,
    state_meant,
    states_of,
    word_meant,
)
from statuspage.site.times import read_stamp
from statuspage.site.words import meant, quoted
from statuspage.site.write import Entry, NewPost, clean_line, clean_text, post_text
from statuspage.sitefolder import POSTS
from statuspage.timeutil import parse_duration

_TEMPLATES = f"{POSTS}/_templates"
_OVER = {Kind.INCIDENT: State.RESOLVED, Kind.ADVISORY: State.RESOLVED, Kind.MAINTENANCE: State.COMPLETED}
_IMPACTS = (Impact.NONE, Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new post in the words of a command; what is empty was not given."""

    kind: Kind
    title: str
    components: tuple[str, ...] = ()
    state: str = ""
    impact: str = ""
    provider: str = ""
    verdict: str = ""
    starts: str = ""
    ends: str = ""
    length: str = ""


@dataclass(frozen=True, slots=True)
class DraftPost:
    """A new post: its text, and what it must say."""

    text: str
    new: NewPost
    entry: Entry


def template_names(root: Path) -> list[str]:
    """The names of a site's templates, in order."""
    return sorted(path.stem for path in (root / _TEMPLATES).glob("*.md") if path.is_file())


def draft_post(desk: Desk, wanted: Wanted, body: str | None, template: str | None) -> DraftPost:
    """The text of a new post, dated now.

    ``body`` is its first update's text (None: the template's, to be filled in). What the command does
    not say the template does. Raises StatusPageError for what is unknown or missing.
    """
    base = _template(desk, template, wanted.kind)
    new = _new_post(desk, wanted, base)
    text = base.body if body is None and base else clean_text(body or "")
    entry = Entry(desk.now, new.state, text)
    return DraftPost(post_text(new, first_section(desk, entry)), new, entry)


def draft_update(
    desk: Desk,
    post: Post,
    status: str | None,
    components: tuple[str, ...],
    verdict: str | None,
    body: str | None,
    *,
    over: bool = False,
) -> tuple[Entry, str]:
    """An update of a post, dated now, and its text; ``over`` ends the post.

    Without ``status`` the post's state stays. Raises StatusPageError for what is unknown, for a post
    that is over already, and between two windows of one that recurs.
    """
    if verdict and post.kind is not Kind.ADVISORY:
        raise StatusPageError(f"A verdict belongs to an advisory, and {post.id} is {AN[post.kind]}.")
    meant_state = state_meant(status, post.kind) if status else state_now(desk, post)
    state = _OVER[post.kind] if over else meant_state
    posts = posts_now(desk)
    check_timely(post, state, posts, desk.now, desk.zone)
    last = concerned(post, posts, desk.now) if post.recurs else None
    said = (last.post if last else post).updates[-1].state
    if over and said in ENDED:
        raise StatusPageError(
            f"{post.id} is {said} already. A later word is an update: statuspage incident update {post.id}"
        )
    entry = Entry(
        at=desk.now,
        state=state,
        body=body or "",
        components=all_stated(_components_said(desk, components)),
        verdict=word_meant(verdict, Verdict, "verdict") if verdict else None,
    )
    return entry_for(desk, post, entry)


def _new_post(desk: Desk, wanted: Wanted, base: Template | None) -> NewPost:
    says = base.says if base else None
    title = clean_line(wanted.title) or (says.title if says else "")
    impact = says.impact if says else None
    if not title:
        raise StatusPageError('A post needs a title. For example: "Mail is arriving late"')
    starts, ends, first = _window(desk, wanted)
    provider, verdict = wanted.provider, wanted.verdict
    if says:
        provider, verdict = provider or says.provider, verdict or says.verdict or ""
    if wanted.kind is Kind.ADVISORY and not (provider and verdict):
        raise StatusPageError(
            "An advisory needs a provider and a verdict. For example: "
            "--provider aws-s3 --verdict not_affected"
        )
    advises = wanted.kind is Kind.ADVISORY
    return NewPost(
        kind=wanted.kind,
        title=title,
        state=state_meant(wanted.state, wanted.kind) if wanted.state else first,
        components=_components(desk, wanted, base),
        impact=word_meant(wanted.impact, _IMPACTS, "impact") if wanted.impact else impact,
        starts=starts,
        ends=ends,
        provider=provider_meant(provider, desk.context) if advises else "",
        verdict=word_meant(verdict, Verdict, "verdict") if advises else None,
    )


def _components(desk: Desk, wanted: Wanted, base: Template | None) -> Mapping[str, Status | None]:
    """The components of the command, else those of the template."""
    given = base.says.components if base and not wanted.components else ()
    texts = [f"{name}={status}" if status else name for name, status in given]
    return _components_said(desk, [*wanted.components, *texts])


def _components_said(desk: Desk, texts: Iterable[str]) -> dict[str, Status | None]:
    """The components that texts name. Raises StatusPageError where two contradict each other."""
    found: dict[str, Status | None] = {}
    for text in texts:
        for component, status in components_meant([text], desk.context).items():
            if found.setdefault(component, status) != status:
                both = " and ".join(quoted(word or "no state") for word in (found[component], status))
                example = f"--component {component}={status or found[component]}"
                raise StatusPageError(
                    f"The component {quoted(component)} is given twice, with {both}; "
                    f"give it once. For example: {example}"
                )
    return found


def _window(desk: Desk, wanted: Wanted) -> tuple[str, str, State]:
    """When a maintenance starts and ends, as it is to be written, and the state it begins with.

    Times stay as typed; an end that follows from a length is spelled like the start.
    """
    if wanted.kind is not Kind.MAINTENANCE:
        return "", "", states_of(wanted.kind)[0]
    starts, begin = _time(desk, wanted.starts, "starts")
    if wanted.ends:
        ends, end = _time(desk, wanted.ends, "ends")
    else:
        style = date_style(starts, desk.zone) or plain_style(desk.zone).date
        end = _after(begin, wanted.length)
        ends = style.spell(end)
    if end <= begin:
        raise StatusPageError("A maintenance ends later than it starts. For example: --for 2h")
    by_clock = State.SCHEDULED if desk.now < begin else State.IN_PROGRESS
    return starts, ends, State.COMPLETED if end <= desk.now else by_clock


def _time(desk: Desk, text: str, option: str) -> tuple[str, datetime]:
    """A time as typed, on one line, and its instant. Raises StatusPageError where it is unclear."""
    text = clean_line(text)
    stamp = read_stamp(text, desk.zone)
    if stamp is None or stamp.at is None or stamp.problem or stamp.rest.strip():
        rule = stamp.problem if stamp and stamp.problem else f"{quoted(text)} is no date and time."
        example = stamp.example if stamp else "2026-12-05 06:00"
        raise StatusPageError(f'{rule} For example: --{option} "{example}"')
    return text, stamp.at


def _after(begin: datetime, length: str) -> datetime:
    try:
        return begin + parse_duration(length)
    except ValueError as error:
        raise StatusPageError(f"{error} For example: --for 2h") from None
    except OverflowError:
        raise StatusPageError("No calendar goes as far as that. For example: --for 2h") from None


def _template(desk: Desk, name: str | None, kind: Kind) -> Template | None:
    if name is None:
        return None
    known = template_names(desk.root)
    if name not in known:
        hint = meant(name, known) if known else f"there is none in {_TEMPLATES}."
        raise StatusPageError(f"There is no template {quoted(name)}; {hint}")
    template = read_template(read_text(desk.root / _TEMPLATES / f"{name}.md"))
    if template.says.kind not in (None, kind):
        raise StatusPageError(f"The template {quoted(name)} is for {AN[template.says.kind or kind]}.")
    return template
