"""Which column of a file is what: by the headings that people and the common programs use."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from anyascii import anyascii

from bot.rules.amounts import currency_of


class Subject(StrEnum):
    ACCOUNTS = "accounts"
    CONTACTS = "contacts"
    ACTIVITIES = "activities"
    MEASURES = "measures"
    KPIS = "kpis"


# Headings without case, accents, punctuation and blanks; the likelier one of a field first. Plain words, then those of
# Salesforce, HubSpot, Gainsight and other programs, then German.
_ACCOUNTS = {
    "own_id": "baileyid",
    "name": "name accountname account company companyname customer customername client clientname organization "
    "organisation organizationname legalname firma firmenname kunde kundenname unternehmen",
    "external_id": "externalid accountid id crmid sfid sfdcid salesforceid hubspotid recordid companyid customerid "
    "clientid accountnumber customernumber externalrecordid gsid kundennummer kundennr externeid accountid18 accountcode",
    "tier": "tier accounttier customertier tiering klasse abcklasse",
    "segment": "segment accountsegment customersegment marketsegment type accounttype kundensegment",
    "stage": "stage lifecyclestage customerstage accountstage status accountstatus customerstatus phase lifecycle",
    "industry": "industry vertical sector branche industriezweig",
    "region": "region territory geo geography country billingcountry countryregion land gebiet",
    "goal": "goal objective successgoal desiredoutcome ziel",
    "health": "health healthscore score currentscore accounthealth csmhealth customerhealth overallscore gesundheit",
    "owner": "owneremail csmemail accountowneremail owner csm accountowner companyowner customersuccessmanager "
    "accountmanager csmname ownername assignedto verantwortlich betreuer kundenbetreuer",
    "backup": "backupemail backup backupcsm backupowner secondaryowner secondarycsm secondarycsmemail vertretung",
    "parent": "parent parentaccount parentname parentaccountname parentcompany parentid parentaccountid parentcompanyid "
    "muttergesellschaft konzern",
    "aliases": "aliases alias alsoknownas aka othernames shortname",
    "domains": "domain domains companydomainname emaildomain emaildomains website web url webseite homepage",
    "contract": "contract contractname subscription subscriptionname product productname opportunityname plan vertrag "
    "vertragsname",
    "contract_external_id": "contractid contractnumber subscriptionid vertragsnummer",
    "arr": "arr annualrecurringrevenue acv annualcontractvalue contractvalue annualvalue arrvalue totalarr currentarr "
    "revenue annualfee jahreswert jahresumsatz vertragswert amount",
    "mrr": "mrr monthlyrecurringrevenue monthlyvalue monthlyfee monatswert",
    "currency": "currency currencycode currencyisocode arrcurrency contractcurrency isocurrency wahrung waehrung",
    "starts_on": "contractstart startdate contractstartdate subscriptionstart subscriptionstartdate start startson "
    "originalcontractdate vertragsbeginn",
    "renews_on": "renewaldate renewal nextrenewal nextrenewaldate contractenddate contractend enddate renewson "
    "subscriptionend subscriptionenddate termenddate expirydate expirationdate vertragsende verlangerung "
    "verlaengerung",
    "notice_days": "noticedays notice noticeperiod noticeperioddays cancellationnotice kundigungsfrist kuendigungsfrist",
    "term_months": "termmonths term contractterm contracttermmonths subscriptionterm renewalterm laufzeit vertragslaufzeit",
    "uplift": "uplift upliftpercent renewaluplift priceincrease annualuplift preiserhohung preiserhoehung",
    "auto_renew": "autorenew autorenewal automaticrenewal renewsautomatically autorenews automatischeverlangerung",
}
_CONTACTS = {
    "own_id": "baileyid",
    "account": "account accountname company companyname customer customername client organization organisation "
    "associatedcompany primaryassociatedcompany firma kunde unternehmen",
    "account_external_id": "accountid companyid customerid associatedcompanyid accountexternalid accountid18 "
    "primaryassociatedcompanyid kundennummer",
    "domains": "domain website companydomain emaildomain webseite",
    "name": "name fullname contactname contact person ansprechpartner kontakt",
    "first_name": "firstname givenname first vorname",
    "last_name": "lastname surname familyname last nachname",
    "title": "title jobtitle position role function titel funktion stellenbezeichnung",
    "email": "email emailaddress mail workemail emailadresse",
    "phone": "phone phonenumber mobile mobilephone telephone tel telefon telefonnummer mobil",
    "external_id": "externalid contactid id crmid recordid contactid18 externeid",
}
_ACTIVITIES = {
    "own_id": "baileyid",
    "account": "account accountname company companyname customer customername client relatedto regarding organization "
    "organisation firma kunde unternehmen",
    "account_external_id": "accountid companyid customerid relatedtoid whatid accountid18 associatedcompanyid kundennummer",
    "kind": "type activitytype kind tasksubtype eventtype engagementtype interactiontype tasktype typ aktivitat art",
    "minutes": "minutes duration durationminutes durationinminutes min lengthminutes length mins callduration "
    "calldurationinseconds hscallduration hours durationhours seconds milliseconds dauer minuten stunden",
    "at": "at date activitydate when datetime startdate start starttime startdatetime duedate createdate "
    "createddate completeddate timestamp day datum zeitpunkt",
    "clock": "time clock uhrzeit",
    "member": "by member memberemail owner owneremail user useremail assignedto assignedtoemail author csm csmemail "
    "loggedby createdby activityassignedto bearbeiter mitarbeiter",
    "people": "people participants contacts contact attendees with who externalattendees teilnehmer",
    "note": "note notes description comments comment fullcomments body summary text details notizen notiz beschreibung",
    "subject": "subject topic activitysubject callsubject betreff thema",
    "mode": "mode reactivepreventive modus",
    "missions": "missions mission tags tag missionen",
    "effect": "effectiveness effect outcome sentiment wirkung",
    "internal": "internal isinternal internalnote intern",
    "attempt": "attempt noanswer unanswered attempted versuch",
    "link": "link url recordurl sourceurl",
    "external_id": "externalid activityid id taskid eventid recordid engagementid externeid",
}
_MEASURES = {
    "account": "account accountname company companyname customer customername client organization organisation firma "
    "kunde unternehmen",
    "account_external_id": "accountid companyid customerid accountexternalid accountid18 tenantid kundennummer",
    "domains": "domain accountdomain website emaildomain",
    "measure": "measure metric measurename metricname indicator messgrosse kennzahl",
    "value": "value reading measurevalue metricvalue score wert messwert",
    "at": "at date day measuredat readat asof timestamp datetime period datum zeitpunkt",
    "note": "note notes comment comments reason notiz kommentar",
    "source": "source system origin quelle",
}
_KPIS = {
    "account": _MEASURES["account"],
    "account_external_id": _MEASURES["account_external_id"],
    "domains": _MEASURES["domains"],
    "kpi": "kpi kpiname keyperformanceindicator agreedkpi",
    "figure": "value reading kpivalue actual current wert istwert ist",
    "at": "at date day readon readat asof datum zeitpunkt",
    "start": "start startvalue from baseline ausgangswert",
    "target": "target targetvalue to goal zielwert ziel",
    "starts_on": "startdate startson since agreedon beginn",
    "due_on": "duedate dueon due targetdate by deadline faellig fallig zieldatum",
}
_WORDS: Mapping[Subject, Mapping[str, Sequence[str]]] = {
    subject: {field: words.split() for field, words in fields.items()}
    for subject, fields in (
        (Subject.ACCOUNTS, _ACCOUNTS),
        (Subject.CONTACTS, _CONTACTS),
        (Subject.ACTIVITIES, _ACTIVITIES),
        (Subject.MEASURES, _MEASURES),
        (Subject.KPIS, _KPIS),
    )
}

# Fields that say more than others what a file is about.
_TELLING = {
    Subject.ACCOUNTS: {"tier", "arr", "mrr", "renews_on", "health", "auto_renew", "notice_days", "industry", "parent",
                       "segment", "domains", "currency", "goal", "backup", "aliases"},
    Subject.CONTACTS: {"email", "phone", "first_name", "last_name", "title"},
    Subject.ACTIVITIES: {"kind", "minutes", "at", "note", "people", "effect", "missions", "mode", "attempt"},
    Subject.MEASURES: {"measure", "value", "at", "source"},
    Subject.KPIS: {"kpi", "figure", "at", "start", "target", "due_on"},
}  # fmt: skip

# What an export of KPIs is made of: a line for each reading.
KPI_HEADINGS = ("account", "account_id", "kpi", "value", "date", "start", "target", "start_date", "due_date")
# What an export of measures is made of.
MEASURE_HEADINGS = ("account", "account_id", "measure", "value", "at", "source", "note")
# What an export of activities is made of, in CSV and JSON. A file with exactly these headings is one, so its `id` is ours.
ACTIVITY_HEADINGS = (
    "id", "account", "type", "minutes", "at", "by", "people", "missions", "mode", "effectiveness", "internal", "attempt",
    "note",
)  # fmt: skip

_UNITS = (
    ("milliseconds", r"hs call duration|\bms\b|millisecond"),
    ("seconds", r"seconds?|\bsec\b|sekunden"),
    ("hours", r"hours?|\bhrs?\b|\bh\b|stunden|\bstd\b"),
)
_SCALES = (
    (
        1000,
        r"\bk\s?€|€\s?k\b|\bk\s?(?:eur|usd|gbp|chf)\b|\bt(?:eur|usd|€)|\bt€|thousands?|tausend|'000|\$\s?k\b|\bk\s?\$",
    ),
)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a heading row reads as one subject. columns: field → place. unused: headings nobody knows. doubled: headings
    left out because another one says the same field. missing: what this subject cannot do without, as people call it.
    currency, factor: said by the heading of the money. unit: of bare numbers in the length."""

    subject: Subject
    columns: Mapping[str, int]
    unused: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    missing: str = ""
    currency: str | None = None
    factor: int = 1
    unit: str = "minutes"

    @property
    def weight(self) -> int:
        """How much it looks like this subject."""
        return len(self.columns) + 2 * len(_TELLING[self.subject] & self.columns.keys())


