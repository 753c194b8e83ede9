"""The services that the sample site's checks ask, and what each answers when all is well."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """What an HTTP service answers on one path: what the demo's folder has in ``file``, else ``text``."""

    content_type: str
    text: str
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """One service of the demo: the origin it stands in for, and its good answers.

    ``origin`` is written in the sample site: scheme and host for HTTP, host and port for TCP.
    ``pages`` are an HTTP service's answers by path, ``greeting`` a TCP service's first line.
    """

    kind: str
    origin: str
    pages: Mapping[str, Page] = field(default_factory=dict)
    greeting: str = ""


REPORT_FILE = "report.json"
"""What the provider of the sample site reports, while that is anything."""


def _json(value: object) -> Page:
    return Page("application/json", json.dumps(value))


def _html(title: str, text: str) -> Page:
    return Page("text/html; charset=utf-8", f"<!doctype html><title>{title}</title><p>{text}</p>")


STAGES: Mapping[str, Stage] = {
    "portal": Stage(
        "http",
        "https://portal.virtual-office.example",
        pages={
            "/health": _json({"db": {"state": "up", "connections": 7}, "version": "2026.11.2"}),
            "/sign-in": _html("Customer portal", "Sign in to your office"),
        },
    ),
    "rooms": Stage(
        "http",
        "https://rooms.virtual-office.example",
        pages={"/health": _json({"calendar": "open", "rooms": 9})},
    ),
    "mail": Stage("tcp", "mail.virtual-office.example:25", greeting="220 mail.virtual-office.example ESMTP"),
    "phones": Stage(
        "http",
        "https://phones.virtual-office.example",
        pages={"/health": _json({"trunk": {"state": "registered", "calls": 3}})},
    ),
    "files": Stage(
        "http",
        "https://files.virtual-office.example",
        pages={"/health": Page("text/plain; charset=utf-8", "ready\n")},
    ),
    "backups": Stage(
        "http",
        "https://backups.virtual-office.example",
        pages={"/health": _json({"last": {"state": "complete", "files": 48_113}})},
    ),
    "provider": Stage(
        "http",
        "https://health.aws.amazon.com",
        pages={"/public/currentevents": Page("application/json", "[]", REPORT_FILE)},
    ),
    "network": Stage("tcp", "gateway.virtual-office.example:22", greeting="SSH-2.0-OpenSSH_10.0"),
}
