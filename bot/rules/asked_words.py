"""The words of questions and what they stand for: the vocabulary that `bot/rules/lookups.py` is written in. Pure data.

One line a meaning, with everything that people say for it; `meaning=value` where the value is handed on to the command.
"""

from collections.abc import Iterator, Mapping

from bot.line import quote, vocabulary
from bot.rules.trades import SAME

# Says nothing about what is asked.
SMALL = vocabulary(
    "current a about actually affect affecting affects again against all already also am an and anyway anywhere "
    "approximately "
    "are as at based be been begin begins being both by carries carry currently d days did do does each else even "
    "eventually ever every everywhere exactly face faces far for from get gets getting got had has have having "
    "headquartered here hey in into is just kind lately latest located many moment more new now nowadays of on one "
    "ones or other our ours out over overall per please pls plz present presently re really recently right roughly s "
    "several shall so some somewhere sort start starts still that the then there these this those to tonight total up "
    "us ve was we well were will with would yet you your via such came anywhere "
)

SAID = """
whose=mine: my, mine, my own, my customers, my accounts, my book, my renewals, my portfolio, of mine, my clients, my
    requests
whose=team: team, the team, my team, our team, everyone, everybody, everybody's, everyone's, whole team, all of us
my: i, my, mine
when: what is the next date, what is the date, since when, when exactly, on which day, what month, which month, what
    week, which week, when, by when, until when, at what point, what date, what day, which date, which day, on what
    date, how soon, by when, until when, date, day, what time
long: how many days left until, days left until, days to go until, how many days left, how many days are left, days
    are left until, how many days to, how much time until, how much longer, how many days until, how many weeks until,
    how many months until, days until, how many days till, weeks until, how long, how long until, how long till, how
    long before, how many days, how many weeks, how many months, long, ago, since
who: anyone who, people who, which csm, which csms, who exactly, which colleague of mine, who else, who in the team,
    who, whom, which person, which colleague, which of us, which of my colleagues, who all, name, names
whose: whose
what: what, which, what kind of, what sort of
why: what drags, what is dragging, what pulls, what hurts, hurting, what explains, behind, root cause, what happened
    to, what led to, what caused, what makes, makes, why, how come, what is wrong, what went wrong, reason, reasons,
    cause, explain
many: total number of, how many total, total, how much, how many, how big, how large, how high, what amount, amount,
    number, count
how: how
where: where
list: everything that, all that, whatever, everybody who, everyone who, those who, the ones that, all those that,
    write down, summarise, recap, rundown, breakdown, break down, give us, show us, tell us, send me, name me, print,
    pull, check, all of, show, list, display, give, tell, show me, give me, tell me, list me, get me, find me, bring
    me, find, see, open up, pull up, bring up, look up, lookup, look at, fetch, overview, summary, summarise,
    summarize
any: is somebody, is someone, is anyone, is anybody, has anyone, has anybody, do any, does any, did any, did anyone,
    did anybody, have any, got any, were there, was there, are some, is some, any, is there, are there, is there any,
    are there any, do we have, do we have any, have we got, anything, anyone, anybody, someone, somebody, something
me: i, me, my, mine, myself, i am
modal: can, could, may, might, should, must, ought
customer: book, books, portfolio, patch, customer, customers, account, accounts, client, clients, company, companies,
    people, users, user, logos
renew: signed, signed already, signed the renewal, be renewed, get renewed, renewing again, renewal go, renewal going,
    renewal discussion, renewal talks, renewal negotiation, re-up, up for renegotiation, renewing soon, renewal
    coming, renewal season, sign, signing, signature, signatures, re-sign, extend, extends, extending, extension,
    renewal date, renewal dates, renewal status, renew, renews, renewal, renewals, renewing, renewed, come up for
    renewal, comes up for renewal, coming up for renewal, up for renewal, due for renewal, renewal due
contract: plan, edition, package, contract value, contract terms, terms, contract end, deals, contract, contracts,
    subscription, subscriptions, agreement, term, licence, license, deal
end: finish up, comes to its end, cease, stop, come up, comes up, come due, comes due, falls due, fall due, run, runs,
    still run, still runs, due to end, come to an end, terminate, close, closes, closing, end, ends, ending, expire,
    expires, expiring, expiry, expiration, run out, runs out, running out, lapse, lapses, over, up, finish, finishes
notice: give us notice, last day to cancel, cancel date, deadline to cancel, termination deadline, terminate by,
    notice date, notice windows, give notice by, cancellation notice, termination date, last date to cancel, send
    notice, sent notice, hand in notice, notice, notice period, notice deadline, notice date, give notice, notice
    window, cancellation period, cancellation deadline, opt out, opt-out, cancel by
cancel: cancel, cancels, cancelling, terminate, get out
deadline: deadline, last day, cut-off, cutoff, period, window
overdue: that are overdue, which are overdue, already overdue, still unsigned, slipped, slipping, missed their date,
    not been signed, overdue for signing, overdue for signature, past their renewal date, past the renewal date, past
    renewal, overdue, late, past due, unsigned, not signed, not signed yet, past their date, behind schedule,
    breached, passed
soon: coming months, weeks ahead, in the pipeline, on the horizon, shortly, near, around the corner, soon, due, next,
    coming, coming up, upcoming, ahead, due soon, approaching
arr: contract volume, volume, annual contract value, spending with us, revenue with, revenue from, make from, make
    with, earn with, earn from, get from, income, revenues, money we make, turnover with us, annual recurring revenue,
    recurring revenue, acv, tcv, book of business, pay us, paying us, charge, charging, price, contract size, deal
    size, spend on us, annual revenue, yearly revenue, make us, arr, mrr, revenue, pay, pays, paying, paid, spend with
    us, spends with us, worth, value, bring in, brings in, money, spending, contract value, annual value, bill,
    annually, yearly, a year, per year, each year
big: biggest, largest, top paying, highest paying, most important, top-paying, biggest paying, highest, most valuable,
    biggest ones, top
cover: stand in for, replacing, takes over, took over from, steps in for, step in for, stepping in for, fill in for,
    covers, backs up, backing up, backs, deputises for, covers, covering, cover, covers for, covering for, cover for,
    stands in for, standing in for, filling in for, fills in for, stands in, takes over for, takes over, taking over,
    taking over for, replaces, replacing
absent: here today, at work today, in today, there today, on leave today, in the office today, holiday, vacation, off
    sick, here today, in today, working today, at work, unavailable, back from holiday, back from vacation, back at
    work, not here, not in, away, out, off, on vacation, on holiday, on leave, out of office, ooo, around, back, in
    today, in the office, absent, on pto, pto, sick, off today, out today, available, reachable, in this week,
    returning, return, come back, coming back
forecast: forecast, forecasts, sure, how sure, confident, confidence, likelihood, likely, probability, odds, chance,
    chances, certain, predict, prediction, outlook, renewal forecast, forecasted
owner: belonging to, belong, assigned csm, csm name, takes care, look after them, the csm, the owner, csm of, who has,
    looks out for, point person, go-to person, dri, go to person, account team, in charge of, main csm, primary csm,
    account exec, account executive, account director, do i ask about, should i ask about, can i ask about, to ask
    about, owner, owners, csm, csms, account manager, account managers, owns, own, owned, look after, looks after,
    looking after, looked after, responsible, in charge, manage, manages, managing, run, runs, running, cover, covers,
    covering, handle, handles, handling, take care, takes care, taking care, belong, belongs, assigned, serve, serves,
    serving, account owner, account lead, success manager, customer success manager, accountable, works on, work with,
    works with
backup: second csm, replacement, deputy csm, backup csm, stand in, backup, back-up, back up, deputy, stand-in, stands
    in, fills in, substitute, second
unowned: unowned, ownerless, unassigned, orphaned, without owner
no: no, without, nobody, no one, not any, not an, lacks, lack, missing, not
talk: see, visit, message, ping, write to, speak to, talk with, meet with, catch up with, reach out to, follow up
    with, in contact, be in contact, talk, speak, touch, contact, meet, call, phone, ring, email, e-mail, hear, reach,
    reach out, in touch, be in touch, chat, touch base, check in, catch up, engage, see them, get hold
talked: visited, messaged, pinged, written to, wrote to, emailed them, spoken to, had contact, had a conversation, had
    a call, had a meeting, followed up, reached out to, been in contact, in contact, been in touch with, been in
    contact with, talked, spoke, spoken, touched, contacted, met, called, phoned, emailed, e-mailed, heard, reached,
    reached out, been in touch, conversation, conversations, interaction, interactions, touchpoint, touchpoints,
    contact date, talking, touched base, checked in, caught up, engaged
last: last, most recent, recent, latest time, previous, the last time, last time, final
silent: go dark, went silent, going cold, stopped answering, stopped responding, stopped talking to us, answer us,
    answering us, not responding, unresponsive, no reply, not replied, not answered, not answering, not talked in, out
    of touch, overdue for a call, overdue for contact, need a call, due a call, due for a call, not been contacted,
    gone cold, cold, losing touch with, no contact, no recent contact, without contact, not in touch, going dark,
    going quiet, going silent, went dark, went quiet, silent, quiet, gone quiet, gone silent, gone dark, dark,
    neglected, ignored, neglecting, ignoring, haven't heard, untouched, not heard, radio silence
unspoken: not been called, not been contacted, not been spoken to, not been visited, not been met, not been touched,
    not been emailed, have not seen, not seen, not checked in with, not reached, did we not talk, did we not speak,
    not talk, not speak, not called, not met, have not talked, have not spoken, have not contacted, have not called,
    have not met, have not touched, have not heard, not talked, not spoken, not contacted, not called, not met, did
    not talk, did not speak, lost touch, losing touch
health: weak points, weak spots, weaknesses of, strengths, weak point, vital signs, doing on health, health drivers,
    score drivers, drivers, breakdown of the score, health breakdown, score breakdown, happiness, wellbeing,
    well-being, healthiness, health status, health level, health rating, rating, colour, color, traffic light, rag
    status, rag, pulse, doing health wise, health trend, health history, trend, health, healthy, score, health score,
    health scores, condition, shape, happy, ok, okay, fine, unhappy, unhealthy, satisfied, doing well, doing badly,
    doing poorly, doing ok, doing okay, doing fine, sentiment, mood, struggling, in trouble, trouble, in good shape,
    in bad shape
band=red: reds, red zone, in the red zone, the red zone, red, in the red, in red
band=yellow: yellows, yellow, amber, in the yellow
band=green: greens, green, in the green
rising: heading up, on the up, on the rise, looking up, getting healthier, improving, improved, improve, better,
    getting better, going up, went up, rising, recovering, recovered, climbing
measure: usage, product usage, adoption, adopt, adopting, engagement, support burden, payment behaviour, payment
    behavior, usage trend, usage figures, usage numbers, using us, logins trend
bad: worrying us, not good, not great, not well, not ok, not okay, need my attention, our attention, need our
    attention, attention most, should i worry about, to worry about, should worry me, worry me, worries me, sick,
    weakest, in bad shape, in poor health, in poor shape, poorly, sad, at the bottom, problematic, critical accounts,
    worst off, least healthy, lowest scores, lowest score, wrong, the matter, low, bad, worst, poor, weak, unhappiest,
    lowest, least healthy, unhealthiest, sickest, least happy, need attention, needs attention, attention, worried,
    worry, concern, concerned, concerns, worrying
fell: lost the most, fell the most, dropped the most, decline, declines, lost ground, took a dive, tanked, getting
    worse, get worse, going south, heading down, sliding down, develop, developed, developing, evolve, evolved, move,
    moved, moving, lose points, losing points, dip, dipped, drag down, trend, trending, trending down, lost points,
    deteriorated, deteriorating, got worse, getting worse, gotten worse, slid, sliding, slipped, drop, dropped,
    dropping, fall, falling, fallen, fell, go down, gone down, going down, went down, go red, gone red, went red, turn
    red, turned red, turn yellow, turned yellow, gone yellow, went yellow, decline, declining, down, change, changed,
    turn, turned, worse, worsened, become, became, sinking, lower
doing: progressing, developing, working out, so far, looking like, coping, performing, perform, shaping up, holding
    up, going for, getting along with us, vibe, feel about us, relationship, relations, relationship with, doing,
    going, looking, faring, feeling, getting on, getting along, do, things, status, standing, stand, state, situation,
    news, happening, going on, story, latest on, up to, update, picture, progress
colours: colours, colors, mean, means, colour, color, definition, definitions, stand for
atrisk: in trouble of leaving, about to cancel, threatening to leave, unsafe, not safe, might we be losing, in the
    danger zone, endangered, close to leaving, close to churning, could walk away, walk away, on the edge, on the
    brink, in the red for renewal, thinking about leaving, looking to leave, a flight risk, flight risk, flight risks,
    in trouble, at risk, might we lose, could we lose, can we lose, may we lose, are we losing, are we about to lose,
    do we risk losing, in danger, at-risk, in jeopardy, danger, endangered, likely to churn, might churn, may churn,
    could churn, about to churn, going to churn, might leave, may leave, could leave, about to leave, going to leave,
    might lose, may lose, could lose, about to lose, going to lose, risk losing, churn risk, churn risks, likely to
    leave, shaky, wobbly, thinking of leaving, risk of churn, risk of churning, risk of leaving, leaving, likely to
    cancel, threatened
risk: blocking, blockers at, in the way, worry about at, worries you about, stands in the way, could cost us, might
    cost us, could go wrong, might go wrong, make us lose, could lose us, exposure, exposed, risk exposure, worries,
    open risks, concerns we have, known risks, dangers, threat, red flags raised, risk, risks, risk factors, warning
    signs, warning sign, red flag, red flags, threats, threat, risky
intends: wants to leave, want to leave, wants to cancel, want to cancel, wants out, announced to leave, threatened to
    leave, threatens to leave, threaten to leave, told us they leave, said they leave, said they will leave, told us
    they want to leave, told us they will leave, given notice, gave notice, threatened to churn, threatened to cancel,
    declared
fire: alarm, alarms, red alert, a fire declared, declared a fire, declare a fire, fires declared, war room, fire,
    fires, on fire, burning, ablaze
churn: churners, cancellations, customer losses, left us, have left, quit, dropped us, gone, losing, customers lost,
    churn, churned, churning, lose, lost, leave, left, cancelled, canceled, gone for good, losses, churns
saved=saved: saved, save, rescued
working: answer, answers, come back to, get back to, got back to, reply, replied, respond, responded, reacted, in
    charge of, on it, responsible for, handling, looking into, looking at, look into, on top of, in charge, working
    on, works on, is on, picked up, took, taken, has taken, deals with, dealing with, fixing, assigned to, raised,
    opened, reported, fix, eta
escalation: anything on fire at support, trouble tickets, problem tickets, incidents open, support case, support
    cases, support ticket, support tickets, open case, escalated issue, escalated issues, sevs, firedrill, open
    incidents, broken, escalation, escalations, escalated, escalate, incident, incidents, outage, outages, issue,
    issues, ticket, tickets, bug, bugs, case, cases, sev, blocker, blockers
trouble: problem, problems, known issues, known problems, known bugs, affects several, common problem, common problems
open: still down, still broken, still failing, still unresolved, pending, outstanding items, left over, remaining,
    still pending, unsettled, in the works, unhandled, untaken, unassigned yet, not taken, not closed, not resolved,
    not solved, not fixed, nobody has taken, still not fixed, running, not done, left for today, left to do, left
    today, open, pending, unresolved, outstanding, ongoing, active, unsolved, still open, waiting, unfinished, live,
    in flight, unanswered
resolved=resolved: done with, finished, over with, sorted, sorted out, closed out, fixed already, resolved, solved,
    fixed, closed, resolve, solve
severity=sev1: critical ones, most severe, severe, emergencies, emergency, sev1, sev 1, sev-1, severity 1, sev one,
    p1, critical, sev1s, sev 1s, p1s
severity=sev2: sev2, sev 2, sev-2, severity 2, sev two, p2, sev2s, sev 2s, p2s
severity=sev3: sev 3s, sev3s, sev three, sev3, sev 3, severity 3, p3
severity=sev4: sev 4s, sev4s, sev four, sev4, sev 4, severity 4, p4
target=Support: support, support team, the help desk, helpdesk
target=Legal: legal, legal team, lawyers
target=Sales: sales, sales team
target=Marketing: marketing, marketing team
target=Engineering: engineering, engineers, engineering team, dev team, developers
target=Accounting: accounting, accounts payable, billing team
target=Consulting: consulting, consultants
target="Data Science": data science, data scientists
target="Product Development": product development, product management, product team
target="Product Deployment": product deployment, deployment, deployment team
importance=dealbreaker: dealbreaker, dealbreakers, deal breaker, deal breakers, deal-breaker, deal-breakers,
    showstopper, showstoppers, show stoppers, blocker, blockers
importance=must: must have, must haves, must-have, must-haves, musts
importance=nice: nice to have, nice to haves, nice-to-have, nice-to-haves
importance=should: should have, should haves, should-have, should-haves
ask: asked us for, desires, wishes of, product wishes, voted, votes, needs from us, feature asks, product asks, asks
    for features, product ideas, ideas, improvement requests, improvements, change requests, customer requests,
    requests for features, request list, suggestions, backlog, ask for, asked for, asking for, asks for, ask, asked,
    asking, asks, request, requests, requested, requesting, feature request, feature requests, wishlist, wish list,
    features, feature, missing from us, feature wishes, asks us for, begging for, enhancement requests, product
    requests, product feedback
want: be keen on, crave, after from us, expects, expect, dream of, dreaming of, hoping for, keen on, wish list, eager
    for, request most, want, wants, wanted, wanting, wish, wishes, wished, wish for, wished for, demand, demands,
    demanded, need, needs, needed, would like, looking for
most: by far, strongest, top three, hardest, highest ranked, highest ranking, top ranked, hottest, number one, top
    priority, most important, biggest, most urgent, urgent, best, most, top, often, most often, most wanted, most
    requested, popular, loudest, frequently, main, mostly
weask: do we want, are we asking, we ask, we asked, i ask, i asked, we want, i want, we need, i need, do we owe
unheard=unacknowledged: are new, is new, brand new, came in new, waiting on product, waits for product, waits on
    product, waiting for the pm, not triaged yet, waiting for triage, in need of triage, need triage, to triage, new
    from customers, unanswered, unread, unseen, not seen, not been seen, has nobody seen, nobody has seen, nobody has
    looked at, has nobody looked at, nobody saw, waiting for an answer, unacknowledged, not acknowledged, untriaged,
    not triaged, not looked at, ignored by product, unanswered by product, waiting for product, product has not seen,
    nobody looked at, not been looked at
state=planned: scheduled, coming up, committed to, on our roadmap, coming next, coming soon, prioritised, prioritized,
    planning, plan, planned, on the roadmap, roadmap
state="in progress": in work, in the making, work in progress, building, developing, being worked on, being developed,
    started, in progress, being built, in development, being worked on, under way, underway, working on
state=shipped: ship out, come out, land, landed, drop, arrive, get shipped, be shipped, get released, be released, get
    built, be available, went live, gone live, rolled out, live now, finished, completed, done, out already, delivered
    already, ships, shipped, released, delivered, ship, shipping, release, deliver, launched, launch
state=declined: denied, killed, dropped, said no, will not do, will not build, wont do, not planned, decline, reject,
    declined, rejected, turned down, refused, said no to
state=received: received, acknowledged
product: product, pm, product managers, product manager
refer: ready to speak for us, talk to a journalist, journalist, journalists, press, media interview, interview for us,
    analyst call, analysts, quoted, a quote from, use as a reference, reference-able, tell our story, tell their
    story, named publicly, be named, named in public, mentioned publicly, mention publicly, press release, public
    reference, publicly, shown on our website, on our website, peer call, customer quote, logo rights, logo usage, use
    the logo, use their logo, their logo, case study customer, customer story, customer stories, reference profile,
    reference status, referenceability, references ready, advocacy, speak for us, vouch for us, speak on our behalf,
    recommend us, references available, reference, references, referenceable, referencable, reference customer,
    reference customers, case study, case studies, testimonial, testimonials, logo, quote, quotes, success story,
    success stories, speak at an event, speak at events, speak at our event, speak at a conference, speak at our
    conference, speak, speaker, keynote, advocate, advocates, take a reference call, reference call, reference calls,
    do a review, write a review, review, vouch, join a webinar, webinar, panel, event, events, conference
agree: allow us, allow us to, allows us to, let us, permit us to, permits us to, ok for, okay with, okay for, up for,
    give consent, given consent, given permission, permission, sign off on, cleared, clear, be asked, approachable
    for, good for, game for, do for us, ok with, fine with, open to, agree, agreed, willing, use, used, do, take,
    give, serve, allowed, approach, approached, available, ask them, ready, happy to, consent, consented, ok to, act,
    join, write, approachable
like: compliments received, good words, liked best, loved most, work well for, say anything nice, said anything nice,
    anything nice, nice things, said something nice, say something nice, anything good, positive things, nice words,
    they like, they love, do they like, do they love, fan of, fans of, excited about, pleased with, highlights,
    praised, compliments, compliment, best about us, satisfied with, like, likes, love, loves, loved, liked, enjoy,
    enjoys, praise, praises, happy with, appreciate, value most, positive feedback, good feedback, positive, kudos
dislike: complain most, hated most, like least, frustrations, frustration, gripes about, does not work for, say
    anything bad, said anything bad, anything bad, bad things, negative things, do not like, they dislike, they hate,
    they not like, do they dislike, do they hate, complain about most, complain most about, criticism, criticisms,
    dissatisfied with, unhappy about the product, bad about us, weaknesses, struggle with, struggling with, annoyance,
    annoyances, moan about, least like, like least, like the least, annoying, frustrating, bothering, hate, hates,
    dislike, dislikes, not like, do not like, annoys, annoy, annoyed, frustrate, frustrates, frustrated, pain points,
    pain point, pains, negative feedback, bad feedback, negative, disliked, hated, complain about the product, unhappy
    with, bother, bothers, gripe, gripes, criticise, criticize
complain: been unhappy about, raised a complaint, sent a complaint, complaints open, formal complaint, formal
    complaints, criticised us, grievances, upset about, angry about, mad about, dissatisfaction, complains about,
    complained about, complaint register, complaint, complaints, complained, complain, complains, complaining,
    grievance, grievances, dissatisfied, unhappy about
answered=answered: answered
feedback: voice of the customer, customer feedback, product feedback, comments, opinions, said about us, say about us,
    think of us, think about us, feedback, feed back
mode=reactive: firefighting, fire fighting, reactive, reactive work, putting out fires, fighting fires
mode=preventive: preventive, proactive, prevention, preventive work, proactive work
did: work did i do, did i finish, did i manage, tasks did i do, calls did i make, have i logged today, did i log
    today, was my day, i been working on, did i accomplish, i accomplished, my log, my logs, my entries, my logged
    activities, my work, my timesheet, i have logged, i logged today, did i do, i did, have i done, i have done, did i
    work on, i worked on, have i worked on, have i been doing, i have been doing, did i log, i logged, have i logged,
    i been up to, did i get done, i got done, did i achieve, was i doing, did i spend my time on, my activities, my
    activity
done: discussed last, agreed, been said, said, was said, was agreed, did they say, did we say, did we agree, discuss,
    discussed, talked about, talk about, speak about, spoke about, cover with, agree with, agreed with, talk to them
    about, interactions, touchpoints, past activities, recent activities, recent activity, latest activities, log
    entries, entries, been logged, went on, has been going on, has happened, have been doing, did the team do, the
    team do, have the team done, did everybody do, did we do, we did, have we done, we have done, have we been doing,
    was done, been done, happened, activities, activity, timeline, history, logged, log, took place, work,
    interactions log, been going on, occurred, effort went
they: do, did, done, work on, worked on, log, logged, been doing, up to
spent: my time on, our time on, time on, time with, effort on, how much work, time spent, effort spent, hours spent,
    cost in hours, hours went, hours go, hours have, spending time, time went, minutes spent, time been spent, time,
    went into, go into, gone into, goes into, goes to, go to, goes on, went to, is spent on, hours, effort, spent,
    spend, invested, invest, minutes, put in, put into
kind=call: calls, phone calls, call, phone call
kind=meeting: meetings, meeting, appointment, appointments
kind=email: emails, e-mails, mails, email, e-mail, mail
kind=workshop: workshop, workshops
kind=training: training, trainings, training session, training sessions
kind="site visit": site visit, site visits, visits
kind=webinar: webinar, webinars
kind="business review": qbrs, qbr, ebr, business reviews, business review, ebrs
had: have, had, hold, held, make, made, write, wrote, send, sent
nrr: keep rate, customers kept, keep customers, retained revenue, gross revenue, net revenue, renewal rate, renewal
    rates, churn numbers, churn figures, logo churn, dollar retention, how sticky, nrr, grr, net retention, gross
    retention, net revenue retention, gross revenue retention, revenue retention, logo retention, retention, retention
    rate, retention rates, net dollar retention, ndr, churn rate, retention numbers, retain, retained, retaining
ontrack: our kpis, all kpis, hit its target, hit their target, hit the target, hit target, make its target, reach its
    target, reach the target, reach its goal, reach the goal, going to hit, make it in time, on time, keeping up,
    ahead of target, ahead of plan, kpi status, kpis status, progress on kpis, kpi progress, on plan with, reach their
    targets, reach their goals, meeting their targets, meeting targets, hit their targets, hit its targets, hitting
    their targets, hitting targets, agreed targets, agreed kpis, measurable goals, key results agreed, off target, off
    their target, off their targets, off its target, missing target, missing targets, missing their target, below
    target, behind target, off course, off plan, on track, off track, off-track, behind, behind plan, ahead of plan,
    on target, on plan, on course, kpi, kpis, metric, metrics, target, targets, key figures, key results, okrs,
    success plan, success metrics, success criteria, hitting, reach its, reaching
goal: want from us, expect from us, expecting from us, expect of us, hope for, success look like, success mean,
    success, business goal, business goals, business objective, business objectives, success criterion, mission,
    purpose, care about most, trying to do, trying to reach, aim for, big goal, priority, priorities, main goal,
    bought us for, buy us for, hope to achieve, hoping to achieve, goal, goals, objective, objectives, strategy,
    achieve, trying to achieve, want to achieve, wants to achieve, want to reach, wants to reach, aim, aiming for,
    aims, after, desired outcome, desired outcomes, outcome, outcomes, vision
champion: our fan, a fan, fan of ours, our friend, on our side, key advocate, power sponsor, strongest supporter,
    supporter, supporters, speaks for us there, champ, champs, ally, allies, champion, champions, our champion,
    internal champion, biggest fan
person: email address, phone number, works at, working at, works there, works for, employees we know, staff, team at,
    folks at, folks, whom we know, key contact person, our contacts, our contact, contact list, contact names,
    counterparts, attendees, main contacts, contact details, names of contacts, known people, stakeholder,
    stakeholders, contact, contacts, contact person, contact people, point of contact, counterpart, key people,
    people, main contact, key contact, key contacts, primary contact, power user, exec, executive
reach: know anyone, know anybody, know someone, do i reach, do we reach, can we reach, i reach, to reach, should i
    contact about, to write to, to ask, should i talk to, should i call, should i contact, should i speak to, should i
    reach out to, should i email, should i ask, do i call, do i talk to, do i contact, do i email, can i talk to, can
    i call, to talk to, to call, to contact, to email, do we know, do i know, should we talk to, should we call, can i
    reach, do we talk to, do we deal with, do we speak to, should i write to
field=tier: tier, tiers
title=ceo: ceo, chief executive, managing director, md
title=cfo: cfo, chief financial officer, finance director, finance chief
title=cto: cto, chief technology officer
title=cio: cio, chief information officer
title=coo: coo, chief operating officer
title=ciso: ciso, security officer
title=cmo: cmo, chief marketing officer
title=vp: vp, vice president
title=director: director
title="head of it": head of it, it director, it manager
title="head of data": head of data
title="head of finance": head of finance
title="head of operations": head of operations
title=sponsor: executive contact, sponsor, sponsors, executive sponsor, exec sponsor
title="decision maker": decision maker, decision makers, decision-maker, economic buyer, buyer, decides, signs off,
    signs
title=admin: admin
title="billing contact": billing contact
title="technical contact": technical contact
field=segment: segment, size, company size
field=region: region, area, territory, continent
field=stage: stage, phase, lifecycle stage, lifecycle, journey stage
field=industry: industry, sector, vertical, line of business, business
info: anything i should know about, what is new at, new at, news from, news on, news about, heard about, introduce,
    quick facts, basics, basic info, the basics, who are they, tell me more, more about, more on, in a nutshell,
    parent, parent company, subsidiaries, subsidiary, group, anything on, anything about, story with, deal with,
    summary of, situation at, what we know, snapshot, overview of, 360, full picture, quick summary, low-down, brief
    summary, everything, all about, know about, info, information, details, detail, background, facts, profile, card,
    latest, anything new, what is new, new with, up with, update, updates, account card, rundown, lowdown
usecase: use cases, using it for, doing with us, do with our product, do with us, use our product, using our product,
    used for, use case, use cases, use us for, using us for, use bailey for, use our product for, use the product for,
    using our product for, use it for
brief: get me ready for, get ready for, what to know before, prep for, ready for my meeting with, ready for my call
    with, context for, meeting brief, call brief, briefing for, cheat sheet, know before, know ahead of, prepped,
    prepare me, prep me, call prep, before speaking, before i speak, before our call, before our meeting, ahead of,
    walk in with, brief, before a meeting, before a call, before i meet, before i call, before i talk to, before
    talking to, before meeting, prepare, prep, before my meeting, before my call, before the call, before the meeting,
    for my meeting, for my call, ready for, meeting prep, talking points, briefing, should i know, need to know, walk
    into, before talking, have in mind
meeting: catch-up, catchup, sync, review call, meeting, call, qbr, visit
cadence: often should i, often should we, often do i, often do we, touch frequency, contact frequency, how regularly,
    regularly, contact cadence, meeting cadence, how often, cadence, how frequently, rhythm
beta: beta running, pilot running, beta testers, beta test, beta customers, early adopters, early access programme,
    early access program, piloting, testing the beta, pilot programmes, pilot programs, pilot programme, pilot
    program, beta, betas, beta programme, beta programmes, beta program, beta programs, early access, pilot, pilots,
    beta test, beta tests, trial programme
in: in, part of, on, enrolled, signed up, nominated, running, taking part, participating, participate, join, joined,
    eligible
duty: on call right now, answering for, on-call today, on call today, on duty today, in charge today, on support, on
    shift, shift, on call, on duty, on-call, on-duty, duty, oncall, standby, on standby
goes: goes, route, routes, routing, send, escalate, takes, gets, turn to, ask about
rights: able to see, able to do, do here, allowed to do, allowed to see, allowed, rights, permissions, permission,
    permitted, access, access rights, authorised, authorized, may i do, may i see, can i see, can see, may see, role,
    roles, may change, privileges, see and do
do: do, see, change, edit, set, look, view, read, type
teammates: in support team, everyone in support, everybody in support, the leads, our leads, which leads, the support
    team members, support people, sales people, colleagues in, in product, of the team, colleague, in the company, new
    in the team, on board, works in support, works in sales, works in marketing, works in engineering, works in
    product, is in support, is in sales, is in marketing, is in engineering, is in product, our people, my team mates,
    my teammates, everybody here, everyone here, the lead, leads, team lead, the manager, my manager, my lead, our
    lead, the admin, admins, our admin, our csms, csms, product manager, pm, on the product team, in support, in
    sales, in marketing, in engineering, work here, works with us, on the team, is on the team, in the team, in our
    team, on our team, teammates, team members, colleagues, works here, in the organization, members
win: my wins, recent wins, latest wins, big wins, victories, something good, positive, celebrate this week, good
    stuff, positive news, good things, proud of, success stories this, celebrations, went great, victories, victory,
    wins, win, went well, good news, successes, success, small wins, celebrate, won, highlights, going well,
    achievements
sla: sla, slas, response time, response times, answer time, reaction time, time to respond, first response, first
    answer, have to answer, have to respond, must we answer, must we respond
told: news from colleagues, came from colleagues, from colleagues, colleagues passed, what colleagues said, fyis for
    me, messages from colleagues, message from colleagues, notes from colleagues, heads ups, anything from colleagues,
    colleagues passed on, handed to me, passed me, messages for me, what colleagues told, passed to me, notes for me,
    news for me, pass on, told me, did colleagues tell me, colleagues tell me, colleagues told me, anybody tell me,
    anyone tell me, fyi, fyis, heads-up, heads up, pass on to me, passed on
inquiry: product needs from me, questions from product, product questions, pm questions, product wants from me,
    product want from me, questions for me, product want to know, product asking, product ask, product ask me, product
    asked, questions, product wants to know, open questions, product's questions, product's question
known: calculate, compute, measure up, mean by, calculated, computed, health made, made of, composed, measured,
    weighted, measures, measure, consist, consists, weigh, calculation, formula, work out, scored
fiscal: currency do we report in, report in, reporting currency, currency, fiscal year, fiscal, financial year,
    reporting currency, hour cost, exchange rates, exchange rate
tomorrow: tomorrow, this afternoon, this morning, later today
holding: watch, watching, subscribed to, keep an eye on, following, follow, subscribed
audit: last changed, changed last, last edited, edited last, last updated, updated last, viewed last, opened last,
    look at, looking at the card, access log, history of changes, edited the record, change history, touched, viewed,
    opened up, touched the record, modified, who edited, who accessed, audit, who has looked at, looked at, seen, has
    seen, who saw, audit trail, accessed, changes, change log, who changed, edited, changed
owe: next steps open, steps, overdue next steps, pending tasks, todo list, to-do list, to do list, promises, open
    promises, action list, commitments made, open actions, actions, open next steps, follow ups, followup,
    deliverables, owe, owes, owed, owing, promise, promised, promises, promises made, commit, committed, commitment,
    commitments, next step, next steps, todo, to-do, to do, to-dos, todos, action items, action item, follow-ups,
    follow-up, follow up, followups, agreed next, open items, loose ends, tasks, task
asks: open reference asks, pending reference asks, reference requests, asked for a reference, reference asks open,
    reference ask, reference asks, asks of customers
kind=note: notes
sure=commit: commit, committed, in commit, locked in, safe, secured, in the bag
sure=probable: probable, likely to renew
sure="best case": best case, upside
sure=churn: expect to lose, expected to lose, expecting to lose, will lose, likely to lose, not going to renew, will
    not renew, not renewing, wont renew, forecast to churn, expected to churn, forecast churn, expected churn, marked
    as churn
sure="at risk": forecast at risk, marked at risk
auto: auto-renew, auto-renews, autorenew, auto-renewal, autorenewal, auto renew, auto renews, auto renewal, renew by
    itself, renews by itself, renew automatically, renews automatically, automatically renew, renew itself, renews
    itself, automatic renewal, automatically renewed
meetnext: do i see, do we see, do i meet, do we meet, do i talk to, do we talk to, do i speak to, do we speak to, do
    we call, am i meeting, are we meeting, will i see, will we see, will i meet, will we meet, am i seeing, are we
    seeing, is my next call with, is my next meeting with, is our next call with, is our next meeting with, do i next
    see, do we next meet
thing: thing, things going on, matter, topic, story
worse: worse, getting worse, get worse, going south, heading down, dropping, declining, deteriorating, sliding,
    sliding down
category: risk categories, categories of risk, risk types, kinds of risk, types of risk
nextsteps: next steps, next step, open steps, action items
byarr: sorted by arr, by arr, ordered by arr, by amount, by value, by size, sorted by value, sorted by amount, by
    revenue, sort by arr
upcoming: do i have, have i got, have i, do i have planned, are planned, are scheduled, is planned, is scheduled, got
    planned
"""

