"""What every answer tells a browser, whatever is asked for and however."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from tests.web.made import TOML, write_site, write_store
from tests.web.test_cache import client

LIVE = ("/healthz", "/metrics", "/heartbeat/mail", "/hooks/git", "/nowhere", "/history")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Client:
    toml = TOML.replace("[components.mail]", '[web]\nhsts = "180d"\n[components.mail]', 1)
    site = write_site(tmp_path_factory.mktemp("headers"), toml=toml)
    write_store(site / ".statuspage")
    return client(site)


def every_answer(page: Client) -> Iterator[tuple[str, str, TestResponse]]:
    """All addresses by all methods, asked for under a host that is not ours."""
    forged = {
        "Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil.example",
        "Forwarded": "host=evil.example", "X-Original-URL": "/evil.example", "X-Forwarded-Proto": "gopher",
    }  # fmt: skip
    paths = page.application._edition.paths  # type: ignore[attr-defined]
    for path in (*sorted(paths), *LIVE):
        for method in ("GET", "HEAD", "POST", "OPTIONS"):
            yield path, method, page.open(path, method=method, headers=forged)


def test_every_answer_has_every_header(page: Client) -> None:
    for path, method, answer in every_answer(page):
        got, where = answer.headers, f"{method} {path}"
        assert got["X-Content-Type-Options"] == "nosniff", where
        assert got["Referrer-Policy"] == "strict-origin-when-cross-origin", where
        assert got["Cross-Origin-Opener-Policy"] == "same-origin", where
        assert got["Permissions-Policy"].startswith("camera=()"), where
        assert got["Strict-Transport-Security"] == "max-age=15552000", where
        assert got["Cross-Origin-Resource-Policy"] in ("same-origin", "cross-origin"), where
        policy = got["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'"), where
        assert "unsafe" not in policy, where
        assert ("frame-ancestors *" in policy) == (path == "/embed/" and method in ("GET", "HEAD")), where
        assert got.get("X-Frame-Options") == (None if "frame-ancestors *" in policy else "DENY"), where
        assert "Set-Cookie" not in got, where
        assert got.get("Server") is None, where


def test_no_answer_believes_the_host_that_is_asked_for(page: Client) -> None:
    for path, method, answer in every_answer(page):
        assert "evil.example" not in str(answer.headers), f"{method} {path}"
        assert b"evil.example" not in answer.data, f"{method} {path}"


def test_only_pages_are_kept_from_other_sites(page: Client) -> None:
    policies = {path: page.get(path).headers["Cross-Origin-Resource-Policy"] for path in (
        "/", "/embed/", "/badges/page.svg", "/api/v1/snapshot.json", "/history.rss"
    )}  # fmt: skip
    assert policies.pop("/") == "same-origin"
    assert set(policies.values()) == {"cross-origin"}


def test_https_is_asked_for_by_choice_alone(tmp_path: Path) -> None:
    assert "Strict-Transport-Security" not in client(write_site(tmp_path)).get("/").headers
