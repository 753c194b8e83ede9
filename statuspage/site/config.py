"""From the text of statuspage.toml to a Site, or to all that is wrong with it at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from statuspage.errors import Fault, Severity, SiteError
from statuspage.fields import only_names
from statuspage.model.look import Look
from statuspage.model.machine import DEFAULT, Machine
from statuspage.model.site import Component, Repository, Site
from statuspage.site.channels import read_channels
from statuspage.site.check_tables import CheckReader, Kinds
from statuspage.site.examples import example_line, keys_of
from statuspage.site.faults import ModelT, Place, read_table
from statuspage.site.feedschema import FeedsTable
from statuspage.site.gitschema import GitTable
from statuspage.site.granting import Grant
from statuspage.site.lookschema import LookTable
from statuspage.site.publishing import TARGETS, read_publishing
from statuspage.site.publishschema import WatchTable
from statuspage.site.rules import (
    Table,
    dependency_faults,
    former_faults,
    tables,
    timeout_faults,
)
from statuspage.site.schema import (
    TABLES,
    ComponentTable,
    MonitorTable,
    SiteTable,
)
from statuspage.site.syntax import parse_toml
from statuspage.site.upstreams import Upstreams, read_providers
from statuspage.site.values import default_site_id, is_id
from statuspage.site.webschema import WebTable
from statuspage.site.words import meant, quoted, spell_key

_SECTIONS = {
    "site": "[site]",
    "look": "[look]",
    "monitor": "[monitor]",
    "git": "[git]",
    "feeds": "[feeds]",
    "web": "[web]",
    "notify": "[[notify]]",
    "publish": "[publish]",
    "watch": "[watch]",
    "providers": "[providers.aws-s3]",
    "components": "[components.portal]",
}
_RESERVED = {
    "page": "page is taken, since /badges/page.svg is the whole page's badge.",
    "providers": "providers is taken, since their badges are at /badges/providers/.",
}
_NO_MACHINE = Machine(DEFAULT)


@dataclass(frozen=True, slots=True)
class ConfigRead:
    """What a configuration says: a site without posts (None when any fault is an error), and all faults."""

    site: Site | None
    faults: tuple[Fault, ...]


def read_config(
    text: str,
    *,
    name: str = "statuspage.toml",
    kinds: Kinds,
    upstreams: Upstreams | None = None,
    machine: Machine = _NO_MACHINE,
    followed: bool = False,
) -> ConfigRead:
    """Read a configuration. Pure, but for what options of kinds read from the environment.

    ``kinds`` maps each check kind to the model of its own options, ``name`` is what faults call the
    file, ``upstreams`` are the formats and the catalogue of providers (None: neither). A site that
    comes by git, by its ``[git]`` or since it is ``followed``, has only what the ``machine`` grants.
    Never raises.
    """
    try:
        document = parse_toml(text, name=name, examples=_lines(kinds))
    except SiteError as error:
        return ConfigRead(None, error.faults)
    reader = _Reader(Place(name), kinds, upstreams or Upstreams())
    if followed or "git" in document:
        document, reader.faults = Grant(machine).document(document, reader.top)
        with only_names(machine.names, machine.path):
            site = reader.site(document)
    else:
        site = reader.site(document)
    failed = any(fault.severity is Severity.ERROR for fault in reader.faults)
    return ConfigRead(None if failed else site, tuple(reader.faults))


def _lines(kinds: Kinds) -> dict[str, str]:
    """A right line for each key of any table; where tables share a key, the outermost one's."""
    models = [*kinds.values(), *reversed(TABLES)]
    lines = {key: example_line(model, [key]) for model in models for key in keys_of(model)}
    return lines | {"[[publish]]": TARGETS}


def _repository(table: GitTable) -> Repository:
    return Repository(
        remote=table.remote,
        branch=table.branch,
        every=table.every,
        timeout=table.timeout,
        push=table.push,
        secret=table.secret.get_secret_value() if table.secret else None,
        history_url=table.history_url,
    )


Read = TypeVar("Read")


