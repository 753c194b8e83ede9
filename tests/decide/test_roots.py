"""The root of several outages is named once."""

from statuspage.decide.roots import roots
from statuspage.model.status import Status

UP, SLOW, DOWN, PART, DARK = (
    Status.OPERATIONAL,
    Status.DEGRADED_PERFORMANCE,
    Status.MAJOR_OUTAGE,
    Status.PARTIAL_OUTAGE,
    Status.UNKNOWN,
)


def test_what_depends_on_an_outage_is_because_of_it() -> None:
    assert roots({"portal": ["files"]}, {"portal": SLOW, "files": DOWN}) == {"portal": ("files",)}


def test_what_works_all_the_same_is_not_marked() -> None:
    assert roots({"portal": ["files"]}, {"portal": UP, "files": DOWN}) == {}


def test_the_root_is_the_end_of_the_chain() -> None:
    chain = {"portal": ["files"], "files": ["network"]}
    found = roots(chain, {"portal": DOWN, "files": PART, "network": DOWN})
    assert found == {"portal": ("network",), "files": ("network",)}


def test_a_link_that_works_breaks_the_chain() -> None:
    chain = {"portal": ["files"], "files": ["network"]}
    assert roots(chain, {"portal": DOWN, "files": UP, "network": DOWN}) == {}


def test_two_roots_are_both_named_once() -> None:
    wide = {"portal": ["files", "mail"], "files": ["network"], "mail": ["network"]}
    assert roots(wide, {"portal": DOWN, "files": DOWN, "mail": DOWN, "network": DOWN})["portal"] == (
        "network",
    )
    assert roots(wide, {"portal": DOWN, "files": DOWN, "mail": DOWN, "network": UP})["portal"] == (
        "files",
        "mail",
    )


def test_slow_and_unknown_are_nobodys_root() -> None:
    assert roots({"portal": ["files"]}, {"portal": DOWN, "files": SLOW}) == {}
    assert roots({"portal": ["files"]}, {"portal": DOWN, "files": DARK}) == {}
