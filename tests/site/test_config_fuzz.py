"""Whatever is written, reading a configuration tells a site or faults, and never fails."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.checks import KINDS
from statuspage.site.config import read_config
from statuspage.site.examples import every_field, spell
from statuspage.site.schema import TABLES
from statuspage.site.syntax import parse_toml
from statuspage.upstream import UPSTREAMS

OPTIONS = {name: kind.options for name, kind in KINDS.items()}
KEYS = sorted({path[-1] for model in [*TABLES, *OPTIONS.values()] for path, _ in every_field(model)})

keys = st.sampled_from([*KEYS, "components", "site", "monitor", "git", "a", "b", "a b", "\u202e\x7f", ""])
texts = st.sampled_from(["", "a", "b", "http", "tcp", "ping", "10s", "2m", "https://a", "provider:x", "a\nb"])
values = st.recursive(
    texts | st.integers(-1, 10**20) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=6,
)
checks = st.dictionaries(keys, values, max_size=6) | st.fixed_dictionaries(
    {"kind": st.sampled_from(["http", "tcp"])}, optional={key: values for key in KEYS if key != "kind"}
)
components = st.fixed_dictionaries(
    {"name": texts | values},
    optional={
        "depends_on": st.lists(texts) | values,
        "was": st.lists(texts),
        "checks": st.lists(checks, max_size=3) | values,
    },
)
providers = st.dictionaries(keys, values, max_size=4) | st.fixed_dictionaries(
    {},
    optional={
        "use": st.sampled_from(["github", "aws", "x"]),
        "format": st.sampled_from(["rss", "aws", "statuspage", "x"]),
        "url": texts | st.sampled_from(["https://a/?key=b", "http://u@a", "https://a"]),
        "match": st.lists(texts, max_size=3) | values,
        "rules": st.dictionaries(texts, texts, max_size=2) | values,
    },
)
documents = st.fixed_dictionaries(
    {"site": st.just({"name": "x", "url": "https://a"}) | values},
    optional={
        "monitor": st.dictionaries(keys, values, max_size=4) | values,
        "components": st.dictionaries(keys, components | values, max_size=4) | values,
        "providers": st.dictionaries(keys | st.just("x"), providers | values, max_size=4) | values,
        "x": values,
    },
)


@given(document=documents)
@settings(max_examples=400, deadline=None)
def test_any_tables(document: dict[str, Any]) -> None:
    text = "\n".join(f"{key} = {spell(value)}" for key, value in document.items())
    assert parse_toml(text, name="a", examples={}) == document
    config = read_config(text, kinds=OPTIONS, upstreams=UPSTREAMS)
    assert (config.site is None) == bool(config.faults)
    for fault in config.faults:
        assert str(fault).isprintable()
        assert fault.rule.endswith((".", "?"))
        parse_toml(fault.example, name="example", examples={})


@given(text=st.text(alphabet=st.sampled_from("a.=[]{}\"'#\n\r\t ,-10é\x00\u2028"), max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_text(text: str) -> None:
    config = read_config(text, kinds=OPTIONS)
    assert config.site is None
    assert all(str(fault).isprintable() for fault in config.faults)