class _Reader:
    """Reads one document, gathering faults on the way. A part with a fault is None and left out."""

    def __init__(self, top: Place, kinds: Kinds, upstreams: Upstreams) -> None:
        self.top, self.kinds, self.upstreams = top, kinds, upstreams
        self.faults: list[Fault] = []

    def site(self, document: Table) -> Site | None:
        self.faults += [self._section_fault(key) for key in document if key not in _SECTIONS]
        monitor_written = document.get("monitor", {})
        about = self._table(SiteTable, document.get("site", {}), self.top.at("site"))
        monitor = self._table(MonitorTable, monitor_written, self.top.at("monitor"))
        feeds = self._table(FeedsTable, document.get("feeds", {}), self.top.at("feeds"))
        web = self._table(WebTable, document.get("web", {}), self.top.at("web"))
        look = self._table(LookTable, document.get("look", {}), self.top.at("look"))
        git = self._table(GitTable, document["git"], self.top.at("git")) if "git" in document else None
        defaults = monitor_written if isinstance(monitor_written, dict) else {}
        self.faults += timeout_faults(defaults, {}, self.top.at("monitor"))
        upstream = document.get("providers", {})
        providers = self._kept(read_providers(upstream, self.top.at("providers"), self.upstreams))
        named = tables(document.get("components"))
        components = self._components(document.get("components", {}), defaults, monitor or MonitorTable())
        self.faults += dependency_faults(named, tables(upstream), self.top.at("components"))
        channels = self._kept(read_channels(document.get("notify", []), self.top.at("notify"), named))
        publishing = self._kept(
            read_publishing(document.get("publish"), self.top.at("publish"), git.branch if git else None)
        )
        watch = self._table(WatchTable, document.get("watch", {}), self.top.at("watch"))
        if about is None or monitor is None:
            return None
        return Site(
            name=about.name,
            url=about.url,
            id=about.id or default_site_id(about.url),
            zone=about.time_zone,
            language=about.language,
            region=monitor.region,
            keep_results=monitor.keep_results,
            reference=tuple(monitor.reference),
            git=_repository(git) if git is not None else None,
            look=look.value() if look else Look(),
            noindex=about.noindex,
            automatic=feeds is None or feeds.automatic,
            hsts=web.hsts if web else None,
            token=web.token.get_secret_value() if web and web.token else None,
            components=components,
            providers=providers,
            channels=channels,
            hub=feeds.hub if feeds else None,
            mail_list=about.mail_list,
            publishing=publishing,
            ping=watch.ping.get_secret_value() if watch and watch.ping else None,
        )

    def _kept(self, read: tuple[Read, Iterable[Fault]]) -> Read:
        """What was read, its faults put with the others."""
        value, faults = read
        self.faults += faults
        return value

    def _table(self, model: type[ModelT], table: object, place: Place) -> ModelT | None:
        value, faults = read_table(model, table, place)
        self.faults += faults
        return value

    def _section_fault(self, key: str) -> Fault:
        rule = f"{spell_key(key)} is not a known section; {meant(key, _SECTIONS)}"
        return self.top.at(key).fault(rule, _SECTIONS["components"])

    def _components(self, written: object, defaults: Table, monitor: MonitorTable) -> tuple[Component, ...]:
        place = self.top.at("components")
        if not isinstance(written, dict):
            self.faults.append(place.fault("Each component is a table of its own.", _SECTIONS["components"]))
            return ()
        reader = CheckReader(self.kinds, defaults, monitor)
        read = [self._component(id_, table, reader) for id_, table in written.items()]
        known = tables(written)
        self.faults += former_faults(
            {id_: (table, place.at(id_)) for id_, table in known.items()}, "component"
        )
        return tuple(component for component in read if component is not None)

    def _component(self, id_: str, written: object, reader: CheckReader) -> Component | None:
        place = self.top.at("components", id_)
        if not is_id(id_) or id_ in _RESERVED:
            rule = _RESERVED.get(id_, f"{quoted(id_)} is not an id: 1 to 64 of a-z, 0-9 and hyphen.")
            self.faults.append(place.fault(rule, _SECTIONS["components"]))
        table = self._table(ComponentTable, written, place)
        checks, faults = reader.checks(id_, written, place.at("checks"))
        self.faults += faults
        if table is None:
            return None
        return Component(
            id=id_,
            name=table.name,
            group=table.group,
            description=table.description,
            depends_on=table.depends_on,
            was=tuple(table.was),
            checks=checks,
        )
