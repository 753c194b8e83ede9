"""Posting by command: files as people would write them, and nothing written that would not be read so."""

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage.drafting import Wanted, draft_post, draft_update, template_names
from statuspage.errors import StatusPageError
from statuspage.model.post import Kind, State
from statuspage.model.status import Impact, Status, Verdict
from statuspage.posting import Desk, Written, add_update, create_post, find_post, open_desk, posts_now
from statuspage.site.dating import cut
from tests.web.made import POST, write_site

NOW = datetime(2026, 11, 23, 10, 40, 30, tzinfo=UTC)
MAIL = "2026-11-20-mail-late"
OPEN = POST.partition("\n## 2026-11-20 10:40")[0]
MAINTENANCE = Wanted(Kind.MAINTENANCE, "New switch", ("mail",), starts="2026-12-05 06:00", length="2h")


def desk_of(root: Path, posts: dict[str, str] | None = None, now: datetime = NOW) -> Desk:
    """A site's desk; its posts were all written before ``now``."""
    site = write_site(root, posts={f"{MAIL}.md": OPEN} if posts is None else posts)
    for path in (site / "incidents").glob("*.md"):
        os.utime(path, (now.timestamp() - 60, now.timestamp() - 60))
    return open_desk(site, now)


def opened(
    desk: Desk, wanted: Wanted, body: str = "Up to ten minutes.", template: str | None = None
) -> Written:
    draft = draft_post(desk, wanted, body, template)
    return create_post(desk, draft.text, draft.new, draft.entry)


def updated(
    desk: Desk, id_: str, body: str = "A disk.", status: str = "", over: bool = False, verdict: str = "",
    components: tuple[str, ...] = (),
) -> Written:  # fmt: skip
    post = find_post(desk, id_)
    entry, section = draft_update(desk, post, status, components, verdict, body, over=over)
    return add_update(desk, post, section, entry)


def test_a_new_incident_is_written_like_the_other_posts_of_the_site(tmp_path: Path) -> None:
    wanted = Wanted(Kind.INCIDENT, "Files: gone?", ("Mail=Degraded performance",), impact="minor")
    written = opened(desk_of(tmp_path), wanted)
    assert written.name == "incidents/2026-11-23-files-gone.md"
    assert (tmp_path / written.name).read_text(encoding="utf-8") == (
        '---\ntitle: "Files: gone?"\nimpact: minor\ncomponents:\n  mail: degraded_performance\n---\n'
        "## 2026-11-23 10:40 UTC — Investigating\nUp to ten minutes.\n"
    )
    assert written.post.impact is Impact.MINOR
    assert written.post.components == {"mail": Status.DEGRADED_PERFORMANCE}
    assert written.diff.startswith("--- /dev/null\n+++ b/incidents/2026-11-23-files-gone.md\n")
    assert stat.S_IMODE((tmp_path / written.name).stat().st_mode) == 0o644


def test_a_second_post_of_a_day_and_title_gets_a_number_and_overwrites_nothing(tmp_path: Path) -> None:
    names = [opened(desk_of(tmp_path, {}), Wanted(Kind.INCIDENT, "Почта", ("mail",))).name for _ in range(2)]
    assert names == ["incidents/2026-11-23-mail.md", "incidents/2026-11-23-mail-2.md"]


def test_a_name_that_is_another_posts_address_is_not_taken(tmp_path: Path) -> None:
    other = OPEN.replace("components:", "aliases: [2026-11-23-mail]\ncomponents:")
    written = opened(desk_of(tmp_path, {"a.md": other}), Wanted(Kind.INCIDENT, "Mail"))
    assert written.name == "incidents/2026-11-23-mail-2.md"
    (tmp_path / "incidents/2026-11-23-desk.md").write_text("half of a post")
    assert opened(open_desk(tmp_path, NOW), Wanted(Kind.INCIDENT, "Desk")).name.endswith("desk-2.md")
    assert (tmp_path / "incidents/2026-11-23-desk.md").read_text() == "half of a post"