Meaning = tuple[str, str]  # the meaning and its value, which is "" for most


def _read(said: str) -> Mapping[str, tuple[Meaning, ...]]:
    """Phrase → everything that it may stand for."""
    found: dict[str, tuple[Meaning, ...]] = {}
    for line in said.strip().replace("\n    ", " ").splitlines():
        meaning, _, phrases = line.partition(": ")
        name, _, value = meaning.partition("=")
        for phrase in phrases.split(", "):
            found[phrase] = (*found.get(phrase, ()), (name, value.strip('"')))
    return found


def _with_filters(found: Mapping[str, tuple[Meaning, ...]]) -> Mapping[str, tuple[Meaning, ...]]:
    """The same with what customers are described by, each as the filter of a list."""
    every = dict(found)
    filters = [(word, (meaning, f"{name} {quote(word)}")) for part, meaning, name in _DESCRIBED for word in SAME[part]]
    filters += _latest(found)
    filters += [(said.format(tier), ("tiered", f"tier {tier}")) for tier in range(1, 5) for said in _TIERS]
    for phrase, meaning in filters:
        every[phrase] = (*every.get(phrase, ()), meaning)
    return every


def _latest(found: Mapping[str, tuple[Meaning, ...]]) -> Iterator[tuple[str, Meaning]]:
    """“The last call with …”: of that type, where “when did we last call …” is of any."""
    kinds = [(phrase, value) for phrase, meanings in found.items() for name, value in meanings if name == "kind"]
    for phrase, value in kinds:
        for last in ("last", "latest", "most recent", "previous"):
            yield from ((f"{last} {phrase} {at}", ("latest", value)) for at in ("with", "to", "at", "from", "by"))


_DESCRIBED = (("industries", "sector", "industry"), ("regions", "area", "region"), ("segments", "extent", "segment"))
_TIERS = ("tier {}", "tier-{}", "t{}", "tier{}", "t{}s", "tier {}s", "tier-{}s")
PHRASES = _with_filters(_read(SAID))
LONGEST = max(len(phrase.split()) for phrase in PHRASES)
KNOWN = frozenset(word for phrase in PHRASES for word in phrase.split()) | SMALL

# What turns a question into another one than it seems, so that it is not answered by half its words.
TURNS = vocabulary(
    "besides if because than instead except unless versus vs compared before after whether although while "
    "until unlike excluding"
)
PRONOUNS = vocabulary("it they them he she him her his their its theirs")
# No account is called so.
DAYS = vocabulary(
    "today tomorrow yesterday tonight week weeks month months quarter year years morning afternoon "
    "evening weekend monday "
    "tuesday wednesday thursday friday saturday sunday minutes hour hours day days time password weather"
)
