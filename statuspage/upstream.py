"""Other people's status pages: what can be read of them, and how a site's providers are at one moment."""

from collections.abc import Iterator
from datetime import datetime

from statuspage.decide.provider import provider_now
from statuspage.decide.verdicts import dependents_of
from statuspage.model.provider import Provider, ProviderNow
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements
from statuspage.providers import FORMATS, Options
from statuspage.providers.catalogue import entries
from statuspage.site.upstreams import Known, Upstreams, Usual
from statuspage.site.words import quoted

UPSTREAMS = Upstreams(
    {name: Usual(one.address, one.path) for name, one in FORMATS.items()},
    {id_: Known(one.name, one.format, one.address, one.page) for id_, one in entries().items()},
)


def options_of(provider: Provider) -> Options:
    """How a provider's document is to be read."""
    return Options(provider.match, provider.rules, provider.resolved)


def doubts(provider: Provider) -> Iterator[tuple[str, str]]:
    """What in ``match`` is hardly a name that the provider uses, each in a sentence with a right example."""
    for pattern, nearest in FORMATS[provider.format].strange(provider.match).items():
        hint = f"did you mean {nearest}?" if nearest else "its page would never name it."
        example = f"match = [{quoted(nearest)}]" if nearest else 'match = ["s3-us-east-1"]'
        yield f"{provider.name} is not known to have {quoted(pattern)}; {hint}", example


def providers_of(
    site: Site, held: Measurements, alive_until: datetime | None, now: datetime
) -> tuple[ProviderNow, ...]:
    """The site's providers at ``now``; ``alive_until`` is when the monitor's sign of life grows too old."""
    if not site.providers:
        return ()
    dependents = dependents_of({one.id: one.depends_on for one in site.components})
    return tuple(
        provider_now(
            one,
            held.providers.get(one.id),
            held.provider_spans.get(one.id, ()),
            dependents.get(one.id, ()),
            alive_until,
            now,
        )
        for one in site.providers
    )
