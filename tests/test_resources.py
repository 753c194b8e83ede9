"""Where the files that come with the package are found."""

from pathlib import Path

import pytest

from statuspage import resources
from statuspage.errors import StatusPageError
from statuspage.resources import sample_site_dir, static_dir, templates_dir


def test_a_checkout_has_them_at_its_top() -> None:
    top = Path(__file__).parent.parent
    assert (sample_site_dir(), templates_dir(), static_dir()) == (top, top / "templates", top / "static")


def test_an_installed_package_has_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = tmp_path / "statuspage" / "_bundled"
    (bundled / "sample").mkdir(parents=True)
    (bundled / "sample" / "statuspage.toml").touch()
    (bundled / "templates").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "statuspage")
    assert (sample_site_dir(), templates_dir()) == (bundled / "sample", bundled / "templates")
    with pytest.raises(StatusPageError, match="lacks its static folder"):
        static_dir()
