"""Checks of kind prometheus: values against limits, and all that is no value."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import ValidationError

from statuspage.checks.prometheus import PrometheusOptions, ask
from statuspage.model.result import Answer
from statuspage.model.status import Outcome
from tests.processes import free_port, until
from tests.servers import End, closed_port, pages, response, says, serving

LONG = timedelta(seconds=10)
NOW = 1795428300.781


def options(url: str = "http://127.0.0.1:9090", **others: Any) -> PrometheusOptions:
    return PrometheusOptions.model_validate({"url": url, "query": "up", "expect": {"below": 0.05}, **others})


def vector(*values: str) -> dict[str, Any]:
    """Data as a Prometheus gives it for an instant vector."""
    series = [
        {"metric": {"instance": f"db{number}:9100"}, "value": [NOW, value]}
        for number, value in enumerate(values)
    ]
    return {"resultType": "vector", "result": series}


def asked(data: Any, others: dict[str, Any] | None = None, **document: Any) -> Answer:
    """What is made of an answer with this data."""
    said = json.dumps({"status": "success", "data": data, **document}).encode()
    with serving(pages(lambda *_: response(said, content_type="application/json"))) as server:
        return ask(options(server.url, **(others or {})), LONG)


@pytest.mark.parametrize(
    ("values", "outcome", "reason"),
    [
        (["0.01"], Outcome.OK, "measured 0.01"),
        (["0.12"], Outcome.DOWN, "measured 0.12, expected below 0.05"),
        (["+Inf"], Outcome.DOWN, "measured infinite, expected below 0.05"),
        (["0.03"], Outcome.SLOW, "measured 0.03, slow if above 0.02"),
        (["0.001", "0.01", "0.004"], Outcome.OK, "measured 0.01, the worst of 3 values"),
        (["0.06", "0.01", "0.12"], Outcome.DOWN, "measured 0.12, expected below 0.05 (2 of 3 values)"),
        (["0.01", "0.04"], Outcome.SLOW, "measured 0.04, slow if above 0.02 (1 of 2 values)"),
        (["NaN"], Outcome.ERROR, "the measurement is not a number"),
        (["0.01", "NaN"], Outcome.ERROR, "the measurement is not a number"),
        (["NaN", "0.12"], Outcome.DOWN, "measured 0.12, expected below 0.05 (1 of 2 values)"),
        ([], Outcome.ERROR, "there is no measurement"),
    ],
)
def test_the_worst_value_decides(values: list[str], outcome: Outcome, reason: str) -> None:
    answer = asked(vector(*values), others={"slow": {"above": 0.02}})
    assert (answer.outcome, str(answer.reason)) == (outcome, reason)
    assert "db" not in str(answer.reason)
    assert ("instance=db0:9100" in answer.detail) == bool(values)
    assert answer.phases.connect is not None


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ({"resultType": "scalar", "result": [NOW, "0.12"]}, "0.12"),
        ({"resultType": "string", "result": [NOW, "0.12"]}, "0.12"),
        (
            {
                "resultType": "matrix",
                "result": [{"metric": {"job": "api"}, "values": [[NOW - 15, "0.9"], [NOW, "0.12"]]}],
            },
            "0.12 (job=api)",
        ),
        ({"resultType": "vector", "result": [{"metric": {}, "value": [NOW, "0.12"]}]}, "0.12"),
    ],
    ids=["scalar", "string", "matrix", "no labels"],
)
def test_each_type_of_result_has_its_value(data: Any, value: str) -> None:
    answer = asked(data)
    assert (answer.outcome, str(answer.reason)) == (Outcome.DOWN, "measured 0.12, expected below 0.05")
    assert answer.detail == value


def test_of_many_series_some_are_named() -> None:
    answer = asked(vector(*["0.01"] * 7), warnings=["one store did not answer"])
    assert answer.detail.count("instance=") == 5
    assert answer.detail.endswith("; 2 more; warns: ['one store did not answer']")


def test_what_a_value_out_of_range_means_can_be_chosen() -> None:
    assert asked(vector("1"), others={"outcome": "wrong"}).outcome is Outcome.WRONG
    assert asked(vector("1"), others={"outcome": "slow"}).outcome is Outcome.SLOW


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"resultType": "vector", "result": None},
        {"resultType": "vector", "result": [{"metric": {}, "histogram": [NOW, {}]}]},
        {"resultType": "vector", "result": [{"metric": {}}]},
        {"resultType": "vector", "result": ["0.01"]},
        {"resultType": "vector", "result": [{"metric": {}, "value": [NOW, 0.01]}]},
        {"resultType": "vector", "result": [{"metric": {}, "value": [NOW]}]},
        {"resultType": "matrix", "result": [{"metric": {}, "values": []}]},
        {"resultType": "scalar", "result": [NOW, "a lot"]},
        {"resultType": "streams", "result": []},
        {"resultType": 5, "result": []},
    ],
)
def test_an_answer_without_a_value_is_an_error(data: Any) -> None:
    answer = asked(data)
    assert answer.outcome is Outcome.ERROR
    assert str(answer.reason) in {"could not be measured", "the measurement is not a number"}
    assert answer.detail


def test_a_refused_query_is_an_error() -> None:
    said = b'{"status": "error", "errorType": "bad_data", "error": "parse error at char 4"}'
    with serving(says(response(said, "400 Bad Request"))) as server:
        answer = ask(options(server.url), LONG)
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be measured")
    assert answer.detail == "status 400; bad_data: parse error at char 4"


@pytest.mark.parametrize(
    ("behave", "detail"),
    [
        (says(response(b"<html>", "401 Unauthorized")), "status 401; not JSON: JSONDecodeError"),
        (says(response(b"[" * 100_000)), "status 200; not JSON: RecursionError"),
        (says(response(b"[]")), "status 200; not the answer of a Prometheus"),
        (says(response(b"1" * 1_100_000)), "status 200; the answer is longer than 1000000 bytes"),
        (
            says(response(b"{}", content_length="9")),
            "the server breaks off in the middle of its answer; cut off: ",
        ),
        (says(end=End.HOLD), "the server does not answer within 500 ms; timeout: "),
    ],
    ids=["login", "deep", "another", "long", "cut off", "silence"],
)
def test_trouble_of_the_prometheus_says_nothing_of_the_service(behave: Any, detail: str) -> None:
    with serving(behave) as server:
        answer = ask(options(server.url), timedelta(milliseconds=500))
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be measured")
    assert answer.detail.startswith(detail)


def test_a_prometheus_that_is_gone_says_nothing_of_the_service() -> None:
    answer = ask(options(f"http://127.0.0.1:{closed_port()}"), LONG)
    assert (answer.outcome, str(answer.reason)) == (Outcome.ERROR, "could not be measured")
    assert answer.detail.startswith("the server refuses connections; refused: ")


def test_it_is_asked_as_the_api_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIMIR_TOKEN", "4711")
    monkeypatch.setenv("MIMIR_TENANT", "office")
    query = 'sum(rate(errors_total{job="a b",code=~"5.."}[5m])) > 0'
    said = json.dumps({"status": "success", "data": vector("0")}).encode()
    with serving(pages(lambda *_: response(said))) as server:
        made = options(
            f"{server.url}/prometheus/",
            query=query,
            headers={"X-Scope-OrgID": "${MIMIR_TENANT}"},
            auth={"bearer": "${MIMIR_TOKEN}"},
        )
        assert ask(made, LONG).outcome is Outcome.OK
    first, *rest = server.asked[0].decode().split("\r\n")
    method, target, _ = first.split(" ")
    assert (method, urlsplit(target).path) == ("GET", "/prometheus/api/v1/query")
    assert parse_qs(urlsplit(target).query) == {"query": [query]}
    assert "Authorization: Bearer 4711" in rest
    assert "X-Scope-OrgID: office" in rest
    assert "4711" not in repr(made)


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "prometheus.example.com"},
        {"url": "http://prometheus.example.com/?x=1"},
        {"url": "http://prometheus.example.com/#graph"},
        {"url": "http://me:secret@prometheus.example.com/"},
        {"url": "http://prometheus.example.com/a b"},
        {"query": ""},
        {"query": "x" * 9000},
        {"expect": {}},
        {"expect": {"under": 5}},
        {"expect": 5},
        {"slow": {"above": 2, "below": 1}},
        {"outcome": "ok"},
        {"outcome": "error"},
        {"headers": {"Bad Name": "x"}},
        {"step": "1m"},
    ],
)
def test_wrong_options_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        options(**wrong)


def test_a_limit_is_required() -> None:
    with pytest.raises(ValidationError):
        PrometheusOptions.model_validate({"url": "http://127.0.0.1:9090", "query": "up"})


@pytest.mark.world
def test_a_real_prometheus_is_understood(tmp_path: Path) -> None:
    program = shutil.which("prometheus")
    if program is None:
        pytest.skip("no prometheus on this machine")
    (tmp_path / "prometheus.yml").write_text("global:\n  scrape_interval: 1s\n")
    port = free_port()
    command = [
        program,
        f"--config.file={tmp_path}/prometheus.yml",
        f"--storage.tsdb.path={tmp_path}/data",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    url = f"http://127.0.0.1:{port}"

    def reason(query: str, **others: Any) -> str:
        return str(ask(options(url, query=query, **others), LONG).reason)

    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        until(lambda: reason("vector(0.01)") == "measured 0.01", 60, "the first answer")
        assert reason("scalar(vector(0.12))") == "measured 0.12, expected below 0.05"
        assert reason("vector(0.12)[5m:1m]") == "measured 0.12, expected below 0.05"
        assert reason('"0.12"') == "measured 0.12, expected below 0.05"
        assert reason("vector(0)/0") == "the measurement is not a number"
        assert reason("vector(1)/0") == "measured infinite, expected below 0.05"
        assert reason("no_such_metric") == "there is no measurement"
        assert "bad_data" in ask(options(url, query="sum("), LONG).detail
    finally:
        process.kill()
        process.wait()
