"""Questions that name something in words of their own, besides those of `lookups_matters.py`. Pure data.

`words` is what they name; `@` stands where an account was said. `{past}` in the line is the period that ended the words.
"""

from bot.rules.lookups_help import HOW_TO
from bot.rules.lookups_matters import MATTERS
from bot.rules.lookups_people import PEOPLE
from bot.rules.named import Named, row

_W = r"(?P<words>\S.*?)"
_CUSTOMERS = r"(?:(?:of )?(?:our |my |the )?(?:tier \d )?(?:customers?|accounts?|clients?|companies|people|users))"
_THE = r"(?:the |that |this |our )?"
_LIKE = r"(?:like|love|enjoy|appreciate|praise|value)s?"
_HATE = (
    r"(?:hate|dislike|do(?:es)? not like|criticise|criticize|can not stand|despise|struggle with|"
    r"complains? about)s?"
)
_ABOUT = r"(?:most |best |least |the most )?(?:about|in|of|with|on|regarding)"
_ROLE = r"(?P<words>viewer|marketing|finance|engineering|product|support|sales|csm|lead|admin)s?"

TO_DO: tuple[Named, ...] = (
    row(
        r"when is my (?:next|first) (?:meeting|call|appointment)|what is my (?:first|next) (?:task|"
        r"meeting|call|appointment|to-?do)(?: today)?",
        "day",
    ),
    row(
        r"(?:what|who|which \S+) (?:is|are) (?:overdue|waiting|due|late|open) (?:for|on|with) me(?: today| now)?|"
        r"what am i (?:late|behind) (?:on|with)|(?:what|who) (?:do|should|must) i (?:need to |have to "
        r")?follow up (?:on|with)(?: today| next)?",
        "day",
    ),
    # What to do
    row(
        r"what (?:should|shall|must|do|am) i (?:need to |have to |supposed to |going to )?(?:do|"
        r"doing|focus on|work on|tackle|start with|prioriti[sz]e|look at|take care of)(?: now| first| "
        r"next| today| tomorrow| this morning| this week| this afternoon)*",
        "day",
    ),
    row(
        r"what (?:do|have) i (?:have|got) (?:on |planned |scheduled |to do |due |left )*(?:for )?(?:today|"
        r"now|next|this morning|this afternoon)?",
        "day",
    ),
    row(r"(?:do|have) i (?:have |got )?anything (?:overdue|late|due|open|urgent|left|to do|on)(?: today| now)?", "day"),
    row(r"what is next(?: on my (?:list|plate|agenda)| for me| today| up)*", "day"),
    row(r"where (?:should|shall|do|can) i (?:start|begin)(?: today)?", "day"),
    row(
        r"(?:what is|what are|anything|is there anything)(?: the| my| on my)* (?:next|urgent|"
        r"important|first|due|to do|for me|plan|plans|plate|agenda|calendar|schedule|priorit(?:y|ies)|"
        r"tasks?|to-?dos?|next steps?|action items?|list|day|meetings?|open tasks?|day like|most urgent|"
        r"most important)(?: thing)?(?: for me| for today| today| now| to do| on my plate| first)*",
        "day",
    ),
    row(
        r"(?:which|what) (?:meetings?|calls|appointments|tasks|to-?dos|next steps) (?:do i have|are due|"
        r"are planned|have i|are there)(?: today| next| now| for me)*",
        "day",
    ),
    row(
        r"what is on(?: for)?(?: me)? (?:today|my plate|my agenda|my list|the agenda|for today|my "
        r"calendar)(?: today)?",
        "day",
    ),
    row(
        r"who (?:should|shall|do|must) i (?:need to |have to )?(?:call|contact|talk to|reach out to|"
        r"follow up with|chase|email)(?: today| next| first| now)*",
        "day",
    ),
    row(
        r"what (?:did i (?:miss|forget)|needs (?:me|my attention|doing)|have i (?:missed|forgotten|"
        r"promised)|is my day(?: looking)? like|waits for me today)(?: today)?",
        "day",
    ),
    row(
        r"how (?:does|is) my day(?: look| looking)?(?: like)?(?: today)?|show(?: me)? my (?:day|agenda|"
        r"tasks|next steps|to-?dos)",
        "day",
    ),
)
_DUE = r"(?: today| tomorrow| this week| next week| soon)"
_MEET = r"(?:meeting|call|qbr|ebr|workshop|review|visit|training|webinar|demo|appointment|session|sync)"
OTHERS: tuple[Named, ...] = (
    row(
        rf"when (?:is|are) (?:the |our |my )?(?:next |upcoming )?@(?:['’]s)? (?:next )?{_MEET}s?|when "
        rf"(?:is|are) (?:the |our |my )?"
        rf"(?:next |upcoming )?{_MEET}s? (?:with|at|for) @|(?:is|are) there (?:an? |any )?{_MEET}s? "
        rf"(?:planned |scheduled |coming up )?"
        r"(?:with|at|for) @(?: planned| scheduled| coming up| soon| today| tomorrow| this week| next week)*",
        "brief {{@}}",
    ),
    row(
        rf"(?:what|which (?:next )?steps|which tasks|anything) (?:is |are )?due{_DUE}|what do i "
        rf"(?:have to|need to) (?:do|finish|deliver)"
        r" (?:this week|next week|tomorrow)",
        "next",
    ),
    row(
        r"(?:which|what|any|how many) (?:nudges|reminders)(?: (?:are|is) (?:waiting|open|there|left))?(?: for me)?",
        "nudges",
    ),
    row(
        r"what is (?:on|in) (?:my )?(?:calendar|agenda|schedule)(?: for| on)?(?: tomorrow| this week| next week| next)|"
        rf"(?:what|which|any) (?:{_MEET}s?|meetings)(?: do i have| have i| are there)?(?: planned| scheduled)? "
        r"(?:tomorrow|this week|next week|coming up)|(?:what|who) (?:is|are) my (?:upcoming|coming) "
        r".+|what is my calendar",
        "calendar",
        "@",
    ),
    row(
        r"(?:(?:which|what|any|our|my|the) )?(?:customers?|accounts?|clients?|companies) (?:are |do "
        r"we have |based |located )?in "
        r"(?:the )?(?P<words>[\w-]+)",
        "accounts all region {words}",
        "@|trouble|danger|progress|touch|contact|beta|betas|pilot|book|portfolio|total",
        tentative=True,
    ),
    row(
        r"who is (?:the |their |our )?(?P<words>(?:head|vp|vice president|director|manager|chief|lead|"
        r"senior|managing|team lead)\b[\w &]*?)"
        r" (?:at|of|for|from) @",
        "account {{@}} contacts title {words}",
    ),
    row(
        r"(?:is there )?anything (?:that )?i (?:forgot|missed|should (?:know|do)|need to (?:know|do))(?: today| now)?|"
        r"(?:what|who|anything) (?:is|are) (?:overdue|late)(?: today| now)?|(?:who|anyone|anybody) "
        r"(?:is |are )?waiting(?: today| now)?",
        "day",
    ),
    row(
        r"(?:which|what|how many|any|list|show|do we have)(?: me)?(?: of)?(?: the| our)? "
        r"(?:customers?|accounts?|clients?|"
        r"companies|logos)(?: do we have| are there| have we)?(?: (?:are|is))?(?: based| located| "
        r"headquartered| sitting)? "
        r"in (?:the )?(?P<words>[A-Z][\w-]+)",
        "accounts all region {words}",
        "@|the|January|February|March|April|May|June|July|August|September|October|November|December|Q\\d",
    ),
    row(
        r"(?:where|to whom|who) do (?:the |our )?.+ (?:questions?|matters?|issues?|topics?|requests?|"
        r"tickets?|complaints?) go(?: to)?",
        "route",
        "@",
    ),
    row(
        r"(?:which|what|how many|who)(?: of)?(?: our| the)?(?: customers?| accounts?| clients?)? "
        r"(?:is|are|was|were|have been|"
        r"has been) (?:also )?(?:hit|affected|impacted|troubled|touched) by (?:known |common |open "
        r")?(?:problems?|issues?|bugs?)",
        "problems",
        "@",
    ),
    row(
        r"(?:what|which|any|show me|list) (?:are |is )?(?:the |our |all )?complaints (?:do we have |are "
        r"there )?(?:about|on|over) (?P<words>\S.*)",
        "dislikes theme {words} {past}",
        "@",
    ),
    row(r"(?:which|what) commands (?:may|can|am) i (?:use|run|give|allowed to use)", "team rights"),
    row(
        r"(?:can|may|could) i (?:export|delete|merge|change|edit|import|create) (?:the |our |an? "
        r")?(?:accounts?|data|customers?|records?)",
        "team rights",
    ),
    # What they like
    row(rf"(?:what|how) (?:do|does|did) @ {_LIKE} {_ABOUT} {_W}", "likes {{@}} theme {words} {past}"),
    row(rf"(?:what|how) (?:do|does|did) @ {_HATE} {_ABOUT} {_W}", "dislikes {{@}} theme {words} {past}"),
    row(rf"what (?:do|does|did) (?:they|{_CUSTOMERS}) {_LIKE} {_ABOUT} {_W}", "likes theme {words} {past}", "@"),
    row(
        (rf"what (?:do|does|did|are|is|about) (?:they|{_CUSTOMERS}) {_HATE} {_ABOUT} {_W}"),
        "dislikes theme {words} {past}",
        "@",
    ),
    row(
        (rf"what (?:do|does|did) (?:not )?(?:they|{_CUSTOMERS}) (?:not )?{_LIKE} {_ABOUT} {_W}"),
        "dislikes theme {words} {past}",
        "@",
    ),
    row(rf"who {_LIKE} {_THE}{_W}", "likes theme {words} {past}", "@"),
    row(rf"who {_HATE} {_THE}{_W}", "dislikes theme {words} {past}", "@"),
    row(rf"how do (?:they|{_CUSTOMERS}) (?:find|like|rate) {_THE}{_W}", "likes theme {words} {past}", "@"),
    row(rf"do (?:they|{_CUSTOMERS}) {_LIKE} {_THE}{_W}", "likes theme {words} {past}", "@"),
    row(rf"do (?:they|{_CUSTOMERS}) {_HATE} {_THE}{_W}", "dislikes theme {words} {past}", "@"),
    row(
        rf"do(?:es)? (?:any ?one|any ?body|some ?one|some ?body) {_HATE} {_THE}{_W}",
        "dislikes theme {words} {past}",
        "@",
    ),
    row(
        rf"do(?:es)? (?:any ?one|any ?body|some ?one|some ?body) {_LIKE} {_THE}{_W}", "likes theme {words} {past}", "@"
    ),
    row(
        (rf"(?:what|how) do (?:they|{_CUSTOMERS}) (?:think|say|feel|find) (?:of|about|on) {_W}"),
        "likes theme {words} {past}",
        "@",
    ),
    row(
        (rf"what (?:annoys|bothers|frustrates) (?:{_CUSTOMERS}|them) {_ABOUT} {_W}"),
        "dislikes theme {words} {past}",
        "@",
    ),
    row(
        rf"(?:what (?:is |do we have as )?|any |show me |list |is there )?(?:the |any )?(?:positive |good "
        rf")?feedback(?: do we have| is there| did we get)? (?:on|about|regarding|for) {_W}",
        "likes theme {words} {past}",
        "@",
    ),
    row(
        rf"(?:what (?:is )?|any |show me |list |is there )?(?:the |any )?(?:negative|bad) feedback(?: do "
        rf"we have| is there| did we get)? (?:on|about|regarding|for) {_W}",
        "dislikes theme {words} {past}",
        "@",
    ),
    row(rf"why (?:do|does|did) (?:they|{_CUSTOMERS}) {_HATE} {_THE}{_W}", "dislikes theme {words} {past}", "@"),
    row(rf"why (?:do|does|did) (?:they|{_CUSTOMERS}) {_LIKE} {_THE}{_W}", "likes theme {words} {past}", "@"),
    row(
        r"what (?:is|are|was) (?:so |really )?(?:good|great|best) about (?P<words>\S.*)",
        "likes theme {words} {past}",
        "@",
    ),
    row(
        r"what (?:is|are|was) (?:so |really )?(?:bad|wrong|worst|annoying) (?:about|with) (?P<words>\S.*)",
        "dislikes theme {words} {past}",
        "@",
    ),
    # One account
    row(
        r"who (?:has|has got|gets|is on|works on|is working on|is with|sits on|does|did get|took|leads|"
        r"drives|serves) @",
        "account {{@}} owner",
    ),
    row(
        r"who (?:is covering|covering|covers|looks after|handles|takes care of|takes|runs|is there "
        r"for) @ (?:when|while|if) .+ "
        r"(?:is |are )?"
        r"(?:away|out|off|on (?:leave|holiday|vacation)|sick|ill)",
        "account {{@}} backup",
    ),
    row(
        r"what (?:does|do|is) @ (?:use|using)(?: (?:us|it|our product|the product|bailey))?(?: for)?", "use case {{@}}"
    ),
    row(
        r".*\b(?:in|on|for|part of|join|joined) (?:the |our |a )?.+ (?:beta|pilot|early access)(?: "
        r"programmes?| programs?)?",
        "betas",
        "@|requests?|references?",
    ),
    # Who gets what, and who may do what
    row(
        rf"(?:what|which) (?:rights|permissions|access) (?:does|do|has|have) (?:an? |the )?{_ROLE}(?: have)?",
        "team rights {words}",
    ),
    row(
        r"(?:who|whom) (?:do|should|can|could|must) i (?:call|contact|talk to|speak to|ask|email|ping|"
        r"turn to|go to) (?:about|for|with|on) .+ "
        r"(?:questions?|matters?|issues?|topics?|help|problems?)",
        "route",
        "@",
    ),
    row(
        r"(?:who|whom) (?:do|should|can|could|must) (?:i|we) (?:call|contact|talk to|speak to|ask|"
        r"email|ping|turn to|go to) (?:about|for|"
        r"with|on) (?:an? |the |our )?(?:billing|invoic(?:es?|ing)|contracts?|legal|security|privacy|"
        r"gdpr|pricing|discounts?|"
        r"integrations?|payments?|refunds?|exports?|onboarding|licen[cs]es?|outages?|bugs?)(?: matters?| questions?)?|"
        r"(?:who|(?:which|what) team) (?:handles|deals with|takes care of|is responsible for|is in charge of|answers|"
        r"looks after) (?:the |our )?(?:billing|"
        r"invoic(?:es?|ing)|contracts?|legal|security|privacy|gdpr|pricing|discounts?|integrations?|"
        r"deployments?|payments?|"
        r"data exports?|onboarding|licen[cs]es?|outages?|bugs?)",
        "route",
        "@",
    ),
    row(
        r"(?:can|may|could) i (?:see|change|edit|export|read) (?:the |our )?(?:arr|money|revenue|amounts?|"
        r"health|health scores?|contacts?|notes|prices|contracts?|owners?|roles?|settings|rules)",
        "team rights",
    ),
    row(
        r"who (?:handles|deals with|takes care of|is responsible for|gets|answers|is in charge of) .+ "
        r"(?:questions?|matters?|topics|inquiries|enquiries)",
        "route",
        "@",
    ),
    row(
        r"(?:where|to whom|who) (?:do|should|can) i (?:send|escalate|route|report|ask about|bring|turn to "
        r"with|turn to for) .+",
        "route",
        "@",
    ),
    row(
        rf"what (?:can|may|is|does) (?:an? |the |somebody in |people in )?(?:role )?{_ROLE} (?:do|see|"
        rf"allowed to (?:do|see)|see and do|change)",
        "team rights {words}",
    ),
    row(
        r"who (?:can|may|is allowed to|has the right to|is permitted to) (?:see|change|edit|set|triage|"
        r"approve|do|look at|delete|export|log|import) .+",
        "team rights",
        "@",
    ),
    row(
        r"(?:am i|are we) (?:allowed|permitted|authori[sz]ed) to .+|(?:what|which) (?:am i|are we) "
        r"(?:allowed|permitted) to (?:do|see).*",
        "team rights",
    ),
    row(
        r"what (?:may|should) i (?:see|be allowed to do)|what may i (?:do|change|look at)(?: here)?|what "
        r"is my role|which role (?:do i have|am i)|what role (?:do i have|am i)(?: in)?",
        "team rights",
    ),
)
# What may be a figure that was agreed on with a customer, by its own name.
FIGURES: tuple[Named, ...] = (
    row(
        r"(?:how (?:many|much|high|big|long|often)|what is|what are|what was|how is|how are|show(?: "
        r"me)?|where (?:is|are)) "
        r"(?:the |their |its |our )?(?P<words>\S.*?) (?:does|do|did|has|have|at|of|for|with) @(?: "
        r"have| has| now| got)?",
        "kpis {{@}} {words}",
        tentative=True,
    ),
    row(
        r"(?:how (?:many|much|high|big|is|are)|what is|what are|what was|where (?:is|are)) @(?P<words>\S.*| \S.*)",
        "kpis {{@}} {words}",
        r"renewal|contract|doing|going|owner|health|status",
        tentative=True,
    ),
)
# Tried in this order.
NAMED = (*TO_DO, *HOW_TO, *MATTERS, *PEOPLE, *OTHERS, *FIGURES)
