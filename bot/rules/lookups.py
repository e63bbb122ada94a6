"""Questions without names of their own, as the meanings that they are made of, and the lines that answer them.

A row is: the line; what must be said, in any order, `a|b` being either; what else may be said. The meanings are those of
`bot/rules/asked_words.py`; `@` is an account, `%` a colleague, `past` and `ahead` a period that has been or that comes,
`today` is both. A word that a row does not allow keeps it from answering: a question is never answered by half.
Of the rows that answer, the one that needs most is taken; a row with `!` goes before them all.
In the line, `{@}` is the account and `{past}`, `{whose}` and the like are the values that were said.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ALWAYS = frozenset({"", "me", "what", "any", "list", "do", "had"})  # they ask, but for nothing of their own


@dataclass(frozen=True, slots=True)
class Lookup:
    """allowed: what may be said at all. first: before all others."""

    line: str
    needs: tuple[frozenset[str], ...]
    may: frozenset[str]
    allowed: frozenset[str]
    first: bool


_ROWS = """
# Renewals of one account
account {@} renewal < @ renew < doing when what long list contract end soon modal deadline any who whose deadline
    agree risk atrisk forecast how state sure resolved
account {@} renewal < @ contract end < when what long list renew soon deadline last
account {@} renewal < @ when contract < end renew
account {@} renewal < @ when|long|soon end < contract
account {@} renewal < @ when soon < contract renew
account {@} renewal < @ long contract < renew end what
account {@} notice < @ notice < soon when what long list contract renew deadline last modal how end cancel many
account {@} notice < @ cancel < when what long deadline modal contract last notice renew end
account {@} notice < @ deadline < when what renew contract notice end list modal
account {@} arr < @ arr < had what many how list contract renew customer
account {@} < @ when many renew < contract what
account {@} arr < @ many renew < what contract arr customer
account {@} arr < @ big < many how what customer contract
account {@} arr < @ many contract < what
account {@} arr < many @ <
account {@} renewal < @ contract < what list any when how in
account {@} renewal < @ forecast < how what renew list many contract modal who do when
renewals {whose} {ahead} < forecast ahead < renew whose arr how
renewals {whose} {ahead} < forecast renew|what|ahead < what who customer list any whose ahead how doing many
account {@} renewal < @ renew ahead|past|today < when how modal open
account {@} last contact < @ silent < when how long who why
account {@} renewal < @ auto < what when contract how do renew
account {@} renewal < @ sure < when how forecast renew who
# Renewals of a book
renewals {whose} {ahead} < renew what|who|customer|list|any|soon|many|ahead|whose|how < what who customer when list
    any soon many whose ahead open big modal contract arr today how do
renewals {whose} {ahead} < contract|customer end ahead|soon|what|who < what who customer when list any soon many whose
    ahead contract modal
renewals {whose} {ahead} < arr renew < many what whose ahead customer soon contract list
renewals {whose} overdue < overdue who|renew|customer|contract < owner what who customer list any many whose renew
    contract open
renewals {whose} overdue < renew no resolved|end < what who customer
renewals {whose} overdue < renew no who|customer|what < list any whose
renewals {whose} {ahead} at risk < renew atrisk < what who customer list any many whose ahead arr contract modal
renewals {ahead} owner {%} < % renew < owner what who customer list any many when whose ahead soon how had
renewals owner {%} overdue < % renew overdue < what who customer list any many when whose
renewals owner {%} at risk < % renew atrisk < what who customer list any many when whose
renewals {whose} {ahead} {sure} < sure renew|ahead|what < what who customer list any many whose ahead arr contract how
    renew forecast sure
renewals {whose} {ahead} at risk < arr atrisk ahead < many what how renew
renewals {whose} {ahead} at risk < atrisk ahead < what who list arr many renew how
renewals {whose} {ahead} by arr < renew byarr < what who list whose ahead
accounts {whose} by arr < whose customer byarr < what who list
accounts all by arr < customer byarr < what who list
# Who has an account
account {@} owner < @ owner < any what who whose what list customer contract
account {@} owner < @ whose < customer what contract
account {@} owner < @ who customer <
account {@} backup < @ backup < who whose what list owner customer when
away {%} < % cover customer < who what
away {%} < % cover < who what when
away {%} < % absent < when how long any today ahead do modal
away < absent who|any|whose|teammates < who any today ahead list what whose teammates
team < % teammates <
team < % who <
accounts owner {%} < % owner < what who customer list many when had whose
accounts owner {%} {tiered} {sector} {area} {extent} < % tiered|sector|area|extent < customer owner many had tiered
    sector area extent in who
