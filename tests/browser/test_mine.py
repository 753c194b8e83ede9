"""My services: a page for those that a visitor picked, by its address alone."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.stage import Stage, written
from tests.browser.test_renewal import renewed, with_news

pytestmark = pytest.mark.browser

GONE = "in this address is no longer listed here"


def shown(page: Page) -> list[str]:
    """The ids of the services that can be seen, folded groups aside."""
    rows = page.locator(".component:not([hidden])")
    return [(one.get_attribute("id") or "")[2:] for one in rows.all()]


def test_the_dialog_makes_an_address_and_the_address_the_page(
    stage: Stage, visit: Callable[..., Visit]
) -> None:
    seen = visit(stage.url("incident/"))
    page = seen.page
    everything = shown(page)
    page.get_by_role("button", name="Choose the services I use").click()
    dialog = page.get_by_role("dialog", name="Choose the services I use")
    assert dialog.get_by_role("checkbox").count() == len(everything)
    dialog.get_by_label("Mail").check()
    dialog.get_by_label("Phones").check()
    dialog.get_by_role("button", name="Show these").click()
    expect(dialog).to_have_count(0)
    expect(page).to_have_url(stage.url("incident/#my=mail,phones"))
    assert sorted(shown(page)) == ["mail", "phones"]
    expect(page.get_by_role("button", name="Change my services")).to_be_focused()
    assert page.locator("h1:visible").inner_text() in page.title()
    page.get_by_role("link", name="Show all services").click()
    expect(page.locator(".component:not([hidden])")).to_have_count(len(everything))
    assert shown(page) == everything
    page.go_back()
    expect(page.locator(".component:not([hidden])")).to_have_count(2)
    assert sorted(shown(page)) == ["mail", "phones"]
    page.get_by_role("button", name="Change my services").click()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page).to_have_url(stage.url("incident/#my=mail,phones"))
    assert seen.errors == []


@pytest.mark.parametrize(
    ("state", "mine", "says"),
    [
        ("fine", "mail,phones", "All your services work."),
        ("incident", "mail", "All your services work."),
        ("fine", "reception,mail", "Your services that we measure work."),
        ("fine", "reception", "No problem is reported."),
        ("fine", "ghost,mail", f"Your services that we measure work; ghost {GONE}."),
        ("fine", "ghost", f"ghost {GONE}."),
        ("fine", "Call%20me%20now,mail", f"Your services that we measure work; … {GONE}."),
        ("fine", "%E0%A4%A", "All services"),
    ],
)
def test_an_address_says_how_my_services_are(
    stage: Stage, visit: Callable[..., Visit], state: str, mine: str, says: str
) -> None:
    seen = visit(stage.url(f"{state}/#my={mine}"))
    assert seen.page.locator("h1:visible").inner_text().startswith(says)
    assert seen.errors == []


def test_of_mine_that_fail_the_sentence_tells(stage: Stage, visit: Callable[..., Visit]) -> None:
    bad = [one.id for one in stage.snapshot("incident").components if one.status != "operational"]
    page = visit(stage.url(f"incident/#my={bad[0]},mail")).page
    assert "down" in page.locator("h1:visible").inner_text()
    assert page.locator(".verdict").get_attribute("class") != "verdict operational"
    assert page.locator("#current .post:visible").count() == 1


def test_an_address_that_names_what_is_gone_is_not_green(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("fine/#my=ghost,mail")).page
    assert shown(page) == ["mail"]
    assert page.locator(".verdict").get_attribute("class") == "verdict unknown"
    assert (
        page.locator(".verdict > .mark:visible").evaluate("one => getComputedStyle(one).borderRadius")
        == "50%"
    )
    expect(page.locator("#asked")).to_be_hidden()
    page.get_by_role("link", name="Show all services").click()
    assert page.locator("h1:visible").inner_text().startswith("All services")
    assert page.locator(".verdict").get_attribute("class") == "verdict operational"
    expect(page.locator("#asked")).to_be_visible()


def test_my_sentence_says_since_when_and_why_in_my_zone(stage: Stage, visit: Callable[..., Visit]) -> None:
    portal = next(one for one in stage.snapshot("incident").components if one.id == "portal")
    page = visit(stage.url("incident/#my=portal,mail"), timezone_id="Asia/Tokyo").page
    heading = page.locator("h1:visible")
    assert portal.since is not None
    local = portal.since.astimezone(ZoneInfo("Asia/Tokyo"))
    expect(heading.locator("time")).to_have_text(re.compile(f"{local:%H:%M}$"))
    expect(heading).to_contain_text("Customer portal is down since")
    expect(heading).to_contain_text("minutes ago, because of File store; everything else you use works.")


def test_renewal_leaves_my_page_mine(stage: Stage, visit: Callable[..., Visit]) -> None:
    page = visit(stage.url("fine/#my=mail,phones"), clock=True).page
    page.locator(".mine-feeds").evaluate("one => { one.open = true }")
    page.get_by_role("button", name="Change my services").focus()
    group = page.locator("details.group:visible").first
    group.evaluate("one => { one.open = false }")
    page.evaluate("window.heading = document.querySelector('h1:not([hidden])')")
    stage.edit = with_news
    renewed(page, stage)
    assert sorted(shown(page)) == ["mail", "phones"]
    assert page.evaluate("document.querySelector('h1:not([hidden])') === window.heading")
    assert "All your services work." in page.title()
    assert group.get_attribute("open") is None
    expect(page.locator(".mine-feeds[open]")).to_have_count(1)
    expect(page.get_by_role("button", name="Change my services")).to_be_focused()


def opml(page: Page, target: Path) -> list[dict[str, str]]:
    """The feeds of the file that the page gives out."""
    page.locator(".mine-feeds summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="OPML").click()
    download.value.save_as(target)
    tree = ET.parse(target).getroot()
    assert (tree.tag, tree.get("version")) == ("opml", "2.0")
    assert tree.findtext("head/title") == "Virtual Office status"
    return [one.attrib for one in tree.findall("body/outline")]


def test_feeds_of_mine_come_as_one_file(stage: Stage, visit: Callable[..., Visit], tmp_path: Path) -> None:
    seen = visit(stage.url("fine/#my=mail,phones"), accept_downloads=True)
    feeds = opml(seen.page, tmp_path / "status.opml")
    assert feeds == [
        {
            "type": "rss",
            "text": name,
            "title": name,
            "xmlUrl": stage.url(f"fine/components/{id_}/updates.rss"),
        }
        for name, id_ in (("Mail", "mail"), ("Phones", "phones"))
    ]
    assert stage.answer("fine/components/mail/updates.rss")[0].status == 200
    assert seen.errors == []


def test_a_copy_on_disk_works_as_well(stage: Stage, visit: Callable[..., Visit], tmp_path: Path) -> None:
    at = f"{written(tmp_path, stage, 'fine').as_uri()}#my=mail"
    seen = visit(at, timezone_id="Asia/Tokyo", accept_downloads=True)
    page = seen.page
    assert shown(page) == ["mail"]
    [feed] = opml(page, tmp_path / "status.opml")
    assert feed["xmlUrl"] == f"{stage.snapshot('fine').page.url}/components/mail/updates.rss"
    assert "ago" in page.locator("#validity").inner_text()
    page.get_by_role("button", name="Change my services").click()
    page.get_by_role("dialog").get_by_label("Phones").check()
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("#c-phones")).to_be_visible()
    assert sorted(shown(page)) == ["mail", "phones"]
    page.locator("#colours").click()
    assert page.locator("html").get_attribute("data-theme") == "light"
    assert seen.errors == []


def test_an_old_copy_on_disk_says_so(stage: Stage, visit: Callable[..., Visit], tmp_path: Path) -> None:
    seen = visit(written(tmp_path, stage, "stale").as_uri())
    expect(seen.page.locator("html.is-stale")).to_have_count(1)
    expect(seen.page.locator("#by-clock")).to_be_visible()
    assert seen.errors == []
