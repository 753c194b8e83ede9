"""From the table ``[publish]`` to what is published where."""

from collections.abc import Iterator

from statuspage.errors import Fault
from statuspage.model.publish import Publishing, Target, Way
from statuspage.site.examples import spell
from statuspage.site.faults import Place, read_table
from statuspage.site.publishschema import PublishTable, TargetTable
from statuspage.site.words import quoted

TARGETS = "[[publish.targets]]"


def read_publishing(
    written: object, place: Place, followed: str | None
) -> tuple[Publishing | None, list[Fault]]:
    """What is published where, and all faults; None where there is no such table or it can't be read.

    ``followed`` is the branch that the site's posts come from (``[git]``), if they do.
    """
    if written is None:
        return None, []
    if isinstance(written, list):
        rule = "[publish] is one table; each place in it is a table of its own."
        return None, [place.fault(rule, TARGETS)]
    table, faults = read_table(PublishTable, written, place)
    if table is None:
        return None, faults
    targets: dict[str, Target] = {}
    for index, each in enumerate(table.targets):
        here = place.at("targets", index)
        one, wrong = read_table(TargetTable, each, here)
        wrong = [*wrong, *(_faults(one, here, followed) if one is not None else ())]
        if one is not None and one.called in targets:
            rule = f"Two of {TARGETS} are named {quoted(one.called)}: give each a name of its own."
            wrong.append(here.at("name").fault(rule, f"name = {spell(f'{one.called}-{index + 1}')}"))
        faults += wrong
        if one is not None and not wrong:
            targets[one.called] = one.target()
    return Publishing(table.every, tuple(targets.values()), table.compress), faults


def _faults(table: TargetTable, place: Place, followed: str | None) -> Iterator[Fault]:
    """What does not go together in a target."""
    if len(table.ways) != 1:
        yield place.fault("A target has one of folder, branch and command.", 'folder = "/srv/www/status"')
    if table.env and Way.COMMAND not in table.ways:
        yield place.at("env").fault(
            "Only a command has variables.", 'command = "rclone sync {dir} cdn:status"'
        )
    if table.branch is not None and table.branch == followed and table.remote == "origin":
        rule = f"The site itself is in {quoted(table.branch)}, and publishing would replace it."
        yield place.at("branch").fault(rule, 'branch = "gh-pages"')
