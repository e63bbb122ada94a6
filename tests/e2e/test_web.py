"""A person walks the demo in a browser: log, choose, edit, undo, import, on a phone, in the dark."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

DANA = "/?as=dana@example.com"
JANE = "/?as=jane@example.com"  # she leads the team and owns no Acme, so hers is a question
CSV = "name,owner,arr,currency\nNorthwind Freight,dana@example.com,48000,EUR\nPalmera,dana@example.com,12000,EUR\n"
LAST = ".answer:not(.thinking) >> nth=-1"


class Chat:
    """One open page. Everything that the page complains about, or asks another host for, is kept."""

    def __init__(self, browser: Browser, base_url: str, **options: object) -> None:
        settings = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **options}
        self.context = browser.new_context(**settings)  # type: ignore[arg-type] # playwright's own keywords
        self.page: Page = self.context.new_page()
        self.base_url = base_url
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda asked: None if asked.url.startswith(base_url) else self._elsewhere(asked.url))

    def _elsewhere(self, url: str) -> None:
        self.complaints.append(f"asked {url}")

    def open(self, path: str = DANA) -> Page:
        self.page.goto(self.base_url + path)
        return self.page

    def says(self, line: str) -> None:
        expect(self.page.locator("body")).to_have_attribute("data-ready", "yes")
        answers = self.page.locator(".answer:not(.thinking)")
        before = answers.count()
        self.page.get_by_role("combobox", name="Message to Bailey").fill(line)
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Enter")
        expect(answers).to_have_count(before + 1)


@pytest.fixture
def chat(browser: Browser, base_url: str) -> Iterator[Chat]:
    chat = Chat(browser, base_url)
    yield chat
    chat.context.close()
    assert chat.complaints == []


@pytest.fixture
def phone(browser: Browser, base_url: str) -> Iterator[Chat]:
    size = {"width": 390, "height": 844}
    chat = Chat(browser, base_url, viewport=size, is_mobile=True, has_touch=True, device_scale_factor=2)
    yield chat
    chat.context.close()
    assert chat.complaints == []


def fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_log_disambiguate_edit_undo(chat: Chat, pictures: Path) -> None:
    page = chat.open(JANE)
    expect(page.locator("#home-view .view")).to_be_visible()
    chat.says("account Acme Corp")
    chat.says("log call Acme 30m pricing")
    which = page.locator(LAST)
    which.get_by_role("button", name=re.compile("Acme Corp")).click()
    card = page.locator(LAST)
    expect(card).to_contain_text("Logged")
    page.screenshot(path=pictures / "web-log.png", animations="disabled")
    card.get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog")
    length = dialog.get_by_label("Length")
    length.fill("soon")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.locator(".error")).to_contain_text("soon")
    expect(length).to_be_focused()
    page.screenshot(path=pictures / "web-form.png", animations="disabled")
    length.fill("45m")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    expect(page.locator(LAST)).to_contain_text("45")
    page.locator(LAST).get_by_role("button", name="Undo").click()
    expect(page.locator(LAST)).not_to_contain_text("Logged")
    page.reload()
    expect(page.locator(LAST)).not_to_contain_text("Logged")


def test_completion_and_history_by_keyboard(chat: Chat) -> None:
    page = chat.open()
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")
    field = page.get_by_role("combobox", name="Message to Bailey")
    field.press_sequentially("acco")
    offers = page.get_by_role("listbox", name="What could follow")
    expect(offers.get_by_role("option").first).to_be_visible()
    field.press("Tab")
    expect(field).to_have_value(re.compile("^account"))
    field.press("Escape")
    expect(offers).to_be_hidden()
    field.fill("first line")
    field.press("Shift+Enter")
    field.press_sequentially("second")
    expect(field).to_have_value("first line\nsecond")
    field.fill("")
    chat.says("day")
    field.press("ArrowUp")
    expect(field).to_have_value("day")
    field.press("ArrowDown")
    expect(field).to_have_value("")


def test_import_by_dropping_a_file(chat: Chat) -> None:
    page = chat.open()
    expect(page.locator("body")).to_have_attribute("data-ready", "yes")
    page.evaluate(
        """csv => {
          const given = new DataTransfer();
          given.items.add(new File([csv], "accounts.csv", { type: "text/csv" }));
          for (const kind of ["dragover", "drop"])
            dispatchEvent(new DragEvent(kind, { dataTransfer: given, bubbles: true, cancelable: true }));
        }""",
        CSV,
    )
    card = page.locator(LAST)
    expect(card).to_contain_text("2")
    card.get_by_role("button", name="Apply").click()
    expect(page.locator(LAST).get_by_role("button", name="Apply")).to_have_count(0)


def test_a_channel_is_private_and_says_who_reads_along(chat: Chat) -> None:
    page = chat.open()
    page.get_by_role("link", name="acme-corp").click()
    expect(page.get_by_text("People of another company read along here")).to_be_visible()
    chat.says("account Acme Corp")
    expect(page.locator(LAST)).to_contain_text("only you")
    page.goto(f"{chat.base_url}/?as=sam@example.com&in=acme-corp")
    expect(page.locator(".answer")).to_have_count(0)


def test_another_window_follows_live(chat: Chat) -> None:
    page = chat.open()
    other = chat.context.new_page()
    other.goto(chat.base_url + DANA)
    expect(other.locator("body")).to_have_attribute("data-ready", "yes")
    before = other.locator(".answer").count()
    chat.says("day")
    expect(other.locator(".answer")).to_have_count(before + 1)
    assert page.locator(".said").count() == other.locator(".said").count()


def test_the_payloads_of_a_message(chat: Chat, pictures: Path) -> None:
    page = chat.open()
    chat.says("account Acme Corp")
    page.locator(LAST).hover()
    page.locator(LAST).get_by_role("button", name=re.compile("payloads")).click()
    expect(page.locator(LAST).get_by_role("tab", name="Slack")).to_have_attribute("aria-selected", "true")
    expect(page.locator(LAST).get_by_role("tabpanel")).not_to_be_empty()
    page.locator(LAST).get_by_role("tab", name="Text").click()
    expect(page.locator(LAST).get_by_role("tabpanel")).to_contain_text("Acme Corp")
    page.screenshot(path=pictures / "web-payloads.png", animations="disabled")


def test_on_a_phone(phone: Chat, pictures: Path) -> None:
    page = phone.open()
    phone.says("w" * 300)
    phone.says("wide words and ünïcödé " * 40)
    phone.says("account Acme Corp")
    phone.says("log call Acme 30m")
    assert fits(page)
    page.screenshot(path=pictures / "web-phone.png", animations="disabled")
    page.get_by_role("button", name="Show conversations").click()
    expect(page.get_by_role("link", name="renewals")).to_be_visible()
    page.keyboard.press("Escape")
    phone.says("log")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert fits(page)
    page.screenshot(path=pictures / "web-phone-form.png", animations="disabled")


def test_in_the_dark_and_back(browser: Browser, base_url: str, pictures: Path) -> None:
    chat = Chat(browser, base_url, color_scheme="dark")
    page = chat.open()
    chat.says("account Acme Corp")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.screenshot(path=pictures / "web-dark.png", animations="disabled")
    page.get_by_role("button", name="Switch to light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    chat.context.close()
    assert chat.complaints == []


def test_the_gallery(chat: Chat, pictures: Path) -> None:
    page = chat.open("/gallery")
    examples = page.locator(".example:visible")
    assert examples.count() >= 3
    page.screenshot(path=pictures / "web-gallery.png", animations="disabled")
    page.get_by_role("searchbox").fill("account")
    expect(examples.first).to_contain_text("account")
    page.get_by_role("searchbox").fill("no such command")
    expect(page.get_by_text("Nothing fits that.")).to_be_visible()
