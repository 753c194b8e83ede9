"""Posts read from text, for the tests of the post reader."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from statuspage.errors import Severity
from statuspage.model.post import Post
from statuspage.site.posts import Context, Read, Source, read_post

CONTEXT = Context(
    zone=ZoneInfo("Europe/London"),
    components={"mail": "E-mail", "files": "Files, shared", "portal": "Customer portal"},
    providers={"aws-s3": "Amazon S3"},
)
CAME = datetime(2026, 11, 23, 10, 6, tzinfo=UTC)
PATH = "incidents/2026-11-23-mail-late.md"
HEAD = "---\ntitle: Mail is late\n---\n"


def utc(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant in November 2026."""
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def read(text: str, *, path: str = PATH, changed: datetime | None = None) -> Read:
    """Read a post that came at 10:06 on 23 November 2026."""
    return read_post(Source(path, text, CAME, changed), CONTEXT)


def shown(found: Read) -> Post:
    """The post, which must be there."""
    assert found.post is not None, found.faults
    return found.post


def right(text: str, *, path: str = PATH, changed: datetime | None = None) -> Post:
    """The post of a text with no fault at all."""
    found = read(text, path=path, changed=changed)
    assert found.faults == ()
    return shown(found)


def wrong(text: str, *faults: tuple[int, str], changed: datetime | None = None) -> Post:
    """The post that is shown of a text with just these faults: each a line and words of its sentence."""
    found = read(text, changed=changed)
    lines = [int(fault.place.rpartition(":")[2]) for fault in found.faults]
    assert lines == [line for line, _ in faults], found.faults
    for fault, (_, words) in zip(found.faults, faults, strict=True):
        assert words in fault.rule
        assert fault.place.startswith(f"{PATH}:")
        assert fault.example
    return shown(found)


def warns(found: Read) -> list[bool]:
    """Of each fault, whether it is a warning only."""
    return [fault.severity is Severity.WARNING for fault in found.faults]
