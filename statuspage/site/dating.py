"""How somebody spelled a date, so that the next one can be spelled alike."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from statuspage.site.times import read_stamp
from statuspage.site.zones import read_zone

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPELT = re.compile(
    r"""(?:(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})[.,]?\s+)?
    (?:(?P<year1>\d{4})(?P<sign>[-/.])(?P<mm>\d{1,2})(?P=sign)(?P<dd>\d{1,2})
      |(?P<day1>\d{1,2})(?P<ordinal1>st|nd|rd|th)?\.?\s+(?P<month1>[a-z]{3,9})\.?,?\s+(?P<year2>\d{4})
      |(?P<month2>[a-z]{3,9})\.?\s+(?P<day2>\d{1,2})(?P<ordinal2>st|nd|rd|th)?,?\s+(?P<year3>\d{4}))
    \s*(?:T|,|at\b|[—–-])?\s*
    (?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?P<fraction>[.,]\d+)?)?
    (?:\s*(?P<half>[ap])\.?m\b\.?)?
    (?P<zone>.*)""",
    re.VERBOSE | re.IGNORECASE | re.ASCII | re.DOTALL,
)
_OFFSET = re.compile(r"[+-]\d{1,2}(?P<minutes>(?P<colon>:?)\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateStyle:
    """A date as somebody spelled it, in parts, and the zone that it is in.

    A part is the name of a field with the text that spelled it, or no name with text that stays.
    ``site`` is the zone of times that name none.
    """

    parts: tuple[tuple[str, str], ...]
    zone: tzinfo
    site: ZoneInfo

    @property
    def unit(self) -> timedelta:
        """What the spelling tells: whole seconds or whole minutes."""
        seconds = any(name == "second" for name, _ in self.parts)
        return timedelta(seconds=1) if seconds else timedelta(minutes=1)

    def spell(self, at: datetime) -> str:
        """An instant, cut to the unit, in this spelling.

        Where a clock change makes that unclear the offset is added, and what would still not be
        read as the same instant is written in UTC.
        """
        at = cut(at, self.unit)
        return next(text for text in self._spellings(at) if _means(text, at, self.site))

    def _spellings(self, at: datetime) -> Iterator[str]:
        local = at.astimezone(self.zone)
        yield self._join(local)
        yield self._join(local, f" {_offset(local, '+00:00')}")
        yield f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC".replace(":00 UTC", " UTC")

    def _join(self, local: datetime, zone: str | None = None) -> str:
        parts = []
        for name, text in self.parts:
            if zone is not None and name in ("zone", "offset"):
                parts.append(zone)
            else:
                parts.append(_FIELDS[name](local, text) if name else text)
        return "".join(parts)


def date_style(text: str, zone: ZoneInfo) -> DateStyle | None:
    """How a date and time is spelled; None where it is unclear, has no time, or a form not to be repeated.

    ``zone`` is the site's. An offset that is the site's at that time goes along with its clock changes.
    """
    match, stamp = _SPELT.fullmatch(text), read_stamp(text, zone)
    if match is None or stamp is None or stamp.at is None or stamp.problem or stamp.rest.strip():
        return None
    written = read_zone(text, match.start("zone"), zone).zone
    offset = isinstance(written, timezone) and bool(_OFFSET.search(match["zone"]))
    here = stamp.at.astimezone(zone).utcoffset() == stamp.at.astimezone(written).utcoffset()
    return DateStyle(tuple(_parts(match, offset)), zone if offset and here else written, zone)


def cut(at: datetime, unit: timedelta) -> datetime:
    """An instant without what is less than a unit."""
    return at - (at - datetime.min.replace(tzinfo=UTC)) % unit


def _parts(match: re.Match[str], offset: bool) -> Iterator[tuple[str, str]]:
    end = 0
    others = {"zone": "offset" if offset else "zone", "hour": "twelve" if match["half"] else "hour"}
    for name in sorted((each for each in match.groupdict() if match[each] is not None), key=match.start):
        if name != "sign":
            yield "", match.string[end : match.start(name)]
            yield others.get(name, name.rstrip("123")), match[name]
            end = match.end(name)


def _means(text: str, at: datetime, zone: ZoneInfo) -> bool:
    stamp = read_stamp(text, zone)
    return stamp is not None and stamp.at == at and not stamp.problem and not stamp.rest.strip()


def _padded(value: int, model: str) -> str:
    """A number as wide as its model."""
    return f"{value:0{len(model)}}"


def _bare(value: int, model: str) -> str:
    """A number with a zero before it only if its model had one."""
    return f"{value:02}" if model[0] == "0" else str(value)


def _name(names: tuple[str, ...], index: int, model: str) -> str:
    """A name as its model has it: the same one alike, others whole or cut to three letters, in its case."""
    if names[index].lower().startswith(model.lower()):
        return model
    name = names[index] if len(model) > 4 or model.lower() in ("june", "july") else names[index][:3]
    return name.lower() if model.islower() else name.upper() if model.isupper() else name


def _ordinal(local: datetime, _: str) -> str:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return "th" if 11 <= local.day <= 13 else endings.get(local.day % 10, "th")


def _half(local: datetime, model: str) -> str:
    half = "p" if local.hour >= 12 else "a"
    return half.upper() if model.isupper() else half


def _offset(local: datetime, model: str) -> str:
    """The offset of a local time from UTC: as ``+01:00``, or without colon or minutes as in the model."""
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    match = _OFFSET.fullmatch(model)
    if match and not match["minutes"] and not rest:
        return f"{sign}{_padded(hours, model[1:])}"
    colon = "" if match and match["minutes"] and not match["colon"] else ":"
    return f"{sign}{hours:02}{colon}{rest:02}"


_FIELDS: dict[str, Callable[[datetime, str], str]] = {
    "weekday": lambda local, model: _name(_DAYS, local.weekday(), model),
    "year": lambda local, _: f"{local.year:04}",
    "mm": lambda local, model: _padded(local.month, model),
    "dd": lambda local, model: _padded(local.day, model),
    "day": lambda local, model: _bare(local.day, model),
    "ordinal": _ordinal,
    "month": lambda local, model: _name(_MONTHS, local.month - 1, model),
    "hour": lambda local, model: _padded(local.hour, model),
    "twelve": lambda local, model: _bare(local.hour % 12 or 12, model),
    "minute": lambda local, _: f"{local.minute:02}",
    "second": lambda local, _: f"{local.second:02}",
    "fraction": lambda _, __: "",
    "half": _half,
    "zone": lambda _, model: model,
    "offset": lambda local, model: _OFFSET.sub(lambda match: _offset(local, match[0]), model),
}
