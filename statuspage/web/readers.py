"""Where a feed is opened with one click in readers that many people have."""

from urllib.parse import quote

_READERS = (
    ("Feedly", "https://feedly.com/i/subscription/feed/{}"),
    ("Inoreader", "https://www.inoreader.com/?add_feed={}"),
    ("NewsBlur", "https://www.newsblur.com/?url={}"),
    ("The Old Reader", "https://theoldreader.com/feeds/subscribe?url={}"),
)


def readers(feed: str) -> list[tuple[str, str]]:
    """The readers by name, each with the address at which it subscribes to ``feed``."""
    quoted = quote(feed, safe="")
    return [(name, pattern.format(quoted)) for name, pattern in _READERS]
