"""Feeds: what happened, for readers and programs, of the page and of each component."""

from statuspage.web.feeds.views import blueprint

__all__ = ["blueprint"]
