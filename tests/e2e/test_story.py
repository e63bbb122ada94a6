"""Three minutes with the demo, by five people on three platforms: what a newcomer is shown."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.adapters.teams import cards
from tests.e2e.chat import Chat
from tests.e2e.clock import to_a_working_morning
from tests.e2e.playground import cli
from tests.e2e.stage import Stage, stage

MATTER = "Sev 1: Acme Corp"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Stage]:
    """A demo of one's own: its time is moved. Slack and Teams stand beside it."""
    try:
        cli()
    except FileNotFoundError as missing:
        pytest.fail(str(missing))
    with stage(tmp_path) as opened:
        yield opened


def test_the_story(browser: Browser, demo: Stage) -> None:
    dana = Chat(browser, demo.url, timezone_id="Europe/Berlin")
    logs_and_means_another(dana)
    looks_up_and_asks_why(dana)
    goes_to_tomorrow(dana)
    support = Chat(browser, demo.url, timezone_id="Europe/Berlin")
    escalates_in_slack_and_lee_takes_it_in_teams(demo, support)
    mia = Chat(browser, demo.url, timezone_id="America/New_York")
    asks_for_a_reference_and_dana_agrees(demo, mia)
    for chat in (dana, support, mia):
        chat.close()


def logs_and_means_another(dana: Chat) -> None:
    dana.open()
    card = dana.says("log call Acme 30m pricing, QBR 2 Dec")
    expect(card).to_contain_text("Acme Corp · call · 30 min · today")
    expect(dana.presses("Acme Health")).to_contain_text("Acme Health · call · 30 min · today")
    expect(dana.says("activities Acme Corp today")).not_to_contain_text("QBR 2 Dec")


def looks_up_and_asks_why(dana: Chat) -> None:
    expect(dana.says("account Acme Corp")).to_contain_text("RED")
    why = dana.presses("Health")
    expect(why).to_contain_text("Their champion has left")
    expect(why).to_contain_text(re.compile(r"Usage\s−\d+\s·\s\d+\s%, good is 80\s%"))


def goes_to_tomorrow(dana: Chat) -> None:
    to_a_working_morning(dana.page)
    expect(dana.answers.filter(has_text="This morning").last.locator("time.at")).to_have_text("08:30")


def escalates_in_slack_and_lee_takes_it_in_teams(demo: Stage, support: Chat) -> None:
    demo.writes("day")
    demo.in_teams("Lee")
    support.open("ines", "support")
    expect(support.last).to_contain_text("Sev 1: Bluebird Air")
    shown = demo.types("/escalate Acme Corp sev1 data export down since 9am @lee")
    assert "Lee Chen is asked to take it" in shown.words
    expect(support.last).to_contain_text(MATTER)
    expect(support.last).to_contain_text("asked of Lee Chen by Dana Keller")
    taken = demo.presses_in_teams("Accept", MATTER)
    assert "Lee Chen has it" in cards.words(taken)
    expect(support.last).to_contain_text("Lee Chen has it")
    demo.in_slack("Lee Chen has it")


def asks_for_a_reference_and_dana_agrees(demo: Stage, mia: Chat) -> None:
    """Paylo is Sam's, who is away: Dana stands in."""
    page = mia.open("mia")
    found = mia.says("reference fintech EMEA case study")
    expect(found).to_contain_text("May be asked now: 1")
    expect(found).to_contain_text(re.compile(r"From Q\d \d{4}: Vela Payments"))
    mia.presses("Ask for it")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What for, and by when").fill("the spring brochure, by the end of January")
    dialog.get_by_role("button", name="Ask").click()
    expect(dialog).to_have_count(0)
    expect(mia.answers.filter(has_text="Asked Dana Keller")).to_have_count(1)
    demo.presses_in_slack("Approve", "the spring brochure")
    approved = mia.answers.filter(has_text="Dana Keller talks to them")
    expect(approved.last).to_contain_text("Paylo: a case study for Mia Hoang")
