"""Who has a path to a provider, directly or through others."""

from statuspage.decide.verdicts import dependents_of


def test_paths_go_through_components() -> None:
    depends_on = {
        "portal": ["files", "mail"],
        "files": ["backups"],
        "backups": ["provider:s3"],
        "mail": [],
        "desk": ["provider:phones"],
    }
    assert dependents_of(depends_on) == {"s3": ("portal", "files", "backups"), "phones": ("desk",)}


def test_a_circle_of_dependencies_ends() -> None:
    found = dependents_of({"a": ["b"], "b": ["a", "provider:x"]})
    assert "b" in found["x"]
