"""Are we affected by somebody else's outage? One verdict for each component, and how it is known."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from statuspage.decide.contradictions import sight
from statuspage.decide.provider import in_trouble
from statuspage.decide.sentence import clause_since
from statuspage.model.post import Kind
from statuspage.model.provider import DEPENDENCY, Event, ProviderNow, VerdictNow
from statuspage.model.snapshot import ComponentNow, PostNow
from statuspage.model.span import Span
from statuspage.model.status import Status, Verdict
from statuspage.model.text import Exactly, Text, text

CAUSED = timedelta(hours=3)
"""Trouble of ours that began longer before theirs has another reason: they often tell late, but not later."""


def dependents_of(depends_on: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """The components that have a path to each provider, directly or through others, by the provider's id.

    They come as ``depends_on`` lists them.
    """
    needs: dict[str, frozenset[str]] = {}

    def needs_of(id_: str) -> frozenset[str]:
        if id_ not in needs:
            needs[id_] = frozenset()  # a circle, which no site has, must not be followed for ever
            own = [other for other in depends_on.get(id_, ()) if not other.startswith(DEPENDENCY)]
            direct = {other for other in depends_on.get(id_, ()) if other.startswith(DEPENDENCY)}
            needs[id_] = frozenset(direct).union(*map(needs_of, own))
        return needs[id_]

    found: dict[str, list[str]] = {}
    for id_ in depends_on:
        for provider in needs_of(id_):
            found.setdefault(provider.removeprefix(DEPENDENCY), []).append(id_)
    return {provider: tuple(ids) for provider, ids in found.items()}


def verdicts(
    providers: Sequence[ProviderNow],
    components: Sequence[ComponentNow],
    posts: Sequence[PostNow],
    measured: Mapping[str, Sequence[Span]],
) -> tuple[VerdictNow, ...]:
    """What the trouble of each provider means for each component, as they are listed.

    ``measured`` are the components' spans before any post was laid over, oldest first. What an open
    advisory says holds in place of what is found out.
    """
    spells = {one.id: spell_began(measured.get(one.id, ())) for one in components if _fails(one)}
    caused = {
        row.component
        for provider in providers
        if in_trouble(provider)
        for row in _found_out(provider, components, spells)
        if row.verdict is Verdict.AFFECTED
    }
    found: list[VerdictNow] = []
    for provider in providers:
        failing = {one.id for one in components if one.id not in caused and _may_be_its_fault(provider, one)}
        rows = {row.component: row for row in _found_out(provider, components, spells, failing)}
        rows |= _said(provider, components, posts)
        found += [rows[one.id] for one in components if one.id in rows]
    return tuple(found)


def spell_began(spans: Sequence[Span]) -> datetime | None:
    """When the trouble began in which some spans end; unknown time in between does not part it."""
    began: datetime | None = None
    for span in reversed(spans):
        if span.status.is_trouble:
            began = span.start
        elif span.status is not Status.UNKNOWN:
            break
    return began


def _fails(component: ComponentNow) -> bool:
    """Whether its checks see trouble, in no maintenance that explains it."""
    in_maintenance = component.status is Status.UNDER_MAINTENANCE
    return component.seen is not None and component.seen.is_trouble and not in_maintenance


def _found_out(
    provider: ProviderNow,
    components: Sequence[ComponentNow],
    spells: Mapping[str, datetime | None],
    failing: Collection[str] = (),
) -> Iterator[VerdictNow]:
    """The verdicts about one provider that follow from what it reports and what is measured.

    Where it reports no trouble, ``failing`` are those whose trouble may come of it all the same.
    """
    troubled = in_trouble(provider)
    if not provider.shown or not (troubled or failing):
        return
    for one in components:
        if troubled or one.id in failing or not _fails(one) or one.id not in provider.dependents:
            row = _row(provider, one, troubled, spells.get(one.id) or _seen_since(one))
            if row is not None:
                yield row


def _may_be_its_fault(provider: ProviderNow, component: ComponentNow) -> bool:
    """Whether a component fails that depends on a provider, and for no root that does not."""
    if component.id not in provider.dependents or not _fails(component):
        return False
    roots = component.because_of or (component.id,)
    return any(root in provider.dependents for root in roots)


def _row(
    provider: ProviderNow, component: ComponentNow, troubled: bool, spell: datetime | None
) -> VerdictNow | None:
    """The verdict on one component; ``spell`` is when its trouble began, if it has any."""
    names = {"component": component.name, "provider": provider.name}
    began = _trouble_since(provider)

    def row(
        verdict: Verdict, evidence: Text, since: datetime | None, *, confirmed: bool = True
    ) -> VerdictNow:
        return VerdictNow(provider.id, component.id, verdict, confirmed, evidence, since)

    if component.id not in provider.dependents:
        evidence = text("{component} does not depend on {provider}", **names)
        return row(Verdict.NOT_AFFECTED, evidence, began if troubled else None)
    if provider.status is Status.UNKNOWN:
        return row(Verdict.UNKNOWN, _report(provider, provider.reason), provider.since)
    if component.seen is None:
        return row(Verdict.UNKNOWN, text("nothing measures {component}", **names), began)
    if component.seen is Status.UNKNOWN:
        return row(Verdict.UNKNOWN, _not_known(component), _seen_since(component))
    if not _fails(component):
        return row(Verdict.AT_RISK, _holds(component), began) if troubled else None
    failing = clause_since(component, spell)
    if not troubled:
        return row(Verdict.AFFECTED, _alone(provider, failing), spell, confirmed=False)
    if _is_older(provider, spell):
        return row(Verdict.AT_RISK, text("{clause}, for another reason", clause=failing), began)
    report = _report(provider, provider.reason)
    return row(Verdict.AFFECTED, text("{clause}; {next_clause}", clause=failing, next_clause=report), spell)


def _is_older(provider: ProviderNow, spell: datetime | None) -> bool:
    """Whether a spell began too long before all that the provider reports to come of it."""
    told = [one.started_at for one in _loud(provider)] or [provider.since]
    begins = [at for at in told if at is not None]
    if spell is None or len(begins) < len(told):
        return False
    return all(spell < at - CAUSED for at in begins)


def _loud(provider: ProviderNow) -> list[Event]:
    return [one for one in provider.events if one.status.is_trouble and not one.quiet]


def _trouble_since(provider: ProviderNow) -> datetime | None:
    """When what the provider reports began: by its own word, else when we first read it."""
    begins = [one.started_at for one in _loud(provider) if one.started_at is not None]
    return min(begins) if begins else provider.since


def _seen_since(component: ComponentNow) -> datetime | None:
    seen = sight(component)
    return seen.since if seen else None


def _report(provider: ProviderNow, reason: Text) -> Text:
    return text("{provider} {report}", provider=provider.name, report=reason)


def _alone(provider: ProviderNow, failing: Text) -> Text:
    """That a component fails while its provider reports nothing."""
    said = text("reports no new trouble") if provider.status.is_trouble else provider.reason
    return text(
        "{clause}; {provider}, on which it depends, {report}",
        clause=failing,
        provider=provider.name,
        report=said,
    )


def _not_known(component: ComponentNow) -> Text:
    return text("our checks of {component} can say nothing now", component=component.name)


def _holds(component: ComponentNow) -> Text:
    """Why a component that depends on a provider in trouble is not said to be affected."""
    if component.status is Status.UNDER_MAINTENANCE:
        return text("{component} is under maintenance", component=component.name)
    if component.checked_at is None:
        return text("our checks of {component} pass", component=component.name)
    return text(
        "our checks of {component} pass, last {instant}",
        component=component.name,
        instant=Exactly(component.checked_at),
    )


def _said(
    provider: ProviderNow, components: Sequence[ComponentNow], posts: Sequence[PostNow]
) -> dict[str, VerdictNow]:
    """What open advisories about a provider say, by component; the last word counts."""
    found: dict[str, VerdictNow] = {}
    told = [(_said_at(one), one) for one in posts if _speaks_of(one, provider)]
    for at, post in sorted(told, key=lambda pair: pair[0]):
        verdict = post.post.last_verdict
        if verdict is None:
            continue
        evidence = text("said in “{title}”", title=post.post.title)
        row = VerdictNow(provider.id, "", verdict, True, evidence, at, post.post.id)
        named = {one.id for one in post.affected}
        found |= {
            one.id: replace(row, component=one.id) for one in components if not named or one.id in named
        }
    return found


def _speaks_of(post: PostNow, provider: ProviderNow) -> bool:
    return post.post.kind is Kind.ADVISORY and post.open and post.post.provider == provider.id


def _said_at(post: PostNow) -> datetime:
    """When an advisory gave the verdict that holds."""
    said = [one.at for one in post.post.updates if one.verdict is not None]
    return said[-1] if said else post.started_at
