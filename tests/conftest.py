"""Fixtures that many tests share."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis.configuration
import pytest
from playwright.sync_api import Browser, sync_playwright

_SCRATCH = tempfile.TemporaryDirectory(prefix="statuspage-test-")  # gone when the tests end
hypothesis.configuration.set_hypothesis_home_dir(_SCRATCH.name)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium, headless; skipped, by name, where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield browser
        browser.close()


@pytest.fixture
def own_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git without the settings of this machine, and a person it knows."""
    config = tmp_path / "gitconfig"
    config.write_text("[user]\nname = Ann Lee\nemail = ann@example.com\n[init]\ndefaultBranch = main\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
