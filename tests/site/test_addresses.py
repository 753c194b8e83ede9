"""Two posts with one address: both are shown, and the example mends it."""

from dataclasses import replace

from statuspage.model.post import Post
from statuspage.site.addresses import apart
from tests.site.reading import HEAD, right

POST = replace(right(f"{HEAD}Slow."), path="incidents/a.md", id="a")


def also(path: str, id_: str, *aliases: str) -> Post:
    return replace(POST, path=f"incidents/{path}.md", id=id_, aliases=aliases)


def test_posts_with_addresses_of_their_own_stay_as_they_are() -> None:
    posts = (also("a", "a", "old", "a"), also("b", "b"))
    assert apart(posts) == (posts, ())


def test_of_two_with_one_id_the_second_is_shown_at_the_next_free_one() -> None:
    shown, (fault,) = apart([POST, also("b", "a"), also("c", "a-2")])
    assert [post.id for post in shown] == ["a", "a-3", "a-2"]
    assert (fault.place, fault.example) == ("incidents/b.md:1", "id: a-3")
    assert "incidents/a.md" in fault.rule
    assert apart([POST, also("b", "a-3"), also("c", "a-2")])[1] == ()


def test_an_alias_never_takes_the_address_of_a_post() -> None:
    shown, (fault,) = apart([also("a", "a", "b", "old"), also("b", "b")])
    assert [(post.id, post.aliases) for post in shown] == [("a", ("old",)), ("b", ())]
    assert (fault.place, fault.example) == ("incidents/a.md:1", "aliases: [old]")
    assert apart([also("a", "a", "old"), also("b", "b")])[1] == ()


def test_of_one_alias_the_first_post_keeps_it() -> None:
    shown, (fault,) = apart([also("a", "a", "old"), also("b", "b", "old")])
    assert [post.aliases for post in shown] == [("old",), ()]
    assert (fault.place, fault.example) == ("incidents/b.md:1", "the post without the line aliases")
