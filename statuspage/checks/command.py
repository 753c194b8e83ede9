"""Checks that run a program, by the protocol of Nagios plugins.

Exit code 0 is ok, 1 a warning (slow), 2 critical (down), anything else unknown (error); the first
line of what it prints says why, and what follows a ``|`` are figures (Monitoring Plugins Development
Guidelines, "Plugin Output for Nagios" and "Performance data"). A program that does not finish in
time is down, like any answer past its deadline, and as the plugins themselves have it when what they
ask keeps silent.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from statuspage.checks.plugin import read
from statuspage.fields import Secret, hidden
from statuspage.model.result import Answer
from statuspage.model.status import Outcome
from statuspage.model.text import Text, text
from statuspage.run import Ended, Ran, run

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)

_MEANING: Mapping[int, tuple[Outcome, Text]] = {
    0: (Outcome.OK, text("its check says it is fine")),
    1: (Outcome.SLOW, text("its check reports a warning")),
    2: (Outcome.DOWN, text("its check reports a failure")),
    3: (Outcome.ERROR, text("its check can't tell")),
}

_FAILED = text("its check gives no usable answer")


def _program(words: tuple[str, ...]) -> tuple[str, ...]:
    if not words or not words[0]:
        raise ValueError("It must be a list that begins with a program.")
    if "/" in words[0] and not words[0].startswith("/"):
        raise ValueError("The program must be a name that is in PATH, or a whole path from / on.")
    if any("\0" in word for word in words):
        raise ValueError("It has a character that no program can be given.")
    return words


def _variable(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f'"{name}" is not the name of a variable: letters, digits and _, no digit first.')
    return name


def _value(value: SecretStr) -> SecretStr:
    if "\0" in value.get_secret_value():
        raise ValueError("It has a character that no program can be given.")
    return value


class CommandOptions(BaseModel):
    """What a check of kind command runs."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    command: Annotated[tuple[str, ...], Field(strict=False), AfterValidator(_program)] = Field(
        description="The program and its arguments, as a list; no shell reads them. "
        "Its exit code tells how the service is: 0 ok, 1 slow, 2 down, anything else: it can't tell.",
        examples=['["/usr/lib/nagios/plugins/check_disk", "-w", "10%", "-c", "5%"]'],
    )
    env: dict[Annotated[str, AfterValidator(_variable)], Annotated[Secret, AfterValidator(_value)]] = Field(
        default={},
        description="Variables that the program gets, beside PATH, HOME, LANG and TZ, and no others; "
        "${NAME} is taken from the environment.",
        examples=['{ PGPASSWORD = "${PORTAL_PASSWORD}" }'],
    )


def ask(options: CommandOptions, timeout: timedelta) -> Answer:
    """Run the program once, and judge what it says."""
    env = {name: value.get_secret_value() for name, value in options.env.items()}
    ran = run(options.command, timeout=timeout, env=env)
    return judge(ran, timeout, secrets=tuple(env.values()))


def judge(ran: Ran, timeout: timedelta, secrets: Sequence[str] = ()) -> Answer:
    """What to make of a program's end; ``secrets`` are kept out of the detail."""
    said = hidden(str(read(ran.out, ran.err)), secrets)
    match ran.ended:
        case Ended.UNSTARTED:
            return Answer(Outcome.ERROR, ran.ms, text("its check could not be run"), ran.why)
        case Ended.TIMEOUT:
            reason = text("its check does not finish within {timeout}", timeout=timeout)
            return Answer(Outcome.DOWN, ran.ms, reason, f"killed; so far: {said}")
        case Ended.FLOOD:
            return Answer(Outcome.ERROR, ran.ms, _FAILED, f"printed without end; began: {said}")
    code = ran.code if ran.code is not None else -1
    outcome, reason = _MEANING.get(code, (Outcome.ERROR, _FAILED))
    return Answer(outcome, ran.ms, reason, f"{_end(code)}: {said}")


def _end(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"ended by signal {-code}"
