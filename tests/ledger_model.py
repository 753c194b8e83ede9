"""A slow model of a component's history: what each check says, second by second."""

from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from statuspage.model.site import Check
from statuspage.model.status import Outcome, Status

BAD = ("ok", "slow", "wrong", "down")
RANK = list(Status)
BEGIN, END = 4_000, 9_000


@dataclass
class Line:
    """One check: what it heard, what that adds up to, and what it said each second."""

    settings: Check
    outcome: str | None = None
    window: list[bool] = field(default_factory=list)
    run: list[tuple[int, str]] = field(default_factory=list)
    spells: list[int] = field(default_factory=list)
    count: int = 0
    last: int | None = None
    unstable: bool = False
    since: int = 0
    resumed: int | None = None
    restless: int = 0
    blind: int | None = None
    sure: str | None = None
    kept: bool = True
    absent: bool = False
    listening: int = 0
    gone: bool = False
    said: list[Status | None] = field(default_factory=lambda: [None] * END)

    @property
    def fresh_until(self) -> int:
        one = self.settings
        margin = min(max(one.every.total_seconds() / 4, 2), 60)
        assert self.last is not None
        grace = one.grace.total_seconds() if one.grace else 0
        return int(self.last + grace + one.every.total_seconds() + one.timeout.total_seconds() + margin)

    @property
    def asked(self) -> bool:
        return not self.gone and not self.settings.paused

    def word(self, now: int) -> Status | None:
        if self.last is None or now >= self.fresh_until or self.last > now + 5:
            return None
        if not self.asked or self.blind is not None or self.outcome is None:
            return None
        return Status.DEGRADED_PERFORMANCE if self.unstable else self.settings.severity[Outcome(self.outcome)]

    def word_began(self, now: int) -> int:
        """When its present word began, as far as its answers tell; 0: nobody knows."""
        if self.word(now) is not None:
            return max(self.restless if self.unstable else self.since, self.resumed or 0)
        if not self.asked:
            return 0
        ends = [one for one in (self.last and self.fresh_until, self.blind) if one]
        return min(ends) if ends and min(ends) <= now else 0

    def paint(self, start: int, word: Status | None) -> None:
        self.said[start:] = [word] * (END - start)

    def age(self, now: int, floor: int) -> None:
        """What it says ends exactly with its freshness."""
        if self.last is not None and self.fresh_until <= now and self.said[now] is not None:
            self.paint(max(self.fresh_until, floor), None)

    def unseen(self) -> None:
        """Nothing is confirmed across a time that nobody saw."""
        self.run, self.window, self.unstable = [], [], False

    def miss(self, since: int, until: int) -> None:
        """Nobody could hear a call in this time: one that may have come then is not missed."""
        if self.settings.grace is None or self.last is None:
            return
        grace, every = int(self.settings.grace.total_seconds()), int(self.settings.every.total_seconds())
        heard = max(self.last, self.listening)
        expected = range(self.last + every, until + grace + 1, every)
        unheard = any(call - grace <= until and since <= call + grace for call in expected)
        if unheard or until - since >= every or heard + every + grace <= until:
            self.listening = until
        else:
            self.listening = heard + max(until - since, 0)

    def late(self, now: int) -> int | None:
        """Since when a call is missing, where that is to be noted."""
        grace, every = self.settings.grace, int(self.settings.every.total_seconds())
        if grace is None or self.last is None or not self.asked:
            return None
        if self.absent:
            return now if now >= self.last + every else None
        due = max(self.last, self.listening) + every + int(grace.total_seconds())
        return due if due <= now else None

    def hear(self, when: int, said: str, moment: int, floor: int) -> None:
        """One more answer; its own news is dated by the answers that make it. With ``!`` it is certain."""
        self.age(moment, floor)
        outcome, certain = said.rstrip("!"), said.endswith("!")
        if outcome == "blind" and self.blind is None:
            self.blind = when
            self.paint(max(when, floor), None)
        if outcome in ("error", "blind"):
            return
        news: int | None = None
        if self.last is None or when > self.fresh_until or self.blind is not None:
            self.unseen()
            self.blind = None
            if self.outcome == "ok" and outcome != "ok":
                self.outcome = None
            self.resumed = news = when
        undone = outcome == "ok" and self.sure is not None and self.sure == self.outcome
        self.last, self.sure, self.kept, self.absent = when, outcome if certain else None, False, False
        self.run.append((when, outcome))
        self.count += 1
        trouble = RANK.index(self.settings.severity[Outcome(outcome)]) >= RANK.index(
            Status.DEGRADED_PERFORMANCE
        )
        self.window = [*self.window, trouble][-self.settings.window :]
        turned = self.turn(certain or undone)
        if turned is not None:
            news = turned
        unstable = self.outcome == "ok" and self.comes_and_goes()
        if unstable and not self.unstable:
            self.restless = news = when
        self.unstable = unstable
        word = self.word(moment)
        if news is not None and word is not None:
            self.paint(max(news, floor), word)
        elif word is not self.said[moment]:
            self.paint(moment, word)

    def turn(self, certain: bool) -> int | None:
        """The date of the change that the answers confirm by now."""
        now_bad, latest = BAD.index(self.outcome or "ok"), BAD.index(self.run[-1][1])
        change: tuple[int, int] | None = None
        worse, better = self.run[-self.settings.fail_after :], self.run[-self.settings.recover_after :]
        sure = certain and self.run[-1][1] != self.outcome and (latest == 0 or latest > now_bad)
        if sure or (self.outcome is None and latest == 0):
            change = latest, self.run[-1][0]
        elif len(worse) == self.settings.fail_after and min(BAD.index(o) for _, o in worse) > now_bad:
            change = min(BAD.index(o) for _, o in worse), worse[0][0]
        elif self.outcome is not None and len(better) == self.settings.recover_after:
            harshest = max(BAD.index(o) for _, o in better)
            change = (harshest, better[0][0]) if harshest < now_bad else None
        if change is None:
            return None
        if now_bad == 0 and change[0] > 0:
            self.spells = [*self.spells, self.count][-3:]
        self.outcome, self.window, self.since = BAD[change[0]], [], change[1]
        return change[1]

    def comes_and_goes(self) -> bool:
        size = self.settings.window
        full = len(self.window) == size and sum(self.window) >= self.settings.error_rate * size
        return full or (len(self.spells) == 3 and self.count - self.spells[0] <= 2 * size)


