"""What the keys of a post's front matter mean together: kind, address, window, provider."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from statuspage.model.post import Kind
from statuspage.site.frontmatter import Head
from statuspage.site.order import Draft
from statuspage.site.postschema import EXAMPLES
from statuspage.site.recurrence import split_occurrence
from statuspage.site.report import Report
from statuspage.site.rrule import occurrences, read_rule, wall_clock
from statuspage.site.source import Source
from statuspage.site.spelling import address, named
from statuspage.site.times import Stamp, read_stamp
from statuspage.site.words import meant, nearest, quoted

_OWNERS = {
    "starts": Kind.MAINTENANCE,
    "ends": Kind.MAINTENANCE,
    "recurs": Kind.MAINTENANCE,
    "replaces": Kind.MAINTENANCE,
    "provider": Kind.ADVISORY,
    "verdict": Kind.ADVISORY,
}
Window = tuple[datetime | None, datetime | None]

_AN = {Kind.INCIDENT: "an incident", Kind.MAINTENANCE: "a maintenance", Kind.ADVISORY: "an advisory"}


def read_kind(head: Head, report: Report) -> Kind:
    """The kind as written; where it is missing or unknown, the nearest, else what the other keys speak of.

    A post with both ends of a window is a maintenance, even if it does not say so: taken for an
    incident it would show trouble before the work begins.
    """
    says = head.says
    written = head.entries["kind"].written if "kind" in head.entries else ""
    kind = says.kind or Kind(nearest(written, Kind) or _kind_of_keys(head))
    if says.kind is None and not written and kind is not Kind.INCIDENT:
        key = "starts" if kind is Kind.MAINTENANCE else "provider"
        report.error(
            head.line(key), f"This is read as {_AN[kind]}, but the post does not say so.", f"kind: {kind}"
        )
        return kind
    for key, owner in _OWNERS.items():
        if key in head.entries and getattr(says, key) and kind is not owner:
            rule = f"{key} belongs to {_AN[owner]}, and this is {_AN[kind]}; it is left out."
            report.error(head.line(key), rule, f"kind: {owner}")
    return kind


def _kind_of_keys(head: Head) -> Kind:
    if head.says.starts and head.says.ends:
        return Kind.MAINTENANCE
    return Kind.ADVISORY if head.says.provider and head.says.verdict else Kind.INCIDENT


def read_id(head: Head, source: Source, report: Report) -> str:
    """The post's own address: its ``id``, else its file's name, made ``[a-z0-9-]``."""
    written = head.says.id
    made = address(written) or address(PurePosixPath(source.path).stem)
    made = made or f"post-{hashlib.sha256(source.path.encode('utf-8', 'replace')).hexdigest()[:8]}"
    if written and written != made:
        rule = f"An id has small letters, digits and hyphens only; {quoted(made)} is taken."
        report.warn(head.line("id"), rule, f"id: {made}")
    return made


def read_aliases(head: Head) -> tuple[str, ...]:
    """Older addresses, given as ids or as paths such as ``/incidents/mail-late/``."""
    made = (address(alias.rstrip("/").split("/")[-1]) for alias in head.says.aliases)
    return tuple(dict.fromkeys(filter(None, made)))


def read_time(key: str, head: Head, zone: ZoneInfo, report: Report) -> Stamp | None:
    """The time that a key gives, with what is unclear reported; None when it gives none that can be read."""
    written = getattr(head.says, key)
    if not written:
        return None
    stamp = read_stamp(written, zone)
    line = head.line(key)
    if stamp is None:
        report.error(line, f"{quoted(written)} is no date and time.", EXAMPLES[key])
        return None
    if stamp.rest.strip():
        report.error(line, f"{quoted(stamp.rest.strip())} after the time means nothing here.", EXAMPLES[key])
    report_stamp(stamp, line, f"{key}: {stamp.example}", report)
    return stamp


def report_stamp(stamp: Stamp, line: int, example: str, report: Report) -> None:
    """Report what is unclear about a time, if anything."""
    if stamp.problem:
        (report.error if stamp.wrong else report.warn)(line, stamp.problem, example)


def read_window(kind: Kind, head: Head, zone: ZoneInfo, report: Report) -> Window:
    """When a maintenance starts and ends, each None where that can't be read, or the end is no later."""
    if kind is not Kind.MAINTENANCE:
        return None, None
    starts, ends = (read_time(key, head, zone, report) for key in ("starts", "ends"))
    for key in ("starts", "ends"):
        misspelt = any(nearest(other, EXAMPLES) == key for other in head.entries if other not in EXAMPLES)
        if not getattr(head.says, key) and not misspelt:
            report.error(head.line("kind"), f"A maintenance needs {key}.", EXAMPLES[key])
    begin, end = (stamp.at if stamp else None for stamp in (starts, ends))
    if begin and end and end <= begin:
        report.error(
            head.line("ends"),
            "The maintenance ends before it starts; its end is left out.",
            f"ends: {begin + timedelta(hours=1):%Y-%m-%d %H:%M} UTC",
        )
        end = None
    return begin, end


