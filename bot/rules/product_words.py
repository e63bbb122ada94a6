"""The words in which people ask for features, made alike: what is a feature's name in several words, what means the same,
what says nothing, and what rules one another out although the sentences look alike."""

import re
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii

from bot.line import vocabulary

# Several words that name one thing, and words that mean the same: the first is what all of them become.
_SAME = """
sso: single sign on, single signon, saml, openid, oidc, company account, company login, corporate login
scim: user provisioning, provision users, provisioning, provision, deprovisioning
mfa: 2fa, two factor authentication, two factor, multi factor authentication, multi factor, second factor, authenticator
azuread: azure ad, entra id, entra, active directory
auditlog: audit log, audit logs, audit trail, activity log, change log, who changed
permission: permissions, rights, access control, rbac, acl, role, roles, privileges
allowlist: restrict access by ip, whitelist, ip allowlist, ip whitelist, ip whitelisting, whitelisting, allow list
allowlist: network addresses, ip range, ip ranges, only allow logins
darkmode: dark mode, dark theme, night mode, night theme, dark
ratelimit: rate limit, rate limits, rate limiting, quota, throttle, throttled, throttling
webhook: webhooks, callback, callbacks
bulk: mass, batch, many, multiple, at once, in one go, several
import: upload, uploading, ingest, load in, read in, importing
export: download, extract, dump, exporting, get out
spreadsheet: excel, xlsx, xls
delete: erase, purge, deletion, deleting
restore: undo, recover, undelete, recycle bin, trash, bin, roll back, rollback, revert
schedule: scheduled, recurring, automatically every, every week, weekly, every monday, monthly, daily, repeat, periodic
email: e mail, mail, mails, emails
notification: notifications, notify, alert, alerts, alerting, warning, warn, warnings, reminder, remind, reminders
fast: slow, slowly, faster, speed, speed up, performance, latency, quick, quicker, loads, loading, slowness
mobile: phone, phones, smartphone, iphone, android, ios
offline: without a connection, without connection, no connection, without internet
search: find, searching, look up, lookup
theme: skin
branding: logo, colours, colors, white label, white labelling, white labeling, corporate design, corporate identity
language: languages, translation, translations, localization, localisation, multilingual, multi language, i18n
german: deutsch
interface: ui, user interface, gui
customfield: custom field, custom fields, user defined field, user defined fields, own fields, own field
integration: connector, connect, integrate, sync, synchronise, synchronize, interface to, two way sync, connection to, link
eu: europe, european union
onpremise: on premise, on premises, on prem, own servers, own server, self hosted, self hosting
hosting: host, hosted, data residency, data stays, data must stay, store data, data stored
encryption: encrypt, encrypted
ownkey: customer managed, bring your own key, byok, own key, own keys, encryption key, encryption keys
retention: data retention, how long data, old data
gdpr: personal data, data subject, dsgvo
sandbox: staging, test environment, test system, test workspace
approval: approve, approved, approves, sign off, four eyes, second person
signature: signatures, sign documents, e signature, esignature, sign contracts, docusign
task: tasks, todo, to do, todos
gantt: timeline view, timeline
kanban: board view
hours: time tracking, timesheet, timesheets, track hours, track time
mention: mentions, @mention
attachment: attachments, attach
keyboard: shortcut, shortcuts, hotkey, hotkeys, without a mouse
accessibility: screen reader, wcag, a11y, blind
chart: charts, graph, graphs
drilldown: drill down, rows behind
forecast: forecasting, predict, prediction, projection
unusual: anomaly, anomalies, outlier, outliers
threshold: limit value, passes a limit, exceeds
currency: currencies, eur, usd, multi currency, multiple currencies
tax: vat, taxes
billing: pricing, pay
usagebased: usage based, pay per use, metered
stock: inventory
warehouse: location, locations
route: tour, tours, routes
vehicle: vehicles, truck, trucks, fleet
track: tracking
appointment: appointments, booking, bookings, book, self scheduling
waitlist: waiting list, wait list
sms: text message, text messages
duplicate: duplicates, deduplicate, dedupe, deduplication
version: versions, revision, revisions
history: earlier, previous, older
copy: clone
template: templates, blueprint
archive: archived, archiving
guest: guests, external, outside the company, collaborators, suppliers, supplier
timeout: inactivity, log users out, log out, idle
password: passwords
offboard: deactivate, deprovision, leavers, leaver
timezone: time zone, time zones, timezones
dateformat: date format, date formats
ai: chatbot, assistant, machine learning, llm
summary: summarise, summarize, summaries
transcript: transcribe, transcripts, transcription, transcriptions
meeting: meetings, call, calls
report: reports, reporting
team: department, departments
msteams: microsoft teams, ms teams, in teams, to teams, teams channel, teams channels, teams messages
dragdrop: drag and drop, drag
login: log in, logins, signin, sign in
create: build, make
"""

