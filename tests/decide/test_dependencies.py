"""What depends on what: which part is drawn, and in which order."""

from dataclasses import replace

from statuspage.decide.dependencies import MOST, Node, drawable, leading_to, nodes, ordered
from statuspage.model.status import Status
from statuspage.web.dependencies import picture_of
from tests.web.upstream import provider, troubled


def graph(**needs: str) -> dict[str, Node]:
    named = {name.replace("__", ":"): tuple(said.split()) for name, said in needs.items()}
    return {name: Node(name, name.capitalize(), Status.OPERATIONAL, those) for name, those in named.items()}


SITE = graph(portal="files net", files="net", backups="net provider:s3", net="", provider__s3="")


def keys(found: object) -> list[str]:
    return [one.key for one in found]  # type: ignore[attr-defined]


def test_each_thing_stands_before_what_it_depends_on_and_providers_last() -> None:
    assert keys(ordered(SITE)) == ["portal", "files", "backups", "net", "provider:s3"]


def test_a_circle_is_drawn_rather_than_followed_for_ever() -> None:
    circle = graph(a="b", b="c", c="a")
    assert set(keys(ordered(circle))) == {"a", "b", "c"}
    assert picture_of(circle) is not None
    assert set(leading_to("a", circle)) == {"a", "b", "c"}


def test_only_what_leads_to_a_thing_is_kept() -> None:
    assert set(leading_to("provider:s3", SITE)) == {"backups", "provider:s3"}
    assert set(leading_to("net", SITE)) == {"portal", "files", "backups", "net"}


def test_what_stands_alone_or_is_not_shown_is_left_out() -> None:
    taken = troubled()
    assert set(nodes(taken)) == {"portal", "mail", "backups", "provider:aws-s3"}
    hidden = replace(taken, providers=(provider(shown=False),))
    assert set(nodes(hidden)) == {"portal", "mail"}


def test_of_many_those_that_lead_to_a_provider_are_drawn_first() -> None:
    many = graph(**{f"c{i}": "net" for i in range(3 * MOST)}, last="provider:s3", net="", provider__s3="")
    drawn = drawable(many)
    assert len(drawn) == MOST
    assert {"last", "provider:s3"} <= set(drawn)
    picture = picture_of(many)
    assert picture is not None
    assert picture.left_out == len(many) - MOST


def test_a_picture_has_a_dot_for_each_dependency_on_the_rail_of_its_target() -> None:
    picture = picture_of(SITE)
    assert picture is not None
    dots = {line.node.key: len(line.dots) for line in picture.lines}
    assert dots == {"portal": 2, "files": 1, "backups": 2, "net": 0, "provider:s3": 0}
    assert len(picture.rails) == 3
    assert all(0 < x < picture.x and 0 < y < picture.high for line in picture.lines for x, y, _ in line.dots)


def test_a_long_name_is_cut_and_nothing_is_drawn_of_nothing() -> None:
    picture = picture_of(graph(**{"a" * 80: "b", "b": ""}))
    assert picture is not None
    assert picture.lines[0].words.endswith("…")
    assert picture.width < 320
    assert picture_of(graph(a="", b="")) is None
