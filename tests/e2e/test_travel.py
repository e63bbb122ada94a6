"""The demo's time is put forward in a browser: what comes due arrives by itself, on a phone too, and one may begin anew."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.chat import Chat
from tests.e2e.clock import at, to_a_working_morning
from tests.e2e.server import Server

DIGEST = "This morning"
LIVING = "Less like this"  # a button of what came as a message of its own


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """A demo of one's own: its time is moved."""
    server = Server(tmp_path, "demo", "--fresh").start()
    yield server.url
    server.close()
    assert server.complaints == ""


def test_tomorrow_morning_brings_what_is_due(browser: Browser, demo: str, pictures: Path) -> None:
    chat = Chat(browser, demo, timezone_id="Europe/Berlin")
    page = chat.open()
    began = at(page)
    before = chat.says("next Globex send the SOC2 report to Ruth tomorrow").get_attribute("id")
    to_a_working_morning(page)
    assert at(page) > began
    assert at(page).strftime("%H:%M") == "08:30"
    digest = chat.answers.filter(has_text=DIGEST).last
    expect(digest.locator("time.at")).to_have_text("08:30")
    expect(page.locator(f"#{before} ~ .answer", has_text=DIGEST)).not_to_have_count(0)  # below what was there
    expect(page.locator(".day")).not_to_have_count(0)
    expect(page.locator("#home-view")).to_contain_text(f"{at(page):%A} {at(page).day} {at(page):%B}")
    chat.shows(chat.answers.filter(has_text=LIVING).nth(-2))
    chat.picture(pictures / "web-time.png")
    page.get_by_role("button", name="One hour on").click()
    expect(page.locator("#now")).to_contain_text("09:30")
    page.reload()
    expect(page.locator("#now")).to_contain_text("09:30")
    chat.close()


def test_a_journey_by_keyboard_and_back_to_today(browser: Browser, demo: str) -> None:
    chat = Chat(browser, demo, timezone_id="Europe/Berlin")
    page = chat.open()
    began = at(page)
    chat.says("log call Acme 30m pricing")
    page.get_by_text("A date…").focus()
    page.keyboard.press("Enter")
    field = page.get_by_label("Go to the morning of")
    expect(field).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    page.keyboard.press("Enter")
    field.fill(f"{began.year + 2}-01-01")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("at most a year ahead")
    page.get_by_role("button", name="Next Monday").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#now")).to_contain_text(re.compile(r"^Mon .* 08:30$"))
    expect(page.locator("#clock:not([aria-busy])")).to_be_attached()
    page.get_by_role("button", name="Back to today").click()
    page.get_by_role("dialog").get_by_role("button", name="Stay").click()
    assert at(page) > began
    chat.complaints.clear()
    page.get_by_role("button", name="Back to today").click()
    page.get_by_role("dialog").get_by_role("button", name="Begin anew").click()
    expect(page.locator("#now")).to_contain_text(f"{began:%a} {began.day}")
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")
    expect(page.locator(".said")).to_have_count(0)
    expect(page.get_by_role("button", name="Back to today")).to_be_hidden()
    expect(chat.says("activities Acme Corp today")).not_to_contain_text("pricing")
    chat.complaints.clear()  # while the demo begins anew, the page finds nobody
    chat.close()


def test_on_a_phone(browser: Browser, demo: str, pictures: Path) -> None:
    size = {"width": 390, "height": 844}
    phone = Chat(browser, demo, viewport=size, is_mobile=True, has_touch=True, timezone_id="Europe/Berlin")
    page = phone.open()
    page.get_by_role("button", name="Move on").click()
    assert phone.fits()
    to_a_working_morning(page)
    expect(phone.answers.filter(has_text=DIGEST)).not_to_have_count(0)
    expect(page.get_by_role("button", name="Next Monday")).to_be_hidden()
    assert phone.fits()
    phone.shows(phone.answers.filter(has_text=LIVING).first)
    phone.picture(pictures / "web-phone-time.png")
    phone.close()
