"""What people type after /log, and what it is understood as."""

import pytest

from tests.grammar.company import samples as registry
from tests.grammar.memory import Memory

# typed → the canonical line, without its command. Today is Monday, 23 November 2026, 16:30 in Berlin. Dana asks.
LINES = {
    # the order does not matter
    "call Acme 30m": "kind:call account:#1 length:30m",
    "Call with Acme 30 min": "kind:call account:#1 length:30m",
    "30 min Acme call": "kind:call account:#1 length:30m",
    "acme call 30": "kind:call account:#1 length:30m",
    "Acme: 30m call": "kind:call account:#1 length:30m",
    "- call Globex 30m": "kind:call account:#3 length:30m",
    "30m call with Acme Corp about SSO rollout": 'kind:call account:#1 length:30m note:"SSO rollout"',
    "log a call with Acme for 30 minutes yesterday at 3pm re pricing": (
        "kind:call account:#1 length:30m at:2026-11-22T15:00+01:00 note:pricing"
    ),
    "1h QBR Acme w/ Jane + Bob": 'kind:"business review" account:#1 length:1h with:"contact#1; contact#2"',
    "call Acme 30m +": "kind:call account:#1 length:30m effect:+1",
    "call Acme 30m + #value": "kind:call account:#1 length:30m missions:value effect:+1",
    "call Acme 30m - went well ++": 'kind:call account:#1 length:30m effect:+2 note:"went well"',
    "call Acme - 30m - went well": 'kind:call account:#1 length:30m note:"went well"',
    "call acme yday 2h": "kind:call account:#1 length:2h at:2026-11-22",
    "pricing call with Acme 30m": "kind:call account:#1 length:30m note:pricing",
    "Acme renewal call 30m": "kind:call account:#1 length:30m note:renewal",
    # types and their synonyms
    "zoom w/ Globex 45m": "kind:call account:#3 length:45m",
    "phoned Globex 10m": "kind:call account:#3 length:10m",
    "lunch with Jane from Acme 1h": "kind:meeting account:#1 length:1h with:contact#1",
    "demo Globex 1h": "kind:meeting account:#3 length:1h",
    "sync Globex 25m": "kind:meeting account:#3 length:25m",
    "check-in Globex 15m": "kind:meeting account:#3 length:15m",
    "check-in call Globex 15m": "kind:call account:#3 length:15m",
    "emailed Globex 5m": "kind:email account:#3 length:5m",
    "onsite visit Nordbank 3h": 'kind:"site visit" account:#5 length:3h',
    "QBR call with Globex 1h": 'kind:"business review" account:#3 length:1h',
    "EBR Globex 2h": 'kind:"business review" account:#3 length:2h',
    "review Globex 30m": 'kind:"operational review" account:#3 length:30m',
    "strategic review Globex 90min": 'kind:"strategic review" account:#3 length:1h30m',
    "kickoff Globex 1h": "kind:kick-off account:#3 length:1h",
    "handover Globex 30m": "kind:handoff account:#3 length:30m",
    "internal sync about Acme 15m": "kind:internal account:#1 length:15m",
    "prep Globex 20m": "kind:research account:#3 length:20m",
    "travel Acme 3h": "kind:travel account:#1 length:3h",
    "note Acme champion is on leave": 'kind:note account:#1 note:"champion is on leave"',
    "emial Globex 5m": "kind:email account:#3 length:5m",
    # the whole first list of examples
    "email Globex 10m yesterday sent the Q3 value report #value": (
        'kind:email account:#3 length:10m at:2026-11-22 missions:value note:"sent the Q3 value report"'
    ),
    "meeting Initech 1h15 mon 14:00 with Jane Doe, CFO and @sam QBR, they love dashboards": (
        'kind:"business review" account:#4 length:1h15m at:2026-11-23T14:00+01:00 '
        'with:"\\"Jane Doe, CFO\\"; member#2" note:"they love dashboards"'
    ),
    "reactive call Nordbank 2h outage": "kind:call account:#5 length:2h mode:reactive note:outage",
    "fire call Globex 2h": "kind:call account:#3 length:2h mode:reactive",
    "webinar Acme, Globex, Initech 1h": 'kind:webinar account:"#1, #3, #4" length:1h',
    "email Globex 5m chasing, no reply": 'kind:email account:#3 length:5m attempt:yes note:"chasing, no reply"',
    "left voicemail Acme 2m": "kind:call account:#1 length:2m attempt:yes",
    "call Acme 30m by @sam": "kind:call account:#1 length:30m by:member#2",
    "call Acme 30m, next: SOC2 report to Jane Fri": (
        'kind:call account:#1 length:30m next:"\\"SOC2 report\\" to:\\"contact#1\\" due:2026-11-27"'
    ),
    # lengths
    "call Globex 90min": "kind:call account:#3 length:1h30m",
    "call Globex 1h 15m": "kind:call account:#3 length:1h15m",
    "call Globex 1.5h": "kind:call account:#3 length:1h30m",
    "call Globex 1,5h": "kind:call account:#3 length:1h30m",
    "call Globex 0:45": "kind:call account:#3 length:45m",
    "call Globex half an hour": "kind:call account:#3 length:30m",
    "call Globex an hour and a half": "kind:call account:#3 length:1h30m",
    "call Globex 2 hours": "kind:call account:#3 length:2h",
    # when
    "meeting Globex 1h 2 Nov": "kind:meeting account:#3 length:1h at:2026-11-02",
    "meeting Globex 1h 24 Dec": "kind:meeting account:#3 length:1h at:2025-12-24",
    "meeting Globex 9:30am 1h": "kind:meeting account:#3 length:1h at:2026-11-23T09:30+01:00",
    "meeting Globex at 9:30 for 45m": "kind:meeting account:#3 length:45m at:2026-11-23T09:30+01:00",
    "meeting Globex 14:00 1h friday": "kind:meeting account:#3 length:1h at:2026-11-20T14:00+01:00",
    "meeting Globex 1h 3 days ago": "kind:meeting account:#3 length:1h at:2026-11-20",
    "call Globex 20m asked about SSO on 2 Nov": 'kind:call account:#3 length:20m at:2026-11-02 note:"asked about SSO"',
    "call Globex 20m 3 issues raised 2 Nov": 'kind:call account:#3 length:20m note:"3 issues raised 2 Nov"',
    "email Globex 5m they want an answer by Friday": (
        'kind:email account:#3 length:5m note:"they want an answer by Friday"'
    ),
    "call Globex 20m they will decide Thursday": 'kind:call account:#3 length:20m note:"they will decide Thursday"',
    # accounts
    "call Monday 30m": "kind:call account:#6 length:30m",
    "call Monday Acme": "kind:call account:#1 at:2026-11-23",
    "call Monday Logistics 30m": "kind:call account:#6 length:30m",
    "call May Partners 30m": "kind:call account:#7 length:30m",
    "call Call 30m": "kind:call account:#16 length:30m",
    "call 30m 30m": "kind:call account:#17 length:30m",
    "call Acme, Inc. 30m": "kind:call account:#1 length:30m",
    "call Acmee Corp 30m": "kind:call account:#1 length:30m",
    "call acme heath 30m": "kind:call account:#2 length:30m",
    "call with Globx 30m": "kind:call account:#3 length:30m",
    "call creme sohne 20m": "kind:call account:#10 length:20m",
    "call Vandelay Intl 30m": "kind:call account:#15 length:30m",
    "call Airlines Blue Yonder 30m": "kind:call account:#22 length:30m",
    "call wayne enterprise 30m": "kind:call account:#12 length:30m",
    "call globex.example 10m": "kind:call account:#3 length:10m",
    "call CRM-0042 10m": "kind:call account:#5 length:10m",
    "call Globex 30m they compare us to Initech": 'kind:call account:#3 length:30m note:"they compare us to Initech"',
    "meeting with Acme and Globex 1h": 'kind:meeting account:"#1, #3" length:1h',
    # people, mode, missions, keys
    "call with Jane (CFO) at Acme 20m 👍": "kind:call account:#1 length:20m with:contact#1 effect:+1",
    "call Acme 30m with jane doe": "kind:call account:#1 length:30m with:contact#1",
    "call Acme 30m with <@U2> about <@U2>'s plan": (
        'kind:call account:#1 length:30m with:member#2 note:"@Sam Ortiz\'s plan"'
    ),
    "call Globex 30m demo on Monday with Hank": "kind:call account:#3 length:30m at:2026-11-23 with:contact#3 note:demo",
    "call Acme 30m note: said hi next: send deck to Bob tomorrow": (
        'kind:call account:#1 length:30m next:"\\"send deck\\" to:\\"contact#2\\" due:2026-11-24" note:"said hi"'
    ),
    "growth email Globex 5m #growth #value more seats --": (
        'kind:email account:#3 length:5m missions:"growth value" mode:growth effect:-2 note:"more seats"'
    ),
    "call Globex 30m effect:++ mode:growth note:done": (
        "kind:call account:#3 length:30m mode:growth effect:+2 note:done"
    ),
}  # fmt: skip


