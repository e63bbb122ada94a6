"""A person walks the demo in a browser: log, choose, edit, undo, promise, import, share, on a phone, in the dark."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.chat import Chat

SHEET = (
    "Account Name,Owner Email,ARR,Currency,Renewal Date\n"
    "Palmera,dana@example.com,12000,EUR,2027-03-01\n"
    "Lumen & Oak,dana@example.com,48000,EUR,2027-05-31\n"
    "Kestrel,dana@example.com,9000,EUR,31 Feb\n"
)


@pytest.fixture
def chat(browser: Browser, demo: str) -> Iterator[Chat]:
    chat = Chat(browser, demo)
    yield chat
    chat.close()


@pytest.fixture
def phone(browser: Browser, demo: str) -> Iterator[Chat]:
    size = {"width": 390, "height": 844}
    chat = Chat(browser, demo, viewport=size, is_mobile=True, has_touch=True, device_scale_factor=2)
    yield chat
    chat.close()


def test_the_first_look(chat: Chat, pictures: Path) -> None:
    page = chat.open()
    expect(page.get_by_role("heading", name="What did you do today, Dana?")).to_be_visible()
    expect(page.locator("#home-view")).to_contain_text("Dana, ")
    page.get_by_role("button", name="log call Acme 30m pricing").click()
    expect(page.get_by_role("combobox", name="Message to Bailey")).to_have_value("log call Acme 30m pricing")
    page.get_by_role("combobox", name="Message to Bailey").fill("")
    page.keyboard.press("Escape")
    chat.picture(pictures / "web-first.png")


def test_log_edit_and_undo(chat: Chat, pictures: Path) -> None:
    page = chat.open()
    chat.says("accounts renewing 60d")
    card = chat.says("log call Acme 30m pricing, QBR 2 Dec")
    expect(card).to_contain_text("Acme Corp · call · 30 min · today")
    expect(card.get_by_role("button", name="Acme Health")).to_be_visible()
    chat.picture(pictures / "web-log.png")
    chat.presses("Edit")
    dialog = page.get_by_role("dialog")
    length = dialog.get_by_label("Length")
    dialog.get_by_label("Note").fill("pricing and terms")
    length.fill("soon")
    dialog.get_by_role("button", name="Save").click()
    beside = dialog.locator(".field", has=page.get_by_label("Length")).locator(".error")
    expect(beside).to_contain_text("“soon” is not a length of time")
    expect(length).to_be_focused()
    expect(length).to_have_value("soon")
    expect(dialog.get_by_label("Note")).to_have_value("pricing and terms")
    chat.picture(pictures / "web-form.png")
    length.fill("45m")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(chat.last).to_contain_text("45 min")
    expect(chat.last).to_contain_text("pricing and terms")
    chat.presses("Undo")
    expect(chat.last).to_contain_text("Taken back: edited call with Acme Corp")
    expect(chat.says("activities Acme Corp today")).to_contain_text("QBR 2 Dec")
    expect(chat.says("undo")).to_contain_text("Taken back")
    page.reload()
    expect(chat.says("activities Acme Corp today")).not_to_contain_text("QBR 2 Dec")


def test_another_acme_is_one_press_away(chat: Chat) -> None:
    chat.open()
    chat.says("log call Acme 20m roadmap")
    expect(chat.presses("Acme Health")).to_contain_text("Acme Health · call · 20 min")
    assert "roadmap" not in chat.says("activities Acme Corp today").inner_text()
    expect(chat.says("activities Acme Health today")).to_contain_text("roadmap")


def test_two_acmes_of_equal_worth_are_a_question(chat: Chat) -> None:
    chat.open("lee")
    question = chat.says("log call Acme 25m")
    expect(question).to_contain_text("Which Acme? Nothing saved yet.")
    assert question.get_by_role("button", name=re.compile("^Acme")).all_inner_texts() == ["Acme Corp", "Acme Health"]
    expect(chat.presses("Acme Health")).to_contain_text("Acme Health · call · 25 min")


def test_a_next_step_is_promised_and_kept(chat: Chat) -> None:
    page = chat.open()
    expect(chat.says("next Globex send the SOC2 report to Ruth Fri")).to_contain_text("send the SOC2 report")
    chat.presses("Done")
    expect(chat.last).to_contain_text("Done")
    expect(chat.says("next")).not_to_contain_text("send the SOC2 report")
    # What is due is a reminder once the working day has begun, and a next step before.
    later = re.compile("^(Snooze 3 d|Tomorrow)$")
    due = page.locator("#home-view .rows li").filter(has=page.get_by_role("button", name=later))
    first = due.first.inner_text()
    due.first.get_by_role("button", name=later).click()
    expect(due.first).not_to_have_text(first, use_inner_text=True)  # my day follows by itself


def test_import_by_dropping_a_file(chat: Chat, pictures: Path) -> None:
    page = chat.open()
    card = chat.drops("accounts.csv", SHEET)
    expect(card).to_contain_text("Nothing is written yet")
    expect(card).to_contain_text("“31 Feb” is not a date")
    chat.picture(pictures / "web-import.png")
    assert "€12,000" not in chat.says("account Palmera").inner_text()
    chat.answers.nth(-2).get_by_role("button", name="Apply 2").click()
    done = chat.answers.filter(has_text="2 new")
    expect(done).to_be_visible()
    expect(chat.says("account Palmera")).to_contain_text("€12,000")
    done.get_by_role("button", name="Undo").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back accounts.csv: 2 removed")).to_be_visible()
    assert "€12,000" not in chat.says("account Palmera").inner_text()


def test_somebody_else_sees_less_and_is_told(chat: Chat) -> None:
    page = chat.open()
    expect(chat.says("account Acme Corp")).to_contain_text("€180,000")
    page.locator("details.who summary").click()
    page.get_by_role("link", name="Mia").click()
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")
    card = chat.says("account Acme Corp")
    expect(card).to_contain_text(re.compile(r"\d+ fields hidden here"))
    expect(card).not_to_contain_text("€180,000")


def test_a_channel_answers_in_private_and_shares_live(chat: Chat, demo: str, browser: Browser) -> None:
    page = chat.open("dana", "customer-success")
    other = Chat(browser, demo)
    seen = other.open("sam", "customer-success")
    expect(chat.says("log call Globex 35m renewal terms")).to_contain_text("only you")
    expect(other.answers).to_have_count(0)
    chat.presses("Share")
    expect(other.last).to_contain_text("Globex · call · 35 min")
    expect(other.last).to_contain_text("Shared by Dana Keller")
    expect(seen.locator(".answer .only")).to_have_count(0)
    page.get_by_role("link", name="acme-corp").click()
    expect(page.get_by_text("People of another company read along here")).to_be_visible()
    assert "€" not in chat.says("account Acme Corp").inner_text()
    other.close()


def test_another_window_follows_live(chat: Chat) -> None:
    page = chat.open()
    other = chat.context.new_page()
    other.goto(page.url)
    expect(other.locator("body")).to_have_attribute("data-ready", "yes")
    before = other.locator(".answer").count()
    chat.says("help log")
    expect(other.locator(".answer")).to_have_count(before + 1)
    expect(other.locator(".said")).to_have_count(page.locator(".said").count())


def test_by_keyboard_alone(chat: Chat) -> None:
    page = chat.open()
    field = page.get_by_role("combobox", name="Message to Bailey")
    expect(field).to_be_focused()
    page.keyboard.type("acco")
    offers = page.get_by_role("listbox", name="What could follow")
    expect(offers.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(field).to_have_value(re.compile("^account"))
    page.keyboard.press("Escape")
    expect(offers).to_be_hidden()
    field.fill("log call Initech 15m")
    page.keyboard.press("Escape")
    before = chat.answers.count()
    page.keyboard.press("Enter")
    expect(chat.answers).to_have_count(before + 1)
    edit = chat.last.get_by_role("button", name="Edit")
    for _ in range(12):  # backwards from the field to the card above it
        page.keyboard.press("Shift+Tab")
        if edit.evaluate("button => button === document.activeElement"):
            break
    expect(edit).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Length").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("20m")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(chat.last).to_contain_text("20 min")
    field.focus()
    page.keyboard.press("ArrowUp")
    expect(field).to_have_value("log call Initech 15m")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_value("")
    page.keyboard.type("first line")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("second")
    expect(field).to_have_value("first line\nsecond")


def test_the_payloads_of_a_message(chat: Chat, pictures: Path) -> None:
    chat.open()
    card = chat.says("account Globex")
    card.hover()
    card.get_by_role("button", name=re.compile("payloads")).click()
    panel = card.get_by_role("tabpanel")
    for name, words in {"Slack": '"blocks"', "Teams": '"AdaptiveCard"', "Text": "Globex · T1"}.items():
        card.get_by_role("tab", name=name, exact=True).click()
        expect(panel).to_contain_text(words)
    card.get_by_role("tab", name="Slack", exact=True).click()
    expect(panel).to_contain_text('"blocks"')
    panel.scroll_into_view_if_needed()
    chat.picture(pictures / "web-payloads.png")


def test_on_a_phone(phone: Chat, pictures: Path) -> None:
    page = phone.open("jane")
    phone.says("w" * 300)
    phone.says("wide words and ünïcödé " * 40)
    phone.says("accounts all")
    assert phone.fits()
    page.get_by_role("button", name="Show conversations").click()
    expect(page.get_by_role("link", name="renewals")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".top").get_by_role("button", name="My day").click()
    expect(page.locator("#home-view")).to_be_visible()
    assert phone.fits()
    page.keyboard.press("Escape")
    phone.says("log")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert phone.fits()
    phone.picture(pictures / "web-phone-form.png")
    page.keyboard.press("Escape")
    phone.open("omar")
    phone.says("account Acme Corp")
    phone.says("log call Acme Corp 30m")
    assert phone.fits()
    phone.picture(pictures / "web-phone.png")


def test_in_the_dark_and_back(browser: Browser, demo: str, pictures: Path) -> None:
    chat = Chat(browser, demo, color_scheme="dark")
    page = chat.open()
    chat.says("account Nordbank")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    chat.picture(pictures / "web-dark.png")
    page.get_by_role("button", name="Switch to light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    chat.close()


def test_the_gallery(chat: Chat, pictures: Path) -> None:
    page = chat.go("/gallery")
    examples = page.locator(".example:visible")
    expect(examples.nth(20)).to_be_attached()
    page.get_by_role("searchbox").fill("accounts renewing")
    expect(examples).to_have_count(1)
    page.get_by_role("searchbox").fill("log call")
    expect(examples.first).to_contain_text("log call Acme 30m")
    chat.picture(pictures / "web-gallery.png")
    page.get_by_role("searchbox").fill("no such command")
    expect(page.get_by_text("Nothing fits that.")).to_be_visible()


def test_whoever_is_not_there_is_told_so_in_a_page(chat: Chat) -> None:
    page = chat.page
    page.goto(f"{chat.url}/?as=nobody@example.com")
    expect(page.get_by_text("Nobody of that address is on the team")).to_be_visible()
    page.get_by_role("link", name="Open the chat").click()
    expect(page.get_by_role("combobox", name="Message to Bailey")).to_be_visible()
    chat.complaints.clear()  # the browser itself notes the 404
