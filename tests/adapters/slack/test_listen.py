"""Each kind of payload, and where its answer goes."""

import json

import pytest

from bot.request import MAX_FILE, Choice, Dropped, Filled, Line, Place, Reply, Sent
from bot.view import Button, Buttons, Text
from tests.adapters.slack.driver import SlackDriver, payload
from tests.contracts import gallery
from tests.fakes import block_kit
from tests.fakes.slack import DM, user


def said(driver: SlackDriver) -> Line:
    what = driver.bailey.requests[-1].what
    assert isinstance(what, Line)
    return what


# ---------------------------------------------------------------- slash commands


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("/bailey undo", Line("undo")),
        ("/bailey", Line("")),
        ("/log", Line("", assumed="log")),
        ("/log call Acme 30m", Line("call Acme 30m", assumed="log")),
        ("/accounts mine", Line("mine", assumed="accounts")),
    ],
)
async def test_a_slash_command_is_a_line(driver: SlackDriver, typed: str, line: Line) -> None:
    shown = await driver.form(driver.slash(typed))
    assert said(driver) == line
    assert driver.ack["response_type"] == "ephemeral"
    assert shown is not None
    assert shown.private


async def test_whoever_types_is_known(driver: SlackDriver) -> None:
    await driver.say("day")
    await driver.say("day")
    sender = driver.bailey.requests[0].sender
    assert (sender.name, sender.email, sender.zone) == ("Dana Fox", "dana@example.com", "Europe/Berlin")
    assert (sender.locale, sender.outsider) == ("de-DE", False)
    assert len(driver.slack.of("users.info")) == 1
    assert len(driver.slack.of("conversations.info")) == 1


@pytest.mark.parametrize("trouble", ["drop", "500", "429:30", "missing_scope"])
async def test_an_unknown_profile_or_place_fails_nothing(driver: SlackDriver, trouble: str) -> None:
    # The HTTP library asks once more when a kept connection was dropped.
    driver.slack.errors["users.info"] += [trouble, trouble]
    driver.slack.errors["conversations.info"] += [trouble, trouble]
    shown = await driver.say("day")
    assert shown is not None
    request = driver.bailey.requests[-1]
    assert (request.sender.user, request.sender.name) == ("U0DANA", "")
    assert request.address.place is Place.SHARED


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted", "is_stranger"])
async def test_guests_are_outsiders(driver: SlackDriver, flag: str) -> None:
    driver.slack.users["U0DANA"][flag] = True
    await driver.say("day")
    assert driver.bailey.requests[-1].sender.outsider


async def test_people_of_another_company_are_outsiders(driver: SlackDriver) -> None:
    driver.slack.users["U0DANA"] |= {"team_id": "T0ELSE"}
    await driver.say("day")
    assert driver.bailey.requests[-1].sender.outsider


@pytest.mark.parametrize("name", ["press_ephemeral", "press_dialog", "submission", "shortcut_message"])
@pytest.mark.parametrize(("enterprise", "outsider"), [(None, True), ({"id": "E0GRID", "name": "Grid"}, False)])
async def test_who_says_to_be_from_elsewhere_is_an_outsider_though_no_profile_can_be_read(
    driver: SlackDriver, name: str, enterprise: dict[str, str] | None, outsider: bool
) -> None:
    driver.slack.errors["users.info"] += ["500"] * 3
    body = {**payload(name), "response_url": driver.slack.response_url(), "enterprise": enterprise}
    body["user"]["team_id"] = "T0ELSE"
    await driver.interact(body)
    assert driver.bailey.requests[-1].sender.outsider is outsider


@pytest.mark.parametrize("place", list(Place))
async def test_places(driver: SlackDriver, place: Place) -> None:
    await driver.say("day", place)
    assert driver.bailey.requests[-1].address.place is place


async def test_two_colleagues_own_chat_is_unknown(driver: SlackDriver) -> None:
    await driver.form({**driver.slash("/log"), "channel_id": "D0OTHERS"})
    assert driver.bailey.requests[-1].address.place is Place.SHARED


async def test_a_form_opens_at_once(driver: SlackDriver) -> None:
    driver.bailey.says("", gallery.form())
    shown = await driver.form(driver.slash("/log"))
    assert shown is not None
    assert shown.dialog
    assert driver.ack == ""


