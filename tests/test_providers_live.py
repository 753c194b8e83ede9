"""The monitor and a provider: from its page to what ours says, through the store and a restart."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from statuspage.lint import Findings, lint
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.model.status import Status, Verdict
from statuspage.monitor import Monitor
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.faults import StoreLocked
from statuspage.store.reader import Reader
from statuspage.timeutil import utc_now
from tests.processes import until
from tests.providers.made import statuspage, statuspage_component, statuspage_post
from tests.servers import pages, response, serving
from tests.web.made import write_site

TOML = """
[site]
name = "Virtual Office"
url = "https://status.example.com"

[providers.storage]
name = "Example Storage"
format = "statuspage"
url = "{provider}"
match = ["Files"]

[components.backups]
name = "Backups"
depends_on = ["provider:storage"]
[[components.backups.checks]]
kind = "http"
url = "{service}"
every = "1s"
timeout = "1s"
fail_after = 1

[components.mail]
name = "Mail"
"""
ADVISORY = """---
title: Storage fails
kind: advisory
provider: storage
verdict: not_affected
---
We do not use it.
"""


class World:
    """A provider and a service of ours, each well or not; ``answers``: whether the provider's page does."""

    def __init__(self) -> None:
        self.provider_is_well = self.service_is_well = self.answers = True

    def page(self, _: str, __: bytes) -> bytes:
        if not self.answers:
            return response(b"", "503 Busy")
        files = statuspage_component("Files", "operational" if self.provider_is_well else "partial_outage")
        posts = [] if self.provider_is_well else [statuspage_post("Errors", "identified", "major", files)]
        indicator = "none" if self.provider_is_well else "major"
        return response(json.dumps(statuspage(indicator, [files], posts)).encode())

    def service(self, _: str, __: bytes) -> bytes:
        return response(status="200 OK" if self.service_is_well else "500 Ouch")


@contextmanager
def monitoring(root: Path) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=Monitor(root, root / ".statuspage").run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def measured(root: Path) -> Measurements:
    """What the store holds; on a busy machine it may be locked for a moment while it is set up."""

    def look() -> Measurements | None:
        reader = Reader(root / ".statuspage")
        try:
            return reader.measurements(utc_now() - timedelta(days=1))
        except StoreLocked:
            return None
        finally:
            reader.close()

    return until(look, 10, what="the store")


def seen(root: Path) -> Snapshot:
    return take(open_site(root).site, measured(root), utc_now(), timedelta(minutes=1))


def denied(root: Path) -> list[str]:
    """What lint says against advisories, once it could look at the store."""

    def look() -> Findings | None:
        found = lint(root, root / ".statuspage")
        return None if found.skipped else found

    faults = until(look, 10, what="the store").faults
    return [fault.rule for fault in faults if fault.rule.startswith("It says not_affected")]


def status_of(root: Path) -> Status:
    return seen(root).providers[0].status


@contextmanager
def world(root: Path) -> Iterator[World]:
    one = World()
    with serving(pages(one.page)) as provider, serving(pages(one.service)) as service:
        toml = TOML.format(provider=provider.url, service=service.url)
        write_site(root, toml=toml, posts={})
        yield one


def test_within_5_s_of_a_start_the_page_says_how_the_provider_is(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.provider_is_well = False
        began = time.monotonic()
        with monitoring(tmp_path):
            until(lambda: status_of(tmp_path) is Status.PARTIAL_OUTAGE, 5)
            assert time.monotonic() - began < 5
            until(lambda: seen(tmp_path).components[0].seen is Status.OPERATIONAL, 10)
            rows = {row.component: row for row in seen(tmp_path).verdicts}
            assert rows["backups"].verdict is Verdict.AT_RISK
            assert str(rows["backups"].evidence).startswith("our checks of Backups pass, last ")
            assert rows["mail"].verdict is Verdict.NOT_AFFECTED
            here.service_is_well = False
            until(lambda: seen(tmp_path).verdicts[0].verdict is Verdict.AFFECTED, 10)
        (event,) = seen(tmp_path).providers[0].events
        assert (event.title, event.components) == ("Errors", ("Files",))


def test_what_was_read_is_known_at_once_after_a_restart_though_the_page_is_gone(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        here.provider_is_well = False
        with monitoring(tmp_path):
            until(lambda: status_of(tmp_path) is Status.PARTIAL_OUTAGE, 10)
        before = seen(tmp_path).providers[0]
        here.answers = False
        with monitoring(tmp_path):
            until(lambda: _failing(tmp_path), 10)
            after = seen(tmp_path).providers[0]
        assert (after.status, after.since, after.checked_at) == (
            before.status,
            before.since,
            before.checked_at,
        )
        assert after.events == before.events
        here.answers = here.provider_is_well = True
        with monitoring(tmp_path):
            until(lambda: status_of(tmp_path) is Status.OPERATIONAL, 10)
            assert not _failing(tmp_path)
        spans = seen(tmp_path).providers[0].spans
        assert [span.status for span in spans][:2] == [Status.PARTIAL_OUTAGE, Status.OPERATIONAL]


def _failing(root: Path) -> bool:
    return measured(root).providers["storage"].failing_since is not None


def test_lint_warns_where_a_post_denies_what_checks_see(tmp_path: Path) -> None:
    post = tmp_path / "incidents" / "a.md"
    with world(tmp_path) as here:
        here.service_is_well = False
        post.write_text(ADVISORY, encoding="utf-8")
        with monitoring(tmp_path):
            until(lambda: seen(tmp_path).components[0].seen is Status.MAJOR_OUTAGE, 10)
            (row, other) = seen(tmp_path).verdicts
            assert (row.verdict, row.by, other.by) == (Verdict.NOT_AFFECTED, "a", "a")
            (rule,) = denied(tmp_path)
            assert rule.startswith(
                "It says not_affected, but Backups, which depends on storage, is down since "
            )
            post.write_text(ADVISORY.replace("kind:", "components: [mail]\nkind:"), encoding="utf-8")
            assert denied(tmp_path) == []
