"""Programs that others wrote to find holes, against a served page; each in an environment of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import serving_site
from tests.test_docs import TOP
from tests.web.made import write_site
from tests.web.test_githook import SECRET
from tests.web.test_other_programs import installed

pytestmark = [pytest.mark.world, pytest.mark.timeout(600)]

TOML = f"""
[site]
name = "Office"
url = "https://status.example.com"
[git]
every = "1h"
secret = "{SECRET}"
[web]
hsts = "180d"
[components.mail]
name = "Mail"
[[components.mail.checks]]
kind = "heartbeat"
token = "let me in"
"""
MODULES = "xss,permanentxss,crlf,csp,http_headers,cookieflags,csrf,file,exec,sql,redirect,methods,backup"
"""All that ask nobody but the page."""

ODD = (
    "/components/mail/spans.csv?a=b",
    "/heartbeat/mail?status=fail&message=x",
    "/healthz?a=b",
    "/?q=a",
    "/nowhere?a=b",
)


def test_wapiti_finds_nothing(tmp_path: Path) -> None:
    programs = installed(tmp_path / "wapiti", "wapiti3==3.2.3")
    report = tmp_path / "report.json"
    with serving_site(write_site(tmp_path / "site", toml=TOML), tmp_path / "log") as page:
        address = f"http://127.0.0.1:{page.port}"
        done = subprocess.run(
            [
                *(str(programs / "wapiti"), "--url", f"{address}/", "--scope", "domain", "--module", MODULES),
                *(part for one in ODD for part in ("--start", f"{address}{one}")),
                *(
                    "--max-scan-time",
                    "60",
                    "--max-attack-time",
                    "25",
                    "--depth",
                    "3",
                    "--max-links-per-page",
                    "40",
                ),
                *("--flush-session", "--store-session", str(tmp_path), "--store-config", str(tmp_path)),
                *("--no-bugreport", "--format", "json", "--output", str(report)),
            ],
            capture_output=True,
            text=True,
            timeout=550,
            check=False,
        )
        assert page.get("/")[0] == 200
        assert "Traceback" not in page.said()
    assert done.returncode == 0, done.stdout[-3000:]
    found = json.loads(report.read_text(encoding="utf-8"))
    assert found["infos"]["crawled_pages_nbr"] > 20
    told = {**found["vulnerabilities"], **found["anomalies"]}
    assert not {kind: [one["info"] for one in ones] for kind, ones in told.items() if ones}


def test_no_package_that_we_pin_has_a_known_hole(tmp_path: Path) -> None:
    asked = ["make", "--directory", str(TOP), "audit", f"VENV={tmp_path}", f"PYTHON={sys.executable}"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=550, check=False)
    if "could not be audited" in done.stderr or "Could not connect" in done.stderr:
        pytest.skip("the list of known holes can't be had here")
    if not (tmp_path / "audit.stamp").exists():
        pytest.skip("pip-audit can't be installed here")
    assert done.returncode == 0, done.stdout[-3000:]
