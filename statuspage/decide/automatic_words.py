"""What an automatic incident says. Each is a text, to be said in the site's language."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from statuspage.model.status import Status
from statuspage.model.text import Text, Value, listed, text, texts

Say = Callable[[Text, datetime], str]
"""Says a text in words, at an instant: a time of that day goes without its date."""

_SPECIAL = re.compile(r"[\\`*_\[\]<&]")


class Fallen(NamedTuple):
    """A component in an outage: its name, how bad, since when, and what its checks say (perhaps nothing)."""

    name: str
    status: Status
    since: datetime
    reason: Text


def title(fallen: Sequence[Fallen]) -> Text:
    """``Mail and Phones are down``; the worst of them names it."""
    names = listed(one.name for one in fallen)
    if any(one.status is Status.MAJOR_OUTAGE for one in fallen):
        return texts("{names} is down", "{names} are down", len(fallen), names=names)
    return texts("{names} is partly down", "{names} are partly down", len(fallen), names=names)


def opened(fallen: Sequence[Fallen], at: datetime, say: Say) -> str:
    """The first update, as Markdown."""
    return f"{_accounts(fallen, at, say)}\n\n{_said(text('Nobody has written about it yet.'), at, say)}"


def joined_in(fallen: Sequence[Fallen], at: datetime, say: Say) -> str:
    """The update that tells of more components, as Markdown."""
    return _accounts(fallen, at, say)


def over(name: str, since: datetime, lasted: timedelta, after: Status, *, blind: bool) -> Text:
    """That a component is out of its outage ``since`` then, which ``lasted`` so long, or at most so long."""
    given: dict[str, Value] = {"name": name, "since": since, "lasted": lasted}
    if after is Status.OPERATIONAL:
        if blind:
            return text("{name} works again since {since}, after {lasted} at most.", **given)
        return text("{name} works again since {since}, after {lasted}.", **given)
    if blind:
        return text(
            "{name} is slow or unstable, but no longer down since {since}, after {lasted} at most.", **given
        )
    return text("{name} is slow or unstable, but no longer down since {since}, after {lasted}.", **given)


def closed_with(sentences: Sequence[Text], at: datetime, say: Say) -> str:
    """The update that tells of components that are out of their outages, as Markdown."""
    return _listed([_said(one, at, say) for one in sentences])


def _accounts(fallen: Sequence[Fallen], at: datetime, say: Say) -> str:
    """Those that fell in one minute, alike and for one reason, are told of in one sentence."""
    alike: dict[tuple[Status, datetime, Text], list[Fallen]] = {}
    for one in fallen:
        alike.setdefault((one.status, one.since.replace(second=0, microsecond=0), one.reason), []).append(one)
    return _listed([_said(_account(those), at, say) for those in alike.values()])


def _account(those: Sequence[Fallen]) -> Text:
    first, count = those[0], len(those)
    given: dict[str, Value] = {"names": listed(one.name for one in those), "since": first.since}
    if first.reason:
        given["reason"] = first.reason
    if first.status is Status.MAJOR_OUTAGE:
        if first.reason:
            return texts(
                "Our checks say that {names} is down since {since}: {reason}.",
                "Our checks say that {names} are down since {since}: {reason}.",
                count,
                **given,
            )
        return texts(
            "Our checks say that {names} is down since {since}.",
            "Our checks say that {names} are down since {since}.",
            count,
            **given,
        )
    if first.reason:
        return texts(
            "Our checks say that {names} is partly down since {since}: {reason}.",
            "Our checks say that {names} are partly down since {since}: {reason}.",
            count,
            **given,
        )
    return texts(
        "Our checks say that {names} is partly down since {since}.",
        "Our checks say that {names} are partly down since {since}.",
        count,
        **given,
    )


def _said(said: Text, at: datetime, say: Say) -> str:
    """A text as Markdown that shows it as it is."""
    return _SPECIAL.sub(
        lambda found: f"&{_ENTITY[found[0]]};" if found[0] in _ENTITY else f"\\{found[0]}", say(said, at)
    )


_ENTITY = {"<": "lt", "&": "amp"}


def _listed(sentences: Sequence[str]) -> str:
    return sentences[0] if len(sentences) == 1 else "\n".join(f"- {one}" for one in sentences)