def test_a_maintenance_is_named_by_its_day_and_spells_its_end_like_its_start(tmp_path: Path) -> None:
    written = opened(desk_of(tmp_path), MAINTENANCE)
    assert written.name == "incidents/2026-12-05-new-switch.md"
    text = (tmp_path / written.name).read_text(encoding="utf-8")
    assert "starts: 2026-12-05 06:00\nends: 2026-12-05 08:00\ncomponents:\n  - mail\n---\n" in text
    assert "## 2026-11-23 10:40 UTC — Scheduled\n" in text
    assert written.post.updates[0].state is State.SCHEDULED


def test_an_advisory_names_its_provider_and_its_verdict(tmp_path: Path) -> None:
    wanted = Wanted(Kind.ADVISORY, "Amazon S3 fails", provider="aws-s3", verdict="not affected")
    post = opened(desk_of(tmp_path), wanted).post
    assert (post.provider, post.verdict) == ("aws-s3", Verdict.NOT_AFFECTED)
    again = updated(open_desk(tmp_path, NOW), post.id, verdict="at_risk")
    assert again.post.updates[-1].verdict is Verdict.AT_RISK


@pytest.mark.parametrize(
    "name", [MAIL, f"incidents/{MAIL}.md", f"https://status.example.com/incidents/{MAIL}/"]
)
def test_an_update_is_added_to_a_post_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    written = updated(desk_of(tmp_path), name, status="identified", components=("mail=partial_outage",))
    new = "\n## 2026-11-23 10:40 UTC — Identified\nComponents: mail = partial_outage\n\nA disk.\n"
    assert (tmp_path / written.name).read_text(encoding="utf-8") == OPEN + new
    assert written.post.updates[-1].state is State.IDENTIFIED


def test_without_a_status_the_state_stays(tmp_path: Path) -> None:
    assert updated(desk_of(tmp_path), MAIL).post.updates[-1].state is State.INVESTIGATING


def test_an_update_within_the_window_of_a_maintenance_says_in_progress(tmp_path: Path) -> None:
    planned = opened(desk_of(tmp_path), MAINTENANCE).post
    later = open_desk(tmp_path, datetime(2026, 12, 5, 6, 30, tzinfo=UTC))
    written = updated(later, planned.id, "Half of it is done.")
    assert "## 2026-12-05 06:30 UTC — In progress\n" in (tmp_path / written.name).read_text(encoding="utf-8")


