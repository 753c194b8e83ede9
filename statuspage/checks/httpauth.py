"""The login of http checks."""

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, SecretStr, model_validator

from statuspage.checks.httpexpect import STRICT
from statuspage.fields import Secret
from statuspage.net.route import basic

_TOKEN = re.compile(r"[\x21-\x7e]+")


def _user(value: SecretStr) -> SecretStr:
    user = value.get_secret_value()
    if not user or ":" in user or not user.isprintable():
        raise ValueError("It must be a name without a colon.")
    return value


def _token(value: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(value.get_secret_value()):
        raise ValueError("It must be a token of letters, digits and signs, without blanks.")
    return value


def _table(value: object) -> object:
    if not isinstance(value, dict | HttpAuth):  # said here, so that no fault repeats what may be a secret
        raise ValueError("It must be a table with user and password, or with bearer.")
    return value


class HttpAuth(BaseModel):
    """A user with a password (RFC 7617), or a token (RFC 6750)."""

    model_config = STRICT

    user: Annotated[Secret, AfterValidator(_user)] | None = Field(
        default=None,
        description="The name to log in with; ${NAME} is taken from the environment.",
        examples=['"monitor"'],
    )
    password: Secret | None = Field(
        default=None,
        description="The user's password; ${NAME} is taken from the environment.",
        examples=['"${PORTAL_PASSWORD}"'],
    )
    bearer: Annotated[Secret, AfterValidator(_token)] | None = Field(
        default=None,
        description="A bearer token, in place of user and password; ${NAME} is taken from the environment.",
        examples=['"${PORTAL_TOKEN}"'],
    )

    @model_validator(mode="after")
    def _is_one_of_two(self) -> "HttpAuth":
        login = (self.user is not None, self.password is not None)
        if login not in {(True, True), (False, False)} or (self.bearer is None) is (login == (False, False)):
            raise ValueError("It must have either user and password, or bearer.")
        return self

    @property
    def header(self) -> str:
        """The value of the header ``Authorization``."""
        if self.bearer is not None:
            return f"Bearer {self.bearer.get_secret_value()}"
        user, password = self.user, self.password
        return basic(
            "" if user is None else user.get_secret_value(),
            "" if password is None else password.get_secret_value(),
        )


Auth = Annotated[HttpAuth, BeforeValidator(_table)]
"""A login as an option of a check."""
