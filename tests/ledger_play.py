"""The real ledger on the real store, played beside the model of history."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from statuspage.decide.measured import measure
from statuspage.ledger import Ledger
from statuspage.model.result import CheckKey, Result
from statuspage.model.site import Check, Site
from statuspage.model.span import Span
from statuspage.model.status import Status
from statuspage.sitefiles import renamed
from statuspage.store.reader import Reader
from statuspage.store.writer import Batch, Writer
from tests.ledger_model import BEGIN, END, Line, Model
from tests.make import T0, at, check, component, result, site

Step = tuple[Any, ...]


def seconds(instant: datetime) -> int:
    return round((instant - T0).total_seconds())


def answer(when: int, said: str, key: CheckKey) -> Result:
    """A result; ``blind`` is an error of our own network, and what ends with ``!`` is certain."""
    outcome = "error" if said == "blind" else said.rstrip("!")
    one = result(when, outcome, key)
    return replace(one, answer=replace(one.answer, certain=said.endswith("!"), blind=said == "blind"))


class Real:
    """The real ledger on the real store."""

    def __init__(self, folder: Path, checks: dict[str, Check], now: int) -> None:
        self.folder, self.checks, self.reader = folder, checks, Reader(folder)
        self.gone: set[str] = set()
        self.start(now)

    def site(self) -> Site:
        """The site; without any check the component is not measured, and another one is."""
        there = [one for name, one in self.checks.items() if name not in self.gone]
        return site(component(checks=there), component("files", checks=[check("files", "z")]))

    def adopt(self, now: int) -> None:
        checks, components = renamed(self.site())
        self.writer.rename(checks, components)
        self.ledger.rename(checks, components)
        self.ledger.adopt(self.site(), at(now))

    def start(self, now: int) -> None:
        self.writer = Writer(self.folder)
        held = self.reader.measurements(at(-100))
        unread = self.reader.results_after(held.states)
        self.ledger = Ledger(held, at(now), unread)
        self.adopt(now)

    def settle(self, now: int, publish: bool) -> bool:
        """Decide and write; whether all of it was published."""
        self.ledger.settle(at(now))
        batch = self.ledger.batch(Batch(at(now), publish=publish or self.ledger.visible))
        self.writer.write(batch)
        self.ledger.written(batch)
        return batch.publish

    def spans(self) -> tuple[Span, ...]:
        return self.reader.measurements(at(-100)).spans.get("mail", ())

    def history(self, now: int) -> list[Status]:
        """The state of each second before ``now``; spans follow on each other without a gap."""
        spans = self.spans()
        if not spans:
            return [Status.UNKNOWN] * now
        for one, following in pairwise(spans):
            assert one.end == following.start
            assert one.start < following.start
        assert spans[-1].end is None
        assert spans[-1].start <= at(now)
        found = [Status.UNKNOWN] * seconds(spans[0].start)
        for one in spans:
            found += [one.status] * ((seconds(one.end) if one.end else now) - seconds(one.start))
        return found

    def now(self, now: int) -> Status:
        return measure(self.site().components[0], self.reader.measurements(at(now)).states, at(now)).status

    def close(self) -> None:
        self.writer.close()


class Play:
    """Both, side by side, through the same steps."""

    def __init__(self, real: Real, model: Model) -> None:
        self.real, self.model, self.now = real, model, BEGIN
        self.began = dict.fromkeys(model.lines, BEGIN)
        self.names = 0

    def step(self, what: str, gap: int, *rest: Any) -> None:
        self.now += gap
        getattr(self, what)(*rest)
        if self.real.settle(self.now, gap % 2 == 0):
            self.model.published()
        self.model.settle(self.now)

    def answers(self, given: list[tuple[str, int, str]]) -> None:
        for name, ago, said in given:
            line = self.model.lines.get(name)
            asked = max(self.began.get(name, 0), self.now - ago)
            if line is None or not line.asked or asked <= (line.last or 0):
                continue
            if line.settings.grace is not None:
                said = "ok!" if said.startswith("ok") else "down!"
            self.real.ledger.absorb(answer(asked, said, line.settings.key))
            self.model.hear(name, asked, said)

    def restart(self) -> None:
        self.real.close()
        self.real.start(self.now)
        self.began = dict.fromkeys(self.began, self.now)
        self.model.begin_again(self.now)

    def change(self, name: str, given: dict[str, Any]) -> None:
        self._adopt(name, name in self.real.gone, given)

    def remove(self, name: str) -> None:
        self._adopt(name, True)

    def put_back(self, name: str) -> None:
        self._adopt(name, False)

    def rename(self, name: str) -> None:
        self.names += 1
        if name in self.model.lines:
            key = self.model.lines[name].settings.key
            named = {"key": key._replace(name=f"{name}{self.names}"), "was": (key.name,)}
            self._adopt(name, name in self.real.gone, named)

    def _adopt(self, name: str, gone: bool, given: dict[str, Any] | None = None) -> None:
        if name not in self.model.lines:
            return
        line, asked = self.model.lines[name], self.model.lines[name].asked
        self.real.checks[name] = replace(line.settings, **given or {})
        (self.real.gone.add if gone else self.real.gone.discard)(name)
        self.real.adopt(self.now)
        self.model.change(name, self.real.checks[name], self.now, gone)
        if not asked:
            self.began[name] = self.now

    def back(self, seconds: int) -> None:
        if self.now < seconds:
            return
        self.now -= seconds
        self.began = dict.fromkeys(self.began, self.now)
        self.real.settle(self.now, True)
        self.model.set_back(self.now)


@contextmanager
def played(checks: dict[str, Check]) -> Iterator[Play]:
    """Both at their beginning."""
    with tempfile.TemporaryDirectory() as folder:
        real = Real(Path(folder), dict(checks), BEGIN)
        try:
            yield Play(real, Model({name: Line(one) for name, one in checks.items()}))
        finally:
            real.close()
            real.reader.close()


def play(checks: dict[str, Check], steps: list[Step]) -> None:
    """Go through the steps; after each the histories must be the same."""
    with played(checks) as both:
        for step in steps:
            if both.now + step[1] > END - 200:
                return
            both.step(*step)
            got, wanted = both.real.history(both.now), both.model.history(both.now)
            assert got == wanted, (both.now, step, brief(got), brief(wanted))
        both.real.settle(both.now, True)
        assert both.real.now(both.now) is both.model.history(both.now + 1)[both.now]


def brief(states: list[Status]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for i, one in enumerate(states):
        if not found or found[-1][1] != one.value:
            found.append((i, one.value))
    return found
