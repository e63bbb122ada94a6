"""Wishes in plain words and the command lines they stand for. What is asked is in `lookups.py`. Pure data."""

import re

_A = r"(?P<account>.+?)"
_IS = r"(?:'s|s| is| are)?"
_DAY = r"(?:on|in|next|by|tomorrow|today|mon|tue|wed|thu|fri|sat|sun)"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WHEN = (
    r"(?P<when>(?:on |in |by )?(?:tomorrow|today|(?:next |this )?(?:week|month|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)|"
    r"\d{1,3} ?(?:d|w|m|days?|weeks?|months?)|(?:an?|one|two|three) (?:day|week|month)s?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?))"
)
_REACH = r"(?:call|phone|ring|e-?mail|write to|write|ping|message|meet|visit|contact|chase|thank|see|talk to)"
_THAT = r"(?: ?[:,]| to| that)"
_STOP = (
    r"(?:mute|stop (?:telling|reminding|nudging|pinging|bothering) me (?:about|of)|stop sending me|"
    r"(?:turn|switch) off|no more|silence)"
)
_MINE = r"my (?:accounts|customers|book)"

# Tried in this order.
WISHES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:{pattern})\s*[?.!]*", re.IGNORECASE), line)
    for pattern, line in (
        (
            r"what (?:did|do|have|are) you (?:hold|held|holding) back(?: from me)?|what (?:was|is) held back",
            "alerts held",
        ),
        (
            rf"we(?:'ve| have)? (?:just )?lost {_A}(?:,? (?:over|because of|due to|for|to)(?: the)? (?P<why>.+))?",
            "renewal {} churned {why}",
        ),
        (
            r"what (?:did|have) i (?:not|forget to|forgotten to|yet to|still to) log(?:ged)?(?: yet| today)?|"
            r"what (?:didn't|did not|haven't|have not) i log(?:ged)?(?: yet| today)?|"
            rf"what{_IS} (?:left|still|missing|there)(?: for me)? to (?:be )?log(?:ged)?(?: today)?|"
            rf"what{_IS} (?:not logged|unlogged)(?: yet| today)?",
            "wrap-up",
        ),
        (rf"what{_IS} up(?: today| next)?", "day"),
        (rf"{_MINE}", "accounts mine"),
        (rf"{_A} is done", "done {}"),
        (rf"{_A} is not needed(?: any more)?", "unneeded {}"),
        (rf"what{_IS} (?:is |still )?waiting(?: for me)?|what waits(?: for me)?|my (?:nudges|reminders)", "nudges"),
        (r"what needs me|what needs my attention", "day"),
        (rf"(?:hand|pass|give|turn) {_A} over to (?P<who>.+)", "pass {} to {who}"),
        (rf"(?:delegate|hand|reassign) {_A} to (?P<who>.+)", "pass {} to {who}"),
        (rf"remind me {_WHEN} (?:about|of) {_A}", "next {} get back to them {when}"),
        (rf"remind me {_WHEN}{_THAT} (?P<step>{_REACH}) {_A}", "next {} {step} them {when}"),
        (rf"remind me (?:to )?(?P<step>{_REACH}) {_A}(?P<when> {_DAY}.*)?", "next {} {step} them{when}"),
        (rf"remind me {_WHEN}{_THAT} (?P<step>.+?) (?:at|with|for|of|to|from) {_A}", "next {} {step} {when}"),
        (rf"remind me {_WHEN}{_THAT} (?P<step>.+) (?:at|with|for|of|to|from) {_A}", "next {} {step} {when}"),
        (rf"remind me {_WHEN}{_THAT} (?P<step>.+)", "next {step} {when}"),
        (r"remind me (?:again )?(?:later|(?P<when>tomorrow|next week|(?:in|on) [^:]+))", "snooze {when}"),
        (rf"remind me (?:about|of) {_A}(?P<when> {_DAY}.*)?", "next {} get back to them{when}"),
        (
            rf"remind me (?:to |that )?(?P<step>.+?) (?:at|with|for|of|to) {_A}(?P<when> {_DAY}.*)?",
            "next {} {step}{when}",
        ),
        (r"remind me (?:to |that )?(?P<step>.+)", "next {step}"),
        (rf"{_STOP} (?P<event>.+?)(?: please)?", "alerts {event} off"),
        (r"(?:un-?mute|turn on|(?:re)?start telling me (?:about|of)) (?P<event>.+)", "alerts {event} on"),
        (r"(?:un-?)?mute(?: me)?", "alerts"),
        (
            r"(?:prep(?:are)?|brief)(?: me)? (?:for|on|before) (?:my |our |the |a |an )?(?:next |"
            r"upcoming )?(?:call|meeting|qbr|"
            rf"visit|chat|sync|catch-?up|ebr|review|appointment) (?:with|at) {_A}(?: today| tomorrow)?",
            "brief {}",
        ),
        (rf"(?:prepare me for|get me ready for|prep for|prep) {_A}", "brief {}"),
        (
            r"(?:i(?:'m| am|'ll be| will be) )?(?:away|off|out|on (?:vacation|holiday|leave)|"
            r"out of (?:the )?office) (?P<when>.+)",
            "away {when}",
        ),
        (rf"who{_IS} (?:away|out|off|on (?:leave|vacation|holiday))(?: today)?|am i away", "away"),
        (r"(?:undo|take|revert)(?: that| it| this| the last(?: one| thing)?)?(?: back)?", "undo"),
        (
            r"what (?:else )?can (?:you|i|u) (?:all )?(?:do|say|type|ask)(?: you)?(?: for me)?|how does (?:this|"
            r"it) work|how do i (?:start|use (?:you|this|it|bailey))|(?:who|what) are you|who is bailey|what is this|"
            r"what do you do|what is bailey|help me|i need (?:some )?help|can (?:you|u) help(?: me)?|"
            r"how can you help(?: me)?|need help|show me what you can do|(?:show )?(?:me )?(?:the |all )?commands|"
            r"menu|get started|getting started|what else can you do|instructions|how to use(?: this| you| it)?",
            "help",
        ),
    )
)
