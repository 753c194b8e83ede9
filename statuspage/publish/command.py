"""Publishing by a program of the site's own, such as rclone or rsync."""

from pathlib import Path

from statuspage.fields import hidden
from statuspage.git.command import plain
from statuspage.model.publish import Target
from statuspage.publish.notpublished import NotPublished
from statuspage.run import Ended, Ran, run
from statuspage.timeutil import format_duration

_MOST = 300


def by_command(built: Path, target: Target, root: Path) -> None:
    """Run the target's program, in the site's folder, under its time limit. Raises NotPublished."""
    words = [word.replace("{dir}", str(built)) for word in target.command]
    ran = run(words, timeout=target.timeout, env=target.env, cwd=root.resolve())
    if ran.code != 0:
        raise NotPublished(_why(ran, target))


def _why(ran: Ran, target: Target) -> str:
    program = target.command[0]
    if ran.ended is Ended.UNSTARTED:
        return ran.why
    if ran.ended is Ended.TIMEOUT:
        return f"{program} took longer than {format_duration(target.timeout)} and was ended."
    if ran.ended is Ended.FLOOD:
        return f"{program} printed without end."
    lines = (ran.err or ran.out).decode("utf-8", "replace").split("\n")
    told = next((line.strip() for line in reversed(lines) if line.strip()), "")
    told = plain(hidden(told, target.env.values()), _MOST)
    return f"{program} failed with code {ran.code}: {told}".rstrip(": ")