async def test_a_form_that_cannot_open_is_offered(driver: SlackDriver) -> None:
    driver.bailey.says("soon", gallery.form())
    driver.slack.errors["views.open"].append("expired_trigger_id")
    shown = await driver.form(driver.slash("/log soon"))
    assert shown is not None
    assert "Open form" in shown.buttons
    await driver.press("Open form")
    assert said(driver) == Line("soon", assumed="log")


# ---------------------------------------------------------------- messages


async def test_a_direct_message_is_answered_in_the_chat(driver: SlackDriver) -> None:
    await driver.chat("had a call with Acme")
    assert said(driver) == Line("had a call with Acme", bare=True)
    [posted] = driver.slack.of("chat.postMessage")
    assert posted["channel"] == DM


@pytest.mark.parametrize("trouble", [["429:1"], ["500"], ["drop", "drop"], ["internal_error"]])
async def test_an_answer_waits_for_a_busy_slack(driver: SlackDriver, trouble: list[str]) -> None:
    driver.slack.errors["chat.postMessage"] += trouble
    await driver.chat("had a call with Acme")
    posts = [call for call in driver.slack.calls if call.method == "chat.postMessage"]
    assert [call.ok for call in posts] == [False] * len(trouble) + [True]
    assert posts[-1].args["channel"] == DM


async def test_an_answer_in_a_channel_waits_for_a_busy_slack(driver: SlackDriver) -> None:
    driver.slack.errors["chat.postEphemeral"] += ["429:1"]
    await driver.event(payload("app_mention"))
    assert len(driver.slack.of("chat.postEphemeral")) == 2
    assert driver.slack.of("chat.postMessage") == []


async def test_an_answer_waits_for_the_own_chat_to_be_found(driver: SlackDriver) -> None:
    driver.slack.errors["chat.postEphemeral"] += ["not_in_channel"]
    driver.slack.errors["conversations.open"] += ["429:1"]
    await driver.event(payload("app_mention"))
    assert [posted["channel"] for posted in driver.slack.of("chat.postMessage")] == [DM]


async def test_a_mention_is_answered_once_and_for_the_asker_alone(driver: SlackDriver) -> None:
    await driver.event(payload("app_mention"))
    await driver.event(payload("message_channel"))
    assert said(driver) == Line("log call Acme 30m", bare=True)
    assert driver.bailey.requests[-1].address.place is Place.PUBLIC
    [posted] = driver.slack.of("chat.postEphemeral")
    assert (posted["channel"], posted["user"]) == ("C0OPEN", "U0DANA")
    assert driver.slack.of("chat.postMessage") == []


async def test_a_mention_in_a_thread_is_answered_there(driver: SlackDriver) -> None:
    body = payload("app_mention")
    body["event"]["thread_ts"] = "1763971000.000100"
    await driver.event(body)
    assert driver.bailey.requests[-1].address.thread == "1763971000.000100"
    assert driver.slack.of("chat.postEphemeral")[0]["thread_ts"] == "1763971000.000100"


async def test_where_bailey_may_not_whisper_it_writes_to_the_asker(driver: SlackDriver) -> None:
    driver.slack.errors["chat.postEphemeral"].append("user_not_in_channel")
    await driver.event(payload("app_mention"))
    [posted] = driver.slack.of("chat.postMessage")
    assert posted["channel"] == DM


@pytest.mark.parametrize("name", ["message_changed", "message_deleted", "message_own", "message_bot"])
async def test_what_is_not_said_to_bailey_is_left_alone(driver: SlackDriver, name: str) -> None:
    await driver.event(payload(name))
    assert driver.status == 200
    assert driver.bailey.requests == []


async def test_talk_in_a_channel_is_left_alone(driver: SlackDriver) -> None:
    body = payload("message_channel")
    body["event"]["text"] = "call Acme 30m"
    await driver.event(body)
    assert driver.bailey.requests == []


async def test_outsiders_in_a_shared_channel(driver: SlackDriver) -> None:
    body = {**payload("app_mention"), "team_id": "T0ELSE", "is_ext_shared_channel": True}
    body["event"]["user_team"] = "T0ELSE"
    await driver.event(body)
    request = driver.bailey.requests[-1]
    assert (request.address.tenant, request.address.place) == ("T0BAILEY", Place.SHARED)
    assert request.sender.outsider