@dataclass
class Model:
    """A component: the lines of its checks, one over the other."""

    lines: dict[str, Line]
    floor: int = 0
    settled: int = BEGIN
    attended: int = BEGIN

    def hear(self, name: str, when: int, outcome: str) -> None:
        self.settled = moment = max(when, self.settled)
        self.age(moment)
        self.lines[name].hear(when, outcome, moment, self.floor)

    def age(self, now: int) -> None:
        for line in self.lines.values():
            line.age(now, self.floor)

    def miss(self, now: int) -> None:
        """No call could be heard since the last look."""
        for line in self.lines.values():
            line.miss(self.attended, now)

    def settle(self, now: int) -> None:
        """What is late is noted, what is too old falls silent."""
        if abs(now - self.attended) > 30:
            self.miss(now)
        self.attended = now
        for name, line in self.lines.items():
            due = line.late(now)
            if due is not None:
                self.hear(name, due, "down!")
                line.absent = True
        self.age(now)
        self.settled = now

    def change(self, name: str, one: Check, now: int, gone: bool) -> None:
        """Other settings, another name, or no such check for a while: that says nothing of the past."""
        self.age(now)
        self.settled = now
        line = self.lines[name]
        if (line.settings, line.gone) != (one, gone):
            line.listening = now
        line.settings, line.gone = one, gone
        if not line.asked:
            line.unseen()
        if line.word(now) is not line.said[now]:
            line.paint(now, line.word(now))

    def published(self) -> None:
        """All that the answers add up to is kept for the next process."""
        for line in self.lines.values():
            line.kept = True

    def begin_again(self, now: int) -> None:
        """A new process: a silence was not seen, and nothing is changed before it.

        Without a silence: nothing before the last change, since who said what is not known.
        """
        dead = self.settled + 60
        for line in self.lines.values():
            line.listening, line.sure = 0, line.sure if line.kept else None
        self.miss(now)
        self.attended = now
        if dead < now:
            self.age(dead)
            for line in self.lines.values():
                line.unseen()
                line.paint(dead, None)
                line.paint(now, line.word(now))
            self.floor = now
        else:
            told = self.history(self.settled + 1)
            changed = next((i + 1 for i in range(self.settled - 1, -1, -1) if told[i] is not told[-1]), 0)
            began = [line.word_began(self.settled) for line in self.lines.values()]
            self.floor = max(changed, *began) if any(one is not Status.UNKNOWN for one in told) else 0
        self.age(now)
        self.settled = now

    def set_back(self, now: int) -> None:
        for line in self.lines.values():
            if line.last is not None and line.last > now + 5:
                line.unseen()
                line.last = line.resumed = line.blind = line.sure = None
                line.absent = False
                line.outcome = None if line.outcome == "ok" else line.outcome
                line.count, line.spells = 0, []
            line.since, line.listening = min(line.since, now), now
            line.paint(now, line.word(now))
        self.settled = self.attended = self.floor = now

    def history(self, now: int) -> list[Status]:
        """The state of each second before ``now``."""
        return [
            together(*said)
            for said in islice(zip(*(line.said for line in self.lines.values()), strict=True), now)
        ]


@cache
def together(*said: Status | None) -> Status:
    """The worst of those that say anything; major only if all."""
    heard = sorted((one for one in said if one), key=RANK.index)
    if not heard:
        return Status.UNKNOWN
    if heard[-1] is Status.MAJOR_OUTAGE and heard[0] is not heard[-1]:
        return Status.PARTIAL_OUTAGE
    return heard[-1]
