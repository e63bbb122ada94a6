"""Questions that name something in words of their own: a wish, an incident, a theme, who speaks for us. Pure data.

`words` is what they name; `@` stands where an account was said. `{past}` in the line is the period that ended the words.
"""

import re
from dataclasses import dataclass

_W = r"(?P<words>\S.*?)"
_CUSTOMERS = r"(?:(?:of )?(?:our |my |the )?(?:tier \d )?(?:customers?|accounts?|clients?|companies|people|users))"
_WANT = (
    r"(?:wants?|wanted|needs?|needed|asks? for|requests?|requested|asked for|asking for|waits? for|"
    r"waiting for|voted for|"
    r"benefit from|looking for|interested in|begging for|hoping for|wishing for|would like(?: to (?:see|have|"
    r"get))?|likes? to have|"
    r"could use|cares? about|wish(?:es|ed)? for|pushing for|demand(?:s|ed)?|mentioned|brought up)"
)
_BE = (
    r"(?:is |are |was |were |has |have |had |does |do |did |would |could |might )?"
    r"(?:also |already |ever |else |all |actually |been )*"
)
_THING = r"(?:issue|escalation|problem|incident|outage|bug|ticket|case|matter|failure|error)"
_THE = r"(?:the |that |this |our )?"
_HAS = (
    r"(?:has|have|took|takes|owns?|got|(?:is |are )?(?:currently )?(?:working|works?) on|is on|(?:is "
    r")?handl(?:es|ing)|"
    r"(?:is )?look(?:s|ing) (?:at|into|after)|(?:is )?fix(?:es|ing)|(?:is )?deal(?:s|ing) with|is responsible for|"
    r"is assigned to|(?:is )?in charge of|raised|reported|escalated|opened|picked up|is the owner of|leads|drives)"
)
_MADE = (
    r"(?:ship(?:ped)?|build|built|releas(?:e|ed)|deliver(?:ed)?|launch(?:ed)?|finish(?:ed)?|"
    r"plan(?:ned)?|do|done|make|made|"
    r"implement(?:ed)?|add(?:ed)?|declin(?:e|ed)|reject(?:ed)?|start(?:ed)?|complete(?:d)?|have|get|support)"
)
_OUT = (
    r"(?:shipped|released|delivered|done|live|out|available|planned|on (?:the |our )?roadmap|in "
    r"progress|declined|rejected|"
    r"ready|built|launched|finished|coming|shipping|scheduled|accepted|triaged|acknowledged|"
    r"being (?:worked on|built|developed)|in development|under way|implemented|there|supported|"
    r"prioriti[sz]ed|due|expected)"
)
_LIKE = r"(?:like|love|enjoy|appreciate|praise|value)s?"
_HATE = (
    r"(?:hate|dislike|do(?:es)? not like|criticise|criticize|can not stand|despise|struggle with|"
    r"complain about)s?"
)
_ABOUT = r"(?:most |best |least |the most )?(?:about|in|of|with|on|regarding)"
_REFERENCE = (
    r"(?:references?|referenceable|referees?|case stud(?:y|ies)|testimonials?|logos?|quotes?|success "
    r"stor(?:y|ies)|advocates?|"
    r"speakers?|keynotes?|prospects?|webinars?|reviews?|vouch|panel|conferences?|references?|speak|recommend us|"
    r"peer call|customer story|customer stories|advocacy|evangelists?|promoters?)"
)
_SEEKS = (
    r"(?:need|looking for|who|whom|whose|which|what|any|anyone|anybody|is there|are there|do we have|have we|has "
    r"any\w*|does any\w*|find|show|list|give|"
    r"can (?:we|any\w*|some\w*|i)|could (?:we|any\w*|some\w*|i)|would any\w*|(?:i|we) (?:need|want)|"
    r"(?:i am|we are) looking for|"
    r"how many|get|suggest|propose|recommend)\b"
)
_ROLE = r"(?P<words>viewer|marketing|finance|engineering|product|support|sales|csm|lead|admin)s?"


@dataclass(frozen=True, slots=True)
class Named:
    """pattern: of the whole question. line: what answers it. but: words that make it another question."""

    pattern: re.Pattern[str]
    line: str
    but: re.Pattern[str] | None = None


def _row(pattern: str, line: str, but: str = "") -> Named:
    return Named(
        re.compile(rf"(?:{pattern})", re.IGNORECASE),
        line,
        re.compile(rf"\b(?:{but})\b", re.IGNORECASE) if but else None,
    )