async def test_a_form_asked_for_in_words_opens_from_a_button(driver: SlackDriver) -> None:
    driver.bailey.says("log something soon", gallery.form())
    shown = await driver.chat("log something soon")
    assert shown is not None
    assert "Log an activity" in shown.words
    shown = await driver.press("Open form")
    assert said(driver) == Line("log something soon", bare=True)
    assert shown is not None
    assert shown.dialog


async def test_words_too_long_for_a_button_still_open_the_form(driver: SlackDriver) -> None:
    line = ("log " + "word " * 1000).strip()
    driver.bailey.says(line, gallery.form())
    driver.bailey.says("log", gallery.form())
    await driver.chat(line)
    shown = await driver.press("Open form")
    assert shown is not None
    assert shown.dialog


# ---------------------------------------------------------------- buttons


async def test_a_press_on_a_private_card_replaces_it(driver: SlackDriver) -> None:
    driver.bailey.says("undo change:7", Reply(gallery.view(Text(("Taken back.",))), replaces=True))
    await driver.interact({**payload("press_ephemeral"), "response_url": driver.slack.response_url()})
    [answer] = driver.slack.of("respond")
    assert (answer["replace_original"], answer["response_type"]) == (True, "ephemeral")
    assert driver.ack == ""


async def test_a_card_that_others_see_is_not_redrawn_for_one_of_them(driver: SlackDriver) -> None:
    driver.bailey.says("undo change:7", Reply(gallery.view(Text(("Taken back.",))), replaces=True))
    body = {**payload("press_ephemeral"), "response_url": driver.slack.response_url()}
    body["container"]["is_ephemeral"] = False
    await driver.interact(body)
    [answer] = driver.slack.of("respond")
    assert (answer["replace_original"], answer["response_type"]) == (False, "ephemeral")


async def test_a_press_in_our_own_chat_that_replaces_nothing_is_a_lasting_message(driver: SlackDriver) -> None:
    await driver.interact({**payload("press_message"), "response_url": driver.slack.response_url()})
    assert len(driver.slack.of("chat.postMessage")) == 1
    assert driver.slack.of("respond") == []


@pytest.mark.parametrize("trouble", [["expired_url"], ["drop", "500", "drop"], ["429:0", "429:0", "429:0"]])
async def test_an_answer_that_the_response_url_refuses_goes_another_way(
    driver: SlackDriver, trouble: list[str]
) -> None:
    driver.slack.errors["respond"] += trouble
    await driver.interact({**payload("press_ephemeral"), "response_url": driver.slack.response_url()})
    assert len(driver.slack.of("respond")) == len(trouble)
    assert len(driver.slack.of("chat.postEphemeral")) == 1


async def test_blocks_that_slack_refuses_are_sent_plainly(driver: SlackDriver) -> None:
    driver.bailey.says("undo change:7", gallery.account())
    driver.slack.errors["respond"] += ["invalid_blocks"]
    await driver.interact({**payload("press_ephemeral"), "response_url": driver.slack.response_url()})
    plain = driver.slack.of("respond")[-1]
    assert {block["type"] for block in plain["blocks"]} == {"section"}
    assert "Acme Corp" in block_kit.visible(plain, {})


async def test_a_chart_never_rides_in_the_acknowledgement_where_a_refusal_would_not_be_heard(
    driver: SlackDriver,
) -> None:
    driver.bailey.says("example", gallery.health())
    driver.slack.errors["respond"] = ["invalid_blocks"]
    shown = await driver.say("example")
    assert driver.ack == ""
    kinds = [[block["type"] for block in call["blocks"]] for call in driver.slack.of("respond")]
    assert ["data_visualization" in each for each in kinds] == [True, False]
    assert shown is not None
    assert "Wrong?" in shown.buttons
    assert "23 Nov: 41" in shown.words