accounts owner {%} < % customer < what list many had owner
activities {@} {past} by {%} < @ % talk|talked|done|did|they|kind < last when what past had who list any many did done
accounts without owner < no owner customer|who|what|list|any < what who customer list any many
accounts without owner < unowned < what who customer list any many had owner
accounts all {tiered} {sector} {area} {extent} < tiered|sector|area|extent customer|what|who|any|list|many < what who
    customer list any many how in tiered sector area extent had where owner
accounts {whose} {tiered} {sector} {area} {extent} < tiered|sector|area|extent whose customer|what|who|any|list|many <
    what who customer list any many how in tiered sector area extent had where
accounts all {tiered} {sector} {area} {extent} by arr < big tiered|sector|area|extent customer|what|who|list < what
    who customer list how in tiered sector area extent arr most whose
accounts {whose} < arr whose < many what how customer list
accounts all < arr many < what customer had
accounts all by arr < big customer|who|arr < what list many arr who customer most had
accounts {whose} by arr < big whose customer|who|arr < what list many arr who customer most had
accounts {whose} < whose customer < what list many owner had do who
accounts mine < my customer owner|had < what list many
accounts mine < my owner what <
accounts all < customer list|many|any < had what
accounts all < customer what had <
# Last contact
brief {@} < @ meetnext past|today|ahead|soon|tomorrow < when any what kind meeting ahead
brief {@} < @ meetnext when|any|what < soon today tomorrow ahead kind meeting
! activities {@} type {latest} < @ latest < what list any had who when did how long
account {@} last contact < @ talk|talked last|when|long < last when long who what had any spent customer
account {@} last contact < @ last < talk talked had when what long who
account {@} last contact < @ talk|talked they|had < any who customer
activities {@} type {kind} < @ kind last < what list any had who talked talk customer when did
brief {@} < @ meeting|kind soon|today|tomorrow < when what any list had do meeting kind soon whose
brief {@} < @ talk soon when <
calendar < kind|meeting upcoming ahead < what any who when past
calendar < kind|meeting tomorrow < who soon had whose when
calendar < kind|meeting soon|tomorrow whose|when|what|any|me < when what any list had do modal who customer whose ahead
activities {past} < done whose|list last < what list past had
activities {@} {past} < @ talk|talked past < any had when who kind what customer many today
activities {@} {past} < @ talked who < past had any
activities {@} {past} type {kind} < @ kind < what list any many had past last who did done talked
day < churn today what < had
day < kind today < what had any when
activities {past} < who talk|talked past < what any
activities by {%} {past} < % talk|talked < who what past any when last
activities {@} < @ done last < who when
activities {past} type {kind} < kind past < what list any many had did done
accounts silent {days} < silent who|customer|what|list|any|whose < who customer what list any whose talk talked long
    days many
accounts silent {days} < unspoken who|customer|what|list|any < who customer what list any whose talk talked long days
    had last past
accounts silent {days} < no talk|talked who|customer|what < past who customer list any whose long days had last
# Health
health {@} < @ why band|bad|fell|health|atrisk < band health bad fell doing atrisk what list
health {@} < @ health < done how what why many list band fell doing bad when any customer
health {@} < @ band < why what how when customer fell health doing
health {@} < @ bad < why how what doing health customer had
health {@} < @ atrisk < why how what any churn customer modal
health {@} < @ fell health|band < how what
health {band} < band customer|who|what|list|any|many|whose < customer who what list any many whose health doing fell
health < who|whose|any|customer rising < what list health whose any customer
health < who|whose fell < health customer
health < fell most < who customer whose
health < customer fell < what list health whose
health < bad customer|who|what|health|whose < customer who what list any whose health doing most many
bands < colours band < what how many when do
bands < colours what|list < health how band do
measures < health known < how what list many when do why
health {@} < @ measure < how what many list doing any had health fell rising
health {@} < @ worse < health band how why doing
health {@} < @ rising < health band why how doing any what
# Risks and fires
risk categories < category < who how
risks {@} < @ risk < big most what any list many how doing open had modal why who
risks {@} lost < @ churn why < what when how churn
risks {@} < @ intends < what any who why
risks team declared < intends who|customer|any|list|what < who customer any list what many risk past
risks {@} < @ fire < what any list
risks {whose} < atrisk who|customer|what|list|any|whose|arr|many|where < where who customer what list any whose many
    arr most churn modal
