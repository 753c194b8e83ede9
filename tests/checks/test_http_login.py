"""How http checks say who they are."""

import base64
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.checks.http import HttpOptions
from statuspage.model.status import Outcome
from statuspage.site.faults import Place, read_table
from tests.checks.asked import URL, asked, options
from tests.servers import response, says, serving


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PW", "pä:ß")
    monkeypatch.setenv("TOKEN", "abc.def-4711")


def test_a_user_logs_in_with_a_password() -> None:
    with serving(says(response())) as server:
        answer = asked(server.url, auth={"user": "monitor", "password": "${PW}"})
    assert answer.outcome is Outcome.OK
    login = base64.b64encode("monitor:pä:ß".encode())
    assert b"\r\nAuthorization: Basic " + login + b"\r\n" in server.asked[0]


def test_a_token_is_shown() -> None:
    with serving(says(response())) as server:
        asked(server.url, auth={"bearer": "${TOKEN}"})
    assert b"\r\nAuthorization: Bearer abc.def-4711\r\n" in server.asked[0]


def test_no_login_goes_to_another_server() -> None:
    with (
        serving(says(response())) as there,
        serving(says(response(b"", "302 Found", location=there.url))) as here,
    ):
        asked(here.url, auth={"bearer": "${TOKEN}"})
        assert b"4711" in here.asked[0]
        assert b"4711" not in there.asked[0]


@pytest.mark.parametrize(
    "auth",
    [
        {},
        {"user": "monitor"},
        {"password": "${PW}"},
        {"user": "monitor", "password": "${PW}", "bearer": "${TOKEN}"},
        {"user": "monitor", "bearer": "${TOKEN}"},
        {"user": "a:b", "password": "${PW}"},
        {"user": "", "password": "${PW}"},
        {"bearer": ""},
        {"bearer": "two words"},
        {"bearer": "${NO_SUCH_NAME}"},
        {"token": "${TOKEN}"},
        "Bearer abc.def-4711",
    ],
)
def test_a_wrong_login_is_refused(auth: Any) -> None:
    value, faults = read_table(HttpOptions, {"url": URL, "auth": auth}, Place("statuspage.toml"))
    assert value is None
    assert faults
    assert "4711" not in str(faults)


def test_two_logins_are_refused() -> None:
    with pytest.raises(ValidationError, match="Authorization already"):
        options(headers={"authorization": "x"}, auth={"bearer": "${TOKEN}"})


def test_a_login_is_hidden() -> None:
    shown = options(
        auth={"user": "monitor", "password": "${TOKEN}"}, proxy="http://me:${TOKEN}@127.0.0.1:3128"
    )
    assert "4711" not in f"{shown!r} {shown.request!r}"
