"""Checks that are called: a service says of itself that it lives.

The web process takes the call (``POST /heartbeat/COMPONENT[/NAME]``), the monitor notes what came
and what did not come in time.
"""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from statuspage.fields import Duration, Secret
from statuspage.model.result import Answer
from statuspage.model.status import Outcome
from statuspage.model.text import text


class HeartbeatOptions(BaseModel):
    """What a check of kind heartbeat waits for: a call each ``every``, at most ``grace`` later."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    token: Secret = Field(
        description="What a caller must know; ${NAME} is taken from the environment.",
        examples=['"${BACKUP_TOKEN}"'],
    )
    grace: Annotated[Duration, Field(ge=timedelta(0))] = Field(
        default=timedelta(minutes=5),
        description="How much later than every a call may come before the service counts as down.",
        examples=['"5m"'],
    )


def token_of(options: object) -> SecretStr | None:
    """The token that a caller must know; None for a check of another kind."""
    return options.token if isinstance(options, HeartbeatOptions) else None


def ask(_options: HeartbeatOptions, _timeout: timedelta) -> Answer:
    """Nobody is asked: the service calls."""
    return Answer(Outcome.ERROR, 0.0, text("waits to be called by the service"))
