"""What a first view of the demo's page costs: bytes and requests."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from bench.assets import wanted_by_css, wanted_by_html
from bench.browser import Seen, chromium, view_in
from bench.figures import CannotMeasure, Figure
from bench.processes import serving
from bench.settings import Settings
from bench.wire import Answer, get

_MOST_BYTES = 25_000
_MOST_REQUESTS = 3


def measure(settings: Settings) -> Iterable[Figure]:
    """Ask for the page and for what it needs, as a browser that was never here."""
    log, place = settings.folder / "view.log", settings.folder / "demo"
    with serving("demo", "--dir", str(place), log=log) as page:
        views = {"read": _read(page.port)}
        program = chromium()
        if program is not None:
            views["Chromium"] = view_in(program, page.port)
    how = "" if program is not None else " (no Chromium here)"
    return [
        Figure(
            "view: bytes of a first view, compressed",
            _spell({name: f"{seen.size / 1000:.1f} kB" for name, seen in views.items()}) + how,
            wanted=f"<= {_MOST_BYTES / 1000:g} kB",
            met=all(seen.size <= _MOST_BYTES for seen in views.values()),
        ),
        Figure(
            "view: requests of a first view",
            _spell({name: str(len(seen.hosts)) for name, seen in views.items()}) + how,
            wanted=f"<= {_MOST_REQUESTS}",
            met=all(len(seen.hosts) <= _MOST_REQUESTS for seen in views.values()),
        ),
        _foreign(page.port, views.values()),
    ]


def _foreign(port: int, views: Iterable[Seen]) -> Figure:
    foreign = {host for seen in views for host in seen.hosts} - {f"127.0.0.1:{port}"}
    said = ", ".join(sorted(foreign)) or "none"
    return Figure("view: other hosts that are asked", said, wanted="none", met=not foreign)


def _spell(by_name: dict[str, str]) -> str:
    return ", ".join(f"{said} {name}" for name, said in by_name.items())


def _read(port: int) -> Seen:
    """Follow the page's own words, without a browser."""
    page = _whole(port, "/")
    size, hosts = page.size, [f"127.0.0.1:{port}"]
    todo, done = wanted_by_html(page.text(), f"http://127.0.0.1:{port}/"), set[str]()
    while todo:
        address = todo.pop(0)
        if address in done:
            continue
        done.add(address)
        parts = urlsplit(address)
        hosts.append(parts.netloc)
        if parts.netloc != hosts[0]:
            continue
        answer = _whole(port, parts._replace(scheme="", netloc="", fragment="").geturl())
        size += answer.size
        if answer.headers.get_content_type() == "text/css":
            todo += wanted_by_css(answer.text(), address)
    return Seen(size, tuple(hosts))


def _whole(port: int, target: str) -> Answer:
    answer = get(port, target)
    if answer.status != 200:
        raise CannotMeasure(f"{target} answers with status {answer.status}.")
    return answer