@pytest.mark.parametrize("typed", LINES)
def test_a_line_is_understood_and_its_canonical_line_reads_back(typed: str) -> None:
    lexicon = Memory()
    (call,) = registry.read(typed, lexicon, assumed="log")
    assert call.line == "log " + LINES[typed]
    assert registry.read(call.line, lexicon) == (call,)


@pytest.mark.parametrize("example", registry.commands["log"].examples)
def test_every_example_reads(example: str) -> None:
    lexicon = Memory()
    calls = registry.read(example, lexicon)
    assert [registry.read(call.line, lexicon)[0] for call in calls] == list(calls)


def test_several_activities_in_a_line() -> None:
    lines = [call.line for call in registry.read("log call Acme 30m; email Globex 5m", Memory())]
    assert lines == ["log kind:call account:#1 length:30m", "log kind:email account:#3 length:5m"]
    assert [call.line for call in registry.read("log call Acme 30m\n- email Globex 5m", Memory())] == lines


@pytest.mark.parametrize("typed", ["call Acme 30m; they want X", "call Acme 30m\nthey want X", "call Acme; ask Globex"])
def test_what_is_no_activity_of_its_own_stays_in_the_note(typed: str) -> None:
    assert len(registry.read(typed, Memory(), assumed="log")) == 1


def test_my_own_book_wins_and_the_others_are_one_press_away() -> None:
    (call,) = registry.read("log call Acme 30m", Memory())
    assert call.args["account"][0].name == "Acme Corp"
    assert [account.name for account in call.alternatives["account"]] == ["Acme Health"]


def test_the_channels_account_is_the_last_resort() -> None:
    lexicon = Memory()
    linked = Memory(linked=lexicon.account(4))
    (call,) = registry.read("log call 30m pricing with Globex in mind", linked)
    assert call.args["account"][0].how == "linked"
    (call,) = registry.read("log call Globex 30m", linked)
    assert call.args["account"][0].id == 3
