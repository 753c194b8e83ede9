"""From the tables of a component's checks to checks: keys that all have, and their kind's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from statuspage.errors import Fault
from statuspage.model.result import CheckKey
from statuspage.model.site import Check
from statuspage.model.status import Outcome, Status
from statuspage.site.examples import keys_of
from statuspage.site.faults import Place, read_table, unknown_key
from statuspage.site.rules import Table, check_name_faults, list_of_tables, timeout_faults
from statuspage.site.schema import CheckTable, MonitorTable, Rhythm, SeverityTable
from statuspage.site.words import meant, quoted

Kinds = Mapping[str, type[BaseModel]]


@dataclass(frozen=True, slots=True)
class CheckReader:
    """Reads checks. ``monitor`` gives what a check does not say; ``defaults`` is it as it was written."""

    kinds: Kinds
    defaults: Table
    monitor: MonitorTable

    def checks(self, component: str, written: object, place: Place) -> tuple[tuple[Check, ...], list[Fault]]:
        """The checks of a component's table that have no fault, and all faults."""
        tables = written.get("checks") if isinstance(written, dict) else None
        checks, faults = [], []
        for index, table in list_of_tables(tables):
            check, wrong = self._check(component, table, place.at(index))
            faults += wrong
            if check is not None:
                checks.append(check)
        return tuple(checks), faults + check_name_faults(tables, place)

    def _check(self, component: str, written: Table, place: Place) -> tuple[Check | None, list[Fault]]:
        common = {key: value for key, value in written.items() if key in keys_of(CheckTable)}
        own = {key: value for key, value in written.items() if key not in common}
        table, faults = read_table(CheckTable, common, place)
        options, wrong = self._options(written.get("kind"), own, place)
        faults += wrong
        if not self._is_called(written.get("kind")):
            faults += timeout_faults(written, self.defaults, place)
        if table is None or options is None:
            return None, faults
        return _made(component, table, options, self.monitor), faults

    def _options(self, kind: object, own: Table, place: Place) -> tuple[BaseModel | None, list[Fault]]:
        """A check's own options, by its kind's model."""
        if not isinstance(kind, str):
            return None, []  # a fault of the common keys
        model = self.kinds.get(kind)
        if model is None:
            return None, [self._kind_fault(kind, place.at("kind"))]
        known = {key: value for key, value in own.items() if key in keys_of(model)}
        options, faults = read_table(model, known, place)
        faults += [unknown_key([model, CheckTable], key, place.at(key)) for key in own if key not in known]
        return options, faults

    def _is_called(self, kind: object) -> bool:
        """Whether a check of this kind is called rather than asked, so that it has no use for a timeout."""
        model = self.kinds.get(kind) if isinstance(kind, str) else None
        return model is not None and "grace" in keys_of(model)

    def _kind_fault(self, kind: str, place: Place) -> Fault:
        example = f'kind = "{next(iter(self.kinds), "http")}"'
        return place.fault(f"{quoted(kind)} is not a kind of check; {meant(kind, self.kinds)}", example)


def _made(component: str, table: CheckTable, options: BaseModel, monitor: MonitorTable) -> Check:
    """A check; what its table does not say of its rhythm is the monitor's."""
    said = {key: table if key in table.model_fields_set else monitor for key in Rhythm.model_fields}
    rhythm = {key: getattr(source, key) for key, source in said.items()}
    rhythm["confirm_every"] = min(rhythm["confirm_every"], rhythm["every"])
    return Check(
        key=CheckKey(component, table.name or table.kind, monitor.region),
        kind=table.kind,
        options=options,
        severity=_severity(table.severity),
        was=tuple(table.was),
        paused=table.paused,
        reference=table.reference,
        grace=getattr(options, "grace", None),
        **rhythm,
    )


def _severity(table: SeverityTable) -> dict[Outcome, Status]:
    return {
        Outcome.OK: Status.OPERATIONAL,
        Outcome.SLOW: Status(table.slow),
        Outcome.WRONG: Status(table.wrong),
        Outcome.DOWN: Status(table.down),
    }
