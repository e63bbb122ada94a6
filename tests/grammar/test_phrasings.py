"""How different people say the same few things, and what each line is understood as."""

import pytest

from tests.grammar.company import samples as registry
from tests.grammar.memory import Memory

# typed after /log → the canonical line, without its command. Today is Monday, 23 November 2026, 16:30 in Berlin.
CLOCKS = {
    "call Acme 14:00-14:45": "kind:call account:#1 length:45m at:2026-11-23T14:00+01:00",
    "call Acme 14:00–14:45 pricing": "kind:call account:#1 length:45m at:2026-11-23T14:00+01:00 note:pricing",
    "call Acme 14:00 - 14:45": "kind:call account:#1 length:45m at:2026-11-23T14:00+01:00",
    "meeting Globex 2pm-3pm": "kind:meeting account:#3 length:1h at:2026-11-23T14:00+01:00",
    "meeting Globex 2-3pm": "kind:meeting account:#3 length:1h at:2026-11-23T14:00+01:00",
    "meeting Globex 11am-12:30pm": "kind:meeting account:#3 length:1h30m at:2026-11-23T11:00+01:00",
    "meeting Globex 11-12:30pm": "kind:meeting account:#3 length:1h30m at:2026-11-23T11:00+01:00",
    "meeting Globex yesterday 10:00-11:30": "kind:meeting account:#3 length:1h30m at:2026-11-22T10:00+01:00",
    "meeting Globex 10:00-11:30 yesterday": "kind:meeting account:#3 length:1h30m at:2026-11-22T10:00+01:00",
    "meeting Globex friday from 10:00 to 11:30": "kind:meeting account:#3 length:1h30m at:2026-11-20T10:00+01:00",
    "meeting Globex from 9am to 10am re roadmap": (
        "kind:meeting account:#3 length:1h at:2026-11-23T09:00+01:00 note:roadmap"
    ),
    "meeting with Globex 9:00-10:15am": "kind:meeting account:#3 length:1h15m at:2026-11-23T09:00+01:00",
    "10:00-10:30 call Globex": "kind:call account:#3 length:30m at:2026-11-23T10:00+01:00",
    "Fri 14:00 call Globex 30m": "kind:call account:#3 length:30m at:2026-11-20T14:00+01:00",
    "call Globex Friday 2pm 30m": "kind:call account:#3 length:30m at:2026-11-20T14:00+01:00",
    "call Globex last Friday at 2 for 30m": "kind:call account:#3 length:30m at:2026-11-20T14:00+01:00",
    "call Globex on Friday 30m": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex Thursday morning 30m": "kind:call account:#3 length:30m at:2026-11-19",
    "call Globex yesterday afternoon 30m": "kind:call account:#3 length:30m at:2026-11-22",
    "call Globex this morning 30m": "kind:call account:#3 length:30m at:2026-11-23",
    "call Globex 11.30am 20m": "kind:call account:#3 length:20m at:2026-11-23T11:30+01:00",
    "call Globex noon 20m": "kind:call account:#3 length:20m at:2026-11-23T12:00+01:00",
    "call Globex at noon for 20m": "kind:call account:#3 length:20m at:2026-11-23T12:00+01:00",
    "call Globex an hour ago 20m": "kind:call account:#3 length:20m at:2026-11-23T15:30+01:00",
    "call Globex just now 20m": "kind:call account:#3 length:20m at:2026-11-23T16:30+01:00",
}  # fmt: skip
LENGTHS = {
    "call Acme for 45": "kind:call account:#1 length:45m",
    "call with Acme for 45 about pricing": "kind:call account:#1 length:45m note:pricing",
    "call Acme 45 mins": "kind:call account:#1 length:45m",
    "call Acme 45 minutes": "kind:call account:#1 length:45m",
    "call Acme 45-minute": "kind:call account:#1 length:45m",
    "45-min call with Acme": "kind:call account:#1 length:45m",
    "an hour and a half call with Acme": "kind:call account:#1 length:1h30m",
    "call Acme an hour": "kind:call account:#1 length:1h",
    "call Acme one hour": "kind:call account:#1 length:1h",
    "call Acme two hours": "kind:call account:#1 length:2h",
    "call Acme half hour": "kind:call account:#1 length:30m",
    "half-hour call Acme": "kind:call account:#1 length:30m",
    "call Acme a quarter of an hour": "kind:call account:#1 length:15m",
    "call Acme quarter hour": "kind:call account:#1 length:15m",
    "call Acme three quarters of an hour": "kind:call account:#1 length:45m",
    "call Acme 3/4 hour": "kind:call account:#1 length:45m",
    "call Acme 1/2h": "kind:call account:#1 length:30m",
    "call Acme ½ h": "kind:call account:#1 length:30m",
    "call Acme 1½ hours": "kind:call account:#1 length:1h30m",
    "call Acme 1 1/2 hours": "kind:call account:#1 length:1h30m",
    "call Acme 90'": "kind:call account:#1 length:1h30m",
    "call Acme 1,5h": "kind:call account:#1 length:1h30m",
    "call Acme 0,5 h": "kind:call account:#1 length:30m",
    "call Acme 1,25 hours": "kind:call account:#1 length:1h15m",
    "call Acme 1h30min": "kind:call account:#1 length:1h30m",
    "call Acme 1h 30": "kind:call account:#1 length:1h30m",
    "call Acme 1 hour 15 minutes": "kind:call account:#1 length:1h15m",
    "call Acme 1 hour and 15 minutes": "kind:call account:#1 length:1h15m",
    "call Acme 1hr": "kind:call account:#1 length:1h",
    "call Acme 2 hrs": "kind:call account:#1 length:2h",
    "call Acme ~30m": "kind:call account:#1 length:30m",
    "call Acme about 30m": "kind:call account:#1 length:30m",
    "call Acme (30m)": "kind:call account:#1 length:30m",
    "call Acme [30 min] pricing": "kind:call account:#1 length:30m note:pricing",
    "call Acme, 30m, pricing": "kind:call account:#1 length:30m note:pricing",
    "call, Acme, 30m": "kind:call account:#1 length:30m",
    "call / Acme / 30m / pricing": "kind:call account:#1 length:30m note:pricing",
    "call | Acme | 30m | pricing": "kind:call account:#1 length:30m note:pricing",
    "CALL ACME 30M": "kind:call account:#1 length:30m",
    "call Acme 30 m": "kind:call account:#1 length:30m",
    "call Acme thirty minutes": "kind:call account:#1 length:30m",
    "call Acme twenty min": "kind:call account:#1 length:20m",
    "call Acme ten minutes": "kind:call account:#1 length:10m",
}
PEOPLE = {
    "call Acme 30m with Jane Doe, CFO and Bob": 'kind:call account:#1 length:30m with:"contact#1; contact#2"',
    "call Acme 30m with Ann Lee, CFO and Bob": (
        'kind:call account:#1 length:30m with:"\\"Ann Lee, CFO\\"; contact#2"'
    ),
    "call Acme 30m with Jane Doe, CFO and Bob + Hank": (
        'kind:call account:#1 length:30m with:"contact#1; contact#2; \\"Hank\\""'
    ),
    "call Acme 30m with Jane, Bob": 'kind:call account:#1 length:30m with:"contact#1; contact#2"',
    "call Acme 30m with Jane & Bob": 'kind:call account:#1 length:30m with:"contact#1; contact#2"',
    "call Acme with Jane + Bob 30m": 'kind:call account:#1 length:30m with:"contact#1; contact#2"',
    "call Acme w/Jane 30m": "kind:call account:#1 length:30m with:contact#1",
    "call Acme w/ Jane, Bob and Mary Major 30m pricing": (
        'kind:call account:#1 length:30m with:"contact#1; contact#2; \\"Mary Major\\"" note:pricing'
    ),
    "call Jane at Acme 30m": "kind:call account:#1 length:30m with:contact#1",
    "call with Jane Doe from Acme 30m": "kind:call account:#1 length:30m with:contact#1",
    "call with Jane Doe (Acme) 30m": "kind:call account:#1 length:30m with:contact#1",
    "call Acme 30m with @sam": "kind:call account:#1 length:30m with:member#2",
    "call Acme @sam 30m": "kind:call account:#1 length:30m with:member#2",
    "call Acme 30m by sam": "kind:call account:#1 length:30m by:member#2",
    "call Acme 30m with sam@example.com": "kind:call account:#1 length:30m with:member#2",
    "call Acme 30m with jane.doe@acme.example": "kind:call account:#1 length:30m with:contact#1",
    "call jane.doe@acme.example 30m": "kind:call account:#1 length:30m with:contact#1",
    "email hank@globex.example 5m": "kind:email account:#3 length:5m with:contact#3",
    "email someone@globex.example 5m": "kind:email account:#3 length:5m with:\"\\\"someone@globex.example\\\"\"",
    "email globex.example 5m": "kind:email account:#3 length:5m",
    "email https://globex.example 5m": "kind:email account:#3 length:5m",
    "email www.globex.example 5m": "kind:email account:#3 length:5m",
    "call Acme 30m pricing with Jane and Bob": (
        'kind:call account:#1 length:30m with:"contact#1; contact#2" note:pricing'
    ),
    "call Acme 30m with the CFO about pricing": 'kind:call account:#1 length:30m note:"with the CFO about pricing"',
    "call Acme 30m with their new CFO": 'kind:call account:#1 length:30m note:"with their new CFO"',
}  # fmt: skip
DATES = {
    "call Globex 30m 20/11": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m 20/11/2026": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m 20.11.": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m 20.11.26": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m 20.11.2026 10:15": "kind:call account:#3 length:30m at:2026-11-20T10:15+01:00",
    "call Globex 30m 2026-11-20": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m 2026-11-20 10:15": "kind:call account:#3 length:30m at:2026-11-20T10:15+01:00",
    "call Globex 30m 20 November": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m 20th of November": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m Nov 20th": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m Nov 20, 2026": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m Fri 20 Nov": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m Fri, Nov 20": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m on the 20th": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m last week friday": "kind:call account:#3 length:30m at:2026-11-20",
    "call Globex 30m the day before yesterday": "kind:call account:#3 length:30m at:2026-11-21",
    "call Globex 30m two days ago": "kind:call account:#3 length:30m at:2026-11-21",
    "call Globex 30m a week ago": "kind:call account:#3 length:30m at:2026-11-16",
    "20/11 call Globex 30m": "kind:call account:#3 length:30m at:2026-11-20",
    "yesterday: call Globex 30m": "kind:call account:#3 length:30m at:2026-11-22",
    "last night call Globex 30m": "kind:call account:#3 length:30m at:2026-11-22",
}
PASTED = {
    "• call Globex 30m": "kind:call account:#3 length:30m",
    "* call Globex 30m": "kind:call account:#3 length:30m",
    "– call Globex 30m": "kind:call account:#3 length:30m",
    "1. call Globex 30m": "kind:call account:#3 length:30m",
    "2) call Globex 30m": "kind:call account:#3 length:30m",
    "[x] call Globex 30m": "kind:call account:#3 length:30m",
    "- [ ] call Globex 30m": "kind:call account:#3 length:30m",
    "> call Globex 30m": "kind:call account:#3 length:30m",
    "log call Globex 30m": "kind:call account:#3 length:30m",
    "/log call Globex 30m": "kind:call account:#3 length:30m",
    "logged a call with Globex, 30m": "kind:call account:#3 length:30m",
    "please log a 30m call with Globex": "kind:call account:#3 length:30m",
}
WORDS = {
    "lunch Acme": "kind:meeting account:#1",
    "Acme lunch 1h": "kind:meeting account:#1 length:1h",
    "coffee with Jane at Acme 30m": "kind:meeting account:#1 length:30m with:contact#1",
    "dinner Globex 2h": "kind:meeting account:#3 length:2h",
    "Acme's QBR 1h": 'kind:"business review" account:#1 length:1h',
    "Acme\u2019s QBR 1h": 'kind:"business review" account:#1 length:1h',
    "Acme Corp's quarterly business review 1h": 'kind:"business review" account:#1 length:1h',
    "Globex re: SSO call 20m": "kind:call account:#3 length:20m note:SSO",
    "call Globex re: SSO": "kind:call account:#3 note:SSO",
    "call Globex re SSO, 20m": "kind:call account:#3 length:20m note:SSO",
    "call Globex regarding SSO": "kind:call account:#3 note:SSO",
    "call Globex: SSO rollout": 'kind:call account:#3 note:"SSO rollout"',
    "call Globex 20m: SSO rollout": 'kind:call account:#3 length:20m note:"SSO rollout"',
    "email to Globex 5m": "kind:email account:#3 length:5m",
    "mailed Globex 5m": "kind:email account:#3 length:5m",
    "e-mail Globex 5m": "kind:email account:#3 length:5m",
    "met Globex 1h": "kind:meeting account:#3 length:1h",
    "met with Globex 1h": "kind:meeting account:#3 length:1h",
    "spoke to Globex 10m": "kind:call account:#3 length:10m",
    "rang Globex 10m": "kind:call account:#3 length:10m",
    "teams call Globex 10m": "kind:call account:#3 length:10m",
    "phone call with Globex 10m": "kind:call account:#3 length:10m",
    "slack Globex 10m": "kind:chat account:#3 length:10m",
    "whatsapp with Hank at Globex 5m": "kind:chat account:#3 length:5m with:contact#3",
    "training session Globex 2h": "kind:training account:#3 length:2h",
    "quarterly review Globex 1h": 'kind:"business review" account:#3 length:1h',
    "monthly review Globex 1h": 'kind:"operational review" account:#3 length:1h',
    "annual review Globex 1h": 'kind:"strategic review" account:#3 length:1h',
    "call Globex 30m #risk #value": 'kind:call account:#3 length:30m missions:"risk value"',
    "call Globex 30m, no answer": 'kind:call account:#3 length:30m attempt:yes',
    "tried calling Globex 5m": "kind:call account:#3 length:5m attempt:yes",
    "call Globex 30m churn risk 👎": 'kind:call account:#3 length:30m effect:-1 note:"churn risk"',
    "call Globex 30m +1 headcount asked": 'kind:call account:#3 length:30m note:"+1 headcount asked"',
    "call Globex 30m they pay 1,5 Mio more": 'kind:call account:#3 length:30m note:"they pay 1,5 Mio more"',
    "call Globex 30m meet again 14:00-15:00 Friday": (
        'kind:call account:#3 length:30m note:"meet again 14:00-15:00 Friday"'
    ),
    "call Globex 30m Hank's team wants 2-3 seats": 'kind:call account:#3 length:30m note:"Hank\'s team wants 2-3 seats"',
    "call Globex 30m renewal is 24/7 support": 'kind:call account:#3 length:30m note:"renewal is 24/7 support"',
    "call Globex 30m the 2nd time they ask": 'kind:call account:#3 length:30m note:"the 2nd time they ask"',
    "call Globex 30m 1/2 of the team left": 'kind:call account:#3 length:30m note:"1/2 of the team left"',
    "call Globex 30m @sam said hi": 'kind:call account:#3 length:30m note:"@sam said hi"',
    "call Globex 30m [link] see notes": 'kind:call account:#3 length:30m note:"[link] see notes"',
    "call Globex 2-3": "kind:call account:#3 note:2-3",
    "call Globex Q3 plan 30m": 'kind:call account:#3 length:30m note:"Q3 plan"',
    "Globex call re: Q3 plan 30m": 'kind:call account:#3 length:30m note:"Q3 plan"',
}  # fmt: skip
PHRASINGS = CLOCKS | LENGTHS | PEOPLE | DATES | PASTED | WORDS


@pytest.mark.parametrize("typed", PHRASINGS)
def test_a_phrasing_is_understood_and_its_canonical_line_reads_back(typed: str) -> None:
    lexicon = Memory()
    (call,) = registry.read(typed, lexicon, assumed="log")
    assert call.line == "log " + PHRASINGS[typed]
    assert registry.read(call.line, lexicon) == (call,)


def test_slashes_in_dates_follow_the_askers_locale() -> None:
    for locale, day in (("en-US", "2026-10-11"), ("en-GB", "2026-11-10"), ("de-DE", "2026-11-10")):
        (call,) = registry.read("log call Globex 30m 10/11", Memory(locale=locale))
        assert call.line == f"log kind:call account:#3 length:30m at:{day}"
