"""What people call an industry, a region or a size, whatever word stands in an account's record. Pure data.

Words of one line mean the same; the record may hold any of them, and what is shown is always the record's own word.
"""

from collections.abc import Mapping

INDUSTRIES = """
healthcare, health care, hospital, hospitals, clinic, clinics, medical, medtech, care homes, care providers,
    health services, doctors, patient care
pharmaceuticals, pharma, pharmaceutical, life sciences, life science, biotech, biotechnology
banking, bank, banks, credit union, credit unions, retail banking, savings banks
fintech, financial technology, payments, payment, payment providers, neobanks, neobank
financial services, finance, financial, financials
insurance, insurer, insurers, insurances, insurance companies, insurtech
manufacturing, manufacturer, manufacturers, industrial, industrials, factories, factory, machinery, engineering firms
automotive, car makers, carmakers, automobile, cars, vehicle makers
aerospace, aviation industry, aircraft makers
energy, utility, utilities, energy companies, electricity, oil and gas, oil, renewables, energy providers
logistics, freight, shipping, logistics companies, forwarders, supply chain, haulage
transport, transportation, rail, railway, railways, railroads, public transport, mobility
travel, airline, airlines, aviation, tourism, airports, airport
hospitality, hotel, hotels, restaurants, restaurant, catering
retail, retailer, retailers, shops, stores, e-commerce, ecommerce, online shops, online retail, merchants
consumer goods, cpg, fmcg, consumer products
food, foods, food and beverage, beverages, beverage, drinks, groceries, grocery, brewing, breweries, bakeries
agriculture, farming, farms, agri, agritech
software, saas, software companies, software vendors, software company, isv, isvs
technology, tech, hardware, tech companies, high tech
telecommunications, telecom, telecoms, telco, telcos, communications
media, publishing, publisher, publishers, broadcasting, broadcasters, entertainment, studios
education, school, schools, university, universities, higher education, edtech, academia, colleges
construction, builders, construction companies, contractors
real estate, property, properties, proptech
mining, mines, mining companies, metals
chemicals, chemical, chemistry, chemical companies
legal, law, law firm, law firms, lawyers, legal services
consulting, consultancy, consultancies, professional services, advisory, consultants
government, public sector, municipalities, authorities, administration, cities
non-profit, nonprofit, nonprofits, non-profits, charity, charities, ngo, ngos
textiles, textile, fashion, apparel, clothing
"""
REGIONS = """
emea, europe, european, europeans, middle east, africa, european union, eu
amer, america, americas, usa, north america, united states, us market, the americas, noram, latam
apac, asia, asian, pacific, asia pacific, asia-pacific, apj
"""
SEGMENTS = """
enterprise, large, big, enterprises, large companies, strategic accounts, corporates
mid-market, midmarket, mid market, medium, medium-sized, mid-size, midsize, mid-sized
smb, small, small business, small businesses, startup, startups, smbs, small companies, start-ups
"""


def _read(rows: str) -> Mapping[str, tuple[str, ...]]:
    """Word → everything that means the same, itself first."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows.strip().replace("\n    ", " ").splitlines():
        words = tuple(word for word in row.split(", ") if word)
        for word in words:
            found[word] = (word, *(other for other in words if other != word))
    return found


SAME: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "industries": _read(INDUSTRIES),
    "regions": _read(REGIONS),
    "segments": _read(SEGMENTS),
}
LONGEST = max(len(word.split()) for words in SAME.values() for word in words)


def recorded(part: str, said: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """As records write what somebody said; () where none does. part: a key of SAME. known: folded → as written."""
    low = " ".join(said.casefold().split())
    for word in SAME[part].get(low, (low,)):
        if word in known:
            return known[word]
    return ()
