"""What the real monitor makes of real services: no false alarm, no missed outage, no unearned green."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage.monitor import Monitor
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from statuspage.store.reader import Reader
from statuspage.timeutil import utc_now
from tests.processes import until
from tests.servers import closed_port, pages, response, says, serving
from tests.web.made import write_site

TOML = """
[site]
name = "Virtual Office"
url = "https://status.example.com"

[monitor]
every = "1s"
timeout = "1s"
window = 6
{monitor}

[components.mail]
name = "Mail"
[[components.mail.checks]]
kind = "http"
url = "{url}"
"""


class Script:
    """A service that answers by a list of statuses, then by its last for ever."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.asked = 0

    def answer(self, _path: str, _heard: bytes) -> bytes:
        self.asked += 1
        status = self.answers[min(self.asked, len(self.answers)) - 1]
        return response(status=f"{status} Said")


@contextmanager
def monitoring(root: Path) -> Iterator[Callable[[], list[str]]]:
    """Run a monitor; gives a function that tells the component's statuses so far, in order."""
    folder, stop = root / ".statuspage", threading.Event()
    thread = threading.Thread(target=Monitor(root, folder).run, args=(stop,))
    thread.start()
    reader = Reader(folder)

    def history() -> list[str]:
        now = utc_now()
        held = reader.measurements(now - timedelta(days=1))
        shown = take(open_site(root).site, held, now, timedelta(minutes=1)).components[0]
        return [span.status.value for span in shown.spans]

    try:
        yield history
    finally:
        stop.set()
        thread.join(10)
        reader.close()
        assert not thread.is_alive()


def site_of(root: Path, url: str, monitor: str = "") -> Path:
    return write_site(root, toml=TOML.format(url=url, monitor=monitor), posts={})


def test_one_single_bad_answer_is_never_coloured(tmp_path: Path) -> None:
    script = Script(200, 200, 500, 200, 200, 200)
    with serving(pages(script.answer)) as server, monitoring(site_of(tmp_path, server.url)) as history:
        until(lambda: script.asked >= 6, 15)
        assert history() == ["operational"]


def test_an_outage_and_its_recovery_are_seen_once_each(tmp_path: Path) -> None:
    script = Script(200, 500, 500, 500, 200, 200, 200)
    with serving(pages(script.answer)) as server, monitoring(site_of(tmp_path, server.url)) as history:
        until(lambda: history() == ["operational", "major_outage", "operational"], 15)
        until(lambda: script.asked >= 9, 15)
        assert history() == ["operational", "major_outage", "operational"]


def test_alternating_answers_are_unstable_and_never_down(tmp_path: Path) -> None:
    script = Script(*[200, 500] * 20)
    with serving(pages(script.answer)) as server, monitoring(site_of(tmp_path, server.url)) as history:
        until(lambda: "degraded_performance" in history(), 20)
        assert "major_outage" not in history()


def test_down_killed_and_restarted_is_never_green_in_between(tmp_path: Path) -> None:
    script = Script(200, 500)
    with serving(pages(script.answer)) as server:
        root = site_of(tmp_path, server.url, "recover_after = 3")
        with monitoring(root) as history:
            until(lambda: history()[-1:] == ["major_outage"], 15)
        script.answers, script.asked = [200], 0
        with monitoring(root) as history:
            seen = [history()[-1]]

            def green() -> bool:
                seen.append(history()[-1])
                return seen[-1] == "operational"

            until(green, 15)
            assert script.asked >= 3
        assert set(seen[:-1]) <= {"major_outage", "unknown"}


def test_while_our_own_network_is_gone_nothing_is_down_but_unknown(tmp_path: Path) -> None:
    script = Script(200)
    with serving(pages(script.answer)) as server:
        root = site_of(tmp_path, server.url, f'reference = ["tcp://127.0.0.1:{closed_port()}"]')
        with monitoring(root) as history:
            until(lambda: history()[-1:] == ["operational"], 15)
            script.answers = [500]
            until(lambda: history()[-1:] == ["unknown"], 15)
            reader = Reader(root / ".statuspage")
            assert reader.heart().offline_since is not None
            script.answers = [200]
            until(lambda: history()[-1:] == ["operational"], 15)
            assert history() == ["operational", "unknown", "operational"]
            reader.close()


def test_with_a_reference_that_answers_an_outage_counts(tmp_path: Path) -> None:
    script = Script(200, 500)
    with (
        serving(pages(script.answer)) as server,
        serving(says(b"", listens=False)) as reference,
        monitoring(site_of(tmp_path, server.url, f'reference = ["tcp://{reference.address}"]')) as history,
    ):
        until(lambda: history() == ["operational", "major_outage"], 15)


@pytest.mark.parametrize("broken", ["", "[site"])
def test_a_monitor_goes_on_while_its_configuration_is_broken(tmp_path: Path, broken: str) -> None:
    script = Script(200)
    with serving(pages(script.answer)) as server:
        root = site_of(tmp_path, server.url)
        with monitoring(root) as history:
            until(lambda: history() == ["operational"], 15)
            good = (root / "statuspage.toml").read_text(encoding="utf-8")
            (root / "statuspage.toml").write_text(broken, encoding="utf-8")
            asked = script.asked
            until(lambda: script.asked > asked + 3, 15)
            (root / "statuspage.toml").write_text(good, encoding="utf-8")
            assert history() == ["operational"]


def test_a_restart_keeps_since_when_our_own_network_is_gone(tmp_path: Path) -> None:
    script = Script(200, 500)
    with serving(pages(script.answer)) as server:
        root = site_of(tmp_path, server.url, f'reference = ["tcp://127.0.0.1:{closed_port()}"]')
        reader = Reader(root / ".statuspage")
        with monitoring(root):
            until(lambda: reader.heart().offline_since is not None, 15)
        before = reader.heart()
        script.answers = [200]  # nothing but the store tells the next monitor
        with monitoring(root):
            until(lambda: reader.heart().revision >= before.revision + 3, 15)
            assert reader.heart().offline_since == before.offline_since
        reader.close()


def test_an_answer_to_the_settings_of_before_does_not_count(tmp_path: Path) -> None:
    release, asked = threading.Event(), list[str]()

    def answer(path: str, _heard: bytes) -> bytes:
        asked.append(path)
        if path == "/old":
            release.wait(20)
            return response(status="500 Broken")
        return response()

    slow = 'confirm_every = "1s"\nfail_after = 1'
    with serving(pages(answer)) as server:
        text = TOML.replace('"1s"', '"30s"').format(url="{url}", monitor=slow)
        write_site(tmp_path, toml=text.replace("{url}", f"{server.url}/old"), posts={})
        with monitoring(tmp_path) as history:
            until(lambda: "/old" in asked, 15)
            second = f'[[components.mail.checks]]\nkind = "http"\nname = "b"\nurl = "{server.url}/b"\n'
            write_site(tmp_path, toml=text.replace("{url}", f"{server.url}/new") + second, posts={})
            until(lambda: "/b" in asked, 15)
            assert "/new" not in asked
            release.set()
            until(lambda: history()[-1:] == ["operational"] and "/new" in asked, 15)
            assert "major_outage" not in history()
            assert "partial_outage" not in history()