def test_resolving_ends_each_kind_in_its_own_word(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    assert updated(desk, MAIL, over=True).post.updates[-1].state is State.RESOLVED
    planned = opened(desk, MAINTENANCE).post
    desk = open_desk(tmp_path, NOW)
    assert updated(desk, planned.id, over=True).post.updates[-1].state is State.COMPLETED
    with pytest.raises(StatusPageError, match="is resolved already"):
        updated(open_desk(tmp_path, NOW), MAIL, over=True)


def test_a_file_keeps_its_bytes_its_mode_and_what_is_no_utf8(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + OPEN.replace("\n", "\r\n").encode() + b"Gr\xfc\xdfe \x1b[31m\r\n\r\n\r\n"
    desk = desk_of(tmp_path)
    path = tmp_path / "incidents" / f"{MAIL}.md"
    path.write_bytes(raw)
    path.chmod(0o600)
    written = updated(desk, MAIL)
    assert path.read_bytes() == raw.removesuffix(b"\r\n\r\n") + (
        "\r\n## 2026-11-23 10:40 UTC — Investigating\r\nA disk.\r\n\r\n\r\n".encode()
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert any("Control characters" in fault.rule for fault in written.faults)
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_post_with_faults_is_updated_all_the_same(tmp_path: Path) -> None:
    text = OPEN.replace("mail: degraded", "nail: degraded").replace("Investigating", "Invstigating")
    written = updated(desk_of(tmp_path, {"a.md": text}), "a", over=True)
    assert len(written.faults) == 2
    assert written.post.updates[-1].state is State.RESOLVED


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (OPEN.replace("## ", "<<<<<<< HEAD\n## "), "unfinished merge"),
        (OPEN.replace("title:", "draft: true\ntitle:"), "is a draft"),
        (OPEN.replace("2026-11-20", "2027-11-20"), "dated later than now"),
        ("---\ntitle: A\n---\n", "no text"),
    ],
)
def test_a_post_that_cannot_be_read_or_ordered_is_left_alone(tmp_path: Path, text: str, rule: str) -> None:
    desk = desk_of(tmp_path, {"a.md": text})
    with pytest.raises(StatusPageError, match=rule):
        updated(desk, "a", over=True)
    assert (tmp_path / "incidents/a.md").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "body",
    [
        *("## 2026-11-23 10:00 — Resolved\nA.", "Components: mail = operational\n\nA."),
        *("<!-- A. -->\nB.", "<!-- A -->", "x" * 70_000, "A.\n<<<<<<< HEAD"),
    ],
)
def test_a_text_that_would_be_read_as_something_else_is_not_written(tmp_path: Path, body: str) -> None:
    desk = desk_of(tmp_path)
    with pytest.raises(StatusPageError, match="Nothing was written: ") as refused:
        updated(desk, MAIL, body)
    assert "\n" not in str(refused.value)
    with pytest.raises(StatusPageError, match="Nothing was written: "):
        opened(desk, Wanted(Kind.INCIDENT, "A"), body)
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "incidents").iterdir()] == [OPEN]


@pytest.mark.parametrize(
    ("wanted", "rule"),
    [
        (
            Wanted(Kind.INCIDENT, "A", ("mial=degraded_performance",)),
            'no component "mial"; did you mean mail?',
        ),
        (Wanted(Kind.INCIDENT, "A", ("mail=degraded",)), "did you mean degraded_performance?"),
        (Wanted(Kind.INCIDENT, "A", ("mail=",)), '"" is no state of a component'),
        (Wanted(Kind.INCIDENT, "A", ("mail=unknown",)), "no state of a component"),
        (Wanted(Kind.INCIDENT, "A", state="invstigating"), "did you mean investigating?"),
        (Wanted(Kind.INCIDENT, "A", state="completed"), "no state of an incident; known are"),
        (Wanted(Kind.INCIDENT, "A", impact="minr"), "did you mean minor?"),
        (Wanted(Kind.INCIDENT, " \n"), "needs a title"),
        (Wanted(Kind.ADVISORY, "A", provider="aws-s3"), "a provider and a verdict"),
        (Wanted(Kind.ADVISORY, "A", provider="aws-s3", verdict="afected"), "did you mean affected?"),
        (Wanted(Kind.MAINTENANCE, "A", starts="soon", length="2h"), '"soon" is no date and time.'),
        (Wanted(Kind.MAINTENANCE, "A", starts="2026-12-05", length="2h"), "no time of day"),
        (Wanted(Kind.MAINTENANCE, "A", starts="2026-12-05 06:00 BST", length="2h"), "Europe/London"),
        (Wanted(Kind.MAINTENANCE, "A", starts="2026-12-05 06:00", length="2"), "--for 2h"),
        (
            Wanted(Kind.MAINTENANCE, "A", starts="2026-12-05 06:00", ends="2026-12-05 05:00"),
            "later than it starts",
        ),
        (Wanted(Kind.MAINTENANCE, "A", starts="2026-12-05 06:00", length="0s"), "later than it starts"),
        (Wanted(Kind.MAINTENANCE, "A", starts="2026-12-05 06:00", length="9999999d"), "No calendar"),
        (Wanted(Kind.INCIDENT, "A", ("mail", "Mail=major_outage")), '"mail" is given twice, with "no state"'),
    ],
)
def test_what_is_unknown_is_told_with_the_nearest_known(tmp_path: Path, wanted: Wanted, rule: str) -> None:
    with pytest.raises(StatusPageError) as refused:
        opened(desk_of(tmp_path), wanted)
    assert rule in str(refused.value)


