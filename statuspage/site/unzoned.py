"""Times in a post that name no zone."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from statuspage.errors import Fault
from statuspage.site.frontmatter import Head, read_front_matter
from statuspage.site.grammar import mark_code, sections
from statuspage.site.postschema import EXAMPLES
from statuspage.site.report import Report
from statuspage.site.source import Line, Source, readable
from statuspage.site.times import read_stamp
from statuspage.site.yamlkeys import split_front_matter

_HERE, _THERE = ZoneInfo("UTC"), ZoneInfo("Etc/GMT-14")
"""Two zones that never agree: a time that is the same in both says itself which zone it is in."""


def unzoned(source: Source) -> tuple[Fault, ...]:
    """A warning for the first time in a post that names no zone, which tells how many there are.

    For sites that set no ``time_zone``. Pure; what else is wrong with the post is not told.
    """
    lines = readable(source, Report(source.path))
    if lines is None:
        return ()
    front, body = split_front_matter(lines, EXAMPLES, Report(source.path))
    found = [
        *_in_head(read_front_matter(front, Report(source.path))),
        *_in_body(mark_code(body), source.path),
    ]
    if not found:
        return ()
    many = f" (one of {len(found)} here)" if len(found) > 1 else ""
    rule = f"This time names no zone{many}, and statuspage.toml sets no time_zone; UTC is taken."
    report = Report(source.path)
    report.warn(min(found), rule, '2026-11-23 10:05 UTC, or in [site] time_zone = "Europe/London"')
    return report.faults


def _in_head(head: Head) -> Iterator[int]:
    for key in ("date", "starts", "ends"):
        if _is_unzoned(getattr(head.says, key) or ""):
            yield head.line(key)


def _in_body(body: list[Line], path: str) -> Iterator[int]:
    here, there = (sections(body, zone, Report(path)) for zone in (_HERE, _THERE))
    for one, other in zip(here, there, strict=True):
        if one.stamp and other.stamp and one.stamp.at != other.stamp.at:
            yield one.line


def _is_unzoned(text: str) -> bool:
    here, there = read_stamp(text, _HERE), read_stamp(text, _THERE)
    return here is not None and there is not None and here.at != there.at