def key(heading: str) -> str:
    """`Account_Owner-Email__c` → `accountowneremail`."""
    low = re.sub(r"__c$|\([^)]*\)|\[[^\]]*\]", "", heading.strip().casefold())
    return re.sub(r"[^a-z0-9]", "", anyascii(low).casefold())


def fit(headings: Sequence[str], subject: Subject) -> Fit:
    """The columns of one subject."""
    best: dict[str, tuple[int, int]] = {}
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(headings):
        found = _field(key(heading), subject)
        if found is None:
            continue
        field, rank = found
        places.setdefault(field, []).append(place)
        if field not in best or rank < best[field][0]:
            best[field] = (rank, place)
    columns = {field: place for field, (_, place) in best.items()}
    if tuple(headings) == ACTIVITY_HEADINGS and subject is Subject.ACTIVITIES:
        columns["own_id"] = columns.pop("external_id")
    known = {place for found in places.values() for place in found}
    money = headings[columns[kind]] if (kind := "arr" if "arr" in columns else "mrr") in columns else ""
    return Fit(
        subject,
        columns,
        unused=tuple(heading for place, heading in enumerate(headings) if place not in known and heading),
        doubled=tuple(headings[place] for place in sorted(known - set(columns.values()))),
        missing=_missing(subject, columns),
        currency=_currency(money),
        factor=_factor(money) * (12 if money and kind == "mrr" else 1),
        unit=_unit(headings[columns["minutes"]]) if "minutes" in columns else "minutes",
    )


