"""Faults of the file as a whole: its TOML, its sections, and what ties components together."""

import time

import pytest

from statuspage.site.config import read_config

SITE = '[site]\nname = "Virtual Office"\nurl = "https://status.example.com"\n'


def found(text: str, *, site: str = SITE, name: str = "statuspage.toml") -> list[tuple[str, str, str]]:
    config = read_config(site + text, name=name, kinds={})
    assert config.site is None
    return [
        (fault.place.removeprefix("statuspage.toml: "), fault.rule, fault.example) for fault in config.faults
    ]


def components(**depends_on: list[str]) -> str:
    tables = (f'[components.{id_}]\nname = "x"\ndepends_on = {ids}\n' for id_, ids in depends_on.items())
    return "".join(tables)


@pytest.mark.parametrize(
    ("text", "line", "what", "example"),
    [
        ("[site]\nname = Virtual Office\n", 2, "Invalid value", 'name = "Virtual Office"'),
        (
            "[monitor]\n\nevery = 60s\n",
            3,
            "Expected newline or end of document after a statement",
            'every = "60s"',
        ),
        ('[site]\nname = "a"\n[site]\n', 3, "Cannot declare ('site',) twice", 'name = "Virtual Office"'),
        ('[publish]\nevery = "5m"\n[[publish]]\n', 3, "Cannot overwrite a value", "[[publish.targets]]"),
        ("[site]\ncolour = \n", 2, "Invalid value", 'colour = "text"'),
        ('[site]\nname = "a', 2, "Unterminated string", 'name = "Virtual Office"'),
    ],
)
def test_text_that_is_no_toml_is_shown_with_its_line(text: str, line: int, what: str, example: str) -> None:
    assert found(text, site="") == [(f"statuspage.toml:{line}", f"This line is not TOML: {what}.", example)]


def test_the_fault_of_a_line_never_shows_its_value() -> None:
    assert "hunter2" not in str(found("password = hunter2\n", site=""))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("#" * 8_000_001, "The file is over 8 MB."),
        ("ä" * 4_000_001, "The file is over 8 MB."),
        ("a = " + "[" * 100_000, "Its lists or tables are nested too deep."),
        ("a = " + "9" * 5000, "A number in it has thousands of digits."),
        (".".join("a" * 400_000) + " = 1", "A dotted key has more than 128 parts."),
        ('"a" . ' * 150_000 + "a = 1", "A dotted key has more than 128 parts."),
    ],
    ids=["long", "long in bytes", "nested", "digits", "dotted", "dotted and quoted"],
)
def test_a_file_made_to_hurt_is_refused_soon(text: str, rule: str) -> None:
    start = time.monotonic()
    assert [fault[:2] for fault in found(text, site="", name="a.toml")] == [("a.toml", rule)]
    assert time.monotonic() - start < 10


def test_a_long_file_full_of_faults_is_read_soon() -> None:
    start = time.monotonic()
    many = components(**{f"component-{number}": [f"unknown-{number}"] for number in range(10_000)})
    assert len(found(many)) == 100
    ring = components(**{f"c{number}": [f"c{(number + 1) % 10_000}"] for number in range(10_000)})
    ((_, rule, _),) = found(ring)
    assert len(rule) < 200
    assert time.monotonic() - start < 30


def test_an_unknown_section_names_the_nearest_or_all() -> None:
    assert found('[component.portal]\nname = "x"\n') == [
        (
            "component",
            "component is not a known section; did you mean components?",
            "[components.portal]",
        )
    ]
    assert (
        found("[colours]")[0][1] == "colours is not a known section; "
        "known are site, look, monitor, git, feeds, web, notify, publish, watch, providers and components."
    )


def test_sections_are_tables() -> None:
    assert found("", site="site = 1\nmonitor = []\ncomponents = 'x'\n") == [
        ("site", "It must be a table, not the number 1.", "[site]"),
        ("monitor", "It must be a table, not a list.", "[monitor]"),
        ("components", "Each component is a table of its own.", "[components.portal]"),
    ]
    assert found('[[components]]\nname = "x"\n')[0][0] == "components"
    assert found('[components]\nname = "x"\n') == [
        ("components.name", 'It must be a table, not the text "x".', "[components.portal]")
    ]