risks {whose} < risk what|list|any|whose|many|customer|big < who customer what list any whose many arr most big open
    had do
risks {whose} < churn modal who|customer|what < list whose most
health < health who < how doing any
health < health customer|whose < customer what list any whose how doing who many
risks {@} < @ risk many|how|where < what arr big
risks team fires < fire < what who where any list customer many whose open doing today
risks team lost < risk churn < what who customer list any many
risks team saved < saved what|who|customer < customer list any risk many
retention {past} churn < churn past < how who what customer many arr list any whose
retention churn < churn who|customer|many < what customer arr list
# Retention
retention {past} < nrr < what how list past many doing whose health today when customer
# Escalations
escalations {@} < @ escalation < what any list many open how doing had where who owner working why when reach duty
    long state
escalations {@} < @ target answered|working|open|resolved < what any do had done how when
escalations {@} < @ thing working|resolved|owner|target|how|state < who what open doing target long
escalations {@} < @ escalation|trouble working|owner|resolved who|when|how|any|long < what list doing open trouble do
    done modal working owner resolved
escalations {@} < @ open < what any list escalation had many trouble
escalations {@} < @ trouble < what any list open had many
escalations {@} {resolved} < @ escalation resolved < what any list many had past
escalations {@} {severity} < @ severity < what any list many open escalation had who owner working how why when doing
    state
escalations {@} {resolved} < @ resolved any|what|list|many|when < past open
escalations {whose} < escalation what|any|list|many|who|open|customer|whose < most what any list many open who doing
    today customer where whose big most
escalations {severity} < severity <
escalations {whose} {severity} < severity what|any|list|many|who|open|escalation|customer < what any list many open
    who whose customer escalation
escalations {target} < target open|working escalation|what|who|customer < what any list many open do had how
    escalation who
escalations {whose} overdue < escalation overdue < what any list many open who whose
escalations team {resolved} < escalation resolved < what any list many who whose
escalations {target} < target escalation|open < what any list many open do had how escalation
escalations {target} < target state < what doing any
escalations {target} {severity} < target severity < what any list many open escalation in how who
escalations {target} overdue < target overdue what|who|any|list|many < what any list many open who in customer
escalations {target} overdue < target escalation overdue < what any list many open
problems < trouble customer|known|what|list|any < what any list many open had customer most
# Feature requests
requests {@} < @ ask|want < ask want what any list many open product list how had whose state customer most doing
requests {@} {state} < @ ask|want state < what any list many product when
requests {@} {importance} < @ importance < ask want what any list many
requests {whose} {importance} < ask|want importance < what list any many customer product who whose open how had
    importance
requests {importance} < importance open < many who customer
requests {importance} < importance what|list|any|many < what list any many customer had
requests {whose} {unheard} < ask unheard < what list any many customer product open whose who
requests {whose} {unheard} < ask no product|talked|answered < what list customer any
requests {whose} {state} < ask|want state < what list any many customer product whose who why ask want had most
requests {whose} < want most|customer|product < what list any many customer product who most whose ask
requests {whose} < ask owner whose < customer who
requests {whose} < ask most|customer|what|list|whose|product|any|many < what list any many customer open product who
    most big whose ask had soon
requests {tiered} < ask|want tiered < what list any many customer product who most had open
requests {unheard} < unheard product|who|what|any|list < what any list who customer product
requests {state} < state what|list|any < product list ask customer want why soon most had
questions < inquiry < what any list open product me
questions < product ask|want me < what any list
# References
reference {@} < @ refer < what modal agree any who when how list customer had do ask past
# Feedback
likes {@} < @ like < what most product how had why
dislikes {@} < @ dislike < what most product how had why
likes {whose} {past} < like customer|what|whose|list|any < ask big what most product past whose customer who list any
    feedback
dislikes {whose} {past} < dislike customer|what|whose|list|any < ask big what most product past whose customer who
    list any feedback
