"""Questions in plain words and the command lines they stand for."""

import re

_A = r"(?P<account>.+?)"
_FIELD = r"(?P<field>arr|tier|segment|stage|goal|health|owner|backup|notice|industry)(?: date)?"
_IS = r"(?:'s|s| is| are)?"
_WHO = r"who (?:owns|has|runs|manages|covers|looks after|is responsible for|handles)"
_TALK = r"(?:talk|speak|touch|meet|call|contact|email)(?: to| with)?"
_TOUCH = r"(?:when was )?(?:the |our |my )?last (?:touch|contact|call|meeting|conversation)"
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
_STATE = r"(?:un)?healthy|(?:un)?happy|doing (?:well|badly)|ok(?:ay)?|fine|red|yellow|green|at risk|in trouble"
_FELL = r"drop(?:ped|ping)?|fall(?:en|ing)?|fell|go(?:ne|ing)? (?:down|red|yellow)|turn(?:ed)? (?:red|yellow)|chang\w+"
_ACCOUNTS = r"(?:accounts?|customers?)"

# Tried in this order, so what asks for one field stands before what asks for the whole card.
QUESTIONS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:{pattern})\s*[?.!]*", re.IGNORECASE), line)
    for pattern, line in (
        (rf"when (?:does|do|will|is|are) {_A} (?:up for )?(?:renew(?:al|ing|s)?|due)", "account {} renewal"),
        (rf"when{_IS} (?:the )?renewal(?: date)? (?:of|for|at) {_A}", "account {} renewal"),
        (rf"when{_IS} {_A}(?:'s)? renewal(?: date)?", "account {} renewal"),
        (rf"(?:what{_IS} (?:the )?)?renewal(?: date)? (?:of|for|at) {_A}", "account {} renewal"),
        (rf"what{_IS} {_A}'s renewal(?: date)?", "account {} renewal"),
        (rf"(?:who{_IS} )?(?:the )?(?:owner|csm) (?:of|for|on|at) {_A}", "account {} owner"),
        (rf"{_WHO} {_A}", "account {} owner"),
        (rf"who{_IS} {_A}'s (?:owner|csm)", "account {} owner"),
        (rf"whose (?:account )?is {_A}", "account {} owner"),
        (rf"when did (?:i|we|anyone|anybody|someone) last {_TALK} {_A}", "account {} touch"),
        (rf"{_TOUCH}(?: with| of| at)? {_A}", "account {} touch"),
        (rf"what{_IS} (?:the )?{_FIELD} (?:of|for|at) {_A}", "account {} {field}"),
        (rf"what{_IS} {_A}'s {_FIELD}", "account {} {field}"),
        (rf"(?:how much|what) (?:does|do|is) {_A} (?:pay|paying|worth)(?: us)?", "account {} arr"),
        (rf"why{_IS} {_A}(?: so| still| now)? (?:{_STATE}|so (?:low|bad))", "health {}"),
        (rf"why (?:did|has|have|is) {_A}(?:'s (?:health|score))? (?:{_FELL})", "health {}"),
        (
            rf"(?:how healthy is|why{_IS} the (?:health|score) of|(?:health )?score (?:of|for)) {_A}(?: so low)?",
            "health {}",
        ),
        (rf"(?:is|are) {_A} (?:{_STATE})", "health {}"),
        (rf"(?:which|what) {_ACCOUNTS} are (?:at risk|in trouble)|who{_IS} (?:at risk|in trouble|leaving)", "risks"),
        (
            rf"(?:which|what) {_ACCOUNTS} are (?P<band>red|yellow|green)|who{_IS} (?P<band2>red|yellow|green)",
            "health {band}{band2}",
        ),
        (rf"(?:show|list)(?: me)? (?:the |all |my )*(?P<band>red|yellow|green) {_ACCOUNTS}", "health {band}"),
        (rf"(?:how|what){_IS} (?:the )?kpis (?:of|at|for) {_A}(?: doing| going)?", "kpis {}"),
        (rf"what (?:did|does|do|has|have) {_A} (?:ask|request|want|wish)(?:ed|s)?(?: for)?", "requests {}"),
        (rf"what{_IS} {_A}(?:'s)? (?:feature )?requests", "requests {}"),
        (rf"how{_IS} {_A}(?: doing| going| looking)?", "account {}"),
        (rf"(?:tell me|what do (?:we|you|i) know|anything new) (?:about|on|at) {_A}", "account {}"),
        (rf"what{_IS} (?:up|new|going on|happening) (?:with|at) {_A}", "account {}"),
        (rf"(?:show|list|what are|which are)(?: me)? (?:all )?{_MINE}", "accounts mine"),
        (rf"(?:show|open|find|look up|lookup|pull up|get)(?: me)? (?:the )?(?:account )?{_A}", "account {}"),
        (rf"what{_IS} (?:on )?(?:my (?:day|plate|agenda)|due|up)(?: today)?", "day"),
        (r"what should i do(?: today| next)?|my day", "day"),
        (
            r"what did i (?:do|log)(?P<period> today| yesterday| this week| last week| this month)?",
            "activities{period}",
        ),
        (
            rf"(?:what|who|which (?:accounts|customers|contracts)){_IS} "
            r"(?:renews?|renewing|(?:coming )?up for renewal)(?P<period> this month| this quarter| next quarter)?",
            "renewals{period}",
        ),
        (
            r"what (?:did|do|have|are) you (?:hold|held|holding) back(?: from me)?|what (?:was|is) held back",
            "alerts held",
        ),
        (
            rf"we(?:'ve| have)? (?:just )?lost {_A}(?:,? (?:over|because of|due to|for|to)(?: the)? (?P<why>.+))?",
            "renewal {} churned {why}",
        ),
        (
            r"(?:show |list )?(?:all |the )*fires|(?:what|who|where)(?:'s|s| is| are)? (?:burning|on fire)",
            "risks team fires",
        ),
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
        (rf"(?:prepare me for|get me ready for|prep for|prep) {_A}", "brief {}"),
        (
            r"(?:i(?:'m| am|'ll be| will be) )?(?:away|off|out|on (?:vacation|holiday|leave)|out of (?:the )?office)"
            r" (?P<when>.+)",
            "away {when}",
        ),
        (rf"who{_IS} (?:away|out|off|on (?:leave|vacation|holiday))(?: today)?|am i away", "away"),
        (r"(?:undo|take|revert)(?: that| it| this| the last(?: one| thing)?)?(?: back)?", "undo"),
        (r"what can (?:you|i) (?:do|say|type)|how does this work|how do i start|who are you", "help"),
    )
)
