"""The clock of the demo's page: read, and put forward to a morning on which somebody works."""

from datetime import datetime

from playwright.sync_api import Page, expect

FRIDAY = 5  # ISO number of the last day on which something is planned


def at(page: Page) -> datetime:
    """What time the page says it is."""
    return datetime.strptime(page.locator("#now").inner_text(), "%a %d %b %Y %H:%M")


def to_a_working_morning(page: Page) -> None:
    """Tomorrow 08:30, and over the weekend."""
    while True:
        opened = page.get_by_role("button", name="Move on")
        if opened.is_visible() and opened.get_attribute("aria-expanded") != "true":
            opened.click()
        page.get_by_role("button", name="Tomorrow 08:30").click()
        expect(page.get_by_role("status")).to_contain_text("08:30 now.")
        expect(page.locator("#clock:not([aria-busy])")).to_be_attached()
        if at(page).isoweekday() <= FRIDAY:
            return


def an_hour_on(page: Page) -> None:
    opened = page.get_by_role("button", name="Move on")
    if opened.is_visible() and opened.get_attribute("aria-expanded") != "true":
        opened.click()
    page.get_by_role("button", name="One hour on").click()
    expect(page.locator("#clock[aria-busy]")).to_have_count(0)
    expect(page.locator("#clock:not([aria-busy])")).to_be_attached()
