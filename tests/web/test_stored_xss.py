"""Whatever people, services and providers write: nothing of it runs, and nothing of it steers a terminal."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route

from statuspage.model.snapshot import Snapshot
from statuspage.web.document import Document
from statuspage.web.render import NOT_FOUND, Renderer
from statuspage.web.theme import Theme
from tests.web.hostile import hostile_snapshots
from tests.web.judge import dangers, in_html

SHOWN = {
    "/", "/embed/", "/history/", "/providers/aws/", "/maintenance.ics", "/history.rss", "/updates.json",
    "/badges/mail.svg", "/api/v2/summary.json", "/incidents/2026-11-20-outage/",
}  # fmt: skip
"""Where the attacks are seen, as words."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Renderer, list[Snapshot]]:
    root = tmp_path_factory.mktemp("hostile")
    snapshots = list(hostile_snapshots(root))
    return Renderer(Theme(root)), snapshots


def written(hostile: tuple[Renderer, list[Snapshot]]) -> Iterator[tuple[str, Document]]:
    """Every document that has words of the site's in it."""
    renderer, snapshots = hostile
    for snapshot in snapshots:
        for path in (*renderer.paths(snapshot), NOT_FOUND):
            if not path.startswith("/static/") and not path.endswith(".png"):
                yield path, renderer.render(snapshot, path)


def test_nothing_that_anybody_wrote_would_run(hostile: tuple[Renderer, list[Snapshot]]) -> None:
    kinds, marked = set(), set()
    for path, document in written(hostile):
        assert not (found := dangers(document)), (path, found[:5])
        kinds.add(document.content_type.partition(";")[0])
        marked |= {path} if b"pwn" in document.body else set()
    assert len(kinds) >= 8
    assert marked >= SHOWN


@pytest.mark.parametrize("bad", [
    "<script>pwn()</script>", "<a href=' jav&#10;ascript:pwn()'>", "<img src=x onerror=pwn()>", "<iframe>",
    "<a href=data:text/html,x>", "<b style='x'>",
])  # fmt: skip
def test_the_judge_knows_what_runs(bad: str) -> None:
    assert in_html(f"<p>{bad}</p>")


PROBE = """
window.ran = [];
window.pwn = (...said) => window.ran.push("called " + said);
document.addEventListener("securitypolicyviolation", (one) => window.ran.push(
  `refused ${one.violatedDirective} ${one.blockedURI} ${one.sample}`));
"""
LEFT = """() => [...document.querySelectorAll("*")].flatMap((one) => [
  ...[...one.attributes].map((each) => each.name).filter((each) => each.startsWith("on")),
  ...(/^(javascript|data|vbscript):$/.test(one.protocol || "") ? [one.href] : []),
])"""


@pytest.mark.browser
@pytest.mark.parametrize("careless", [False, True], ids=["with our policy", "without it"])
def test_a_real_browser_runs_nothing_of_it(
    hostile: tuple[Renderer, list[Snapshot]], chromium: Browser, careless: bool
) -> None:
    """With our policy nothing is even tried; without it, what is there would run."""
    renderer, (snapshot, *_) = hostile
    context = chromium.new_context(bypass_csp=careless)
    page, seen = context.new_page(), 0
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.add_init_script(PROBE)

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        known = path in paths and route.request.url.startswith(snapshot.page.url)
        found = renderer.render(snapshot, path if known else NOT_FOUND)
        headers = {"Content-Type": found.content_type, **found.headers}
        route.fulfill(status=found.status, headers=headers, body=found.body)

    paths = renderer.paths(snapshot)
    context.route("**/*", answer)
    for path in [one for one in paths if one.endswith(("/", ".svg", NOT_FOUND)) and "/static/" not in one]:
        if b'http-equiv="refresh"' in renderer.render(snapshot, path).body:
            continue  # it leads on at once, to another that is visited
        page.goto(f"{snapshot.page.url}{path}", wait_until="load")
        assert not page.evaluate("() => window.ran"), path
        assert not page.evaluate(LEFT), path
        seen += 1
    context.close()
    assert seen > 15