def recognise(headings: Sequence[str]) -> list[Fit]:
    """The subjects that this heading row can be, likeliest first. Empty when it is none of them."""
    fits = [fit(headings, subject) for subject in Subject]
    return sorted((found for found in fits if not found.missing), key=lambda found: -found.weight)


def certain(fits: Sequence[Fit]) -> Fit | None:
    """The one subject that a file is about, or None when another one is nearly as likely."""
    if not fits:
        return None
    return fits[0] if len(fits) == 1 or fits[0].weight >= fits[1].weight + 2 else None


def _field(word: str, subject: Subject) -> tuple[str, int] | None:
    found = [(rank, field) for field, words in _WORDS[subject].items() if word in words for rank in [words.index(word)]]
    if not found:
        return None
    rank, field = min(found)
    return field, rank


def _one_of(*fields: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset({field}) for field in fields)


_ACCOUNT = _one_of("account", "account_external_id", "domains")
# What an agreement is made of; a line that has it all needs no figure of a day.
_AGREED = frozenset({"start", "target", "due_on"})
# What each line has to say, and the columns, of which any will do, that say it.
_NEEDED: Mapping[Subject, Sequence[tuple[str, Sequence[frozenset[str]]]]] = {
    Subject.ACCOUNTS: (("the account's name", _one_of("name", "external_id", "own_id")),),
    Subject.CONTACTS: (
        ("the contact's name", _one_of("name", "first_name", "last_name", "email")),
        ("the account they work for", (*_ACCOUNT, *_one_of("email", "own_id"))),
    ),
    Subject.ACTIVITIES: (
        ("the account", _one_of("account", "account_external_id")),
        ("the type", _one_of("kind")),
        ("the date", _one_of("at")),
    ),
    Subject.MEASURES: (
        ("the account", _ACCOUNT),
        ("the measure", _one_of("measure")),
        ("the value", _one_of("value")),
        ("the date", _one_of("at")),
    ),
    Subject.KPIS: (
        ("the account", _ACCOUNT),
        ("the KPI", _one_of("kpi")),
        ("the value", (*_one_of("figure"), _AGREED)),
        ("the date", (*_one_of("at"), _AGREED)),
    ),
}


def _missing(subject: Subject, columns: Mapping[str, int]) -> str:
    """The first thing that no column says; "" where nothing is missing."""
    return next((said for said, ways in _NEEDED[subject] if not any(way <= columns.keys() for way in ways)), "")


def _currency(heading: str) -> str | None:
    for word in re.findall(r"[A-Za-z]{3}\b|[€$£¥]", heading):
        if (word.isupper() or len(word) == 1) and (found := currency_of(word)):
            return found
    return None


def _factor(heading: str) -> int:
    low = heading.casefold()
    return next((scale for scale, pattern in _SCALES if re.search(pattern, low)), 1)


def _unit(heading: str) -> str:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    low = re.sub(r"[_\-]", " ", apart).casefold()
    return next((unit for unit, pattern in _UNITS if re.search(pattern, low)), "minutes")
