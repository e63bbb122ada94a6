"""What stands around a question and asks for nothing, and how one begins. Pure data."""

import re

# What is said before and behind a question, and asks for nothing.
POLITE = re.compile(
    r"^(?:(?:hi|hey|hello|hallo|good (?:morning|afternoon|evening)|morning|ok|okay|please|pls|plz|bailey|@bailey|so|"
    r"and|also|um+|quick(?: one| question| q)?|question|(?:i )?(?:just )?(?:have|got) a (?:quick )?question|fyi|"
    r"real quick|really quick|one question|just (?:wondering|curious|checking)|(?:a )?small question|sorry|thanks|"
    r"one more|there|everyone|team|folks|well|btw|by the way|out of curiosity)[,!:.\-–— ]+)+",
    re.IGNORECASE,
)
INDIRECT = re.compile(
    r"^(?:(?:anyone|anybody|someone|somebody) (?:knows?|remembers?) (?=(?:when|who|whose|what|which|why|how|where)\b)|"
    r"(?:can|could|would|will) (?:you|u) (?:please |pls |kindly |quickly |maybe |perhaps )?(?=\w)(?:(?:tell|show|"
    r"remind|give) (?:me|us) |let me know |check |see |find out |look up |say |help me (?:find out |see )?|explain )?|"
    r"(?:do|does|would) (?:you|anyone|anybody|somebody|u) (?:happen to )?(?:know|remember|recall|"
    r"have any idea)(?: of)? |(?:do|did) (?:we|i) (?:already )?know (?=(?:when|who|whose|what|which|why|how|where|"
    r"if)\b)|any (?:idea|clue)(?: of)? |(?:i|we)(?:'d| would) (?:like|love) to (?:know|see|find out|hear|check) |(?:i|"
    r"we) (?:need|want|have|wanted) to (?:know|see|find out|check) |(?:i am |i'm |im )?(?:wondering|curious|not sure|"
    r"unsure) |i (?:wonder|forgot|forget|do not know|don't know|can't remember|cannot remember|do not remember) |"
    r"(?:please |pls )?(?:tell|remind) (?:me|us) (?=(?:when|who|whose|what|which|why|how|where|if|whether)\b)|"
    r"(?:please |pls )?(?:let me know|find out|check|look up|say|explain)(?: to me)? (?=(?:when|who|whose|what|which|"
    r"why|how|where|if|whether)\b)|what (?:can|could) you tell me about (?=\S)|is it (?:true|correct|right) that |"
    r"is it known |let me (?:see|know) |(?:if|whether) )",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"(?:[\s,.;:!?\-–—]+(?:please|pls|plz|thanks|thank you|thx|ty|cheers|many thanks|bailey|again|by the way|btw|"
    r"do you know|any idea|right now|at the moment|at present|these days|as of (?:now|today)|currently|so far|asap|"
    r"for me|yet|if you know|if possible|actually|anyway|then|though|remind me|i wonder|in our data|in the data|"
    r"exactly))+\s*[?.!\s]*$|[\s?.!,;:…]+$",
    re.IGNORECASE,
)
# Contractions and words without their apostrophe.
WRITTEN_OUT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (r"\b(who|what|when|where|why|how|there|that|which)'?s\b", r"\1 is"),
        (r"\b(who|what|when|where|why|how)(?:'re| re)\b", r"\1 are"),
        (r"\b(who|we|they|i|that)'d(?= (?:be|do|like|love|give|want|make|have|take|act|speak|join)\b)", r"\1 would"),
        (r"\b(who|what|when|where|why|how)'d\b", r"\1 did"),
        (r"\b(who|what)'ll\b", r"\1 will"),
        (r"\b(who|what|we|i|you|they)'ve\b", r"\1 have"),
        (r"\b(we|you|they)'re\b", r"\1 are"),
        (r"\bi'?m\b", "i am"),
        (r"\bcan'?t\b", "can not"),
        (r"\bwon'?t\b", "will not"),
        (r"\b(is|are|was|were|do|does|did|has|have|had|would|could|should)n'?t\b", r"\1 not"),
        (r"\bwanna\b", "want to"),
        (r"\bgonna\b", "going to"),
        (r"\bu\b(?! ?-)", "you"),
        (r"\brn\b", "right now"),
        (
            r"\b(top|last|latest|first|biggest|largest|next|worst|best) \d{1,2}(?= [a-z])(?! (?:d|w|m|"
            r"days?|weeks?|months?|quarters?|years?|minutes|hours)\b)",
            r"\1",
        ),
        (r"\b(top|biggest|largest|best|worst|best) (?:three|five|ten)\b", r"\1"),
        (r"\bwho is got\b", "who has"),
        (r"\bhow long (?:has it been|is it|was it)\b", "how long"),
    )
)
# A question begins so, where no question mark stands behind it.
OPENS = re.compile(
    r"(?:(?:by|until|till|since|at|in|on|for|to|with|from|of) (?:when|what|which|whom|who|how)|(?:i|we) (?:need|want|"
    r"am looking for|are looking for) (?:an?|some|any)|(?:need|looking for|want) (?:an?|some|any|somebody|someone|"
    r"anybody|\d+|two|three|our)|notes|calls|emails|(?:positive|negative|good|bad|customer|product) feedback|"
    r"e-?mail(?: address)? (?:of|for)|time spent|hours spent|phone(?: number)? of|title of|number of|my|our|"
    r"unanswered|unresolved|best|red|yellow|green|biggest|largest|worst|healthiest|happiest|neglected|unhappy|silent|"
    r"quiet|churned|who|meetings?|customers?|clients?|am i|got any|have any|score|csm|last|status of|upcoming|overdue|"
    r"total|top|most|all|current|latest|number of|when|who|whom|whose|what|which|why|how|where|is|are|was|were|do|"
    r"does|did|has|have|can|could|will|would|should|may|must|any|anything|anyone|anybody|show|list|display|tell|give|"
    r"find|see|pull up|bring up|look up|look at|overview|summary|summari[sz]e|status|explain|count)\b",
    re.IGNORECASE,
)
# And only so where it shall be told that it could not be read.
INTERROGATIVE = re.compile(
    r"(?:(?:by|until|till|since|at|in|on|for|to|with|from|of) )?(?:when|who|whom|whose|what|which|why|how|where)\b|"
    r"(?:is|are|was|were|do|does|did|has|have|can|could|will|would|may) (?:we|i|they|any|anyone|anybody|anything|our|"
    r"my|the|somebody|someone|there|customers?|everyone)\b",
    re.IGNORECASE,
)
# In a whole sentence one asks or wants to be shown something, too, when one begins so.
ASKS = re.compile(
    r"(?:am|is|are|was|were|do|does|did|has|have|had|can|could|will|would|may|should|shall|must|any|anything|anyone|"
    r"anybody|show|list|display|tell|give|find|see|count|summari[sz]e|explain|my|our|top|biggest|largest)\b",
    re.IGNORECASE,
)
# What goes on from a question before it.
FRAGMENT = re.compile(r"(?:and|or|what about|how about|same for|same but|also for)\b", re.IGNORECASE)
