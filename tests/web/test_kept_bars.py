"""A bar that looks as it did is not drawn again, and nobody can tell."""

import random
from dataclasses import replace
from pathlib import Path

from statuspage.decide.freshness import LIVE_VALIDITY
from statuspage.histories import Histories
from statuspage.model.site import Site
from statuspage.model.snapshot import Measurements, Snapshot
from statuspage.resources import static_dir, templates_dir
from statuspage.snapshot import take
from statuspage.web.render import Renderer
from statuspage.web.theme import Theme
from tests.make import at, component, post, site, span, update

DAY = 86400.0


def snapshot_at(seconds: float, of: Site, histories: Histories) -> Snapshot:
    seen = {
        "mail": (span(-20 * DAY, -2 * DAY, "operational"), span(-2 * DAY, None, "major_outage")),
        "web": (span(-30 * DAY, None, "operational"),),
    }
    fresh = {id_: (*those[:-1], replace(those[-1], end=at(seconds))) for id_, those in seen.items()}
    return take(of, Measurements(spans=fresh, tick=at(seconds)), at(seconds), LIVE_VALIDITY, histories)


def test_a_page_with_kept_bars_is_the_same_as_one_drawn_anew() -> None:
    theme, dice, histories = Theme(static_dir().parent), random.Random(1), Histories()
    warm = Renderer(theme)
    of = site(component("mail"), component("web"))
    for i in range(12):
        if i == 4:
            written = post(update(-DAY, "investigating"), components={"mail": None})
            of = replace(of, posts=(written,))
        if i == 7:
            of = replace(of, components=(of.components[0], replace(of.components[1], name="Portal")))
        if i == 9:
            of = replace(of, language="de")
        now = snapshot_at(i * DAY / 4 + dice.uniform(0, 60), of, histories)
        for path in ("/", "/components/mail/", "/components/web/"):
            assert warm.render(now, path).body == Renderer(theme).render(now, path).body, (i, path)


def test_a_template_of_the_site_that_changes_is_drawn_anew(tmp_path: Path) -> None:
    warm = Renderer(Theme(tmp_path))
    now = snapshot_at(0, site(component("web")), Histories())
    assert "<i>mine</i>" not in warm.render(now, "/").body.decode()
    ours = (templates_dir() / "_bar.html").read_text(encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "_bar.html").write_text(
        ours.replace("</svg>", "</svg><i>mine</i>"), encoding="utf-8"
    )
    warm.forget_templates()
    assert "<i>mine</i>" in warm.render(now, "/").body.decode()
