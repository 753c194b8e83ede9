"""What machines that watch read: in the open what the page says, with a token the rest."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from werkzeug.test import Client, TestResponse

from statuspage.decide.provider import question_of
from statuspage.model.provider import Kept, Reading
from statuspage.model.status import Status
from statuspage.model.text import text
from statuspage.sitefiles import open_site
from statuspage.store.writer import Batch, Writer
from statuspage.timeutil import utc_now
from statuspage.web.cache import PageCache
from statuspage.web.counts import Count
from statuspage.web.render import Renderer
from statuspage.web.source import Source
from statuspage.web.theme import Theme
from tests.web.made import POST, TOML, write_site, write_store

TOKEN = {"Authorization": "Bearer hush-hush"}
OPEN = {"Accept": "application/openmetrics-text"}
GOING = POST.partition("## 2026-11-20 10:40")[0]


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setenv("STATUS_TOKEN", "hush-hush")
    toml = f'{TOML}\n[web]\ntoken = "${{STATUS_TOKEN}}"\n'
    root = write_site(tmp_path, toml=toml, posts={"a.md": GOING, "b.md": "<<<<<<< HEAD\n"})
    write_store(root / ".statuspage", ["ok", "ok"])
    theme = Theme(root)
    return Client(PageCache(Source(root, root / ".statuspage", theme), Renderer(theme)))


def samples(answer: TestResponse) -> dict[tuple[str, ...], float]:
    """Each number by its name and the values of its labels, these by their names."""
    return {
        (one.name, *(value for _, value in sorted(one.labels.items()))): one.value
        for family in openmetrics(answer.text)  # type: ignore[no-untyped-call]
        for one in family.samples
    }


def test_the_open_part_says_what_the_page_says(page: Client) -> None:
    answer = page.get("/metrics", headers=OPEN)
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    assert answer.text.endswith("# EOF\n")
    found = samples(answer)
    assert found["statuspage_component_status", "mail", "degraded_performance"] == 1
    assert found["statuspage_component_status", "mail", "operational"] == 0
    assert found["statuspage_page_status", "degraded_performance"] == 1
    assert found["statuspage_check_outcome", "http", "mail", "ok"] == 1
    assert found["statuspage_check_last_duration_seconds", "http", "mail"] == pytest.approx(0.12)
    took = "statuspage_check_duration_seconds_bucket", "http", "mail"
    assert [found[*took, bound] for bound in ("0.1", "0.25", "+Inf")] == [0, 2, 2]
    assert found["statuspage_check_duration_seconds_sum", "http", "mail"] == pytest.approx(0.24)
    assert 0 <= found["statuspage_check_age_seconds", "http", "mail"] < 60
    assert found["statuspage_open_incidents", "minor"] == 1
    assert not [key for key in found if "monitor" in key[0] or "answers" in key[0]]
    assert "hidden-host" not in answer.text


def test_the_rest_needs_the_token(page: Client) -> None:
    page.get("/history/"), page.get("/history/")
    wrong = page.get("/metrics", headers={**OPEN, "Authorization": "Bearer other"})
    assert not [key for key in samples(wrong) if "monitor" in key[0]]
    found = samples(page.get("/metrics", headers=OPEN | TOKEN))
    assert 0 <= found[("statuspage_monitor_lag_seconds",)] < 60
    answers = {key[1]: value for key, value in found.items() if key[0] == "statuspage_page_answers_total"}
    assert answers["no"] >= 1
    assert answers["yes"] >= 1
    assert found[("statuspage_site_mistakes",)] == 1


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_promtool_has_nothing_to_complain_of(page: Client) -> None:
    text = page.get("/metrics", headers=TOKEN)
    assert text.headers["Content-Type"].startswith("text/plain; version=")
    done = subprocess.run(
        ["promtool", "check", "metrics"],
        input=text.text,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_health_says_in_the_open_no_more_than_the_page(page: Client) -> None:
    answer = page.get("/healthz")
    assert answer.headers["Content-Type"] == "application/health+json"
    body: Any = answer.get_json(force=True)
    assert (body["status"], body["notes"]) == ("warn", [])
    assert set(body) == {"status", "time", "notes"}


def test_health_tells_operators_what_is_wrong_where(page: Client) -> None:
    body: Any = page.get("/healthz", headers=TOKEN).get_json(force=True)
    checks = body["checks"]
    assert {part["status"] for parts in checks.values() for part in parts} == {"pass", "warn"}
    [mistakes] = checks["site:mistakes"]
    assert (mistakes["status"], mistakes["observedValue"]) == ("warn", 1)
    assert "b.md:1" in mistakes["output"]
    [silence] = checks["monitor:silence"]
    assert (silence["observedUnit"], silence["observedValue"] < 60) == ("s", True)


PROVIDERS = """
[providers.github]
use = "github"
match = ["Gti"]

[providers.slack]
use = "slack"
announce = true
"""


def test_operators_learn_which_providers_can_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUS_TOKEN", "hush-hush")
    root = write_site(tmp_path, toml=f'{TOML}{PROVIDERS}\n[web]\ntoken = "${{STATUS_TOKEN}}"\n', posts={})
    data, now = root / ".statuspage", utc_now()
    write_store(data, ["ok", "ok"])
    said = (
        Reading(Status.UNKNOWN, text("has nothing called {name}", name="Gti")),
        Reading(Status.OPERATIONAL, text("reports no trouble")),
    )
    declared = open_site(root).site.providers
    kept = {one.id: Kept(question_of(one), read, now) for one, read in zip(declared, said, strict=True)}
    writer = Writer(data)
    writer.write(Batch(now, providers=kept, publish=True))
    writer.close()
    theme = Theme(root)
    page = Client(PageCache(Source(root, data, theme), Renderer(theme)))
    page.get("/")
    in_the_open: Any = page.get("/healthz").get_json(force=True)
    assert (in_the_open["status"], "Gti" in str(in_the_open)) == ("warn", False)
    assert in_the_open["notes"] == ["Not every provider's status can be read: the monitor's log says why."]
    body: Any = page.get("/healthz", headers=TOKEN).get_json(force=True)
    assert body["checks"]["github:heard"][0]["output"] == "It has nothing called Gti"
    assert "slack:heard" not in body["checks"]
    found = samples(page.get("/metrics", headers=OPEN | TOKEN))
    assert found["statuspage_provider_heard", "github"] == 0
    assert found["statuspage_provider_heard", "slack"] == 1
    assert not [key for key in samples(page.get("/metrics", headers=OPEN)) if key[0].endswith("_heard")]


def test_a_preflight_and_a_head_are_answered_from_the_cache(page: Client) -> None:
    asked = page.options("/api/v2/summary.json")
    assert (asked.status_code, asked.data) == (204, b"")
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert asked.headers["Allow"] == "GET, HEAD, OPTIONS"
    head = page.head("/api/v2/components.json")
    assert (head.status_code, head.data, head.headers["Content-Type"]) == (200, b"", "application/json")
    assert "Access-Control-Allow-Origin" not in page.options("/").headers
    assert page.post("/api/v2/subscribers.json").status_code == 404


def test_a_count_never_goes_back_by_being_looked_at() -> None:
    count = Count()
    assert [count.value, count.value] == [0, 0]
    count.up()
    count.up()
    assert [count.value, count.value] == [2, 2]
