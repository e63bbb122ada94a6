"""Questions that name an incident, a wish, or whoever speaks for us, in words of their own. Pure data.

`words` is what they name; `@` stands where an account was said.
"""

from bot.rules.named import Named, row
from bot.rules.themes import Theme

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
_THING = r"(?:issue|escalation|problem|incident|outage|bug|ticket|case|matter|failure|error|thing|topic)"
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
_REFERENCE = (
    r"(?:references?|referenceable|referees?|case stud(?:y|ies)|testimonials?|logos?|quotes?|success "
    r"stor(?:y|ies)|advocates?|"
    r"speakers?|keynotes?|events?|quoted|present|summits?|trade shows?|fairs?|meet-?ups?|round "
    r"?tables?|quotable|prospects?|webinars?|reviews?|vouch|panel|conferences?|"
    r"references?|speak|recommend us|"
    r"press releases?|take (?:an? )?(?:reference )?calls?|join (?:an? )?calls?|do (?:an? )?calls?|"
    r"peer call|customer story|customer stories|advocacy|evangelists?|promoters?)"
)
_SEEKS = (
    r"(?:need|best|top|looking for|got|do you have|have you got|have|is any\w*|are any\w*|who|whom|whose|which|"
    r"what|any|anyone|anybody|"
    r"is there|are there|do we have|have we|has "
    r"any\w*|does any\w*|find|show|list|give|"
    r"can (?:we|any\w*|some\w*|i)|could (?:we|any\w*|some\w*|i)|would any\w*|(?:i|we) (?:need|want)|"
    r"(?:i am|we are) looking for|"
    r"how many|get|suggest|propose|recommend)\b"
)

