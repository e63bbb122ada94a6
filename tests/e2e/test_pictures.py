"""Each flow on each platform, kept as pictures: the page, Teams at the Playground, Slack as drawn by our own page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.chat import Chat
from tests.e2e.clock import an_hour_on, to_a_working_morning
from tests.e2e.playground import cli
from tests.e2e.shots import Slack, Teams
from tests.e2e.stage import HOME, Stage, stage

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 1.5}
BERLIN = {"timezone_id": "Europe/Berlin", "viewport": {"width": 1100, "height": 760}}
MATTER = "Sev 1: Acme Corp"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Stage]:
    """Dana is in Slack, and Jane, her lead, in Teams."""
    try:
        cli()
    except FileNotFoundError as missing:
        pytest.fail(str(missing))
    with stage(tmp_path, "Jane Lindgren", "jane@example.com") as opened:
        yield opened


def test_every_flow_on_every_platform(browser: Browser, demo: Stage, pictures: Path) -> None:
    teams, slack = Teams(browser, demo, pictures), Slack(browser, demo, pictures)
    web = Chat(browser, demo.url, **BERLIN)
    phone = Chat(browser, demo.url, **{**PHONE, "timezone_id": "Europe/Berlin"})
    an_activity(teams, slack)
    a_morning(web, teams, slack)
    an_escalation(web, phone, teams, slack, pictures)
    requests(web, phone, teams, slack, pictures)
    references(web, phone, teams, slack, pictures)
    other_doors(teams, slack)
    for one in (teams, slack, web, phone):
        one.close()


def an_activity(teams: Teams, slack: Slack) -> None:
    slack.answers("log", "/log call Acme 30m pricing, QBR 2 Dec")
    teams.writes("log call Delta Rail 30m punctuality figures")
    teams.shoots("log", "Delta Rail · call · 30 min")


def a_morning(web: Chat, teams: Teams, slack: Slack) -> None:
    web.open("omar")
    to_a_working_morning(web.page)
    slack.shoots("digest", slack.demo.in_slack("This morning"))
    # The Playground tells Jane's zone as this machine's, so her morning may be two hours later.
    for _ in range(2):
        an_hour_on(web.page)
    teams.shoots("digest", "This morning")


def an_escalation(web: Chat, phone: Chat, teams: Teams, slack: Slack, pictures: Path) -> None:
    web.open("ines", "support")
    phone.open("ines", "support")
    slack.answers("escalate", "/escalate Acme Corp sev1 data export down since 9am @jane")
    expect(web.last).to_contain_text("asked of Jane Lindgren by Dana Keller")
    picture(web, pictures / "web-escalation.png")
    expect(phone.last).to_contain_text(MATTER)
    picture(phone, pictures / "web-phone-escalation.png")
    teams.shoots("escalation", MATTER).get_by_role("button", name="Accept").click()
    teams.card("Jane Lindgren has it")
    number = re.search(r"escalation:(\d+)", web.last.inner_text())
    assert number is not None
    internal = "The disk of the export server is full; clearing it."
    safe = "We have found the cause, and the export runs again by eleven."
    teams.writes(f"escalation:{number[1]} update {internal} customer: {safe}")
    slack.shoots("escalation", slack.demo.in_slack("clearing it"))
    expect(web.last).to_contain_text("clearing it")
    picture(web, pictures / "web-escalation-taken.png")
    teams.writes(f"escalation:{number[1]} resolved a full disk stopped the exports 2h @jane customer: It runs again")
    teams.shoots("escalation-resolved", re.compile(r"Resolved by Jane Lindgren"))
    slack.shoots("escalation-resolved", slack.demo.in_slack("Resolved by Jane Lindgren"))
    expect(web.last).to_contain_text("Resolved by Jane Lindgren")
    picture(web, pictures / "web-escalation-resolved.png")


def requests(web: Chat, phone: Chat, teams: Teams, slack: Slack, pictures: Path) -> None:
    slack.answers("requests", "/bailey requests")
    web.open("yara")
    web.says("requests")
    picture(web, pictures / "web-requests.png")
    phone.open("yara", "product")
    picture(phone, pictures / "web-phone-requests.png")
    teams.writes("requests")
    teams.shoots("requests", "Figures per depot").get_by_role("button", name="Received").click()
    slack.shoots("requests-receipt", slack.demo.in_slack("is with Product now"))


def references(web: Chat, phone: Chat, teams: Teams, slack: Slack, pictures: Path) -> None:
    slack.answers("reference", "/reference fintech EMEA case study")
    teams.writes("reference fintech EMEA case study")
    teams.shoots("reference", "May be asked now")
    asks(web, "fintech EMEA case study", "the spring brochure, by the end of January", pictures / "web-reference.png")
    slack.shoots("reference-ask", slack.demo.in_slack("the spring brochure"))
    slack.demo.presses_in_slack("Approve", "the spring brochure")
    expect(web.answers.filter(has_text="Dana Keller talks to them")).to_have_count(1)
    picture(web, pictures / "web-reference-approved.png")
    asks(phone, "transport EMEA case study", "the rail fair in March", pictures / "web-phone-reference.png")
    picture(phone, pictures / "web-phone-reference-ask.png")
    teams.shoots("reference-ask", "the rail fair in March").get_by_role("button", name="Approve").click()
    expect(phone.answers.filter(has_text="Jane Lindgren talks to them")).to_have_count(1)


def other_doors(teams: Teams, slack: Slack) -> None:
    """What comes without a command: an emoji on a colleague's message, a link, a card looked for while writing."""
    slack.shoots(
        "emoji", slack.demo.points("ticket", "Acme Corp cannot export since nine, who can look?"), private=True
    )
    slack.shoots("link", slack.demo.posts_link(f"{HOME}/escalation/1"))
    teams.finds("acme").filter(has_text="Acme Health").first.click()
    teams.sends()
    teams.shoots("found", re.compile("Acme Health · T2"))
    teams.unfurls("link", f"{HOME}/escalation/1", "Bluebird Air")


def asks(chat: Chat, words: str, purpose: str, path: Path) -> None:
    """Mia looks for somebody, which is kept as a picture, and asks for the first who is found."""
    page = chat.open("mia")
    chat.says(f"reference {words}")
    picture(chat, path)
    chat.presses("Ask for it")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What for, and by when").fill(purpose)
    dialog.get_by_role("button", name="Ask").click()
    expect(dialog).to_have_count(0)
    expect(chat.answers.filter(has_text=purpose)).not_to_have_count(0)


def picture(chat: Chat, path: Path) -> None:
    expect(chat.page.locator(".toast")).to_have_count(0)
    assert chat.fits()
    chat.picture(path)