@pytest.mark.parametrize("id_", ["Portal", "-a", "a_b", "a b", "", "x" * 65, "ä", r"a\n"])
def test_a_components_id_is_of_few_letters(id_: str) -> None:
    ((place, rule, _),) = found(f'[components."{id_}"]\nname = "x"\n')
    assert place.startswith("components.")
    assert "\n" not in place + rule
    assert rule.endswith("is not an id: 1 to 64 of a-z, 0-9 and hyphen.")


@pytest.mark.parametrize("id_", ["page", "providers"])
def test_an_id_that_an_address_of_the_page_has_is_taken(id_: str) -> None:
    ((place, rule, _),) = found(f'[components.{id_}]\nname = "x"\n')
    assert (place, rule.split(",")[0]) == (f"components.{id_}", f"{id_} is taken")


def test_an_unknown_dependency_names_the_nearest() -> None:
    assert found(components(portal=["fils"], files=[])) == [
        (
            "components.portal.depends_on[0]",
            'There is no component "fils"; did you mean files?',
            'depends_on = ["files"]',
        )
    ]
    assert found(components(portal=["x"]))[0][1:] == (
        'There is no component "x"; none is known.',
        "depends_on = []",
    )


def test_an_unknown_provider_names_the_nearest() -> None:
    assert found(components(portal=["provider:aws-s3"]))[0][1:] == (
        'There is no provider "aws-s3"; none is known.',
        "depends_on = []",
    )
    known = '[providers.aws-s3]\nname = "Amazon S3"\n'
    for written in ("provider:aws-s2", "aws-s3"):
        faults = found(known + components(portal=[written]))
        assert any('did you mean "provider:aws-s3"?' in rule for _, rule, _ in faults), faults
    assert not any(
        "depends_on" in place for place, _, _ in found(known + components(portal=["provider:aws-s3"]))
    )


def test_a_circle_is_shown_though_providers_stand_in_it() -> None:
    many = components(a=["b", "provider:x"], b=["c"], c=["provider:x", "a"])
    rules = [rule for _, rule, _ in found('[providers.x]\nname = "X"\n' + many)]
    assert "Dependencies go in a circle: a → b → c → a." in rules


def test_a_dependency_is_hard_or_soft() -> None:
    ((place, rule, _),) = found(
        components(files=[]) + '[components.a]\nname = "a"\ndepends_on.files = "firm"\n'
    )
    assert (place, rule) == (
        "components.a.depends_on.files",
        'It must be "hard" or "soft", not the text "firm".',
    )
    assert found('[components.a]\nname = "a"\ndepends_on = [1]\n') == [
        (
            "components.a.depends_on",
            "It must be a list of ids in quotes.",
            'depends_on = ["files"]',
        )
    ]


def test_every_circle_of_dependencies_is_shown() -> None:
    faults = found(components(a=["b"], b=["b", "a"], c=["d", "b"], d=["e"], e=["c"]))
    assert faults == [
        ("components.a.depends_on", "Dependencies go in a circle: a → b → a.", "depends_on = []"),
        ("components.b.depends_on", "Dependencies go in a circle: b → b.", 'depends_on = ["a"]'),
        ("components.c.depends_on", "Dependencies go in a circle: c → d → e → c.", 'depends_on = ["b"]'),
    ]


def test_an_old_id_belongs_to_one_component_and_is_nobodys_present_id() -> None:
    text = """
[components.a]
name = "a"
was = ["old", "b", "old"]
[components.b]
name = "b"
was = ["old", "Old"]
"""
    assert sorted(fault[:2] for fault in found(text)) == [
        ("components.a.was[1]", '"b" is the present name of a component, so it can\'t be an old one.'),
        ("components.a.was[2]", '"old" was already given as an old name of a.'),
        ("components.b.was[0]", '"old" was already given as an old name of a.'),
        (
            "components.b.was[1]",
            '"Old" is not an id: 1 to 64 of a-z, 0-9 and hyphen, beginning with a letter or digit.',
        ),
    ]
