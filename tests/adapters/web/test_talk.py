"""What a person does on the page, and who sees it."""

import pytest

from adapters.web.rosters import tell_rosters
from bot.request import Dropped, Filled, Line, Place
from bot.view import Buttons, DrawnView, Text
from tests.adapters.web.driver import ANA, DANA, Site, WebDriver
from tests.adapters.web.reading import read
from tests.contracts.gallery import probe
from tests.fakes.web_bailey import logged

HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}}",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "شركة النور 😀",
)


async def test_a_line_and_its_answer_stay_on_the_page(site: Site) -> None:
    await site.post("say", {"text": "log call Acme Corp 30m"})
    page = await site.page()
    assert "log call Acme" in page.words
    assert "Which Acme?" in page.words
    [request] = site.bailey.asked
    assert request.what == Line("log call Acme Corp 30m", bare=True)
    assert request.address.place is Place.DIRECT


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/log call Acme 30m", Line("call Acme 30m", assumed="log")),
        ("/bailey undo", Line("undo")),
        ("/bailey", Line("")),
        ("//", Line("//", bare=True)),
        ("undo", Line("undo", bare=True)),
    ],
)
async def test_the_other_platforms_ways_of_typing_are_understood(site: Site, typed: str, meant: Line) -> None:
    await site.post("say", {"text": typed})
    assert site.bailey.asked[-1].what == meant


async def test_zone_and_locale_come_from_the_browser(site: Site) -> None:
    await site.post("say", {"text": "day", "zone": "Europe/Berlin", "locale": "de-DE"})
    sender = site.bailey.asked[-1].sender
    assert (sender.platform, sender.tenant, sender.user, sender.email) == ("web", "demo", DANA[0], DANA[0])
    assert (sender.name, sender.zone, sender.locale) == ("Dana Whitfield", "Europe/Berlin", "de-DE")


async def test_in_a_channel_the_line_and_the_answer_are_private(site: Site) -> None:
    await site.post("say", {"text": "account Acme", "in": "renewals"})
    assert "close books" in (await site.page(DANA[0], "renewals")).words
    assert "only you" in (await site.page(DANA[0], "renewals")).words
    theirs = await site.page(ANA[0], "renewals")
    assert "account Acme" not in theirs.words
    assert "close books" not in theirs.words
    assert site.bailey.asked[-1].address.place is Place.PRIVATE


async def test_what_bailey_posts_in_a_channel_is_seen_by_all(site: Site) -> None:
    channel = site.platform.channels[1].address
    await site.platform.send(channel, DrawnView((Text(("Acme renewed.",)),), "News"))
    for who in (DANA, ANA):
        assert "Acme renewed." in (await site.page(who[0], "renewals")).words


async def test_a_private_answer_never_replaces_a_card_that_all_see(site: Site) -> None:
    channel = site.platform.channels[1].address
    await site.platform.send(channel, logged())
    [card] = site.platform.history.of("renewals", DANA[0])
    body = {"line": "undo 7", "nonce": "n-log", "message": card.id, "in": "renewals"}
    answer = await site.post("press", body)
    assert answer["messages"][0]["id"] != card.id
    assert "Taken back" not in (await site.page(ANA[0], "renewals")).words


async def test_nobody_reaches_another_persons_messages(site: Site) -> None:
    await site.post("say", {"text": "account Acme", "in": "renewals"})
    answer = site.platform.history.of("renewals", DANA[0])[-1]
    body = {"in": "renewals", "message": answer.id, "name": "Text"}
    assert (await site.send("payload", body, who=ANA[0])).status == 404
    assert (await site.send("payload", body, who=DANA[0])).status == 200


async def test_a_press_that_opens_a_form_leaves_no_trace_until_it_is_filled(site: Site) -> None:
    driver = WebDriver(site)
    await driver.say("log x")
    before = len(site.platform.history.of(f"dm:{DANA[0]}", DANA[0]))
    shown = await driver.press("Edit")
    assert shown is not None
    assert shown.dialog
    assert len(site.platform.history.of(f"dm:{DANA[0]}", DANA[0])) == before
    shown = await driver.fill(length="45m")
    assert shown is not None
    assert "45m" in shown.words
    assert len(site.platform.history.of(f"dm:{DANA[0]}", DANA[0])) == before
    filled = site.bailey.asked[-1].what
    assert isinstance(filled, Filled)
    assert filled.fields["activity"] == "7"


async def test_a_refused_form_keeps_what_was_typed_over_a_reload(site: Site) -> None:
    driver = WebDriver(site)
    await driver.say("log")
    shown = await driver.fill(length="soon", note="they love dashboards")
    assert shown is not None
    assert "not a length of time" in shown.words
    page = await site.page()
    assert "they love dashboards" in page.words
    assert "not a length of time" in page.words


