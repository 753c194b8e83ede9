"""From the tables ``[[notify]]`` to channels."""

from collections.abc import Collection, Iterator

from statuspage.errors import Fault
from statuspage.model.notice import Channel
from statuspage.site.examples import spell
from statuspage.site.faults import Place, read_table
from statuspage.site.notifyschema import NotifyTable
from statuspage.site.words import meant, quoted


def read_channels(
    written: object, place: Place, components: Collection[str]
) -> tuple[tuple[Channel, ...], list[Fault]]:
    """The channels that have no fault, and all faults. ``components`` are the ids that there are."""
    if not isinstance(written, list):
        return (), [place.fault("Each way to notify is a table of its own.", "[[notify]]")]
    channels: dict[str, Channel] = {}
    faults: list[Fault] = []
    for index, each in enumerate(written):
        table, wrong = read_table(NotifyTable, each, place.at(index))
        faults += wrong
        if table is not None:
            faults += _faults(table, place.at(index), components)
            if table.called in channels:
                rule = f"Two of [[notify]] are named {quoted(table.called)}: give each a name of its own."
                example = f"name = {spell(f'{table.called}-{index + 1}')}"
                faults.append(place.at(index, "name").fault(rule, example))
            channels[table.called] = table.channel()
    return tuple(channels.values()), faults


def _faults(table: NotifyTable, place: Place, components: Collection[str]) -> Iterator[Fault]:
    """What does not go together in a table."""
    hook = table.kind == "webhook"
    if table.secret is not None and not hook:
        yield place.at("secret").fault("Only a webhook is signed.", 'kind = "webhook"')
    url = table.url.get_secret_value()
    if hook and url != "none" and not url.lower().startswith(("http://", "https://")):
        rule = "A webhook's address begins with https:// or http://."
        yield place.at("url").fault(rule, 'url = "${HOOK_URL}"')
    if table.events and table.what == "updates":
        yield place.at("events").fault("Updates are no events: all are sent.", 'what = "events"')
    for index, id_ in enumerate(table.components):
        if id_ not in components:
            rule = f"There is no component {quoted(id_)}; {meant(id_, components)}"
            yield place.at("components", index).fault(rule, f"components = {spell(list(components)[:1])}")
