"""Notices in plain English, as tests read them."""

from collections.abc import Mapping

from statuspage.decide.notice_words import words
from statuspage.decide.notices import FeedsChanged, Notice


def said(notice: Notice, names: Mapping[str, str] | None = None, **details: str) -> str:
    """All that a notice says, one line each."""
    assert not isinstance(notice, FeedsChanged)
    told = words(notice, names or {}, details)
    return "\n".join(map(str, (told.title, *told.lines)))