async def test_a_dropped_file_arrives_whole(site: Site) -> None:
    content = "\ufeffname,arr\nAcme,1\n".encode()
    query = {"as": DANA[0], "key": "abcdefgh", "name": "../accounts <1>.csv"}
    response = await site.client.post("/web/drop", params=query, data=content, headers={"Origin": site.origin})
    answer = await response.json()
    assert site.bailey.asked[-1].what == Dropped("../accounts <1>.csv", content)
    assert "../accounts <1>.csv (19 bytes)" in read(answer["messages"][0]["html"]).words
    assert "Apply" in read(answer["messages"][1]["html"]).buttons


async def test_typeahead_and_completion(site: Site) -> None:
    response = await site.send("complete", {"line": "log m"})
    assert [each["value"] for each in (await response.json())["choices"]] == ["log meeting Globex 1h"]
    response = await site.send("suggest", {"kind": "account", "query": "acme h"})
    assert (await response.json())["choices"] == [{"value": "id-Acme Health", "label": "Acme Health"}]


async def test_my_day_is_the_pages_home(site: Site) -> None:
    html = (await site.post("home", {}))["html"]
    assert "What needs you" in read(html).words
    assert site.bailey.asked[-1].what == Line("day")
    assert site.platform.history.of(f"dm:{DANA[0]}", DANA[0]) == []


@pytest.mark.parametrize("text", HOSTILE)
async def test_text_stays_text_on_the_whole_page(site: Site, text: str) -> None:
    site.team.members = [(DANA[0], text, text), ANA]
    await site.post("say", {"text": text})
    await site.post("say", {"text": "echo " + text})
    await site.platform.send(await site.platform.direct("demo", DANA[0]), probe(text))
    page = await site.page()
    assert page.words.count(text) >= 5
    assert not [attrs for tag, attrs in page.tags if tag == "script" and not attrs["src"].startswith("/web/static/")]
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]


async def test_odd_lines_reach_bailey_as_they_are(site: Site) -> None:
    for text in ("\0", "\u200b", "'; DROP TABLE account; --", "\u202eabc", "a\r\nb"):
        await site.post("say", {"text": text})
        assert site.bailey.asked[-1].what == Line(text, bare=True)


async def test_the_payloads_of_a_message_are_shown(site: Site) -> None:
    await site.post("say", {"text": "account Acme"})
    answer = site.platform.history.of(f"dm:{DANA[0]}", DANA[0])[-1]
    response = await site.send("payload", {"message": answer.id, "name": "Slack"})
    assert (await response.json())["text"] == '{\n  "summary": "Acme Corp",\n  "nonce": "n-account"\n}'
    response = await site.send("payload", {"message": answer.id, "name": "Text"})
    assert (await response.json())["text"].startswith("Acme Corp · T1")
    assert (await site.send("payload", {"message": answer.id, "name": "Fax"})).status == 404


async def test_the_gallery_shows_every_example_in_every_rendering(site: Site) -> None:
    page = read(await (await site.client.get("/gallery")).text())
    for words in ("log call Acme Corp 30m pricing", "Which Acme?", '"nonce": "n-account"', "[Undo] [Edit]"):
        assert words in page.words


async def test_a_team_of_nobody_is_told_how_to_begin(site: Site) -> None:
    site.team.members = []
    response = await site.client.get("/")
    assert response.status == 404
    assert "import accounts" in await response.text()


async def test_a_bug_is_told_with_a_reference(site: Site) -> None:
    async def broken() -> list[tuple[str, str, DrawnView]]:
        raise RuntimeError("secret detail")

    async with Site(site.bailey, gallery=broken) as other:
        response = await other.client.get("/gallery")
        assert response.status == 500
        assert "Something broke on my side" in await response.text()
        assert "secret" not in await response.text()


async def test_the_history_is_bounded(site: Site) -> None:
    address = await site.platform.direct("demo", DANA[0])
    for number in range(230):
        await site.platform.send(address, DrawnView((Text((f"news {number}.",)), Buttons(())), "News"))
    kept = site.platform.history.of(f"dm:{DANA[0]}", DANA[0])
    assert len(kept) == 200
    assert "news 229." in (await site.page()).words


async def test_readers_of_each_channel_are_told_to_bailey(site: Site) -> None:
    rosters = site.bailey.rosters
    assert {sender.email for sender in rosters["renewals"]} == {DANA[0], ANA[0]}
    assert [sender.name for sender in rosters["acme-corp"] if sender.outsider] == ["Jane Doe"]


async def test_a_channel_is_open_to_those_only_whose_it_is(site: Site) -> None:
    site.team.members.append(("sal@example.com", "Sal Vega", "marketing"))
    await tell_rosters(site.bailey, site.platform, site.platform.channels)
    assert {sender.email for sender in site.bailey.rosters["support"]} == {DANA[0], ANA[0]}
    opened = await site.client.get("/", params={"as": "sal@example.com", "in": "support"})
    assert opened.status == 404
    asked = await site.send("say", {"text": "day", "in": "support"}, "sal@example.com")
    assert asked.status == 404
    assert site.bailey.asked == []
    assert "#support" in (await site.page(DANA[0], "support")).words
