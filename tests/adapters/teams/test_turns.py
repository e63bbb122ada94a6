"""What happens in Teams, from activity to answer."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.request import Address, Choice, Dropped, Filled, Finding, Line, Place, Quoted, Reply, Sent
from bot.view import Button, Buttons, DrawnView, Text
from tests.adapters.teams import cards
from tests.adapters.teams.world import ANA, CHANNEL, CHAT, COLLEAGUES, GROUP, GUEST, OUTSIDER, SAM, World, member
from tests.contracts import gallery
from tests.fakes.teams import TENANT

SECRET = gallery.view(Text(("€240k, only for your eyes",)), summary="Acme")


# ------------------------------------------------------------ who and where


async def test_a_sender_is_known_by_what_teams_tells(world: World) -> None:
    await world.write("day")
    await world.write("day")
    sender = world.bailey.requests[0].sender
    assert sender.identity == f"teams:{TENANT}:{ANA}"
    assert (sender.name, sender.email) == ("Ana Reyes", "ana@example.com")
    assert (sender.zone, sender.locale, sender.outsider) == ("Europe/Berlin", "en-GB", False)
    assert len(world.teams.said("member")) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"userRole": "guest"},
        {"userRole": "anonymous"},
        {"tenantId": "other"},
        {"tenantId": None},
        {"userPrincipalName": "ana_acme.com#EXT#@contoso.onmicrosoft.com"},
    ],
    ids=str,
)
async def test_guests_are_outsiders(world: World, changes: dict[str, Any]) -> None:
    world.teams.members[CHAT] = [member(ANA, "Ana Reyes", **changes)]
    await world.write("day")
    assert world.bailey.requests[0].sender.outsider


async def test_somebody_whose_profile_cannot_be_read_is_an_outsider_until_it_can(world: World) -> None:
    world.teams.members[CHAT] = []
    await world.write("day")
    assert world.bailey.requests[0].sender.outsider
    world.teams.members[CHAT] = COLLEAGUES
    world.now += 61
    await world.write("day")
    assert not world.bailey.requests[1].sender.outsider


async def test_another_tenant_comes_to_bailey_as_what_it_is(world: World) -> None:
    await world.write("account Acme", channelData={"tenant": {"id": "other-tenant"}})
    assert world.bailey.requests[0].sender.tenant == "other-tenant"
    assert world.bailey.requests[0].sender.outsider, "a guest there, as far as Teams tells"


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("standard", Place.PUBLIC),
        ("private", Place.PRIVATE),
        ("shared", Place.SHARED),
        ("", Place.SHARED),
        ("unheard-of", Place.SHARED),
    ],
)
async def test_a_channels_kind_says_who_may_read_it(world: World, kind: str, place: Place) -> None:
    for channels in world.teams.channels.values():
        channels[:] = [{"id": CHANNEL} | ({"type": kind} if kind else {})]
    await world.post(world.payload("channel_mention"))
    address = world.bailey.requests[0].address
    assert (address.channel, address.thread, address.place) == (CHANNEL, "1763888000000", place)


@pytest.mark.parametrize(
    ("said", "listed", "called"),
    [
        ({}, {"name": "Sales <EMEA>"}, "Sales <EMEA>"),
        ({"name": "Sales", "type": "standard"}, {}, "Sales"),
        ({}, {}, "General"),
    ],
    ids=str,
)
async def test_a_channel_is_told_by_the_name_that_its_team_lists(
    world: World, said: dict[str, str], listed: dict[str, str], called: str
) -> None:
    for channels in world.teams.channels.values():
        channels[:] = [{"id": CHANNEL, "type": "standard", **listed}]
    mention = world.payload("channel_mention")
    mention["channelData"]["channel"] |= said
    await world.post(mention)
    assert list(world.bailey.called.values()) == [called]
    mention["channelData"]["team"]["name"] = "Field"
    world.now += 3600
    await world.post({**mention, "id": "another"})
    assert list(world.bailey.called.values()) == [f"Field › {called}"]


async def test_readers_are_listed_page_by_page_and_told_to_the_bot(world: World) -> None:
    world.teams.members[GROUP] = [member(f"29:{n}", f"Member {n}") for n in range(5)] + COLLEAGUES[:1]
    await world.post(world.payload("group_mention"))
    [(address, listed)] = world.bailey.rosters.items()
    assert GROUP in address
    assert listed is not None
    assert [person.user for person in listed] == [*(f"29:{n}" for n in range(5)), ANA]
    await world.post(world.payload("group_mention"))
    assert len(world.teams.said("members")) == 3


async def test_a_guest_who_joins_makes_the_channel_shared_at_once(world: World) -> None:
    await world.post(world.payload("channel_mention"))
    world.teams.members[CHANNEL].append(OUTSIDER)
    await world.post(world.payload("member_joined"))
    await world.post(world.payload("channel_mention"))
    assert [request.address.place for request in world.bailey.requests] == [Place.PUBLIC, Place.SHARED]
    assert any(
        person.user == GUEST and person.outsider for people in world.bailey.rosters.values() for person in people or ()
    )


async def test_a_channel_that_removed_bailey_is_not_known_any_more(world: World) -> None:
    await world.post(world.payload("channel_mention"))
    await world.post(world.payload("bot_removed"))
    assert list(world.bailey.rosters.values())[-1] is None


async def test_readers_that_cannot_be_listed_count_as_outsiders(world: World) -> None:
    del world.teams.members[GROUP]
    world.bailey.says("log call Acme 30m with <@29:1sam>", Reply(SECRET, done=False))
    await world.post(world.payload("group_mention"))
    assert world.bailey.requests[0].address.place is Place.SHARED
    assert "outside" in world.lines()[0]
    assert world.cards() == []


# ------------------------------------------------------------ private answers


@pytest.mark.parametrize("where", ["group_mention", "channel_mention"])
async def test_a_private_answer_goes_to_the_own_chat(world: World, where: str) -> None:
    world.bailey.says("account Acme", SECRET)
    await world.post(world.payload(where, text="<at>Bailey</at> account Acme"))
    [created] = world.teams.said("create")
    assert created.body["members"] == [{"id": ANA}]
    assert created.body["tenantId"] == TENANT
    card, line = world.teams.said()
    assert card.conversation == f"a:chat-of-{ANA}"
    assert line.body["text"] == "I answered you in your own chat."
    assert "240k" not in str(line.body)
    assert line.conversation.startswith("19:")


async def test_who_cannot_be_written_to_is_told_how(world: World) -> None:
    world.teams.creations.append((403, {"code": "MessageWritesBlocked"}, {}))
    await world.post(world.payload("group_mention"))
    assert "add Bailey" in world.lines()[0]
    assert world.cards() == []


async def test_a_busy_teams_is_waited_for(world: World) -> None:
    world.teams.refusals.append((429, {"code": "TooManyRequests"}, {"Retry-After": "0.01"}))
    await world.write("day")
    assert len(world.cards()) == 2  # the refused one and the one that arrived


async def test_a_card_that_teams_finds_too_large_is_sent_smaller(world: World) -> None:
    world.bailey.says("accounts", gallery.book(90, 1000, "a remark " * 5))
    world.teams.refusals.append((413, {"code": "MessageSizeTooBig"}, {}))
    await world.write("accounts")
    first, second = world.cards()
    assert len(str(second)) < len(str(first)) * 0.7
    assert "more rows did not fit here" in cards.words(second)


# ------------------------------------------------------------ buttons


async def test_a_press_replaces_the_card_in_the_own_chat(world: World) -> None:
    world.bailey.says("undo change:7", Reply(gallery.view(Text(("Taken back.",))), replaces=True))
    status, body = await world.post(world.payload("card_action"))
    assert status == 200
    assert body["type"] == "application/vnd.microsoft.card.adaptive"
    assert "Taken back." in cards.words(body["value"])
    request = world.bailey.requests[0]
    assert (request.what, request.nonce, request.pressed) == (Line("undo change:7"), "nonce1", True)
    assert world.cards() == []


async def test_an_answer_of_its_own_leaves_the_pressed_card_alone(world: World) -> None:
    _, body = await world.post(world.payload("card_action"))
    assert body["type"] == "application/vnd.microsoft.activity.message"
    assert [call.what for call in world.teams.said()] == ["post"]


async def test_a_card_that_others_see_is_not_redrawn_for_one_of_them(world: World) -> None:
    world.bailey.says("undo change:7", Reply(SECRET, replaces=True))
    group = world.payload("group_mention")["conversation"]
    _, body = await world.post(world.payload("card_action", conversation=group))
    assert "240k" not in str(body)
    [card] = world.teams.said()
    assert card.conversation == f"a:chat-of-{ANA}"


async def test_a_client_without_execute_sends_the_same_as_a_message(world: World) -> None:
    world.bailey.says("undo change:7", Reply(gallery.view(Text(("Taken back.",))), replaces=True))
    await world.post(world.payload("submit_fallback"))
    [edit] = world.teams.said()
    assert (edit.what, edit.path.rsplit("/", 1)[1]) == ("update", "1763888700000")
    assert world.bailey.requests[0].nonce == "nonce1"


async def test_an_answer_whose_card_is_gone_is_a_message_of_its_own(world: World) -> None:
    world.bailey.says("undo change:7", Reply(gallery.view(Text(("Taken back.",))), replaces=True))
    world.teams.refusals.append((404, {"error": {"code": "ActivityNotFoundInConversation"}}, {}))
    await world.post(world.payload("submit_fallback"))
    assert [call.what for call in world.teams.said()] == ["update", "post"]
    assert "Taken back." in cards.words(world.cards()[-1])


async def test_typeahead_asks_the_bot(world: World) -> None:
    world.bailey.suggestions = tuple(Choice(f"account:{n}", f"Acme {n}, Inc.") for n in range(20))
    _, body = await world.post(world.payload("search"))
    results = body["value"]["results"]
    assert results[0] == {"title": "Acme 0, Inc.", "value": "account:0"}
    assert len(results) == 15
    raw = world.payload("search")
    raw["value"] |= {"dataset": "people", "queryText": "Jane Doe, CFO"}
    assert (await world.post(raw))[1]["value"]["results"] == [{"title": "“Jane Doe, CFO”", "value": "Jane Doe%2C CFO"}]
    raw = world.payload("search")
    raw["value"]["dataset"] = "secrets"
    assert (await world.post(raw))[1]["value"]["results"] == []


async def test_guests_are_suggested_nothing(world: World) -> None:
    world.bailey.suggestions = (Choice("account:1", "Acme"),)
    world.teams.members[CHAT] = [member(ANA, "Ana Reyes", userRole="guest")]
    assert (await world.post(world.payload("search")))[1]["value"]["results"] == []


async def test_unknown_invokes_are_not_implemented(world: World) -> None:
    for name in ("signin/verifyState", "composeExtension/querySettingUrl", "made/up", None):
        assert (await world.post(world.payload("card_action", name=name)))[0] == 501


# ------------------------------------------------------------ dialogs


async def test_a_dialog_opens_and_saves_in_the_own_chat(world: World) -> None:
    world.bailey.says("edit activity:9", gallery.form())
    world.bailey.says("log", Reply(gallery.logged(), replaces=True))
    _, body = await world.post(world.payload("dialog_opens"))
    dialog = body["task"]["value"]
    assert dialog["title"] == "Log an activity"
    assert {action["type"] for action in cards.actions(dialog["card"]["content"])} == {"Action.Submit"}
    status, body = await world.post(world.payload("dialog_sent"))
    assert (status, body) == (200, "")
    assert world.bailey.requests[1].what == Filled("log", {"draft": "7", "account": "Acme Corp", "length": "30m"})
    [edit] = world.teams.said()
    assert edit.what == "update"


async def test_a_refused_form_stays_open_with_its_reason(world: World) -> None:
    world.bailey.says("log", Reply(gallery.form({"length": "“soon” is not a length."}), done=False))
    _, body = await world.post(world.payload("dialog_sent"))
    assert "not a length" in cards.words(body["task"]["value"]["card"]["content"])
    assert world.cards() == []


async def test_what_a_dialog_in_a_channel_answers_stays_in_the_dialog(world: World) -> None:
    group = world.payload("group_mention")["conversation"]
    world.bailey.says("log", SECRET)
    _, body = await world.post(world.payload("dialog_sent", conversation=group))
    assert "240k" in str(body["task"])
    assert world.teams.said() == []
    assert world.bailey.requests[0].address.place is Place.DIRECT


async def test_a_message_can_be_logged(world: World) -> None:
    world.bailey.says("log", lambda request: Reply(gallery.form() if request.quoted else gallery.logged(), done=False))
    _, body = await world.post(world.payload("extension_opens"))
    assert body["task"]["type"] == "continue"
    [request] = world.bailey.requests
    assert request.what == Line("log", assumed="log")
    assert request.quoted == Quoted(
        "Call with Acme about pricing & the QBR, 30 min\nThey love dashboards",
        "https://teams.microsoft.com/l/message/19:group@thread.v2/1763888600000",
        (f"teams:{TENANT}:{SAM}", f"teams:{TENANT}:{ANA}"),
        (f"teams:{TENANT}:{ANA}",),
    )
    _, body = await world.post(world.payload("extension_sent"))
    assert "Logged" in cards.words(body["task"]["value"]["card"]["content"])
    assert world.bailey.requests[1].what.fields["note"] == "pricing"  # type: ignore[union-attr] # a filled form
    assert world.teams.said() == []


@pytest.mark.parametrize("name", ["escalate", "request", "reference"])
async def test_other_commands_are_chosen_on_a_message(world: World, name: str) -> None:
    raw = world.payload("extension_opens")
    raw["value"]["commandId"] = name
    world.bailey.says(name, Reply(gallery.form(), done=False))
    _, body = await world.post(raw)
    assert body["task"]["type"] == "continue"
    [request] = world.bailey.requests
    assert request.what == Line(name, assumed=name)
    assert request.quoted is not None


BETWEEN_TWO = {"conversationType": "personal", "tenantId": TENANT, "id": "19:aad-1_aad-2@unq.gbl.spaces"}


async def test_the_chat_of_two_people_is_not_taken_for_the_own_chat(world: World) -> None:
    await world.post(world.payload("extension_opens", conversation=BETWEEN_TWO))
    [request] = world.bailey.requests
    assert request.address.channel == f"@{ANA}"
    assert isinstance(await world.door.platform.send(request.address, gallery.logged()), Sent)
    assert {call.conversation for call in world.teams.said("post")}.isdisjoint({BETWEEN_TWO["id"]})


async def test_what_is_found_is_a_card_to_put_into_the_message(world: World) -> None:
    world.bailey.findings = (Finding("Acme <b>Corp</b>", "Fintech", gallery.account()), Finding("Globex", "", SECRET))
    _, body = await world.post(world.payload("extension_search"))
    found = body["composeExtension"]
    assert (found["type"], found["attachmentLayout"]) == ("result", "list")
    first, second = found["attachments"]
    assert first["preview"]["content"] == {"title": "Acme <b>Corp</b>", "subtitle": "Fintech"}
    assert second["preview"]["content"] == {"title": "Globex"}
    assert cards.faults(first["content"]) == cards.markup(first["content"]) == []
    assert [(where.place, kind, query) for where, kind, query in world.bailey.sought] == [
        (Place.PRIVATE, "account", "acm")
    ]


async def test_before_a_word_is_typed_the_likely_ones_are_asked_for(world: World) -> None:
    raw = world.payload("extension_search")
    raw["value"] |= {"commandId": "findReference", "parameters": [{"name": "initialRun", "value": "true"}]}
    _, body = await world.post(raw)
    assert body["composeExtension"]["type"] == "message"
    assert [sought[1:] for sought in world.bailey.sought] == [("reference", "")]


@pytest.mark.parametrize("command", ["findAccount", "searchCmd", "", None])
async def test_a_search_of_another_name_is_for_accounts(world: World, command: str | None) -> None:
    raw = world.payload("extension_search")
    raw["value"] |= {"commandId": command, "parameters": [{"name": "", "value": " acm "}]}
    await world.post(raw)
    assert [sought[1:] for sought in world.bailey.sought] == [("account", "acm")]


async def test_nothing_is_looked_up_where_outsiders_may_read(world: World) -> None:
    world.bailey.findings = (Finding("Acme Corp", "", gallery.account()),)
    world.teams.members[GROUP].append(OUTSIDER)
    for conversation in (world.payload("extension_search")["conversation"], BETWEEN_TWO):
        _, body = await world.post(world.payload("extension_search", conversation=conversation))
        assert body["composeExtension"]["type"] == "message"
        assert "Acme" not in str(body)
    assert world.bailey.sought == []


async def test_a_slow_search_says_so() -> None:
    world = await World().open(patience=0.05)
    world.bailey.hold()
    _, body = await world.post(world.payload("extension_search"))
    assert "Try once more" in body["composeExtension"]["text"]
    await world.close()


# ------------------------------------------------------------ hello, files, repeats, slowness


async def test_the_welcome_is_said_once(world: World) -> None:
    await world.post(world.payload("installed"))
    await world.post(world.payload("bot_added_personal"))
    assert [request.what for request in world.bailey.requests] == [Line("help")]
    assert len(world.cards()) == 1
    assert world.bailey.met[0].email == "ana@example.com"


async def test_a_group_is_greeted_with_one_neutral_line(world: World) -> None:
    raw = world.payload("installed", conversation=world.payload("group_mention")["conversation"])
    await world.post(raw)
    assert world.bailey.requests == []
    assert len(world.lines()) == 1
    assert next(iter(world.bailey.rosters.values()))


async def test_a_csv_file_is_read(world: World) -> None:
    world.teams.files["1"] = b"name\nAcme\n"
    raw = world.payload("file_dropped")
    raw["attachments"][0]["content"]["downloadUrl"] = f"{world.teams.url}/files/1"
    await world.post(raw)
    assert world.bailey.requests[0].what == Dropped("accounts.csv", b"name\nAcme\n")


@pytest.mark.parametrize(
    ("name", "url", "said"),
    [
        ("accounts.xlsx", "https://contoso.sharepoint.com/1", "CSV"),
        ("accounts.csv", "https://evil.example/1", "Teams itself keeps"),
        ("accounts.csv", "http://169.254.169.254/latest", "Teams itself keeps"),
        ("accounts.csv", "", "Teams itself keeps"),
    ],
)
async def test_other_files_are_refused(world: World, name: str, url: str, said: str) -> None:
    raw = world.payload("file_dropped")
    raw["attachments"][0] |= {"name": name, "content": {"downloadUrl": url}}
    await world.post(raw)
    assert world.bailey.requests == []
    assert said in world.lines()[0]


async def test_two_deliveries_at_once_are_one_turn(world: World) -> None:
    world.bailey.hold()
    raw = world.payload("card_action")
    world.bailey.says("undo change:7", Reply(gallery.logged(), replaces=True))
    both = [asyncio.create_task(world.post(raw)) for _ in range(2)]
    await asyncio.sleep(0)
    world.bailey.release()
    (_, first), (_, second) = await asyncio.gather(*both)
    assert first == second
    assert len(world.bailey.said) == 1


@pytest.mark.parametrize("name", ["card_action", "dialog_opens", "extension_sent", "group_mention"])
async def test_a_slow_answer_arrives_as_a_message_in_the_own_chat(name: str) -> None:
    world = await World().open(patience=0.05)
    world.bailey.hold()
    raw = world.payload(name)
    status, body = await world.post(raw)
    assert status in (200, 201)
    assert world.cards() == []
    assert name == "group_mention" or "comes as a message" in str(body)
    world.bailey.release()
    first, *_ = await world.teams.wait_for(1)
    assert first.conversation.startswith("a:")
    assert first.body["attachments"]
    await world.close()


async def test_a_press_repeated_under_another_id_carries_the_same_nonce(world: World) -> None:
    for _ in range(2):
        await world.post(world.payload("card_action"))
    first, second = world.bailey.requests
    assert first.key != second.key
    assert first.nonce == second.nonce == "nonce1"


async def test_other_activities_are_taken_note_of(world: World) -> None:
    for kind in ("typing", "messageReaction", "messageUpdate", "event", "made-up"):
        assert (await world.post(world.payload("personal_message", type=kind)))[0] == 201
    assert world.bailey.requests == []


async def test_slashes_are_understood_from_habit(world: World) -> None:
    for text in ("/log call Acme", "/bailey undo", "undo"):
        await world.write(text)
    assert [request.what for request in world.bailey.requests] == [
        Line("log call Acme"),
        Line("undo"),
        Line("undo", bare=True),
    ]


# ------------------------------------------------------------ unasked


async def test_after_a_restart_an_address_is_enough(world: World) -> None:
    await world.post(world.payload("channel_mention"))
    address = world.bailey.requests[0].address
    await world.restart()
    view = DrawnView((Buttons((Button("Done", "done step:3"),)),), "A next step is due.", "n1")
    outcome = await world.door.platform.send(address, view)
    assert world.teams.said()[-1].conversation == f"{CHANNEL};messageid=1763888000000"
    assert world.teams.said()[-1].body["summary"] == "A next step is due."
    assert "replyToId" not in world.teams.said()[-1].body
    assert await world.door.platform.send(address, view, outcome.ref) == outcome  # type: ignore[union-attr] # Sent


async def test_the_own_chat_is_found_again_and_a_lost_one_is_said(world: World) -> None:
    address = await world.door.platform.direct(TENANT, SAM)
    assert (address.channel, address.place) == (f"a:chat-of-{SAM}", Place.DIRECT)
    world.teams.creations.append((403, {"code": "BotNotInConversationRoster"}, {}))
    with pytest.raises(LookupError):
        await world.door.platform.direct(TENANT, "29:nobody")


async def test_a_busy_service_is_no_reason_to_say_there_is_no_chat(world: World) -> None:
    world.teams.creations.append((429, {"code": "TooManyRequests"}, {"Retry-After": "3"}))
    address = await world.door.platform.direct(TENANT, SAM)
    await world.door.platform.send(address, gallery.logged())
    assert world.teams.said()[-1].conversation == f"a:chat-of-{SAM}"


async def test_a_channel_in_which_nothing_happens_is_listed_again(world: World) -> None:
    """A list counts for a day, and a channel may be quiet for weeks."""
    quiet = Address("teams", TENANT, CHANNEL, place=Place.PRIVATE)
    gone = Address("teams", TENANT, "19:gone@thread.tacv2", place=Place.PUBLIC)
    world.bailey.listed = [gone, quiet]
    world.door.start()
    await world.bailey.told(2)
    assert {person.name for person in world.bailey.rosters[str(quiet)] or ()} == {"Ana Reyes", "Sam Okafor"}
    assert world.bailey.rosters[str(replace(gone, place=Place.SHARED))] is None