async def test_a_chart_that_slack_refuses_is_sketched(driver: SlackDriver) -> None:
    await driver.chat("day")
    driver.slack.errors["chat.postMessage"] = ["invalid_blocks"]
    outcome = await driver.platform.send(driver.bailey.requests[-1].address, gallery.health())
    assert isinstance(outcome, Sent)
    refused, taken = driver.slack.of("chat.postMessage")[-2:]
    assert "data_visualization" in str(refused["blocks"])
    assert "data_visualization" not in str(taken["blocks"])
    assert "▅▄▄" in str(taken["blocks"])


async def test_a_press_at_home_opens_a_dialog_and_draws_home_anew(driver: SlackDriver) -> None:
    driver.bailey.says("done step:3", gallery.logged())
    shown = await driver.interact(payload("press_home"))
    assert shown is not None
    assert "Logged" in shown.words
    assert [request.what for request in driver.bailey.requests] == [Line("done step:3"), Line("day")]
    assert len(driver.slack.of("views.publish")) == 1


async def test_a_press_in_a_dialog_is_answered_in_it(driver: SlackDriver) -> None:
    await driver.interact(payload("press_dialog"))
    [updated] = driver.slack.of("views.update")
    assert updated["view_id"] == "V0CARD"


async def test_a_button_that_says_nothing_does_nothing(driver: SlackDriver) -> None:
    body = payload("press_message")
    del body["actions"][0]["value"]
    await driver.interact(body)
    assert driver.status == 200
    assert driver.bailey.requests == []


# ---------------------------------------------------------------- dialogs


async def test_a_form_opened_from_a_card_replaces_the_card(driver: SlackDriver) -> None:
    driver.bailey.says("undo change:7", gallery.form())
    driver.bailey.says("log", Reply(gallery.logged(), replaces=True))
    await driver.interact({**payload("press_ephemeral"), "response_url": driver.slack.response_url()})
    await driver.fill(length="45m")
    [answer] = driver.slack.of("respond")
    assert answer["replace_original"] is True
    assert driver.ack == ""


async def test_errors_stand_beside_their_fields(driver: SlackDriver) -> None:
    driver.bailey.says("", gallery.form())
    refusal = gallery.form({"length": "“soon” is not a length of time.", "elsewhere": "And more."})
    driver.bailey.says("log", Reply(refusal, done=False))
    await driver.form(driver.slash("/log"))
    await driver.fill(length="soon")
    assert driver.ack["errors"] == {
        "field:length": "“soon” is not a length of time.",
        "field:account": "And more.",
    }


async def test_a_slow_form_waits_in_its_dialog(driver: SlackDriver) -> None:
    driver.bailey.says("", gallery.form())
    driver.bailey.says("log", gallery.logged())
    shown = await driver.form(driver.slash("/log"))
    assert shown is not None
    driver.bailey.hold()
    driver.door.listeners.patience = 0.01
    body = driver.submitting(shown.payload, {"length": "45m"})
    ack = await driver.slow(body)
    assert ack["response_action"] == "update"
    assert "Still working" in block_kit.visible(ack["view"], {})
    assert block_kit.faults(ack["view"]) == []
    driver.bailey.release()
    await driver.door.jobs.idle()
    assert "Logged" in block_kit.visible(driver.slack.of("views.update")[-1]["view"], {})
    assert len(driver.slack.of("respond")) == 1


async def test_the_same_form_twice_has_one_effect(driver: SlackDriver) -> None:
    driver.bailey.says("", gallery.form())
    driver.bailey.says("log", gallery.logged())
    await driver.form(driver.slash("/log"))
    await driver.fill(length="45m")
    await driver.again()
    assert sum(isinstance(request.what, Filled) for request in driver.bailey.requests) == 1


async def test_several_people_arrive_line_by_line(driver: SlackDriver) -> None:
    driver.bailey.says("", gallery.form())
    await driver.form(driver.slash("/log"))
    await driver.fill(**{"with": "person:1\nperson:2", "on": "2026-11-19"})
    what = driver.bailey.requests[-1].what
    assert isinstance(what, Filled)
    assert (what.fields["with"], what.fields["on"]) == ("person:1\nperson:2", "2026-11-19")


async def test_typeahead(driver: SlackDriver) -> None:
    driver.bailey.suggestions = (Choice("account:1", "Acme Corp"), Choice("x" * 151, "Acme too long"), Choice("2", "Z"))
    await driver.interact(payload("suggestion"))
    [option] = driver.ack["options"]
    assert (option["value"], option["text"]["text"]) == ("account:1", "Acme Corp")


