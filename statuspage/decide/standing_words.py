"""The answer to "are we affected?", in words."""

from collections.abc import Mapping
from dataclasses import replace

from statuspage.decide.provider import in_trouble
from statuspage.decide.standing import Cause, Standing
from statuspage.model.status import Status, Verdict
from statuspage.model.text import Text, Value, listed, text, texts

SIGNS = {
    Verdict.AFFECTED: Status.MAJOR_OUTAGE,
    Verdict.AT_RISK: Status.DEGRADED_PERFORMANCE,
    Verdict.UNKNOWN: Status.UNKNOWN,
    Verdict.NOT_AFFECTED: Status.OPERATIONAL,
}
"""The status whose shape and colour a verdict has."""

_WORDS = {
    Verdict.AFFECTED: text("yes"),
    Verdict.AT_RISK: text("not so far, at risk"),
    Verdict.UNKNOWN: text("not known"),
    Verdict.NOT_AFFECTED: text("no"),
}

_SHORT = {
    Verdict.AFFECTED: text("Affected: {names}"),
    Verdict.AT_RISK: text("At risk: {names}"),
    Verdict.UNKNOWN: text("Not known: {names}"),
}

_SEEMS = texts(
    "It seems so: {names} has trouble and depends on {provider}, which reports none.",
    "It seems so: {names} have trouble and depend on {provider}, which reports none.",
    1,
)
_SENTENCES = {
    Verdict.AFFECTED: texts(
        "Yes: {names} is affected by the trouble of {provider}.",
        "Yes: {names} are affected by the trouble of {provider}.",
        1,
    ),
    Verdict.AT_RISK: texts(
        "Not so far, but {names} depends on {provider} and is at risk.",
        "Not so far, but {names} depend on {provider} and are at risk.",
        1,
    ),
    Verdict.UNKNOWN: texts(
        "Not known: whether {provider} affects {names} can’t be told.",
        "Not known: whether {provider} affects {names} can’t be told.",
        1,
    ),
}


def answer(standing: Standing, names: Mapping[str, str]) -> Text:
    """The answer as a sentence, for whoever asks for it alone. ``names`` are the components' by id."""
    provider, rows = standing.provider, standing.of(standing.verdict)
    if standing.verdict is not Verdict.NOT_AFFECTED:
        if not rows:
            return text(
                "Not known: {provider} {says}, and some of what we run depends on it.",
                provider=provider.name,
                says=provider.reason,
            )
        said = _SEEMS if not standing.confirmed else _SENTENCES[standing.verdict]
        who = listed(names[row.component] for row in rows)
        return _filled(said, len(rows), names=who, provider=provider.name)
    if provider.status is Status.UNKNOWN and not provider.dependents:
        return text("No: none of our services depends on {provider}.", provider=provider.name)
    if provider.status is Status.UNKNOWN:
        return text(
            "No: none of our services is affected, though {provider} {says}.",
            provider=provider.name,
            says=provider.reason,
        )
    if not in_trouble(provider):
        return text("No: {provider} {says}.", provider=provider.name, says=provider.reason)
    if not provider.dependents:
        return text(
            "No: {provider} has trouble, but none of our services depends on it.", provider=provider.name
        )
    return text("No: none of our services is affected by the trouble of {provider}.", provider=provider.name)


def answers(about: Cause | Standing, names: Mapping[str, str]) -> tuple[tuple[Verdict, Text], ...]:
    """The answer for who reads the page: each verdict that any component has, with those that have it."""
    found: dict[Verdict, list[str]] = {}
    for row in about.rows:
        found.setdefault(row.verdict, []).append(names[row.component])
    bad = tuple(
        (verdict, _filled(said, None, names=listed(found[verdict])))
        for verdict, said in _SHORT.items()
        if verdict in found
    )
    return bad or ((Verdict.NOT_AFFECTED, text("You are not affected")),)


def reported(cause: Cause) -> Text:
    """What the providers of a cause report, after their names: ``reports “Errors” since 09:37``."""
    if cause.event is None or len(cause.standings) == 1:
        return cause.standings[0].provider.reason
    if cause.event.started_at is None:
        return text("report “{title}”", title=cause.event.title)
    return text("report “{title}” since {instant}", title=cause.event.title, instant=cause.event.started_at)


def in_a_word(standing: Standing) -> Text:
    """Whether we are affected, as a badge says it."""
    return _WORDS[standing.verdict]


def _filled(said: Text, count: int | None, **values: Value) -> Text:
    return replace(said, count=count, values=tuple(values.items()))
