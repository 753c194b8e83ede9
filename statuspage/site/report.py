"""The faults of one file that people write in lines, collected as they are found."""

from statuspage.errors import Fault, Severity


class Report:
    """Collects faults, each with the file and the line that it is about. Lines count from 1.

    After ``most`` of them the report is ``full``: further ones are only counted.
    """

    def __init__(self, path: str, most: int = 100) -> None:
        self._path = path
        self._most = most
        self._found: list[tuple[int, Fault]] = []
        self._more = 0

    def error(self, line: int, rule: str, example: str) -> None:
        """Note what is wrong: one sentence, and what would be right."""
        self._add(line, Fault(f"{self._path}:{line}", rule, example))

    def warn(self, line: int, rule: str, example: str) -> None:
        """Note what is doubtful: it is read in one way, but may have been meant in another."""
        self._add(line, Fault(f"{self._path}:{line}", rule, example, Severity.WARNING))

    def _add(self, line: int, fault: Fault) -> None:
        if self.full:
            self._more += 1
        else:
            self._found.append((line, fault))

    def told(self, line: int) -> bool:
        """Whether anything was said of this line."""
        return any(number == line for number, _ in self._found)

    @property
    def full(self) -> bool:
        """Whether further faults are only counted, so that their sentences need not be made."""
        return len(self._found) >= self._most

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was found, in the order of the lines."""
        ordered = [fault for _, fault in sorted(self._found, key=lambda each: each[0])]
        if self._more:
            rule = f"There are {self._more} more faults in this file."
            ordered.append(Fault(f"{self._path}:1", rule, "mend the first ones and look again"))
        return tuple(ordered)

    def __bool__(self) -> bool:
        return bool(self._found) or self._more > 0
