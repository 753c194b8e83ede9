"""What an entry is filed under: where its post stands, and the components that it names."""

from statuspage.model.post import State
from statuspage.model.snapshot import PostNow
from statuspage.web import words
from statuspage.web.say import say_plain


def tags_of(post: PostNow, state: State) -> tuple[str, ...]:
    """The state in words, then the names of components."""
    return tuple(dict.fromkeys([say_plain(words.STATE[state]), *(one.name for one in post.affected)]))
