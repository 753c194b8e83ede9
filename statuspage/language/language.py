"""A language of the page: its messages, and how it writes dates, durations and numbers."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from gettext import NullTranslations
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, get_decimal_symbol

from statuspage.model.text import Exactly, Names, Text, Value, fill, lasting, more_names, spoken, text

_BRITISH = Locale("en", "GB")
_NAMED = re.compile(r"%\((\w+)\)[sd]|%%")

When = Callable[[datetime | Exactly], str]
"""Writes an instant, to the minute or to the second."""

Write = Callable[[str], str]
"""Makes foreign words fit for where they are shown: escapes them, or leaves them as they are."""


@dataclass(frozen=True)
class Language:
    """What a page is written in; ``code`` is a language tag (BCP 47).

    English is written the British way, with the short names of months that all of it has.
    """

    code: str
    locale: Locale
    translations: NullTranslations

    def gettext(self, message: str) -> str:
        """The message in this language, or in English where it is not translated."""
        return self.translations.gettext(message) if message else ""

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The form of the message for so many."""
        return self.translations.ngettext(one, many, count)

    def say(self, said: Text, zone: ZoneInfo, today: date, *, zoned: bool = False) -> str:
        """A text in plain words; instants of ``today`` are written without their date.

        With ``zoned`` each instant names its zone, for whoever reads it where nothing else does.
        """

        def when(instant: datetime | Exactly) -> str:
            at = instant.at if isinstance(instant, Exactly) else instant
            name = f" {at.astimezone(zone):%Z}" if zoned else ""
            return self.moment(instant, zone, today) + name

        return self.write(said, when, str)

    def write(self, said: Text, when: When, quote: Write) -> str:
        """A text with its instants written by ``when`` and all its words by ``quote``."""
        if said.plural is None:
            pattern = self.gettext(said.message)
        else:
            pattern = self.ngettext(said.message, said.plural, said.count or 0)
        return fill(quote(pattern), said.values, lambda value: self._value(value, when, quote))

    def interpolate(self, pattern: str, values: Mapping[str, Value], when: When, quote: Write) -> str:
        """A message of a template with ``%(name)s`` filled in; a place that has no value stays."""

        def place(found: re.Match[str]) -> str:
            if found[1] is None:
                return "%"
            return self._value(values[found[1]], when, quote) if found[1] in values else found[0]

        return _NAMED.sub(place, pattern)

    def _value(self, value: Value, when: When, quote: Write) -> str:
        match value:
            case Text():
                return self.write(value, when, quote)
            case datetime() | Exactly():
                return when(value)
            case date():
                return quote(self.day(value))
            case timedelta():
                return quote(self.duration(value))
            case Names():
                return quote(self.names(value))
            case int() | float():
                return quote(self.number(value))
        return quote(value)

    def duration(self, span: timedelta) -> str:
        """A duration as it stands in a sentence: ``2.3 s``, ``4 minutes``, ``2 h 5 min``."""
        return _duration(self, span)

    def lasting(self, span: timedelta) -> str:
        """A duration where room is short, in its two largest units: ``2 h 5 min``, ``3 days 4 h``."""
        return _lasting(self, span)

    def plain(self, said: Text) -> str:
        """A text without instants in plain words."""
        return self.write(said, str, str)

    def number(self, number: float, decimals: int | None = None) -> str:
        """A number as it is, or with exactly so many decimals; an exponent only where it would be long."""
        return _number(self._local, number + 0, decimals)  # what is kept for 0 is not to be -0.0's

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share of one as a percentage: ``99.93 %``."""
        return self.plain(text("{number} %", number=self.number(share * 100, decimals)))

    def names(self, names: Names) -> str:
        """``Mail, Phones and 3 more services``."""
        more = [self.plain(more_names(names.more))] if names.more else []
        return format_list([*names.shown, *more], locale=self._local)

    def instant(self, local: datetime, today: date, *, seconds: bool = False) -> str:
        """A time of day, with its date unless that is ``today``, and that with its year if it is another."""
        clock = self.clock(local, seconds=seconds)
        if local.date() == today:
            return clock
        day = self.day_of_year(local) if local.year == today.year else self.day(local)
        return f"{day}, {clock}"

    def moment(self, instant: datetime | Exactly, zone: ZoneInfo, today: date) -> str:
        """The same of an instant by the clocks of a zone."""
        if isinstance(instant, Exactly):
            return self.instant(instant.at.astimezone(zone), today, seconds=True)
        return self.instant(instant.astimezone(zone), today)

    def clock(self, local: datetime, *, seconds: bool = False) -> str:
        """A time of day: ``10:05``, ``10:05:20``."""
        return _clock(self._local, local.time().replace(microsecond=0), "medium" if seconds else "short")

    def day(self, day: date) -> str:
        """A date: ``22 Nov 2026``."""
        return _dated(self._pattern("yMMMd"), self.locale, day.year, day.month, day.day)

    def day_of_year(self, day: date) -> str:
        """A date whose year goes without saying: ``22 Nov``."""
        return _dated(self._pattern("MMMd"), self.locale, day.year, day.month, day.day)

    def month(self, day: date) -> str:
        """A month: ``November 2026``."""
        return _dated(self._pattern("yMMMM"), self.locale, day.year, day.month, 1)

    @property
    def _local(self) -> Locale:
        return _BRITISH if self.locale.language == "en" else self.locale

    def _pattern(self, skeleton: str) -> str:
        found = self._local.datetime_skeletons.get(skeleton)
        return found.pattern if found is not None else "y-MM-dd"


@lru_cache(4096)
def _number(locale: Locale, number: float, decimals: int | None) -> str:
    if type(number) is int and decimals is None and 0 <= number < 1000:
        return str(number)
    if decimals is None and number and not 1e-6 <= abs(number) < 1e15:
        return f"{number:g}".replace(".", get_decimal_symbol(locale))
    pattern = "#,##0.############" if decimals is None else f"#,##0.{'0' * decimals}".rstrip(".")
    return format_decimal(number, format=pattern, locale=locale)


@lru_cache(4096)
def _clock(locale: Locale, time: time, style: Literal["short", "medium"]) -> str:
    return format_time(time, style, locale=locale)


@lru_cache(4096)
def _dated(pattern: str, locale: Locale, year: int, month: int, day: int) -> str:
    return format_date(date(year, month, day), pattern, locale=locale)


@lru_cache(8192)
def _duration(language: Language, span: timedelta) -> str:
    return " ".join(language.plain(part) for part in spoken(span))


@lru_cache(8192)
def _lasting(language: Language, span: timedelta) -> str:
    return " ".join(language.plain(part) for part in lasting(span))
