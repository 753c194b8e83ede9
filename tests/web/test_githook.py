"""The git host's call: only who knows the secret wakes the monitor, and nothing else comes of it."""

import hashlib
import hmac
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from pydantic import SecretStr
from werkzeug.test import TestResponse

from statuspage.web import githook
from statuspage.web.githook import verified

Call = Callable[..., TestResponse]
SECRET = "let mé in"
BODY = b'{"ref": "refs/heads/main"}'


def signed(body: bytes = BODY, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


RIGHT = [
    {"X-Hub-Signature-256": f"sha256={signed()}"},
    {"X-Gitea-Signature": signed()},
    {"X-Forgejo-Signature": signed(), "X-Gitea-Signature": signed()},
    {"X-Gitlab-Token": SECRET.encode().decode("latin-1")},
]

WRONG = [
    {},
    {"X-Hub-Signature-256": signed()},
    {"X-Hub-Signature-256": "sha256="},
    {"X-Hub-Signature-256": f"sha256={signed(BODY + b' ')}"},
    {"X-Hub-Signature-256": f"sha256={signed(secret='other')}"},
    {"X-Hub-Signature": f"sha256={signed()}"},
    {"X-Gitea-Signature": ""},
    {"X-Gitea-Signature": signed().upper()},
    {"X-Gitlab-Token": ""},
    {"X-Gitlab-Token": signed()},
    {"X-Gitlab-Token": "\u20ac"},
    {"Authorization": f"Bearer {SECRET}"},
]


@pytest.mark.parametrize("headers", RIGHT)
def test_a_right_signature_is_taken(headers: dict[str, str]) -> None:
    assert verified(headers, BODY, SECRET)
    assert verified({name.lower(): value for name, value in headers.items()}, BODY, SECRET)


@pytest.mark.parametrize("headers", WRONG)
def test_any_other_is_not(headers: dict[str, str]) -> None:
    assert not verified(headers, BODY, SECRET)


def test_without_a_secret_nobody_is_right() -> None:
    assert not verified({"X-Gitlab-Token": ""}, b"", "")
    assert not verified({"X-Gitea-Signature": signed(b"", "")}, b"", "")


def test_the_example_in_github_s_documentation() -> None:
    signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert verified({"X-Hub-Signature-256": signature}, b"Hello, World!", "It's a Secret to Everybody")


@pytest.fixture
def wake(tmp_path: Path) -> Path:
    return tmp_path / "wake"


@pytest.fixture
def call(wake: Path) -> Call:
    app = Flask("test", static_folder=None)
    app.register_blueprint(githook.blueprint)

    def call(
        headers: dict[str, str], body: bytes = BODY, method: str = "POST", **environ: object
    ) -> TestResponse:
        given = {githook.WAKE: wake, githook.SECRET: SecretStr(SECRET)} | environ
        return app.test_client().open(
            "/hooks/git", method=method, data=body, headers=headers, environ_overrides=given
        )

    return call


@pytest.mark.parametrize("headers", RIGHT)
def test_who_knows_the_secret_wakes_the_monitor(call: Call, wake: Path, headers: dict[str, str]) -> None:
    answer = call(headers)
    assert (answer.status_code, answer.data, wake.exists()) == (204, b"", True)
    assert call(headers).status_code == 204


def test_others_do_not(call: Call, wake: Path) -> None:
    answer = call({"X-Gitea-Signature": "0" * 64})
    assert (answer.status_code, wake.exists()) == (403, False)
    assert call(RIGHT[0], method="GET").status_code == 405


def test_a_megabyte_is_read_and_no_more(call: Call) -> None:
    for size, status in ((1_000_000, 204), (1_000_001, 403)):
        body = b"x" * size
        assert call({"X-Gitea-Signature": signed(body)}, body).status_code == status


def test_without_a_secret_there_is_no_such_address(call: Call, wake: Path) -> None:
    assert call(RIGHT[0], **{githook.SECRET: None}).status_code == 404
    assert not wake.exists()


def test_a_folder_that_is_gone_is_told(call: Call, wake: Path) -> None:
    assert call(RIGHT[0], **{githook.WAKE: wake / "below"}).status_code == 503
