"""What people name in a command: components, statuses, states and providers, or the nearest known ones."""

from collections.abc import Iterable

from statuspage.errors import StatusPageError
from statuspage.model.post import INCIDENT_STATES, MAINTENANCE_STATES, Kind, State
from statuspage.model.status import Status
from statuspage.site.affected import POSTED
from statuspage.site.source import Context
from statuspage.site.spelling import WordT, named, spelt, squashed
from statuspage.site.words import listed, meant, quoted

AN = {Kind.INCIDENT: "an incident", Kind.MAINTENANCE: "a maintenance", Kind.ADVISORY: "an advisory"}


def states_of(kind: Kind) -> tuple[State, ...]:
    """The states that a kind of post can have."""
    return MAINTENANCE_STATES if kind is Kind.MAINTENANCE else INCIDENT_STATES


def components_meant(texts: Iterable[str], context: Context) -> dict[str, Status | None]:
    """The components of texts such as ``mail=degraded_performance``, by id; None where no status is given.

    Raises StatusPageError for what is unknown, with the nearest known one.
    """
    names = context.components
    found: dict[str, Status | None] = {}
    for text in texts:
        name, sign, word = text.rpartition("=")
        if not sign or named(text, names):
            name, word = text, ""
        component = named(name, names)
        if component is None:
            hint = meant(name, [*names.values(), *names])
            raise StatusPageError(f"There is no component {quoted(name)}; {hint}")
        status = spelt(word, POSTED) if sign and word else None
        if sign and name != text and status is None:
            raise StatusPageError(
                f"{quoted(word)} is no state of a component that a post gives; {_hint(word, POSTED)}"
            )
        found[component] = status
    return found


def all_stated(components: dict[str, Status | None]) -> dict[str, Status]:
    """The same components. Raises StatusPageError where one has no status, as each has in an update."""
    for component, status in components.items():
        if status is None:
            example = f"--component {component}={Status.DEGRADED_PERFORMANCE}"
            raise StatusPageError(f"No state is given for {quoted(component)}. For example: {example}")
    return {component: status for component, status in components.items() if status}


def state_meant(text: str, kind: Kind) -> State:
    """The state that a text spells, of those that a kind has. Raises StatusPageError with the nearest."""
    state, known = spelt(text, State), states_of(kind)
    if state is None or state not in known:
        hint = f"known are {listed(known)}." if state else _hint(text, known)
        raise StatusPageError(f"{quoted(text)} is no state of {AN[kind]}; {hint}")
    return state


def word_meant(text: str, words: Iterable[WordT], what: str) -> WordT:
    """The word of some that a text spells; ``what`` says what the words are.

    Raises StatusPageError with the nearest known one.
    """
    known = list(words)
    word = spelt(text, type(known[0]))
    if word not in known or word is None:
        raise StatusPageError(f"{quoted(text)} is no {what}; {_hint(text, known)}")
    return word


def provider_meant(text: str, context: Context) -> str:
    """The provider that a text names; a site that declares none may name any.

    Raises StatusPageError with the nearest known one.
    """
    known = context.providers
    provider = named(text, known) if known else " ".join(text.split())
    if not provider:
        hint = meant(text, [*known.values(), *known])
        raise StatusPageError(f"There is no provider {quoted(text)}; {hint}")
    return provider


def _hint(text: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: the one that it is the beginning of, else the nearest."""
    words = list(known)
    begun = [word for word in words if text and squashed(word).startswith(squashed(text))]
    return f"did you mean {begun[0]}?" if len(begun) == 1 else meant(text, words)
