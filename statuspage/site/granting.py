"""A site that comes by git is told by its machine what it may have: who may push owns the page alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import SecretStr

from statuspage.errors import Fault
from statuspage.fields import secrets_may_be_missing
from statuspage.model.machine import Machine, Program
from statuspage.site.faults import Place
from statuspage.site.rules import Table, list_of_tables, tables
from statuspage.site.words import meant, quoted

_NOTHING = Program(("/bin/false", "{dir}"), {})
"""Stands for a program that the machine does not name: at a desk and in CI, where none is run."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a machine grants. At a desk and in CI, where it has no machine.toml, all is granted."""

    machine: Machine

    @property
    def _trusts(self) -> bool:
        return not self.machine.there and secrets_may_be_missing()

    def document(self, written: Table, top: Place) -> tuple[dict[str, object], list[Fault]]:
        """The document with the machine's programs in the place of their names, and what is not granted."""
        faults = list(self.machine.faults)
        document = dict(written)
        components: dict[str, object] = {}
        for id_, table in tables(written.get("components")).items():
            place = top.at("components", id_, "checks")
            components[id_], wrong = self._listed(table, "checks", place)
            faults += wrong
        if components:
            written_ones = written["components"]
            document["components"] = {**written_ones, **components} if isinstance(written_ones, dict) else {}
        publish = written.get("publish")
        if isinstance(publish, dict):
            document["publish"], wrong = self._listed(publish, "targets", top.at("publish", "targets"))
            faults += wrong
        git = written.get("git")
        if isinstance(git, dict):
            faults += self._place_faults({"remote": git.get("remote")}, top.at("git"))
        for index, one in list_of_tables(written.get("notify")):
            faults += _address_faults(one, top.at("notify", index))
        return document, faults

    def _listed(self, table: Table, key: str, place: Place) -> tuple[dict[str, object], list[Fault]]:
        """A table, in whose list at a key the commands are resolved."""
        written, faults = table.get(key), list[Fault]()
        found: list[object] = list(written) if isinstance(written, list) else []
        for index, one in list_of_tables(written):
            faults += self._place_faults(one, place.at(index))
            if "command" in one:
                program, wrong = self._program(one, place.at(index))
                faults += wrong
                env = {name: SecretStr(value) for name, value in program.env.items()}
                found[index] = {**one, "command": list(program.run), "env": env}
        return {**table, key: found} if found else dict(table), faults

    def _program(self, table: Table, place: Place) -> tuple[Program, list[Fault]]:
        name, known = table["command"], self.machine.commands
        if isinstance(name, str) and name in known and "env" not in table:
            return known[name], []
        return _NOTHING, list(self._program_faults(name, table, place, known))

    def _program_faults(
        self, name: object, table: Table, place: Place, known: Mapping[str, Program]
    ) -> Iterator[Fault]:
        example = f'command = "{next(iter(known), "disk")}", with [commands.disk] in {self.machine.path}'
        if not isinstance(name, str):
            rule = "A site that comes by git names a command, and the machine says what that is."
            yield place.at("command").fault(rule, example)
        elif name not in known and not self._trusts:
            rule = f"{self.machine.path} has no command {quoted(name)}; {meant(name, known)}"
            yield place.at("command").fault(rule, example)
        if "env" in table:
            rule = f"What a command gets is said in {self.machine.path}, where the command is."
            yield place.at("env").fault(rule, "[commands.disk] has env")

    def _place_faults(self, table: Table, place: Place) -> Iterator[Fault]:
        if self._trusts:
            return
        folder, remote = table.get("folder"), table.get("remote")
        if isinstance(folder, str) and folder not in self.machine.folders:
            rule = f"{self.machine.path} does not let the site publish to this folder."
            yield place.at("folder").fault(rule, f"[places] folders = [{quoted(folder)}]")
        by_address = isinstance(remote, str) and ("/" in remote or ":" in remote)
        if isinstance(remote, str) and by_address and remote not in self.machine.remotes:
            rule = f"{self.machine.path} does not let the site use this repository."
            yield place.at("remote").fault(rule, f"[places] remotes = [{quoted(remote)}]")


def _address_faults(table: Table, place: Place) -> Iterator[Fault]:
    """Parameters of an apprise address may name files of the machine to read: a template, a key."""
    url = table.get("url")
    plain = not isinstance(url, str) or table.get("kind") == "webhook" or not set(url) & set("?&;")
    if not plain:
        rule = "In a site that comes by git the address has no parameters: put it whole into a variable."
        yield place.at("url").fault(rule, 'url = "${ON_CALL_URL}"')
