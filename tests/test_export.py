"""Building again: what did not change is not made again, and comes out the same as if it were."""

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from statuspage.build import build
from statuspage.placing import MANIFEST, digest
from statuspage.timeutil import utc_now
from tests.web.made import POST, write_site, write_store

OTHER = POST.replace("2026-11-20", "2026-10-20").replace("Mail is", "Much is")
WORK = """---
title: New disks
kind: maintenance
components: [mail]
starts: 2030-11-20 10:00 UTC
ends: 2030-11-20 11:00 UTC
---
## 2026-11-20 10:05 UTC — Scheduled
Mail is away for a minute.
"""
OPEN = POST.split("## 2026-11-20 10:40")[0].replace("Mail is arriving late", "Still late")
NOW = utc_now()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = write_site(tmp_path / "site", posts={"late.md": POST, "much.md": OTHER, "open.md": OPEN})
    (root / "incidents/disks.md").write_text(WORK)
    write_store(root / ".statuspage", ["ok", "ok"], NOW)
    return root


def built(site: Path, out: Path, seconds: float = 0, *, compress: bool = False) -> dict[str, bytes]:
    build(
        *(site, site / ".statuspage", out),
        now=NOW + timedelta(seconds=seconds),
        valid_for=timedelta(hours=1),
        compress=compress,
    )
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def manifest(out: Path) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((out / MANIFEST).read_text())
    return found


def _title(site: Path) -> None:
    (site / "incidents/late.md").write_text(POST.replace("Mail is arriving", "Mail was arriving"))


def _reopened(site: Path) -> None:
    (site / "incidents/much.md").write_text(OTHER.split("## 2026-10-20 10:40")[0])


def _renamed(site: Path) -> None:
    text = (site / "statuspage.toml").read_text()
    (site / "statuspage.toml").write_text(text.replace('"Virtual Office"', '"Real Office"'))


def _component(site: Path) -> None:
    text = (site / "statuspage.toml").read_text()
    (site / "statuspage.toml").write_text(text.replace('name = "Mail"', 'name = "Post"'))


def _removed(site: Path) -> None:
    (site / "incidents/much.md").unlink()


def _moved(site: Path) -> None:
    (site / "incidents/disks.md").write_text(WORK.replace("11:00", "12:00"))


def _template(site: Path) -> None:
    (site / "templates").mkdir()
    (site / "templates/incident.html").write_text("{{ post.post.title }} at {{ snapshot.generated_at }}")


def _style(site: Path) -> None:
    (site / "static/css").mkdir(parents=True)
    (site / "static/css/site.css").write_text("body { color: red }")


@pytest.mark.parametrize(
    "change", [None, _title, _reopened, _renamed, _component, _removed, _moved, _template, _style]
)
def test_building_over_an_earlier_page_gives_what_a_new_build_gives(
    site: Path, tmp_path: Path, change: object
) -> None:
    built(site, tmp_path / "out")
    if callable(change):
        change(site)
    again = built(site, tmp_path / "out", 30)
    assert again == built(site, tmp_path / "new", 30)
    if change is _template:
        assert built(site, tmp_path / "out", 60) == built(site, tmp_path / "newer", 60)


def test_a_page_of_the_past_is_not_made_again_unless_its_file_was_changed(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = built(site, out)
    made_of = manifest(out)["made_of"]
    assert {"incidents/late/index.html", "history/2026-10/index.html", "maintenance.ics"} <= made_of.keys()
    assert {"incidents/open/updates.rss", "api/openapi.json", "history.atom"} <= made_of.keys()
    assert "incidents/open/index.html" not in made_of
    (out / "incidents/late/index.html").write_text("broken by a disk")
    assert built(site, out)["incidents/late/index.html"] == first["incidents/late/index.html"]


def test_the_manifest_has_the_hash_of_every_file(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    files = {name: body for name, body in built(site, out).items() if name != MANIFEST}
    assert manifest(out)["files"] == {name: digest(body) for name, body in files.items()}


def test_the_list_of_an_older_version_is_read(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    files = built(site, out)
    (out / "gone.html").write_text("of an older version")
    (out / MANIFEST).write_text(json.dumps({"by": "statuspage", "files": [*files, "gone.html"]}))
    assert built(site, out) == files


def test_compressed_copies_stand_beside_texts_and_go_when_not_wanted(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    plain = built(site, out)
    files = built(site, out, compress=True)
    copies = [name for name in files if name.endswith(".gz")]
    assert {"index.html.gz", "static/page.css.gz", "history.rss.gz"} <= set(copies)
    assert [name for name in copies if gzip.decompress(files[name]) != files[name[:-3]]] == []
    assert built(site, out, compress=True) == files
    assert built(site, out) == plain


@pytest.mark.world
def test_with_the_brotli_package_there_are_copies_of_its_kind(site: Path, tmp_path: Path) -> None:
    package, out = tmp_path / "package", tmp_path / "out"
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--target", str(package), "brotli==1.2.0")
    subprocess.run(pip, check=True, timeout=200, capture_output=True)
    env = {**os.environ, "PYTHONPATH": str(package)}
    build_it = (sys.executable, "-m", "statuspage", "build", str(site), "--compress", "--out", str(out))
    subprocess.run(build_it, env=env, check=True, timeout=60, capture_output=True)
    unpack = "import brotli, sys; sys.stdout.buffer.write(brotli.decompress(open(sys.argv[1], 'rb').read()))"
    copies = {path.relative_to(out).as_posix(): path for path in out.rglob("*.br")}
    assert {"index.html.br", "static/page.css.br", "history.rss.br"} <= copies.keys()
    for name in ("index.html", "history.rss"):
        told = subprocess.run(
            (sys.executable, "-c", unpack, str(copies[f"{name}.br"])),
            env=env,
            check=True,
            timeout=60,
            capture_output=True,
        )
        assert told.stdout == (out / name).read_bytes()
    assert [name for name in manifest(out)["files"] if name.endswith(".br")] == sorted(copies)


def test_no_page_asks_another_host_for_anything(site: Path, tmp_path: Path) -> None:
    asked = re.compile(
        rb'<(?:script|img|iframe|link rel="(?:stylesheet|icon)")[^>]*(?:src|href)="(?:https?:)?//'
    )
    files = built(site, tmp_path / "out")
    assert [name for name, body in files.items() if name.endswith(".html") and asked.search(body)] == []


@pytest.mark.browser
def test_from_a_disk_every_link_leads_to_a_page(site: Path, tmp_path: Path, chromium: Browser) -> None:
    out = tmp_path / "out"
    built(site, out)
    page = chromium.new_page()
    page.goto((out / "index.html").as_uri())
    page.get_by_role("link", name="Still late").first.click()
    assert page.url.endswith("incidents/open/index.html")
    assert "Still late" in page.title()
    page.close()