async def test_the_shortcut_takes_the_message_along(driver: SlackDriver) -> None:
    driver.bailey.says("log", gallery.form())
    shown = await driver.interact({**payload("shortcut_message"), "response_url": driver.slack.response_url()})
    assert shown is not None
    assert shown.dialog
    quoted = driver.bailey.requests[-1].quoted
    assert quoted is not None
    assert quoted.text == "Spoke to Acme & <@U0SAM> about pricing"
    assert quoted.people == ("slack:T0BAILEY:U0ANA", "slack:T0BAILEY:U0SAM")
    assert quoted.link == (
        "https://example.slack.com/archives/C0OPEN/p1763972050000200?thread_ts=1763972040.000100&cid=C0OPEN"
    )


async def test_a_shortcut_without_a_form_is_answered_in_private(driver: SlackDriver) -> None:
    await driver.interact({**payload("shortcut_message"), "response_url": driver.slack.response_url()})
    [answer] = driver.slack.of("respond")
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)


# ---------------------------------------------------------------- events


async def test_home_is_my_day(driver: SlackDriver) -> None:
    driver.bailey.says("day", gallery.account())
    await driver.event(payload("app_home_opened"))
    assert driver.bailey.requests[-1].address.place is Place.DIRECT
    [published] = driver.slack.of("views.publish")
    assert published["user_id"] == "U0DANA"
    assert block_kit.faults(published["view"]) == []
    assert "no slash commands inside threads" in json.dumps(published["view"])
    body = payload("app_home_opened")
    body["event"]["tab"] = "messages"
    await driver.event({**body, "event_id": "Ev0OTHER"})
    assert len(driver.bailey.requests) == 1


@pytest.mark.parametrize(("name", "known"), [("user_change", "Ana"), ("team_join", "New")])
async def test_changed_profiles_are_met(driver: SlackDriver, name: str, known: str) -> None:
    await driver.event(payload(name))
    [met] = driver.bailey.met
    assert (met.name, met.zone, met.locale) == (known, "America/Lima", "es-PE")


async def test_readers_of_a_channel_are_listed(driver: SlackDriver) -> None:
    driver.slack.users["U0GUEST"] = user("U0GUEST", "Gus Guest", is_restricted=True)
    driver.slack.users["U0ROBOT"] = user("U0ROBOT", "Robot", is_bot=True)
    driver.slack.members["C0OPEN"] = ["U0DANA", "U0ANA", "U0BAILEY", "U0GUEST", "U0ROBOT", "U0GHOST"]
    driver.slack.channels["C0OPEN"]["name"] = "open-matters"
    await driver.event(payload("member_joined_channel"))
    [(address, readers)] = driver.bailey.rosters.items()
    assert address == "slack|T0BAILEY|C0OPEN||public"
    assert driver.bailey.called == {address: "#open-matters"}
    assert readers is not None
    assert [(each.name, each.outsider) for each in readers] == [
        ("Dana Fox", False),
        ("Ana Reyes", False),
        ("Gus Guest", True),
        ("", True),
    ]


async def test_the_first_word_in_a_channel_lists_its_readers_once(driver: SlackDriver) -> None:
    driver.slack.members["C0CLOSED"] = ["U0DANA"]
    await driver.say("day", Place.PRIVATE)
    await driver.say("day", Place.PRIVATE)
    assert len(driver.slack.of("conversations.members")) == 1
    assert list(driver.bailey.rosters) == ["slack|T0BAILEY|C0CLOSED||private"]


@pytest.mark.parametrize("name", ["channel_left", "group_left"])
async def test_a_channel_that_bailey_left_is_unknown(driver: SlackDriver, name: str) -> None:
    await driver.event(payload(name))
    assert list(driver.bailey.rosters.values()) == [None]


async def test_a_colleague_who_leaves_leaves_the_list(driver: SlackDriver) -> None:
    driver.slack.members["C0OPEN"] = ["U0DANA"]
    await driver.event(payload("member_left_channel"))
    [readers] = driver.bailey.rosters.values()
    assert readers is not None
    assert [each.name for each in readers] == ["Dana Fox"]


