"""From notices to messages: in the language of the site, to the channels that want them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from statuspage.decide.notice_words import Words, for_channel, words
from statuspage.decide.notices import FeedsChanged, Notice, Published
from statuspage.errors import StatusPageError
from statuspage.language.language import Language
from statuspage.model.notice import Channel, Message, What
from statuspage.model.result import CheckKey, CheckState
from statuspage.model.site import Site
from statuspage.model.text import Text, text
from statuspage.site.words import meant, quoted
from statuspage.store.outbox import Letter
from statuspage.timeutil import format_instant

HUB = "[feeds] hub"
"""The name of the channel to the WebSub hub; those that people name have no such letters."""

_LONGEST = 8000
"""Characters of a message at most; the page has the rest."""

_FEEDS = ("history.rss", "history.atom", "updates.rss", "updates.atom", "updates.json")
_POST_FEEDS = ("updates.rss", "updates.atom", "updates.json")


def channels_of(site: Site) -> dict[str, Channel]:
    """All channels of a site by name, its hub among them."""
    found = {channel.name: channel for channel in site.channels}
    if site.hub is not None:
        found[HUB] = Channel(HUB, "websub", site.hub, what=What.FEEDS)
    return found


def channels_chosen(site: Site, name: str | None) -> list[Channel]:
    """The channel of a name, or all. Raises StatusPageError where there is none."""
    known = channels_of(site)
    if name is not None and name not in known:
        raise StatusPageError(f"There is no [[notify]] with the name {quoted(name)}; {meant(name, known)}")
    if not known:
        raise StatusPageError(
            'This site tells nobody: statuspage.toml has no [[notify]]. For example: url = "${SLACK_URL}"'
        )
    return [one for one in known.values() if name in (None, one.name)]


def letters(
    site: Site,
    found: Iterable[Notice],
    states: Mapping[CheckKey, CheckState],
    language: Language,
    now: datetime,
) -> list[Letter]:
    """The letters that tell each channel of what it wants to hear."""
    written = []
    for notice in found:
        for name, channel in channels_of(site).items():
            wanted = for_channel(notice, channel)
            if wanted is None:
                continue
            if isinstance(wanted, FeedsChanged):
                message = _about_feeds(site, wanted.folders, now)
            else:
                names = {one.id: one.name for one in site.components}
                secret = isinstance(wanted, Published) or channel.what is not What.EVENTS
                told = words(wanted, names, {} if secret else _details(states))
                message = _in_words(site, told, language, now, own=isinstance(wanted, Published))
            written.append(Letter(name, _named(message, name)))
    return written


def trial(site: Site, channel: Channel, language: Language, now: datetime) -> Message:
    """A message that only shows that a channel works."""
    if channel.what is What.FEEDS:
        return _named(_about_feeds(site, ("/",), now), channel.name)
    title = language.say(text("Test: notices of {name} arrive here", name=site.name), site.zone, now.date())
    return _named(Message("", now, "test", title, "", f"{site.url}/"), channel.name)


def _named(message: Message, channel: str) -> Message:
    """The message with its id, which is the same whenever the same is decided anew."""
    said = f"{channel}\n{message.title}\n{message.text}\n{message.topics}"
    digest = sha256(said.encode("utf-8", "replace")).hexdigest()[:12]
    return replace(message, id=f"{format_instant(message.at).replace(':', '').replace('-', '')}-{digest}")


def _in_words(site: Site, told: Words, language: Language, now: datetime, *, own: bool) -> Message:
    """The message. Words that are not the site's ``own`` may be anybody's, and call nobody by ``@``."""
    today = now.astimezone(site.zone).date()

    def say(said: Text) -> str:
        words = _clean(language.say(said, site.zone, today, zoned=own))
        return words if own else words.replace("@", "@\u200b")

    zone = [say(text("Times are in {zone}.", zone=site.zone.key))] if not own else []
    body = "\n".join(say(line) for line in told.lines)
    return Message(
        id="",
        at=now,
        event=told.event,
        title=" ".join(say(told.title).split()),
        text="\n\n".join(filter(None, [body[:_LONGEST], *zone])),
        link=f"{site.url}{told.path}",
        status=told.status,
        components=told.components,
    )


def _about_feeds(site: Site, folders: Iterable[str], now: datetime) -> Message:
    """The addresses of all feeds in these folders."""
    topics = tuple(
        f"{site.url}{folder}{name}"
        for folder in folders
        for name in (_POST_FEEDS if folder.startswith("/incidents/") else _FEEDS)
    )
    return Message("", now, "feeds", "feeds changed", topics=topics)


def _details(states: Mapping[CheckKey, CheckState]) -> dict[str, str]:
    """What the last bad answer of each component's checks said to operators."""
    found = {}
    for key, state in states.items():
        last = state.last_known
        if last is not None and last.answer.outcome.badness and last.answer.detail:
            found[key.component] = last.answer.detail
    return found


def _clean(words: str) -> str:
    """Without control characters but the ends of lines."""
    return "".join(char for char in words if char == "\n" or char.isprintable() or char == "\u200b")