def test_an_unknown_id_is_told_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(StatusPageError, match=f"did you mean {MAIL}?"):
        find_post(desk_of(tmp_path), "mail-late")


def test_a_component_that_is_given_twice_alike_counts_once(tmp_path: Path) -> None:
    twice = ("mail=major_outage", "Mail=Major outage")
    assert opened(desk_of(tmp_path), Wanted(Kind.INCIDENT, "A", twice)).post.components == {
        "mail": Status.MAJOR_OUTAGE
    }
    with pytest.raises(StatusPageError, match='"mail" is given twice'):
        updated(open_desk(tmp_path, NOW), MAIL, components=("mail=operational", "mail=major_outage"))


def test_an_update_gives_each_component_a_state(tmp_path: Path) -> None:
    with pytest.raises(StatusPageError, match="--component mail=degraded_performance"):
        updated(desk_of(tmp_path), MAIL, components=("mail",))
    with pytest.raises(StatusPageError, match="belongs to an advisory"):
        updated(desk_of(tmp_path), MAIL, verdict="affected")


def test_a_template_fills_in_what_the_command_does_not_say(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    folder = tmp_path / "incidents/_templates"
    folder.mkdir()
    (folder / "slow.md").write_text(
        "---\ntitle: Slow\nimpact: minor\ncomponents: [desk]\n---\nAll is slow.\n"
    )
    (folder / "work.md").write_text("---\nkind: maintenance\n---\n")
    assert template_names(tmp_path) == ["slow", "work"]
    draft = draft_post(desk, Wanted(Kind.INCIDENT, ""), None, "slow")
    assert (draft.new.title, draft.new.impact, draft.entry.body) == ("Slow", Impact.MINOR, "All is slow.")
    written = opened(desk, Wanted(Kind.INCIDENT, "Mail is slow", ("mail=major_outage",)), "Mine.", "slow")
    assert (written.post.title, written.post.updates[0].body) == ("Mail is slow", "Mine.")
    assert written.post.components == {"mail": Status.MAJOR_OUTAGE}
    for name, rule in (
        ("slwo", "did you mean slow?"),
        ("work", "is for a maintenance"),
        ("../a", "known are"),
    ):
        with pytest.raises(StatusPageError) as refused:
            draft_post(desk, Wanted(Kind.INCIDENT, "A"), "A.", name)
        assert rule in str(refused.value)


def test_the_latest_post_is_listed_first_with_its_state(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    opened(desk, MAINTENANCE)
    later = open_desk(tmp_path, datetime(2026, 12, 5, 9, tzinfo=UTC))
    [planned, mail] = posts_now(later)
    assert (planned.state, planned.open, planned.overrunning) == (State.VERIFYING, True, True)
    assert (mail.post.id, mail.state) == (MAIL, State.INVESTIGATING)


def test_a_link_out_of_the_site_is_not_followed(tmp_path: Path) -> None:
    desk = desk_of(tmp_path / "site")
    path = tmp_path / "site/incidents" / f"{MAIL}.md"
    path.rename(tmp_path / "elsewhere.md")
    path.symlink_to(tmp_path / "elsewhere.md")
    with pytest.raises(StatusPageError, match="leaves the site's folder"):
        updated(desk, MAIL)
    assert (tmp_path / "elsewhere.md").read_text(encoding="utf-8") == OPEN


def test_updates_in_one_minute_stay_in_order(tmp_path: Path) -> None:
    desk = desk_of(tmp_path)
    for body in ("One.", "Two.", "Three."):
        written = updated(desk, MAIL, body)
    assert [update.body for update in written.post.updates[1:]] == ["One.", "Two.", "Three."]
    assert cut(desk.now, timedelta(minutes=1)) == written.post.updates[-1].at
