"""Pictures of what somebody has in Slack, as our own page draws it, and in Teams, at the Playground's own page."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.chat import WAIT
from tests.e2e.drawn_slack import Posted, page
from tests.e2e.stage import Stage

WIDE, NARROW = 760, 390


class Slack:
    """Pictures of what Dana has in Slack."""

    def __init__(self, browser: Browser, demo: Stage, folder: Path) -> None:
        self.demo = demo
        self._context = browser.new_context(viewport={"width": WIDE, "height": 400}, device_scale_factor=1)
        self._page = self._context.new_page()
        self._folder = folder

    def shoots(self, name: str, *messages: dict[str, Any], private: bool = False) -> None:
        posted = [Posted(each, private=private) for each in messages]
        self._page.set_content(page(posted, self.demo.slack.slack.names))
        for width in (NARROW, WIDE):
            self._page.set_viewport_size({"width": width, "height": 100})
            assert self._page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        self._page.screenshot(path=self._folder / f"slack-{name}.png", full_page=True)

    def answers(self, name: str, line: str) -> None:
        self.shoots(name, self.demo.types(line).payload, private=True)

    def close(self) -> None:
        self._context.close()


class Teams:
    """Jane at the Playground's own page."""

    def __init__(self, browser: Browser, demo: Stage, folder: Path) -> None:
        self._context = browser.new_context(viewport={"width": 1000, "height": 1900}, locale="en-GB")
        self._context.set_default_timeout(WAIT)
        self.page: Page = self._context.new_page()
        self.page.goto(demo.playground.url)
        self.page.get_by_text("Just write it").first.wait_for()
        self._folder = folder

    def writes(self, line: str) -> None:
        self.page.get_by_role("textbox").last.click()
        self.page.keyboard.type(line)
        self.page.keyboard.press("Enter")

    def card(self, words: str | re.Pattern[str]) -> Locator:
        """The newest card that shows these words, now or soon."""
        found = self.page.locator(".ac-adaptiveCard").filter(has_text=words).last
        expect(found).to_be_visible()
        return found

    def shoots(self, name: str, words: str | re.Pattern[str]) -> Locator:
        card = self.card(words)
        card.scroll_into_view_if_needed()
        card.screenshot(path=self._folder / f"teams-{name}.png", animations="disabled")
        return card

    def finds(self, words: str) -> Locator:
        """Rows of what the message extension finds, beneath where one writes."""
        self._extension("Search Command")
        self.page.get_by_placeholder("Enter a search term").fill(words)
        self.page.keyboard.press("Enter")
        found = self.page.get_by_text(re.compile(words, re.IGNORECASE))
        expect(found.last).to_be_visible()
        return found

    def sends(self) -> None:
        self.page.get_by_label("Send Message").last.click()

    def unfurls(self, name: str, url: str, words: str) -> None:
        """What a pasted link becomes before it is sent."""
        self._extension("Link Unfurling")
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Enter an URL").fill(url)
        self.page.keyboard.press("Enter")
        expect(dialog.locator(".ac-adaptiveCard")).to_contain_text(words)
        dialog.screenshot(path=self._folder / f"teams-{name}.png", animations="disabled")

    def _extension(self, what: str) -> None:
        self.page.get_by_label("Trigger Message Extension App").last.click()
        self.page.get_by_text(what).click()

    def close(self) -> None:
        self._context.close()
