"""A site whose every word is an attack, and a provider that is one, as they come from files and wires."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage.decide.provider import question_of
from statuspage.model.provider import Kept
from statuspage.model.result import Answer, CheckKey, CheckState, Result, Seen
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.model.span import Span
from statuspage.model.status import Outcome, Status
from statuspage.model.text import Text
from statuspage.sitefiles import open_site
from statuspage.snapshot import take
from tests.images import png
from tests.providers.made import said, statuspage, statuspage_component, statuspage_post
from tests.web.made import write_site

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LINE = "\"'></title><script>pwn()</script><img src=x onerror=pwn()>]]>--><svg/onload=pwn()>{{pwn}}{% pwn %}"
"""What breaks out of HTML, attributes, CDATA, comments and templates, in one line that a name may have."""

TURNS = "\u202egnp.\u202c\u2067\u2069"
STEERS = "\x1b[2J\x1b]0;pwn\x07\x9b31m\x00\x08\x7f"

MARKDOWN = """
<script>pwn()</script><script src=//pwn.example></script><img src=x onerror=pwn()>
<svg onload=pwn()><script>pwn()</script></svg><math><mtext><img src=x onerror=pwn()></mtext></math>
<iframe srcdoc="<script>pwn()</script>"></iframe><object data="javascript:pwn()"></object><embed src=x>
<form action="javascript:pwn()"><button formaction="javascript:pwn()">x</button></form>
<base href=//pwn.example>
<meta http-equiv=refresh content="0;url=javascript:pwn()"><link rel=stylesheet href=//pwn.example>
<style>@import '//pwn.example'; * { background: url(//pwn.example) }</style><b style="position:fixed">x</b>
<details open ontoggle=pwn()><a href=javascript:pwn()>x</a><a href="java&#10;script:pwn()" onclick=pwn()>x</a>
<noscript><p title="</noscript><img src=x onerror=pwn()>"></noscript>
<template><script>pwn()</script></template>

[a](javascript:pwn()) [b](JaVaScRiPt&#58;pwn()) [c](data:text/html,<script>pwn()</script>) [d](vbscript:pwn())
[e](java\tscript:pwn()) <javascript:pwn()> [f]: javascript:pwn() [g](//x" onmouseover="pwn()) [f]
![h" onerror="pwn()](shot.png) ![i](javascript:pwn()) ![j](shot.png "x\\" onerror=pwn()")
![k](x" onerror=pwn())

`</code><script>pwn()</script>` [^1]

[^1]: </li><script>pwn()</script>

```"><script>pwn()</script>
</pre><script>pwn()</script>
```

| a |
| - |
| <img src=x onerror=pwn()> |
"""

SITE = """
[site]
name = NAME
url = "https://status.example.com"
mail_list = "https://lists.example.com/?x='><script>pwn()</script>"
[look]
header = { LINE = "https://www.example.com/';pwn();(" }
footer = { LINE = "mailto:x'onclick=pwn@example.com", Imprint = "imprint/'pwn('" }
[providers.aws]
name = NAME
format = "statuspage"
url = "https://status.provider.example/"
announce = true
[components.mail]
name = NAME
group = NAME
description = NAME
depends_on = ["provider:aws"]
[[components.mail.checks]]
kind = "http"
url = "https://hidden.example"
[[components.mail.checks]]
kind = "http"
name = "paused"
url = "https://hidden.example"
paused = NAME
[components.desk]
name = NAME
group = NAME
"""

GIT = """
[git]
every = "1m"
history_url = "https://git.example.com/'pwn'/{path}"
"""


def posts() -> dict[str, str]:
    """A post of each kind; its title and every text are attacks."""
    kinds = {
        "outage": "components:\n  mail: major_outage\n---\n## 2026-11-23 11:05 UTC — Investigating",
        "closed": "components: [mail, desk]\n---\n## 2026-11-20 11:05 UTC — Resolved",
        "works": "kind: maintenance\nstarts: 2026-11-23 11:00 UTC\nends: 2026-11-23 18:00 UTC\n"
        "components: [desk]\n---\n## 2026-11-22 11:05 UTC — Scheduled",
        "theirs": "kind: advisory\nprovider: aws\nverdict: at_risk\ncomponents: [mail]\n---\n"
        "## 2026-11-23 11:30 UTC — Identified",
    }
    title = json.dumps(LINE + TURNS)
    return {
        f"2026-11-20-{name}.md": f"---\ntitle: {title}\n{head}\n{MARKDOWN}{TURNS}{STEERS}\n"
        for name, head in kinds.items()
    }


def write_hostile(root: Path, git: str = GIT) -> Path:
    """The site's files, with a picture that posts show."""
    toml = SITE.replace("NAME", json.dumps(LINE)).replace("LINE", json.dumps(LINE)) + git
    write_site(root, toml=toml, posts=posts())
    (root / "incidents" / "shot.png").write_bytes(png(4, 4))
    return root


def provider_page() -> dict[str, object]:
    """What a provider sends; its own address is one that a browser would run."""
    words = f"{LINE}{TURNS}{STEERS}"
    component = statuspage_component(words, "major_outage")
    post = statuspage_post(words, "investigating", "critical", component)
    post |= {"id": words, "shortlink": "javascript:pwn()//https://x.example"}
    post["incident_updates"][0]["body"] = f"<p>&lt;script&gt;pwn()&lt;/script&gt;</p>{MARKDOWN}{words}"
    page = statuspage("critical", [component], [post])
    return page | {"status": {"indicator": "critical", "description": words}}


def hostile_snapshots(root: Path) -> Iterator[Snapshot]:
    """What the hostile site says while all fails, and what it says of that a day later."""
    site = open_site(write_hostile(root)).site
    [provider] = site.providers
    reading = said("statuspage", provider_page(), now=NOW)
    key, began = CheckKey("mail", "http"), NOW - timedelta(hours=1)
    down = Answer(Outcome.DOWN, 12.0, Text(f"no answer {LINE}"), f"{LINE}{STEERS}")
    bad = Result(key, NOW - timedelta(seconds=5), down)
    for later in (timedelta(0), timedelta(days=1)):
        now = NOW + later
        state = CheckState(
            outcome=Outcome.DOWN,
            since=began,
            reason=down.reason,
            resumed=began,
            last=bad,
            last_known=bad,
            recent=(Seen(bad.at, Outcome.DOWN, down.reason),),
        )
        held = Measurements(
            states={key: state},
            spans={"mail": (Span(NOW - timedelta(hours=9), began, Status.OPERATIONAL),
                            Span(began, None, Status.MAJOR_OUTAGE, Text(LINE)))},
            tick=NOW, revision=1, changed_at=NOW, fetched_at=NOW,
            providers={"aws": Kept(question_of(provider), reading, NOW)},
            provider_spans={"aws": (Span(began, None, Status.MAJOR_OUTAGE, reading.reason),)},
        )  # fmt: skip
        taken = take(site, held, now, timedelta(minutes=1))
        yield taken
        yield replace(taken, page=replace(taken.page, language="de"))
