"""Old addresses of posts, and those of maintenance that comes again, on the page and in its export."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage.export import export
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.model.status import Status
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.web.made import POST, write_site

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
NIGHTLY = """---
title: Backups
kind: maintenance
starts: 2026-11-20 02:00
ends: 2026-11-20 04:00
recurs: FREQ=DAILY
components: [desk]
---
## 2026-11-19 09:00 — Scheduled
Mail is slow meanwhile.
"""
LATER = """---
title: Backups an hour later
kind: maintenance
starts: 2026-11-25 03:00
ends: 2026-11-25 05:00
replaces: backup-2026-11-25
---
## 2026-11-19 09:00 — Scheduled
Once only.
"""


def snapshot_of(root: Path, posts: dict[str, str], now: datetime = NOW) -> Snapshot:
    loaded = open_site(write_site(root, posts=posts))
    assert loaded.faults == ()
    return take(loaded.site, Measurements(), now, timedelta(minutes=1))


def render(root: Path, snapshot: Snapshot, path: str) -> str:
    return Renderer(Theme(root)).render(snapshot, path).body.decode()


def test_an_old_address_leads_to_the_post_on_any_host(tmp_path: Path) -> None:
    text = POST.replace("components:", "aliases: [mail-slow, /incidents/mail-7/]\ncomponents:")
    snapshot = snapshot_of(tmp_path, {"mail-late.md": text})
    renderer, out = Renderer(Theme(tmp_path)), tmp_path / "out"
    assert {"/incidents/mail-late/", "/incidents/mail-slow/", "/incidents/mail-7/"} <= set(
        renderer.paths(snapshot)
    )
    export(snapshot, renderer, out)
    html = (out / "incidents" / "mail-slow" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://status.example.com/incidents/mail-late/">' in html
    assert '<meta http-equiv="refresh" content="0; url=../mail-late/">' in html
    [there] = re.findall(r'<a href="([^"]+)"', html)
    assert (out / "incidents" / "mail-slow" / there / "index.html").is_file()


def test_a_post_comes_before_an_alias_of_its_name(tmp_path: Path) -> None:
    other = POST.replace("Mail is arriving late", "Files").replace("components:", "aliases: [a]\ncomponents:")
    loaded = open_site(write_site(tmp_path, posts={"a.md": POST, "b.md": other}))
    assert len(loaded.faults) == 1
    snapshot = take(loaded.site, Measurements(), NOW, timedelta(minutes=1))
    assert "<h1>Mail is arriving late</h1>" in render(tmp_path, snapshot, "/incidents/a/")


def test_the_page_names_the_next_occurrence_and_the_api_all(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, {"backup.md": NIGHTLY, "later.md": LATER})
    assert render(tmp_path, snapshot, "/").count('href="incidents/backup-2026-11-24/"') == 1
    assert "backup-2026-11-26" not in render(tmp_path, snapshot, "/")
    assert "backup-2026-11-26" not in render(tmp_path, snapshot, "/history.atom")
    given = json.loads(render(tmp_path, snapshot, "/api/v1/snapshot.json"))
    ids = [one["id"] for one in given["maintenances"]]
    assert len(ids) == len(set(ids)) == 4 + 91 - 1
    assert {"backup-2026-11-26", "later"} <= set(ids)


def test_the_addresses_of_what_recurs_and_of_what_was_replaced_lead_on(tmp_path: Path) -> None:
    snapshot = snapshot_of(tmp_path, {"backup.md": NIGHTLY, "later.md": LATER})
    assert "url=../backup-2026-11-24/" in render(tmp_path, snapshot, "/incidents/backup/")
    assert "url=../later/" in render(tmp_path, snapshot, "/incidents/backup-2026-11-25/")
    assert "Mail is slow meanwhile." in render(tmp_path, snapshot, "/incidents/backup-2026-11-21/")


def test_an_occurrence_colours_its_components_in_its_window(tmp_path: Path) -> None:
    for hour, status in ((1, Status.OPERATIONAL), (3, Status.UNDER_MAINTENANCE), (4, Status.OPERATIONAL)):
        now = datetime(2026, 12, 1, hour, tzinfo=UTC)
        [desk] = [
            one for one in snapshot_of(tmp_path, {"backup.md": NIGHTLY}, now).components if one.id == "desk"
        ]
        assert desk.status is status
