"""Certificates of http checks: ours, and those that are trusted."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from statuspage.checks import http
from statuspage.errors import Severity
from statuspage.lint import lint
from statuspage.model.status import Outcome
from tests.checks.asked import asked, options
from tests.servers import CERTS, End, Server, response, says, serving

CA = str(CERTS / "ca.pem")
CLIENT = str(CERTS / "client.pem")
LOCKED = str(CERTS / "locked.pem")


def reason_of(server: Server, **others: Any) -> str:
    answer = asked(server.url.replace("127.0.0.1", "localhost"), **others)
    return "" if answer.outcome is Outcome.OK else f"{answer.outcome}: {answer.reason!s}"


def test_an_authority_of_ones_own_is_trusted() -> None:
    with serving(says(response()), "good.pem") as server:
        assert reason_of(server, ca=CA) == ""
        assert reason_of(server) == "down: its certificate is not signed by anyone we trust"


def test_it_is_trusted_in_place_of_the_others() -> None:
    with serving(says(response()), "good.pem") as server:
        assert reason_of(server, ca=CLIENT) == "down: its certificate is not signed by anyone we trust"


@pytest.mark.parametrize("certificate", ["good.pem", "expired.pem", "other.pem"])
def test_without_verification_any_certificate_will_do(certificate: str) -> None:
    with serving(says(response()), certificate) as server:
        assert reason_of(server, verify=False) == ""


def test_a_server_knows_us_by_our_certificate() -> None:
    with serving(says(response()), "good.pem", clients="client.pem") as server:
        assert reason_of(server, ca=CA, client_certificate=CLIENT) == ""


def test_the_key_may_be_in_a_file_of_its_own(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    parts = Path(CLIENT).read_text().partition("-----BEGIN CERTIFICATE")
    key.write_text(parts[0])
    certificate.write_text(parts[1] + parts[2])
    with serving(says(response()), "good.pem", clients="client.pem") as server:
        assert reason_of(server, ca=CA, client_certificate=str(certificate), client_key=str(key)) == ""


REFUSED = {
    "refuses our secure connection",
    "asks for a certificate that our check does not show",
    "closes the connection without an answer",
}
"""By TLS 1.3 we learn it when we ask; the alert that says so may be lost when the server goes at once."""


@pytest.mark.parametrize("shown", [{}, {"client_certificate": CLIENT}])
def test_a_server_may_refuse_us(shown: dict[str, str]) -> None:
    with serving(says(response(), end=End.HOLD), "good.pem", clients="ca.pem") as server:
        answer = asked(server.url, ca=CA, **shown)
    assert answer.outcome is Outcome.DOWN
    assert str(answer.reason) in REFUSED


def test_our_certificate_does_not_go_to_another_server() -> None:
    with serving(says(response()), "good.pem", clients="client.pem") as there:
        target = there.url.replace("127.0.0.1", "localhost")
        with serving(says(response(b"", "302 Found", location=target))) as here:
            answer = asked(here.url, ca=CA, client_certificate=CLIENT)
    assert answer.outcome is Outcome.DOWN
    assert str(answer.reason) in REFUSED


def test_a_renewed_file_is_taken_up(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    shutil.copy(CLIENT, file)
    check = options("https://localhost/", ca=str(file))
    first = check.request
    assert check.request.trust is first.trust
    shutil.copy(CA, file)
    os.utime(file, ns=(1, 1))
    assert check.request.trust is not first.trust


def test_a_missing_file_is_a_failure_of_ours(tmp_path: Path) -> None:
    with serving(says(response()), "good.pem") as server:
        missing = str(tmp_path / "gone.pem")
        answer = asked(server.url, client_certificate=missing)
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be checked")
    assert missing in answer.detail


def test_a_pipe_is_no_file_for_tls_and_nobody_waits_at_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pem")
    for key in ("ca", "client_certificate"):
        answer = asked("https://localhost/", **{key: str(tmp_path / "pipe.pem")})
        assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be checked")
        assert "pipe.pem is not a plain file" in answer.detail


def test_a_key_under_a_password_is_a_failure_of_ours_and_nobody_is_asked_for_it() -> None:
    answer = asked("https://localhost/", client_certificate=LOCKED)
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be checked")
    assert "the key needs a password" in answer.detail


@pytest.mark.parametrize(
    "wrong",
    [
        {"ca": "ca.pem"},
        {"ca": ""},
        {"client_certificate": "~/client.pem"},
        {"client_key": "/etc/key.pem"},
        {"verify": "no"},
        {"verify": False, "ca": "/etc/ca.pem"},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        options(**wrong)


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ({}, []),
        ({"ca": CA, "client_certificate": CLIENT}, []),
        ({"verify": False}, ["verify"]),
        ({"verify": False, "client_certificate": "/no/such.pem"}, ["verify", "client_certificate"]),
        ({"ca": "/no/such.pem", "client_certificate": LOCKED}, ["ca", "client_certificate"]),
    ],
)
def test_what_is_worth_a_second_look_is_told(written: dict[str, Any], keys: list[str]) -> None:
    faults = list(http.warn(options(**written)))
    assert [fault.place for fault in faults] == keys
    assert all(fault.severity is Severity.WARNING and fault.example for fault in faults)


def test_lint_says_that_verification_is_off(tmp_path: Path) -> None:
    (tmp_path / "statuspage.toml").write_text(
        '[site]\nname = "A"\nurl = "https://status.example.com"\n'
        '[components.portal]\nname = "Portal"\n[[components.portal.checks]]\n'
        'kind = "http"\nurl = "https://portal.example.com"\nverify = false\n'
    )
    [fault] = lint(tmp_path).faults
    assert fault.place == "statuspage.toml: components.portal.checks[0].verify"
    assert fault.severity is Severity.WARNING