likes {whose} {past} < like past < whose customer feedback
dislikes {whose} {past} < dislike past < whose customer feedback
likes {@} < @ feedback < what list any product had
likes {whose} {past} < feedback what|list|any|customer < what past product whose customer list had
# Complaints
complaints {@} about {target} < @ complain target < what any list many open had why
complaints {@} < @ complain what|why|how <
complaints {@} < @ complain < what any list many open had why
complaints team about {target} < complain target < what any list many open customer who whose
complaints {whose} < complain what|who|any|list|customer|whose|many|open < what any list many open customer whose
complaints team answered < complain answered < what any list many customer
# Activities and time
activities {@} {past} by me < @ did < what list past today many kind
activities {@} {past} type {kind} < @ kind list|what|any < past had last customer open
activities {@} {past} < @ done < whose info what list past today had who do doing many any customer
activities {@} {past} < @ spent < long whose many what list past today how had done did who me customer
activities {past} < spent me|whose < many what list past today how had customer
activities {past} < did < what list past today many
activities {past} < me done past < what list today many
activities by {%} {past} < % done|they|did|kind < what list past today many had
activities by {%} {past} < % spent < many what list past today how
activities {past} {mode} < mode spent|whose|many|did < many what list past today how had customer spent did whose
activities {@} {past} {mode} < @ mode < many what list past today how had spent did whose
# Contacts
account {@} contacts title {title} < @ title < who whose what list any customer how had reach talk person do
account {@} champion < @ champion < who whose what list any customer how had many
account {@} contacts < @ person < who whose what list any customer do how had reach talk
account {@} contacts < @ reach who < customer person
account {@} contacts < @ talk who modal < customer
account {@} contacts < @ where|how talk modal <
# Plans
kpis {@} < @ ontrack < meeting health what how many list doing any customer goal they
kpis {whose} < ontrack how|who|customer|what|list|any|whose < what who customer list any whose many
account {@} goal < @ goal < agree what list why how customer modal arr
# Everything
account {@} {field} < @ field < owner what list how who many customer when where
account {@} < @ how < doing health customer today
account {@} < @ doing < how what list any customer where today last
account {@} < @ info < what list any how doing customer me
account {@} < @ list < customer doing info me
account {@} < @ where < doing
account {@} < @ soon what < had
account {@} < @ owe < what any list open who weask deadline when had today soon
next < nextsteps < open any list overdue whose
next {@} < @ nextsteps < open overdue who
next < whose owe < what list any open when today soon overdue me do
next < owe list|any|open|overdue < open
use case {@} < @ usecase < what how list any
brief < brief meeting|kind soon|today|tomorrow|whose < whose soon today kind meeting
brief {@} < @ brief < what list me how meeting today ahead modal talk
cadence {@} < @ cadence < want how talk talked modal many customer
cadence < cadence tiered < how talk talked modal many what who whose customer want
cadence < cadence customer|whose < how talk modal many what who whose
# Programmes, duty, rights, colleagues
betas < beta < owner who what any list in customer many open had doing modal
betas < @ beta < in any what doing
on-duty {target} < duty target < who what list when today
on-duty < % duty < who today
on-duty < duty < who what list when today
route {target} < target reach|goes|owner|person < who what how where do
route {target} < target sla < how long many what who when severity do modal
route < sla < how long many what when severity escalation do modal
route < escalation goes|where|modal < who what where how do target
team rights < rights < what who list how many do me doing
fyis < told < what any list who
team < owner many customer < who how what list
team < teammates < who what list many
wins {whose} {past} < win < what any list many past today whose customer me how
wins {@} < @ win < what any list
following < holding < what who customer list me
settings < fiscal < when what list how
audit {@} {past} < @ audit < who what list any info past health
asks < asks < what list any open many who
"""


def _read(rows: str) -> Iterator[Lookup]:
    for row in rows.strip().replace("\n    ", " ").splitlines():
        if row.startswith("#"):
            continue
        line, needs, may = (part.strip() for part in row.split("<"))
        first, line = line.startswith("! "), line.removeprefix("! ")
        needed = tuple(frozenset(need.split("|")) for need in needs.split())
        others = frozenset(may.split())
        yield Lookup(line, needed, others, others.union(ALWAYS, *needed), first)


# In the order in which they are tried: what needs most comes first.
LOOKUPS = tuple(sorted(_read(_ROWS), key=lambda one: (not one.first, -len(one.needs))))