_STOP = vocabulary(
    "a an the and or of for to in on at by with from as is are be been it its this that these those we our us they their "
    "them i my you your he she his her not no so if when where which who what how than then there here will would should "
    "could can may might must need needs needed want wants wanted like able ability option options possible possibility "
    "please support supports supported allow allows let lets have has had get gets do does did also just only already some "
    "any all each per every via into out up over under about without instead more new old own app application product tool "
    "system feature features function functionality add adding added give use uses used using user_s customer customers "
    "see show shows way ways thing things too very really currently today now still again one two long many "
    "inside before after between during against side keep kept put set"
)

# Groups whose words rule one another out: sentences that differ in them ask for different things.
_APART = tuple(
    vocabulary(group)
    for group in (
        "import export",
        "restore delete archive",
        "add remove",
        "enable disable",
        "show hide",
        "lock unlock",
        "csv spreadsheet pdf",
        "slack msteams email sms push",
        "salesforce hubspot jira sap powerbi snowflake docusign",
        "outlook google",
        "german french spanish italian english",
        "eu us uk germany",
        "onlyiphone onlyandroid",
        "sort filter",
        "sso scim mfa password",
        "bulkedit bulkdelete",
        "invoice order ticket holiday",
        "task invoice report",
        "gantt kanban pie",
    )
)
_LIGHT = vocabulary(
    "user data page view list item record custom customer manage management team file document online time "
    "figure number change open old different separate account work people person company admin last year colleague "
    "teammate digital electronic environment installation compliance policy workflow calculation compute run send low "
    "live real enforce strong according standard restrict access sale production name read write move print multi"
)
# What most products have; a request is about what is done to it.
_COMMON = vocabulary(
    "export import notification report search integration mobile email team chart bulk create interface schedule task "
    "meeting fast version history permission login guest template copy"
)


_TONGUES = vocabulary(
    "german french spanish italian english dutch polish portuguese japanese chinese arabic swedish danish"
)


def _phrases() -> dict[str, str]:
    said: dict[str, str] = {}
    for row in _SAME.strip().splitlines():
        one, others = row.split(":")
        for other in (one, *others.split(",")):
            said[" ".join(_plain(other.strip()))] = one
    return dict(sorted(said.items(), key=lambda pair: -len(pair[0])))


_GAP = re.compile(r"[^a-z0-9@]+")


def _plain(text: str) -> list[str]:
    low = text.lower() if text.isascii() else anyascii(text).lower()
    return _GAP.sub(" ", low.replace("'s ", " ").replace("’s ", " ")).split()


_PHRASES = _phrases()
_LONGEST = max(phrase.count(" ") + 1 for phrase in _PHRASES)


def _stem(word: str) -> str:
    """A word without the endings that tell nothing: `reports`, `exporting`, `merged`."""
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("s", 4)):
        if word.endswith(ending) and len(word) >= least and not word.endswith("ss"):
            stem = word[: -len(ending)] + ("y" if ending == "ies" else "")
            word = stem[:-1] if ending in ("ing", "ed") and len(stem) > 3 and stem[-1] == stem[-2] else stem
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


_LIGHT_STEMS = frozenset(_stem(word) for word in _LIGHT)
_NAMES = frozenset(map(_stem, set(_PHRASES.values()) - _COMMON))
_RULED_OUT = tuple(group | frozenset(map(_stem, group)) for group in _APART)


def _words(text: str) -> Iterator[str]:
    plain = _plain(text)
    at = 0
    while at < len(plain):
        for count in range(min(_LONGEST, len(plain) - at), 0, -1):
            said = " ".join(plain[at : at + count])
            known = _PHRASES.get(said) or (_PHRASES.get(_stem(said)) if count == 1 else None)
            if known is not None:
                yield _stem(known)
                at += count
                break
        else:
            word = plain[at]
            at += 1
            if word not in _STOP and len(word) > 1:
                yield _stem(word)


@lru_cache(maxsize=4096)
def meaning(text: str) -> frozenset[str]:
    """The words of a text that say what is asked for, made alike; never empty for a text with letters."""
    found = frozenset(_words(text))
    if found & _TONGUES:
        # `Interface in French`: which language is what is asked for, whatever is to speak it.
        found = (found - {"interfac"}) | {"languag"}
    return found or frozenset(_plain(text))


def weight(word: str) -> float:
    """How much a word tells: those that many features share tell less."""
    return 0.4 if word in _LIGHT_STEMS else 1.5 if word in _NAMES else 1.0


def apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts name things that rule one another out."""
    return any((mine := one & group) and (theirs := other & group) and not mine & theirs for group in _RULED_OUT)