NAMED: tuple[Named, ...] = (
    # What to do
    _row(
        r"what (?:should|shall|must|do|am) i (?:need to |have to |supposed to |going to )?(?:do|"
        r"doing|focus on|work on|tackle|start with|prioriti[sz]e|look at|take care of)(?: now| first| "
        r"next| today| tomorrow| this morning)*",
        "day",
    ),
    _row(
        r"what (?:do|have) i (?:have|got) (?:on |planned |scheduled |to do |due |left )*(?:for )?(?:today|"
        r"now|next|this morning|this afternoon)?",
        "day",
    ),
    _row(r"where (?:should|shall|do|can) i (?:start|begin)(?: today)?", "day"),
    _row(
        r"(?:what is|what are|anything|is there anything)(?: the| my| on my)* (?:next|urgent|"
        r"important|first|due|to do|for me|plan|plans|plate|agenda|calendar|schedule|priorit(?:y|ies)|"
        r"tasks?|to-?dos?|next steps?|action items?|list|day|meetings?|open tasks?|day like|most urgent|"
        r"most important)(?: thing)?(?: for me| for today| today| now| to do| on my plate| first)*",
        "day",
    ),
    _row(
        r"(?:which|what) (?:meetings?|calls|appointments|tasks|to-?dos|next steps) (?:do i have|are due|"
        r"are planned|have i|are there)(?: today| next| now| for me)*",
        "day",
    ),
    _row(
        r"what is on(?: for)?(?: me)? (?:today|my plate|my agenda|my list|the agenda|for today|my "
        r"calendar)(?: today)?",
        "day",
    ),
    _row(
        r"who (?:should|shall|do|must) i (?:need to |have to )?(?:call|contact|talk to|reach out to|"
        r"follow up with|chase|email)(?: today| next| first| now)*",
        "day",
    ),
    _row(
        r"what (?:did i (?:miss|forget)|needs (?:me|my attention|doing)|have i (?:missed|forgotten|"
        r"promised)|is my day(?: looking)? like|waits for me today)(?: today)?",
        "day",
    ),
    _row(
        r"how (?:does|is) my day(?: look| looking)?(?: like)?(?: today)?|show(?: me)? my (?:day|agenda|"
        r"tasks|next steps|to-?dos)",
        "day",
    ),
    # What is escalated
    _row(rf"who {_BE}{_HAS} {_THE}{_W} {_THING}s?", "escalations about {words}", "@|most|many"),
    _row(
        rf"(?:is|are|was|has|have|did) {_THE}{_W} {_THING} (?:been |already |still |get )?\w+(?: yet| "
        rf"already)?",
        "escalations about {words}",
        "@|any",
    ),
    _row(
        rf"(?:what|how|where) (?:is|are|was|about|happened|became|do|does)\b.*?(?:of|with|to|on|about|is) "
        rf"{_THE}{_W} {_THING}"
        r"(?: going| now| doing| coming along)?",
        "escalations about {words}",
        "@|any",
    ),
    _row(
        (rf"any (?:news|update|updates|progress) (?:on|about|of|with) {_THE}{_W} {_THING}"),
        "escalations about {words}",
        "@",
    ),
    _row(
        rf"(?:when|how long|since when|how bad|why) (?:is |was |will |did |has |does )?{_THE}{_W} {_THING} "
        rf"(?:be|been|is|open|taking|"
        rf"raised)\b.*",
        "escalations about {words}",
        "@|any",
    ),
    _row(
        rf"(?:show|find|open|list)(?: me)? {_THE}{_W} {_THING}s?", "escalations about {words}", "@|all|open|red|overdue"
    ),
    _row(
        rf"how (?:is|are|about|goes) {_THE}{_W} {_THING}(?: going| doing| coming along| now| progressing)*",
        "escalations about {words}",
        "@|any|many",
    ),
    _row(
        rf"(?:is|has|did) (?:any|some)(?:one|body) (?:already |currently |still )?{_HAS} {_THE}{_W} {_THING}",
        "escalations about {words}",
        "@",
    ),
    _row(
        rf"(?:is|has|did) (?:any|some)(?:one|body) (?:already |currently |still )?(?:working on|looking "
        rf"(?:at|into)|taken|taking|"
        rf"handling|fixing|on|dealing with) {_THE}{_W} {_THING}",
        "escalations about {words}",
        "@",
    ),
    # Who speaks for us
    _row(
        rf"{_SEEKS}.*\b{_REFERENCE}\b.*",
        "reference {sought}",
        "did|was|were|last|gave|given|yesterday|@|requests?|changed|asked",
    ),
    _row(
        r"who (?:can|could|would|may|might) (?:talk to|call|take a call with|do a call with) (?:a |our |"
        r"new )?(?:prospect|lead)s?.*",
        "reference {sought}",
        "@",
    ),
    # What customers ask for
    _row(rf"who (?:else |all |exactly )?{_BE}(?:else )?{_WANT} {_W}", "requests for {words}", "@|me|us|you|talk|help"),
    _row(
        rf"(?:which|what|how many|list|show|any) (?:me )?(?:the |all )?{_CUSTOMERS} (?:that |who |which "
        rf")?{_BE}{_WANT} {_W}",
        "requests for {words}",
        "@|attention|help",
    ),
    _row(
        rf"(?:is|are|has|have|did|do|does|was) (?:any ?one|any ?body|any (?:of )?{_CUSTOMERS}|a customer|"
        rf"some ?body|some ?one|(?:our )?customers)"
        rf" {_BE}{_WANT} {_W}",
        "requests for {words}",
        "@|attention|help",
    ),
    _row(rf"any(?:one|body) (?:else )?{_WANT} {_W}", "requests for {words}", "@|me|us|you|talk|help"),
    _row(
        rf"how (?:many times|often) (?:was|is|has|were|did) (?:.*? )?{_W} (?:been )?(?:requested|asked for|"
        rf"wanted)",
        "requests for {words}",
        "@",
    ),
    _row(
        r"how much (?:arr|revenue|money)? ?(?:is |are )?(?:wants?|asks? for|asking for|behind|depends? on|"
        r"waiting for|hangs? on|tied to|riding on) "
        rf"{_W}",
        "requests for {words}",
        "@",
    ),
    _row(
        rf"(?:did|have|has|do|does|are|will|when (?:will|did|do|does|are|is|can)|why (?:did|have|are)|can) "
        rf"(?:we|product|engineering|you|they|the team)"
        rf" (?:not |ever |already |finally |going to |planning to |actually |be )*{_MADE}(?:ing|ping)? {_W}",
        "requests for {words}",
        "@|account|accounts|customers?|renewals?|call|meeting|last|quarter|month|week|references?|escalations?|issues?",
    ),
    _row(
        rf"(?:is|are|was|were|has|have|will|when (?:is|are|will|was)|why (?:is|was)) {_THE}{_W} (?:be |"
        rf"been |getting |not )*{_OUT}(?: at| by)?",
        "requests for {words}",
        "@|account|accounts|customers?|renewals?|we|i|anything|what|call|meeting|references?|report|contract",
    ),
    _row(
        rf"(?:what|where|how) (?:is|are we|do we stand|is product|does it stand|happened|became)(?: "
        rf"the)?(?: (?:status|state|progress|news|latest|eta|plan))? (?:of|on|for|with|to) {_THE}{_W}(?: "
        rf"feature)?(?: request)?",
        "requests for {words}",
        "@|account|customers?|me|us|renewals?|support|legal|sales|everyone|everything|team|call|meeting|"
        "day|today|weather",
    ),
    _row(
        (rf"(?:where|how) (?:does|do|is|far is) {_THE}{_W} (?:stand|coming along|progressing)"),
        "requests for {words}",
        "@",
    ),
    _row(
        rf"(?:is|are) (?:any ?one|any ?body|product|engineering|we|the team) (?:already |still |actually "
        rf")?(?:working on|building|planning|looking at|doing|developing|shipping) {_W}",
        "requests for {words}",
        "@",
    ),
    _row(
        (rf"(?:show|find|open|tell)(?: me)?(?: about)? {_THE}{_W} (?:feature )?(?:request|wish)"),
        "requests for {words}",
        "@|open|top|all|planned|shipped|declined|unacknowledged|new",
    ),
    _row(
        rf"(?:does|did|has|do|is) @ (?:ever |also |already "
        rf")*{_WANT.replace('wants?', 'wants?|want|ask for|asked for|need')} .+",
        "requests {{@}}",
    ),
    # What they like
    _row(rf"(?:what|how) (?:do|does|did) @ {_LIKE} {_ABOUT} {_W}", "likes {{@}} theme {words} {past}"),
    _row(rf"(?:what|how) (?:do|does|did) @ {_HATE} {_ABOUT} {_W}", "dislikes {{@}} theme {words} {past}"),
    _row(rf"what (?:do|does|did) (?:they|{_CUSTOMERS}) {_LIKE} {_ABOUT} {_W}", "likes theme {words} {past}", "@"),
    _row(
        (rf"what (?:do|does|did|are|is|about) (?:they|{_CUSTOMERS}) {_HATE} {_ABOUT} {_W}"),
        "dislikes theme {words} {past}",
        "@",
    ),
    _row(
        (rf"what (?:do|does|did) (?:not )?(?:they|{_CUSTOMERS}) (?:not )?{_LIKE} {_ABOUT} {_W}"),
        "dislikes theme {words} {past}",
        "@",
    ),
    _row(rf"who {_LIKE} {_THE}{_W}", "likes theme {words} {past}", "@"),
    _row(rf"who {_HATE} {_THE}{_W}", "dislikes theme {words} {past}", "@"),
    _row(rf"do (?:they|{_CUSTOMERS}) {_LIKE} {_THE}{_W}", "likes theme {words} {past}", "@"),
    _row(rf"do (?:they|{_CUSTOMERS}) {_HATE} {_THE}{_W}", "dislikes theme {words} {past}", "@"),
    _row(
        (rf"(?:what|how) do (?:they|{_CUSTOMERS}) (?:think|say|feel|find) (?:of|about|on) {_W}"),
        "likes theme {words} {past}",
        "@",
    ),
    _row(
        (rf"what (?:annoys|bothers|frustrates) (?:{_CUSTOMERS}|them) {_ABOUT} {_W}"),
        "dislikes theme {words} {past}",
        "@",
    ),
    _row(
        rf"(?:what (?:is |do we have as )?|any |show me |list |is there )?(?:the |any )?(?:positive |good "
        rf")?feedback(?: do we have| is there| did we get)? (?:on|about|regarding) {_W}",
        "likes theme {words} {past}",
        "@",
    ),
    _row(
        rf"(?:what (?:is )?|any |show me |list |is there )?(?:the |any )?(?:negative|bad) feedback(?: do "
        rf"we have| is there| did we get)? (?:on|about|regarding) {_W}",
        "dislikes theme {words} {past}",
        "@",
    ),
    _row(rf"why (?:do|does|did) (?:they|{_CUSTOMERS}) {_HATE} {_THE}{_W}", "dislikes theme {words} {past}", "@"),
    _row(rf"why (?:do|does|did) (?:they|{_CUSTOMERS}) {_LIKE} {_THE}{_W}", "likes theme {words} {past}", "@"),
    # One account
    _row(
        r"who (?:has|has got|gets|is on|works on|is working on|is with|sits on|does|did get|took|leads|"
        r"drives|serves) @",
        "account {{@}} owner",
    ),
    _row(
        r"who (?:covers|looks after|handles|takes care of|takes|runs|is there for) @ (?:when|while|if) .+ "
        r"(?:is |are )?"
        r"(?:away|out|off|on (?:leave|holiday|vacation)|sick|ill)",
        "account {{@}} backup",
    ),
    _row(
        r"what (?:does|do|is) @ (?:use|using)(?: (?:us|it|our product|the product|bailey))?(?: for)?", "use case {{@}}"
    ),
    _row(
        r".*\b(?:in|on|for|part of|join|joined) (?:the |our |a )?.+ (?:beta|pilot|early access)(?: "
        r"programmes?| programs?)?",
        "betas",
        "@|requests?|references?",
    ),
    # Who gets what, and who may do what
    _row(
        r"(?:who|whom) (?:do|should|can|could|must) i (?:call|contact|talk to|speak to|ask|email|ping|"
        r"turn to|go to) (?:about|for|with|on) .+ "
        r"(?:questions?|matters?|issues?|topics?|help|problems?)",
        "route",
        "@",
    ),
    _row(
        r"who (?:handles|deals with|takes care of|is responsible for|is in charge of|answers|looks after) "
        r"(?:the |our )?(?:billing|"
        r"invoic(?:es?|ing)|contracts?|legal|security|privacy|gdpr|pricing|discounts?|integrations?|"
        r"deployments?|payments?|"
        r"data exports?|onboarding|licen[cs]es?|outages?|bugs?)",
        "route",
        "@",
    ),
    _row(
        r"(?:can|may|could) i (?:see|change|edit|export|read) (?:the |our )?(?:arr|money|revenue|amounts?|"
        r"health|health scores?|contacts?|notes|prices|contracts?)",
        "team rights",
    ),
    _row(
        r"who (?:handles|deals with|takes care of|is responsible for|gets|answers|is in charge of) .+ "
        r"(?:questions?|matters?|topics|inquiries|enquiries)",
        "route",
        "@",
    ),
    _row(
        r"(?:where|to whom|who) (?:do|should|can) i (?:send|escalate|route|report|ask about|bring|turn to "
        r"with|turn to for) .+",
        "route",
        "@",
    ),
    _row(
        rf"what (?:can|may|is|does) (?:an? |the |somebody in |people in )?(?:role )?{_ROLE} (?:do|see|"
        rf"allowed to (?:do|see)|see and do|change)",
        "team rights {words}",
    ),
    _row(
        r"who (?:can|may|is allowed to|has the right to|is permitted to) (?:see|change|edit|set|triage|"
        r"approve|do|look at|delete|export|log|import) .+",
        "team rights",
        "@",
    ),
    _row(
        r"(?:am i|are we) (?:allowed|permitted|authori[sz]ed) to .+|(?:what|which) (?:am i|are we) "
        r"(?:allowed|permitted) to (?:do|see).*",
        "team rights",
    ),
    _row(
        r"what (?:may|should) i (?:see|be allowed to do)|what may i (?:do|change|look at)(?: here)?|what "
        r"is my role|which role (?:do i have|am i)|what role (?:do i have|am i)(?: in)?",
        "team rights",
    ),
)
