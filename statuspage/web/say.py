"""Texts in the language of the page that is rendered, for templates and views."""

from datetime import date, datetime

from flask.templating import Environment
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from statuspage.language.language import Language
from statuspage.model.text import Exactly, Text, Value
from statuspage.timeutil import format_instant
from statuspage.web.public import snapshot, theme


def language() -> Language:
    """The language of the page that the present view renders."""
    return theme().language(snapshot().page.language)


def today() -> date:
    """The day of the snapshot, in the site's zone."""
    return local(snapshot().generated_at).date()


def local(instant: datetime) -> datetime:
    """An instant by the clocks of the site's zone."""
    return instant.astimezone(snapshot().page.zone)


def timed(instant: datetime, words: str, style: str) -> Markup:
    """An instant as a ``<time>``, which a script writes anew in the visitor's zone and the same style."""
    return Markup('<time datetime="{}" data-as="{}">{}</time>').format(format_instant(instant), style, words)


def say(said: Text | str) -> Markup:
    """A text with its instants as ``<time>``; plain words as they are."""
    if isinstance(said, str):
        return escape(said)
    return Markup(language().write(said, _timed, _escaped))  # noqa: S704 - every part is escaped


def say_plain(said: Text | str) -> str:
    """A text in plain words, for titles, attributes and programs."""
    if isinstance(said, str):
        return said
    return language().say(said, snapshot().page.zone, today())


def set_up_texts(env: Environment) -> None:
    """Give templates ``_()``, ``gettext()``, ``ngettext()``, ``{% trans %}`` and the filters of texts.

    A text that is printed without a filter is said as well.
    """
    env.add_extension("jinja2.ext.i18n")
    env.newstyle_gettext = True  # type: ignore[attr-defined] # of the extension
    env.globals.update(_=_gettext, gettext=_gettext, ngettext=_ngettext)
    env.filters.update(say=say, say_plain=say_plain)
    env.finalize = _said


def _said(value: object) -> object:
    return say(value) if type(value) is Text else value


@pass_eval_context
def _gettext(context: EvalContext, message: Text | str, /, **values: Value) -> str:
    if isinstance(message, Text):
        return say(message) if context.autoescape else say_plain(message)
    return _filled(context, language().gettext(message), values)


@pass_eval_context
def _ngettext(context: EvalContext, one: str, many: str, num: int, /, **values: Value) -> str:
    return _filled(context, language().ngettext(one, many, num), {"num": num, **values})


def _filled(context: EvalContext, pattern: str, values: dict[str, Value]) -> str:
    """A message is a part of its template, so its markup stands; what is filled in is escaped."""
    if context.autoescape:
        return Markup(language().interpolate(pattern, values, _timed, _escaped))  # noqa: S704 - see above
    return language().interpolate(pattern, values, _plain_time, str)


def _timed(instant: datetime | Exactly) -> str:
    if isinstance(instant, Exactly):
        return timed(instant.at, _plain_time(instant), "seconds")
    return timed(instant, _plain_time(instant), "short")


def _plain_time(instant: datetime | Exactly) -> str:
    return language().moment(instant, snapshot().page.zone, today())


def _escaped(words: str) -> str:
    return str(escape(words))