def read_recurs(kind: Kind, window: Window, head: Head, zone: ZoneInfo, report: Report) -> str | None:
    """The rule by which a maintenance comes again; None where it has none that can be followed."""
    written, line = head.says.recurs, head.line("recurs")
    starts, ends = window
    if not written or kind is not Kind.MAINTENANCE:
        return None
    if not (starts and ends):
        rule = "Only a maintenance with starts and ends can recur; the rule is left out."
        report.error(line, rule, EXAMPLES["starts"])
        return None
    try:
        rule = read_rule(written, starts, ends - starts, zone)
    except ValueError as error:
        report.error(line, str(error), EXAMPLES["recurs"])
        return None
    first = next(occurrences(rule, wall_clock(starts, zone)))
    if first != wall_clock(starts, zone):
        told = "starts is no day of the rule, which first comes later."
        report.error(head.line("starts"), told, f"starts: {first:%Y-%m-%d %H:%M}")
    return rule


def read_replaces(kind: Kind, head: Head, report: Report) -> str | None:
    """The id, given as one or as a path, of the occurrence that a maintenance replaces; None for none."""
    written = head.says.replaces
    if not written or kind is not Kind.MAINTENANCE:
        return None
    id_ = address(written.rstrip("/").split("/")[-1])
    if head.says.recurs:
        rule = "What replaces one occurrence does not recur; replaces is left out."
    elif split_occurrence(id_) is None:
        rule = f"{quoted(written)} is no occurrence, which is an id and a day."
    else:
        return id_
    report.error(head.line("replaces"), rule, EXAMPLES["replaces"])
    return None


def read_provider(kind: Kind, head: Head, providers: Mapping[str, str], report: Report) -> str | None:
    """The id of an advisory's provider; None when it names none that is known.

    A site that declares no providers may name any, in its own words.
    """
    if kind is not Kind.ADVISORY:
        return None
    written = head.says.provider
    provider = named(written, providers) if providers else written
    if not written:
        report.error(
            head.line("kind"), "An advisory needs the provider that it is about.", EXAMPLES["provider"]
        )
    elif provider is None:
        rule = f"There is no provider {quoted(written)}; {meant(written, [*providers, *providers.values()])}"
        report.error(head.line("provider"), rule, f"provider: {next(iter(providers), 'aws-s3')}")
    return provider


def check_verdict(kind: Kind, head: Head, drafts: Iterable[Draft], report: Report) -> None:
    """Report an advisory that nowhere says what it means for us."""
    told = "verdict" in head.entries and report.told(head.line("verdict"))
    if (
        kind is Kind.ADVISORY
        and not (told or head.says.verdict)
        and not any(draft.verdict for draft in drafts)
    ):
        report.error(head.line("kind"), "An advisory needs a verdict: are we affected?", EXAMPLES["verdict"])
