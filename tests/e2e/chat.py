"""One open page of the demo, and what a person does on it."""

from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

LAST = ".answer:not(.thinking) >> nth=-1"
WAIT = 15_000  # milliseconds; a busy machine answers late
SLOW = 60_000  # for a page that has much to prepare, such as the gallery when it is opened first


class Chat:
    """Everything that the page complains about, or asks another host for, is kept in `complaints`."""

    def __init__(self, browser: Browser, url: str, **options: object) -> None:
        settings = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce"}
        self.context = browser.new_context(**{**settings, **options})  # type: ignore[arg-type] # playwright's keywords
        self.context.set_default_timeout(WAIT)
        expect.set_options(timeout=WAIT)
        self.page: Page = self.context.new_page()
        self.url = url
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda asked: self._asked(asked.url))

    def _asked(self, url: str) -> None:
        if not url.startswith(self.url):
            self.complaints.append(f"asked {url}")

    def open(self, who: str = "dana", room: str = "") -> Page:
        return self.go(f"/?as={who}@example.com" + (f"&in={room}" if room else ""))

    def go(self, path: str) -> Page:
        self.page.goto(self.url + path, timeout=SLOW)
        if path.startswith("/?"):
            expect(self.page.locator("body")).to_have_attribute("data-ready", "yes")
            expect(self.page.locator("#home-view .view")).to_be_attached()
        return self.page

    @property
    def answers(self) -> Locator:
        return self.page.locator(".answer:not(.thinking)")

    @property
    def last(self) -> Locator:
        return self.page.locator(LAST)

    def says(self, line: str) -> Locator:
        """The answer to a line."""
        before = self.answers.count()
        self.page.get_by_role("combobox", name="Message to Bailey").fill(line)
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Enter")
        expect(self.answers).to_have_count(before + 1)
        return self.last

    def presses(self, label: str, exact: bool = True) -> Locator:
        """The card that stands last, once the first button of this name on it was pressed."""
        self.last.get_by_role("button", name=label, exact=exact).first.click()
        return self.last

    def drops(self, name: str, text: str) -> Locator:
        """The answer to a file dropped on the page."""
        before = self.answers.count()
        self.page.evaluate(
            """([name, text]) => {
              const given = new DataTransfer();
              given.items.add(new File([text], name, { type: "text/csv" }));
              for (const kind of ["dragover", "drop"])
                dispatchEvent(new DragEvent(kind, { dataTransfer: given, bubbles: true, cancelable: true }));
            }""",
            [name, text],
        )
        expect(self.answers).to_have_count(before + 1)
        return self.last

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path, animations="disabled", caret="hide")

    def shows(self, what: Locator) -> None:
        """Scrolls until it stands at the top of the conversation, once what only passes by is gone."""
        expect(self.page.locator(".toast")).to_have_count(0)
        what.evaluate("card => card.scrollIntoView({ block: 'start' })")

    def fits(self) -> bool:
        """Nothing has to be scrolled sideways."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))

    def close(self) -> None:
        self.context.close()
        assert self.complaints == []
