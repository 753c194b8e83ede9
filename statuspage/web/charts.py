"""How fast answers came, as pictures for any width: drawn in units of buckets, and told in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from statuspage.decide.latency import Figures, figures, parts, runs
from statuspage.model.latency import Bucket, LatencySeries, Window
from statuspage.model.snapshot import ComponentNow, Snapshot
from statuspage.model.text import Text, text

HIGH = 200
"""Units of height of every chart; its width is one unit a bucket."""

_MOST_LINES = 4
_ROUND = (1, 2, 5)
_EDGE = 5.0
"""Percent of the width at either side where no label stands: it would reach over the edge."""

_NAMED = {
    Window.DAY: text("The last 24 hours"),
    Window.WEEK: text("The last 7 days"),
    Window.QUARTER: text("The last 90 days"),
}
_SUMMED_UP = {
    Window.DAY: text("Median {median}, 95 % within {p95}, longest {longest} in the last 24 hours"),
    Window.WEEK: text("Median {median}, 95 % within {p95}, longest {longest} in the last 7 days"),
    Window.QUARTER: text("Median {median}, 95 % within {p95}, longest {longest} in the last 90 days"),
}
_PART = {Window.DAY: text("Hour"), Window.WEEK: text("Day"), Window.QUARTER: text("Week from")}


@dataclass(frozen=True, slots=True)
class Line:
    """A line across a chart: where, in percent from the left or the top, and what is written there."""

    at: str
    label: Text | date


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a window in figures: its first instant, how many answers came, and durations."""

    start: datetime
    count: int
    median: Text
    p95: Text
    longest: Text


@dataclass(frozen=True, slots=True)
class Chart:
    """One window of one check. ``median`` and ``p95`` are the data of SVG paths, in units."""

    window: Window
    name: Text
    sentence: Text
    part: Text
    width: int
    median: str
    p95: str
    levels: tuple[Line, ...]
    times: tuple[Line, ...]
    figures: Row
    rows: tuple[Row, ...]
    high: int = HIGH


def charts_of(component: ComponentNow, now: Snapshot) -> list[tuple[str, list[Chart]]]:
    """The charts of a component by its checks' names; a check of which no duration is known has none."""
    latency = now.latencies.get(component.id)
    if latency is None:
        return []
    drawn = (
        (name, [chart(one, now.page.zone) for one in worth_drawing(told)])
        for name, told in latency.checks.items()
    )
    return [(name, charts) for name, charts in drawn if charts]


def worth_drawing(told: Sequence[LatencySeries]) -> list[LatencySeries]:
    """The windows that show a course, and more than a shorter one before them does."""
    found: list[LatencySeries] = []
    for one in told:
        some = len(one.buckets) > 1 and any(bucket.max for bucket in one.buckets)
        if some and (not found or one.buckets[0].start < found[-1].start):
            found.append(one)
    return found


def chart(told: LatencySeries, zone: ZoneInfo) -> Chart:
    """The chart of a series that has buckets, its times in a zone."""
    whole = figures(told.buckets)
    if whole is None:
        raise ValueError("a series without buckets has no chart")
    levels = round_levels(max(one.p95 for one in told.buckets))
    stretches = runs(told)
    return Chart(
        window=told.window,
        name=_NAMED[told.window],
        sentence=_sentence(told.window, whole),
        part=_PART[told.window],
        width=told.window.length // told.window.width,
        median="".join(_path(told, run, [one.median for one in run], levels[-1]) for run in stretches),
        p95="".join(_path(told, run, [one.p95 for one in run], levels[-1], filled=True) for run in stretches),
        levels=tuple(Line(_percent(1 - ms / levels[-1]), _spelled(ms)) for ms in levels),
        times=tuple(_times(told, zone)),
        figures=_row(told.start, whole),
        rows=tuple(_row(start, found) for start, found in parts(told, zone)),
    )


def round_levels(longest: int) -> list[int]:
    """Two to four round durations (ms) at equal distances, the last of which none of the drawn exceeds."""
    size = 1
    while True:
        for step in (one * size for one in _ROUND):
            count = max(-(-longest // step), 2)
            if count <= _MOST_LINES:
                return [step * (i + 1) for i in range(count)]
        size *= 10


def _path(
    told: LatencySeries, run: Sequence[Bucket], durations: Sequence[int], top: int, *, filled: bool = False
) -> str:
    """A line through some buckets, or the area ``filled`` below it; a bucket alone is as wide as it is.

    Relative commands in whole units: an absolute one costs three times the bytes.
    """
    start, width = told.start, told.window.width
    places = [(one.start - start) // width for one in run]
    heights = [HIGH - min(round(ms * HIGH / top), HIGH) for ms in durations]
    if len(run) == 1:
        line = "h1"
    else:
        steps = zip(places, heights, places[1:], heights[1:], strict=False)
        line = "l" + "".join(_step(x - before, y - above) for before, above, x, y in steps).lstrip()
    if not filled:
        return f"M{places[0]} {heights[0]}{line}"
    return f"M{places[0]} {HIGH}V{heights[0]}{line}V{HIGH}z"


def _step(across: int, down: int) -> str:
    """A step of a path; the sign of a number parts it from the one before."""
    return f" {across}{'' if down < 0 else ' '}{down}"


def _times(told: LatencySeries, zone: ZoneInfo) -> Iterator[Line]:
    """What stands below a chart: hours of a day, days of a week, months' first days of a quarter."""
    for at, label in _marks(told, zone):
        share = (at - told.start) / told.window.length
        if _EDGE <= share * 100 <= 100 - _EDGE:
            yield Line(_percent(share), label)


def _marks(told: LatencySeries, zone: ZoneInfo) -> Iterator[tuple[datetime, Text | date]]:
    if told.window is Window.DAY:
        hours = (told.start.replace(minute=0) + timedelta(hours=i) for i in range(26))
        for local in (hour.astimezone(zone).replace(minute=0) for hour in hours):
            if local.hour % 6 == 0:
                yield local, Text(f"{local:%H:%M}")
        return
    first = told.start.astimezone(zone).date()
    for day in (first + timedelta(days=i) for i in range(told.window.length.days + 1)):
        shown = day.day == 1 if told.window is Window.QUARTER else day.toordinal() % 2 == 0
        if shown:
            yield datetime(day.year, day.month, day.day, tzinfo=zone), day


def _sentence(window: Window, whole: Figures) -> Text:
    by_name = {"median": whole.median, "p95": whole.p95, "longest": whole.max}
    return replace(_SUMMED_UP[window], values=tuple((name, _took(ms)) for name, ms in by_name.items()))


def _row(start: datetime, found: Figures) -> Row:
    return Row(start, found.count, _spelled(found.median), _spelled(found.p95), _spelled(found.max))


def _spelled(ms: int) -> Text:
    return text("{took}", took=_took(ms))


def _took(ms: int) -> timedelta:
    return timedelta(milliseconds=ms)


def _percent(share: float) -> str:
    """A share of one as SVG has it: to a tenth of a percent, without needless digits."""
    return f"{share * 100:.1f}".removesuffix(".0") + "%"