async def test_a_list_that_cannot_be_had_is_unknown(driver: SlackDriver) -> None:
    await driver.event(payload("member_joined_channel"))
    assert list(driver.bailey.rosters.values()) == [None]


async def test_a_channel_that_gets_shared_is_seen_as_shared(driver: SlackDriver) -> None:
    driver.slack.members["C0OPEN"] = ["U0DANA"]
    await driver.say("day", Place.PUBLIC)
    driver.slack.channels["C0OPEN"]["is_ext_shared"] = True
    await driver.event(payload("channel_shared"))
    await driver.say("day", Place.PUBLIC)
    assert driver.bailey.requests[-1].address.place is Place.SHARED


# ---------------------------------------------------------------- files


def dropped(driver: SlackDriver, **more: object) -> block_kit.Json:
    body = payload("message_file")
    url = str(driver.slack.server.make_url("/files/accounts.csv"))
    body["event"]["files"][0] |= {"url_private": url, "url_private_download": url, **more}
    return body


async def test_a_csv_file_is_taken(driver: SlackDriver) -> None:
    driver.slack.files["accounts.csv"] = (b"name,arr\nAcme,1\n", "text/csv")
    await driver.event(dropped(driver))
    await driver.event(dropped(driver))
    assert [request.what for request in driver.bailey.requests] == [Dropped("accounts.csv", b"name,arr\nAcme,1\n")]


async def test_a_file_may_have_to_be_asked_for(driver: SlackDriver) -> None:
    driver.slack.files["accounts.csv"] = (b"name\nAcme\n", "text/csv")
    body = dropped(driver)
    driver.slack.infos["F0ACCOUNTS"] = {**body["event"]["files"][0]}
    body["event"]["files"] = [{"id": "F0ACCOUNTS", "name": "accounts.csv", "file_access": "check_file_info"}]
    await driver.event(body)
    assert len(driver.bailey.requests) == 1


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ({"size": MAX_FILE + 1}, "larger than 64 MB"),
        ({"name": "notes.pdf", "filetype": "pdf"}, "CSV"),
        ({"url_private_download": "https://evil.example/accounts.csv"}, "not kept by Slack"),
        ({}, "files:read"),
        ({"url_private": ""}, "did not hand over"),
    ],
)
async def test_a_file_that_cannot_be_taken_says_why(driver: SlackDriver, more: dict[str, object], answer: str) -> None:
    body = dropped(driver, **more)
    shown = await driver.event(body)
    assert driver.bailey.requests == []
    assert shown is not None
    assert answer in shown.words


async def test_words_beside_a_picture_are_heard(driver: SlackDriver) -> None:
    body = dropped(driver, name="desk.png", filetype="png")
    body["event"]["text"] = "log call Acme 30m"
    await driver.event(body)
    assert said(driver).text == "log call Acme 30m"


# ---------------------------------------------------------------- trouble


async def test_an_event_that_failed_is_carried_out_when_slack_repeats_it(driver: SlackDriver) -> None:
    def broken(request: object) -> Reply:
        raise RuntimeError("the database is away")

    driver.bailey.says("log call Acme 30m", broken)
    await driver.event(payload("message_im"))
    assert driver.status == 500
    driver.bailey.says("log call Acme 30m", gallery.logged())
    shown = await driver.again()
    assert driver.status == 200
    assert shown is not None
    assert "Logged" in shown.words


async def test_a_slash_command_that_failed_says_so(driver: SlackDriver) -> None:
    def broken(request: object) -> Reply:
        raise RuntimeError("the database is away")

    driver.bailey.says("day", broken)
    shown = await driver.form(driver.slash("/bailey day"))
    assert shown is not None
    assert "went wrong" in shown.words


async def test_closing_waits_for_what_is_under_way(driver: SlackDriver) -> None:
    driver.bailey.says("example", gallery.view(Buttons((Button("Undo", "undo"),)), Text(("Slow.",))))
    driver.bailey.hold()
    driver.door.listeners.patience = 0.01
    assert await driver.slow_command("/bailey example") == ""
    driver.bailey.release()
    await driver.door.close()
    assert "Slow." in json.dumps(driver.slack.of("respond"))
