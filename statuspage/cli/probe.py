"""The command that asks checks once and explains what came."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from statuspage.cli.options import machine_option, site_argument
from statuspage.cli.terminal import say, visible
from statuspage.model.status import Outcome, Status
from statuspage.timeutil import format_duration, format_instant, spell_ms

if TYPE_CHECKING:
    from statuspage.probe import Probe, Probed

_MEANING = {
    Outcome.OK: "it works as expected",
    Outcome.SLOW: "it works, but too slowly or not as well as it should",
    Outcome.WRONG: "it answers, but not what is expected",
    Outcome.DOWN: "it gives no usable answer",
    Outcome.ERROR: "it could not be asked, so nothing is known of it",
}

_PHASES = {
    "dns": "looking up its name",
    "connect": "connecting",
    "tls": "securing the connection (TLS)",
    "first_byte": "waiting for the first of its answer",
    "body": "taking in the rest",
}


@click.command()
@site_argument
@click.option("--component", metavar="ID", help="The component whose checks are asked (default: all).")
@click.option("--check", "name", metavar="NAME", help="The name of the one check that is asked.")
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects, one a check.")
@click.pass_context
@machine_option
def probe(ctx: click.Context, site: Path, component: str | None, name: str | None, as_json: bool) -> None:
    """Ask the checks of the site in DIR once and explain each answer; nothing is written down.

    It exits with 0 if all is well and with 1 if not; paused checks and heartbeats are left out of that.

    \b
    Example:
      statuspage probe mysite --component portal
    """
    from statuspage.probe import NotThere, choose
    from statuspage.probe import probe as put
    from statuspage.sitefiles import open_site

    loaded = open_site(site)
    for fault in loaded.faults:
        say(fault, err=True)
    try:
        chosen = choose(loaded.site, component, name)
    except NotThere as error:
        raise click.UsageError(str(error)) from None
    probes = put(loaded.site, chosen)
    if as_json:
        click.echo(json.dumps([_data(probe, one) for probe in probes for one in probe.probed], indent=2))
    else:
        click.echo("\n\n".join("\n".join(map(visible, _told(probe))) for probe in probes))
    if not all(one.is_fine for probe in probes for one in probe.probed):
        ctx.exit(1)


def _data(probe: "Probe", one: "Probed") -> dict[str, Any]:
    answer = one.answer
    return {
        "component": probe.component.id,
        "component_name": probe.component.name,
        "name": one.check.key.name,
        "kind": one.check.kind,
        "at": format_instant(one.at),
        "outcome": answer.outcome,
        "reason": str(answer.reason),
        "detail": answer.detail,
        "duration_ms": round(answer.ms, 3),
        "phases": {part: None if ms is None else round(ms, 3) for part, ms in asdict(answer.phases).items()},
        "status": one.status,
        "paused": one.check.paused,
    }


def _told(probe: "Probe") -> Iterator[str]:
    """The lines on a component."""
    component = probe.component
    yield f"{component.name} ({component.id})"
    if not probe.probed:
        yield "  Nothing measures it: the page says what posts say of it."
    for one in probe.probed:
        yield from ("", *_explained(one))
    if len(probe.probed) > 1:
        yield ""
        yield f"  By all of these together the page {_says(probe.outlook.status)}, once they are sure."


def _explained(one: "Probed") -> Iterator[str]:
    """The lines on a check."""
    from statuspage.probe import question

    check, answer = one.check, one.answer
    yield f"  {check.key.name}: {answer.outcome}, {_MEANING[answer.outcome]}"
    yield _line("asked", f"{check.kind}, every {format_duration(check.every)}, within {_within(one)}")
    yield from (_line("", line) for line in question(check))
    yield _line("came", str(answer.reason))
    yield from (_line("" if number else "took", line) for number, line in enumerate(_took(one)))
    if answer.detail:
        yield _line("for operators", answer.detail)
    yield _line("the page", _outlook(one))


def _line(label: str, text: str) -> str:
    return f"    {label:<14} {text}"


def _within(one: "Probed") -> str:
    grace = one.check.grace
    return format_duration(one.check.timeout if grace is None else grace)


def _took(one: "Probed") -> Iterator[str]:
    """The time of each part; the last one of a question that got no answer is where it ended."""
    answer = one.answer
    if one.check.grace is not None:
        return
    parts = [(part, ms) for part, ms in asdict(answer.phases).items() if ms is not None]
    total = max(answer.ms, sum(ms for _, ms in parts))  # of a ping, only the round trip counts
    yield f"{spell_ms(total)} in all" + (", of which" if parts else "")
    for part, ms in parts:
        broke = answer.outcome in (Outcome.DOWN, Outcome.ERROR) and (part, ms) == parts[-1] and part != "body"
        yield f"{spell_ms(ms):>10}  {_PHASES[part]}" + (", where it ended" if broke else "")


def _outlook(one: "Probed") -> str:
    """What the page makes of the answer."""
    from statuspage.decide.freshness import margin

    check, answer = one.check, one.answer
    if check.paused is not None:
        return f"does not heed it: the check is paused ({check.paused})"
    if check.grace is not None:
        return "goes by the calls of the service; there is nothing to ask"
    if answer.outcome is Outcome.ERROR:
        kept = format_duration(check.every + check.timeout + margin(check))
        return f"keeps what was known before, but after {kept} without an answer it says “Not known”"
    times = check.recover_after if answer.outcome is Outcome.OK else check.fail_after
    sure = "at once" if answer.certain or times == 1 else f"once {times} results in a row say so"
    return f"{_says(one.status)}, {sure}"


def _says(status: Status) -> str:
    from statuspage.web.words import STATUS

    return f"says “{STATUS[status]}”"