_THEME = rf"(?:{'|'.join(theme.value for theme in Theme)})"
_REQUESTS = r"(?:feature )?(?:requests?|wish(?:es)?|asks?|ideas?|votes?)"
MATTERS: tuple[Named, ...] = (
    # What is escalated
    row(rf"who {_BE}{_HAS} {_THE}{_W} {_THING}s?", "escalations about {words}", "@|most|many"),
    row(
        rf"(?:is|are|was|has|have|did) {_THE}{_W} {_THING} (?:been |already |still |get )?\w+(?: yet| "
        rf"already)?",
        "escalations about {words}",
        "@|any|any ?one|any ?body|some ?one|some ?body|stud(?:y|ies)",
    ),
    row(
        rf"(?:what|how|where) (?:is|are|was|about|happened|became|do|does)\b.*?(?:of|with|to|on|about|is) "
        rf"{_THE}{_W} {_THING}"
        r"(?: going| now| doing| coming along)?",
        "escalations about {words}",
        "@|any",
    ),
    row(
        (rf"any (?:news|update|updates|progress) (?:on|about|of|with) {_THE}{_W} {_THING}"),
        "escalations about {words}",
        "@",
    ),
    row(
        rf"(?:when|how long|since when|how bad|why) (?:is |was |will |did |has |does )?{_THE}{_W} {_THING} "
        rf"(?:be|been|is|open|taking|"
        rf"raised)\b.*",
        "escalations about {words}",
        "@|any",
    ),
    row(
        rf"(?:show|find|open|list)(?: me)? {_THE}{_W} {_THING}s?", "escalations about {words}", "@|all|open|red|overdue"
    ),
    row(
        rf"how (?:is|are|about|goes) {_THE}{_W} {_THING}(?: going| doing| coming along| now| progressing)*",
        "escalations about {words}",
        "@|any|many",
    ),
    row(
        rf"(?:is|has|did) (?:any|some)(?:one|body) (?:already |currently |still )?{_HAS} {_THE}{_W} {_THING}",
        "escalations about {words}",
        "@",
    ),
    row(
        rf"(?:is|has|did) (?:any|some)(?:one|body) (?:already |currently |still )?(?:working on|looking "
        rf"(?:at|into)|taken|taking|"
        rf"handling|fixing|on|dealing with) {_THE}{_W} {_THING}",
        "escalations about {words}",
        "@",
    ),
    row(
        rf"(?:is|are|was|were|has|have|did|when will|will) {_THE}{_W} (?:be |been |get |got |still |"
        rf"already )*(?:fixed|solved|resolved|"
        r"broken|down|failing|wrong|repaired|sorted(?: out)?)",
        "escalations about {words}",
        "@|any|anything|we|i|it",
        tentative=True,
        also=("requests for {words}",),
    ),
    row(
        rf"(?:is|are) there (?:an? |any |some )?(?:known |open )?{_THING}s? (?:with|in|on|about) {_THE}{_W}",
        "escalations about {words}",
        "@",
        tentative=True,
    ),
    # Who speaks for us
    row(
        rf"{_SEEKS}.*\b{_REFERENCE}\b.*",
        "reference {sought}",
        "did|was|were|last|gave|yesterday|@|requests?|changed|asked|owes?|designed|made|drew|created|"
        "invented|paid|printed|bought",
    ),
    row(
        r"who (?:can|could|would|may|might) (?:talk to|call|take a call with|do a call with) (?:a |our |"
        r"new )?(?:prospect|lead)s?.*",
        "reference {sought}",
        "@",
    ),
    row(
        rf"(?:\S+ ){{0,4}}{_CUSTOMERS} .*\b{_REFERENCE}\b.*",
        "reference {sought}",
        "did|was|were|last|gave|given|yesterday|@|requests?|changed|asked|churned|lost",
    ),
    row(
        r"(?:case stud(?:y|ies)|references?|testimonials?|logos?|quotes?|success stories|customer "
        r"stories|speakers?|reviews?) "
        r"(?:about|on|for|from|in|with|at|around|of) .+",
        "reference {sought}",
        "@",
    ),
    # What customers ask for
    row(
        rf"(?:how many|which|what|any|show|list|are there|is there|do we have|have we)\b.*?\b{_REQUESTS} "
        rf"(?:do we have |are there |is there |have we |did we get |exist |come in )*(?:about|on|for|around|regarding|"
        rf"concerning|in) (?P<words>{_THEME})",
        "requests theme {words}",
        "@",
    ),
    row(
        rf"(?:how many|which|what|any|show|list|are there|is there|do we have|have we|who has|who "
        rf"have)\b.*?\b{_REQUESTS} "
        rf"(?:do we have |are there |is there |have we |did we get |exist |come in )*(?:about|on|for|around|regarding|"
        rf"concerning|mentioning) {_W}",
        "requests for {words}",
        "@|customers?|accounts?|me",
    ),
    row(
        rf"(?:status|state|progress|eta|any news|news|any update|update|any progress|timeline) (?:of|"
        rf"on|for|with|about) "
        rf"{_THE}{_W}(?: {_REQUESTS})?",
        "requests for {words}",
        r"@|(?:escalation|request|risk|complaint) #?\d+|account|customers?|me|us|renewals?|support|legal|sales|"
        r"everyone|everything|team|call|meeting|escalations?|day|today|contract|health|it|that|this",
        also=("escalations about {words}",),
    ),
    row(
        rf"(?:when|will) (?:can |will |do |may )?(?:we|they|customers) (?:be able to )?(?:get|have|see|"
        rf"expect|count on) {_THE}{_W}",
        "requests for {words}",
        "@|account|accounts|customers?|renewals?|call|meeting|notice|reply|answer|invoice|contract|money|paid|"
        r"references?|contacts?|report|health|when|who|what|me|you|back|days?|week|month",
        tentative=True,
    ),
    row(
        rf"(?:what is |show me )?(?:the )?(?:importance|priority|rank(?:ing)?|score|points|weight|"
        rf"votes?|demand) (?:of|for) {_THE}{_W}",
        "requests for {words}",
        "@|account|accounts|customers?|renewals?|health",
        tentative=True,
    ),
    row(
        rf"when (?:will|does|do|is|are|can) {_THE}{_W} (?:be )?(?:ship(?:ped|ping)?|release[ds]?|"
        rf"launch(?:ed)?|come|coming|arrive|land|go live|"
        rf"available|ready|done|due)(?: out| planned)?",
        "requests for {words}",
        "@|account|accounts|customers?|renewals?|we|i|they|meeting|call|report|next|last",
    ),
    row(
        rf"how (?:popular|wanted|important|urgent|requested|big) is {_THE}{_W}",
        "requests for {words}",
        "@|account|customers?|renewals?|meeting",
        tentative=True,
    ),
    row(
        rf"(?:(?:what|anything) (?:is )?on )?(?:the |our )?(?:product )?roadmap (?:for|on|of|about|"
        rf"regarding) (?P<words>{_THEME})",
        "requests planned theme {words}",
        "@",
    ),
    row(rf"(?:the |our )?(?:product )?roadmap (?:for|on|about|regarding) {_W}", "requests for {words}", "@"),
    row(
        r"(?:has|did|have|when will|when did|will) (?:product|engineering|the pm|our pm|any ?one|any "
        r"?body|somebody|you|they) (?:\w+ ){0,2}"
        r"(?:respond(?:ed)?|repl(?:y|ied)|answer(?:ed)?|react(?:ed)?|decided?|look(?:ed)?|"
        r"acknowledged?)\b.*@.*(?:request|wish|ask|feature).*",
        "requests {{@}}",
    ),
    row(
        rf"(?:did|has|have) (?:any ?one|any ?body|any {_CUSTOMERS}) (?:else )?(?:ever |already )*(?:mention|bring up|"
        rf"brought up|mentioned|talk about|vote for|voted for) {_W}",
        "requests for {words}",
        "@",
    ),
    row(rf"who (?:else |all |exactly )?{_BE}(?:else )?{_WANT} {_W}", "requests for {words}", "@|me|us|you|talk|help"),
    row(
        rf"(?:which|what|how many|list|show|any) (?:me )?(?:the |all )?{_CUSTOMERS} (?:that |who |which "
        rf")?{_BE}{_WANT} {_W}",
        "requests for {words}",
        "@|attention|help",
    ),
    row(
        rf"(?:is|are|has|have|did|do|does|was) (?:any ?one|any ?body|any (?:of )?{_CUSTOMERS}|a customer|"
        rf"some ?body|some ?one|(?:our )?customers)"
        rf" {_BE}{_WANT} {_W}",
        "requests for {words}",
        "@|attention|help",
    ),
    row(rf"any(?:one|body) (?:else )?{_WANT} {_W}", "requests for {words}", "@|me|us|you|talk|help"),
    row(
        rf"how (?:many times|often) (?:was|is|has|were|did) (?:.*? )?{_W} (?:been )?(?:requested|asked for|"
        rf"wanted)",
        "requests for {words}",
        "@",
    ),
    row(
        r"how much (?:arr|revenue|money)? ?(?:is |are )?(?:wants?|asks? for|asking for|behind|depends? on|"
        r"waiting for|hangs? on|tied to|riding on) "
        rf"{_W}",
        "requests for {words}",
        "@",
    ),
    row(
        rf"(?:did|have|has|do|does|are|will|when (?:will|did|do|does|are|is|can)|why (?:did|have|are)|can) "
        rf"(?:we|product|engineering|you|they|the team)"
        rf" (?:not |ever |already |finally |going to |planning to |actually |be )*{_MADE}(?:ing|ping)? {_W}",
        "requests for {words}",
        "@|account|accounts|customers?|renewals?|call|meeting|last|quarter|month|week|references?|escalations?|issues?|"
        "e-?mails?|phone|numbers?|address|contacts?|contracts?|meetings?|calls|holidays?|vacation|birthday",
        tentative=True,
    ),
    row(
        rf"(?:is|are|was|were|has|have|will|when (?:is|are|will|was)|why (?:is|was)) {_THE}{_W} (?:be |"
        rf"been |getting |not )*{_OUT}(?: at| by)?",
        "requests for {words}",
        "@|account|accounts|customers?|renewals?|we|i|anything|what|call|meeting|references?|report|contract",
    ),
    row(
        rf"(?:what|where|how) (?:is|are we|do we stand|is product|does it stand|happened|became)(?: "
        rf"the)?(?: (?:status|state|progress|news|latest|eta|plan|happening|going on))? (?:of|on|for|with|"
        rf"to) {_THE}{_W}(?: "
        rf"feature)?(?: request)?",
        "requests for {words}",
        r"@|(?:escalation|request|risk|complaint) #?\d+|account|customers?|me|us|renewals?|support|legal|"
        r"sales|everyone|everything|team|call|meeting|calendar|agenda|plate|schedule|my|"
        "day|today|weather",
        also=("escalations about {words}",),
    ),
    row(
        (rf"(?:where|how) (?:does|do|is|far is) {_THE}{_W} (?:stand|coming along|progressing)"),
        "requests for {words}",
        "@",
    ),
    row(
        rf"(?:is|are) (?:any ?one|any ?body|product|engineering|we|the team) (?:already |still |actually "
        rf")?(?:working on|building|planning|looking at|doing|developing|shipping) {_W}",
        "requests for {words}",
        "@",
    ),
    row(
        (rf"(?:show|find|open|tell)(?: me)?(?: about)? {_THE}{_W} (?:feature )?(?:request|wish)"),
        "requests for {words}",
        "@|open|top|all|planned|shipped|declined|unacknowledged|new",
    ),
    row(
        rf"(?:does|did|has|do|is) @ (?:ever |also |already "
        rf")*{_WANT.replace('wants?', 'wants?|want|ask for|asked for|need')} .+",
        "requests {{@}}",
    ),
    row(
        r"is there (?:any |much |a )?(?:demand|interest|appetite|need) (?:for|in) (?P<words>\S.*)",
        "requests for {words}",
        "@",
    ),
    row(
        r"(?:did|does|will) (?:the )?(?P<words>\S.*?) (?:ever |already |finally )*(?:ship|launch|get "
        r"(?:built|shipped|done)|come out|go live|happen)",
        "requests for {words}",
        "@|we|they|i|you|anything|what",
    ),
    row(
        rf"has (?-i:[A-Z][\w]+) (?:already |yet |ever )*(?:decided on|looked at|seen|triaged|"
        rf"acknowledged|planned|started|answered) {_THE}{_W}",
        "requests for {words}",
        "@",
        tentative=True,
    ),
    row(
        r"has (?:product|engineering|anyone|anybody) (?:already |yet |ever )*(?:decided on|looked at|seen|"
        r"triaged|acknowledged|planned|started|answered) (?P<words>\S.*)",
        "requests for {words}",
        "@|requests?|account",
    ),
    row(
        rf"(?:what|how|where) (?:is|are) (?:happening|going on|up|new|the (?:latest|state|status|story|"
        rf"news)|it looking)? ?(?:with|on|of|"
        rf"about|for) {_THE}{_W}",
        "requests for {words}",
        "@|account|customers?|me|us|renewals?|everyone|everything|team|calendar|agenda|plate|schedule|my|roadmap",
        tentative=True,
        also=("escalations about {words}",),
    ),
)
