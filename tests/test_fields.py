"""Types for what people write."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from statuspage.fields import Duration, Secret, without_secrets

DURATION: TypeAdapter[timedelta] = TypeAdapter(Duration)
SECRET = TypeAdapter(Secret)


def test_a_duration_is_text_with_a_unit() -> None:
    assert DURATION.validate_python("800ms") == timedelta(milliseconds=800)


@pytest.mark.parametrize("wrong", [30, "30", "soon", None])
def test_what_is_no_duration_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        DURATION.validate_python(wrong)


def test_a_secret_is_filled_from_the_environment_and_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "4711")
    secret = SECRET.validate_python("Bearer ${TOKEN}, $TOKEN")
    assert secret.get_secret_value() == "Bearer 4711, $TOKEN"
    assert "4711" not in f"{secret!r} {secret}"


def test_a_variable_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOKEN", raising=False)
    with pytest.raises(ValidationError, match='The environment has no variable "TOKEN"'):
        SECRET.validate_python("Bearer ${TOKEN}")


def test_where_secrets_rightly_are_not_they_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOT_HERE", raising=False)
    reader = TypeAdapter(Secret)
    with without_secrets():
        assert reader.validate_python("${NOT_HERE}").get_secret_value() == "none"
    with pytest.raises(ValueError, match="NOT_HERE"):
        reader.validate_python("${NOT_HERE}")
