#!/usr/bin/env python3
"""Writes the invented exports of this folder:

    hubspot/contacts.csv       300 contacts, as HubSpot exports them
    hubspot/activities.csv     what happened with them
    hubspot/companies.csv      the companies behind their addresses
    salesforce/leads.csv       250 leads, as a Salesforce report exports them
    salesforce/activities.csv  what happened with them
    salesforce/accounts.csv    the accounts behind their addresses

Run it in any folder, with Python 3.11 or later and nothing else:

    python3 make_contacts.py

The files are written beside this script, always with the same bytes: the random numbers start from fixed seeds, and
no clock is read. The dates are spread around 22 November 2026, so judge the files with `--as-of 2026-11-22`.

How it works. A person is first made up as a plain `Person`, of one KIND: a kind is a story ("everything is right, but
nobody asked for the date"), and the numbers in KINDS say how often each is told. Then cells are blanked, as they are in
a real system. Then the person is written down in the words of one system (`hubspot_row`, `salesforce_row`). At last
single cells are spoilt by hand (HUBSPOT_TROUBLE, SALESFORCE_TROUBLE): typing errors, wrong values, unreadable dates.
What happened with a person (`touches_of`) is drawn from the same story, with random numbers of its own. Running the
script prints how many rows of each kind and each trouble went into a file.

Nobody in these files exists: names are drawn from lists, companies are made of invented syllables, mail addresses end in
.example, example.com or example.org, and telephone numbers are of the range 555-0100 to 555-0199, kept for fiction.
"""

import csv
import io
import random
import unicodedata
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
AS_OF = date(2026, 11, 22)


def days(count):
    """The day so many days after the as-of date; before it, when negative."""
    return AS_OF + timedelta(days=count)


def months(count):
    """The day so many months after the as-of date, held at the month's end."""
    month = AS_OF.month - 1 + count
    year, month = AS_OF.year + month // 12, month % 12 + 1
    return date(year, month, min(AS_OF.day, monthrange(year, month)[1]))


# kind: (rows in the HubSpot file, rows in the Salesforce file)
KINDS = {
    "customer": (16, 8),
    "opportunity": (22, 22),
    "lead": (30, 24),             # all six questions answered with yes
    "boundary": (12, 12),         # a lead but for one date, which lies on the edge of its window or a day outside
    "open lead": (58, 56),        # whatever is known is right, and one to three answers are missing
    "not now": (40, 34),          # a company that fits, and a firm no to one of the other questions
    "open company": (40, 34),     # asked for something, but too little is known about the company
    "misfit": (30, 26),           # asked for something, and the company does not fit
    "subscriber": (30, 16),       # reads, and has asked for nothing
    "unacceptable": (12, 10),     # a competitor, a student, or somebody who opted out
    "resting": (10, 8),           # recycled not long ago; two came back by themselves
}

BOUNDARIES = [                    # field, day: the first and last day inside, and the days beside them
    ("evaluation", days(-1)), ("evaluation", days(0)), ("evaluation", months(3)), ("evaluation", months(3) + timedelta(1)),
    ("decision", days(-1)), ("decision", days(0)), ("decision", months(6)), ("decision", months(6) + timedelta(1)),
    ("meeting", days(-1)), ("meeting", days(0)), ("meeting", days(14)), ("meeting", days(15)),
]

# ---- what the people are made of ----

FIRST_NAMES = """Amara Anton Astrid Bastien Beatrix Bram Callum Carmen Celeste Dario Delphine Edith Elin Emeka Esther Farid
Fiona Gareth Greta Hanneke Hector Imogen Ivo Jasper Joanna Jürgen Kaspar Keiko Lars Leonie Lorcan Magda Malik Marisol Nadia
Niamh Noël Odile Oskar Petra Priya Quentin Rafael Renée Rosalind Saskia Simone Søren Tamsin Theo Ulrike Vikram Wanda Willem
Xenia Yusuf Zoë Zygmunt""".split()

LAST_NAMES = """Abernethy Achterberg Amadi Ballantine Bergström Boateng Brückner Caldwell Castellan Corrigan Dalgaard Delacroix
Drummond Eastlake Eikenboom Fairweather Fontaine Friedländer Gallagher Grünwald Hadley Holloway Iqbal Jankowski Jellicoe
Kaminska Kettering Laidlaw Lefèvre Lindqvist MacBride Marchetti Mbeki Müller Nakagawa Northcott O'Rourke Okonkwo Oyelaran
Pemberton Petrović Quigley Ramanathan Ravensdale Sandoval Schäfer Thorne Tolliver Underhill Vandermeer Vasquez Weatherby
Weiß Winterbourne Yarrow Zielinski""".split()

UNUSUAL_NAMES = [('Robert "Bob"', "Ashdown"), ("William", "Thackray, Jr."), ("Anneliese", "von Grünau"), ("Mary-Jo", "O'Dell")]

COMPANY_STEMS = """Aldersway Brandwick Cortemar Dunmarrow Eskerby Ferrowby Galtervale Hollinvale Istermoor Jarnvik Kelsterby
Lindqvarn Marrowgate Norvenholt Ostermoor Pellworth Quistholt Rotherquay Skelbrook Tarnbeck Ulvermark Velmora Wexcombe
Yarnholm Zeltenbach""".split()

UNUSUAL_COMPANIES = ["Harrowgill, Pike & Daughters", 'The "Little" Millhouse Company']

COMPANY_ENDINGS = {
    "Manufacturing": ["Works", "Precision Parts", "Steel", "Machine Tools"],
    "Utilities": ["Power", "Water", "Grid"],
    "Logistics": ["Freight", "Cold Chain", "Haulage"],
    "Food and beverage": ["Foods", "Dairies", "Brewing"],
    "Chemicals": ["Chemicals", "Coatings"],
    "Construction": ["Builders"],
    "Software": ["Systems", "Data"],
    "Financial services": ["Bank", "Assurance"],
    "Healthcare": ["Clinics"],
    "Education": ["College"],
    "Public sector": ["City Council"],
    "Retail": ["Stores"],
}
FITTING_INDUSTRIES = ["Manufacturing"] * 4 + ["Utilities"] * 2 + ["Logistics"] * 2 + ["Food and beverage"] * 2 + ["Chemicals"]
OTHER_INDUSTRIES = ["Construction", "Software", "Financial services", "Healthcare", "Education", "Public sector", "Retail"]

CITIES = {
    "United States": ["Columbus", "Milwaukee", "Tulsa", "Omaha", "Louisville"],
    "Canada": ["Hamilton", "Winnipeg", "Québec"],
    "United Kingdom": ["Sheffield", "Leeds", "Cardiff"],
    "Germany": ["Köln", "Nürnberg", "Essen"],
    "France": ["Lyon", "Saint-Étienne"],
    "Netherlands": ["Eindhoven", "'s-Hertogenbosch"],
    "Spain": ["Zaragoza"],
    "Brazil": ["Curitiba"],
    "Australia": ["Geelong"],
}
FITTING_COUNTRIES = ["United States"] * 6 + ["Canada"] * 2 + ["United Kingdom"] * 2 + ["Germany"] * 2 + ["France", "Netherlands"]
OTHER_COUNTRIES = ["Spain", "Brazil", "Australia"]

SENIOR_TITLES = ["VP Operations", "Chief Operating Officer", "COO", "Director of Maintenance", "Head of Asset Management",
                 "Vice President, Manufacturing", "CFO", "Plant Director", "Head of Field Service", "CIO", "Geschäftsführer"]
OTHER_TITLES = ["Maintenance Planner", "Reliability Engineer", "Plant Manager", "Buyer", "Shift Supervisor", "IT Analyst",
                "Field Service Coordinator", "Continuous Improvement Lead"]
LEARNERS = ["Student", "Maintenance Intern", "Trainee, Purchasing"]
DECIDERS = ["Decision maker", "Budget holder", "Executive sponsor"]
OTHER_ROLES = ["Champion", "Influencer", "End user", "Blocker"]
NEEDS = ["Fewer breakdowns", "Crew scheduling", "Spare parts", "Audit trail"]
OWNERS = ["Tobias Renn", "Paula Wickham", "Idris Mbaye", "Ines Calloway"]
COMPETITORS = (FOLDER / "competitors.txt").read_text(encoding="utf-8").split()

# Bands of employees. Those for companies that fit lie inside 500 to 50,000; "201-500" and "10001+" cross its ends.
FITTING_BANDS = ["501-1000", "1001-5000", "5001-10000"]
CROSSING_BANDS = ["201-500", "10001+"]


@dataclass
class Person:
    """One invented person, in nobody's words yet. None is a blank."""
    kind: str
    first_name: str
    last_name: str
    company: str
    email: str | None
    phone: str | None
    title: str | None
    industry: str | None
    country: str | None
    city: str | None
    employees: int | str | None          # a text is a band
    revenue: int | None
    roles: list = field(default_factory=list)
    needs: list = field(default_factory=list)
    evaluation: date | None = None
    decision: date | None = None
    meeting: date | None = None
    forms: int | None = 1
    opted_out: bool | None = False
    source: str | None = "Website"
    status: str | None = None
    stage: str | None = "Inquiry"        # the stage that the system shows, right or wrong
    created: date = AS_OF
    active: date | None = None
    recycled: date | None = None
    became_lead: date | None = None
    became_opportunity: date | None = None
    became_customer: date | None = None


def ascii_letters(text):
    """Lower-case ASCII letters of a text, for mail addresses: Müller is muller."""
    text = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o"))
    return "".join(c for c in text.lower() if c.isascii() and c.isalpha())


def mail_address(first_name, last_name, company):
    return f"{ascii_letters(first_name)}.{ascii_letters(last_name)}@{ascii_letters(company)}.example"


def fitting_person(rng, kind):
    """Somebody for whom the answer to all six questions is yes."""
    industry, country = rng.choice(FITTING_INDUSTRIES), rng.choice(FITTING_COUNTRIES)
    first_name, last_name = rng.choice(FIRST_NAMES), rng.choice(LAST_NAMES)
    company = f"{rng.choice(COMPANY_STEMS)} {rng.choice(COMPANY_ENDINGS[industry])}"
    employees = round(500 * 100 ** (rng.random() ** 1.6))      # 500 to 50,000, most of them near the lower end
    evaluation = days(rng.randint(3, 88))
    created = days(-rng.randint(20, 700))
    return Person(
        kind=kind, first_name=first_name, last_name=last_name, company=company,
        email=mail_address(first_name, last_name, company),
        phone=f"({rng.choice([312, 414, 502, 614])}) 555-01{rng.randrange(100):02d}",
        title=rng.choice(SENIOR_TITLES), industry=industry, country=country, city=rng.choice(CITIES[country]),
        employees=rng.choice(FITTING_BANDS) if rng.random() < 0.12 else employees,
        revenue=max(50, round(employees * rng.uniform(0.11, 0.42))) * 1_000_000,
        roles=rng.sample(DECIDERS, rng.choice([1, 1, 1, 2])) + ([rng.choice(OTHER_ROLES)] if rng.random() < 0.2 else []),
        needs=rng.sample(NEEDS, rng.choice([1, 1, 2, 3])),
        evaluation=evaluation, decision=min(evaluation + timedelta(rng.randint(10, 95)), days(178)),
        meeting=days(rng.randint(1, 13)), forms=rng.choice([1, 1, 2, 2, 3, 5]),
        source=rng.choice(["Website", "Website", "Webinar", "Referral", "Content download"]),
        status=rng.choice(["New", "Open", "Working", None]),
        created=created, active=created + timedelta(rng.randint(0, (AS_OF - created).days)),
    )


def past_dates(rng, person, count):
    """So many days in order between the person's first day and the as-of date."""
    span = (AS_OF - person.created).days
    return [person.created + timedelta(n) for n in sorted(rng.sample(range(1, span), count))]


def blank(rng, person, names, share):
    """Empties each of the named fields with this chance."""
    for name in names:
        if rng.random() < share:
            setattr(person, name, [] if name in ("roles", "needs") else None)


COMPANY = ["industry", "country", "employees", "revenue"]
ANSWERS = ["roles", "needs", "evaluation", "decision", "meeting"]
MOVED_ON = ["status", "source"] + ANSWERS


def make_misfit(rng, person):
    """The company does not fit, for one reason."""
    match rng.choice(["industry", "industry", "country", "employees", "employees", "revenue"]):
        case "industry":
            person.industry = rng.choice(OTHER_INDUSTRIES)
            person.company = f"{person.company.split()[0]} {rng.choice(COMPANY_ENDINGS[person.industry])}"
            blank(rng, person, ["employees", "revenue"], 0.35)
        case "country":
            person.country = rng.choice(OTHER_COUNTRIES)
            person.city = rng.choice(CITIES[person.country])
            blank(rng, person, ["industry", "employees", "revenue"], 0.35)
        case "employees":
            person.employees = rng.choice([12, 40, 85, 160, 320, 499, "11-50", "51-200"])
            person.revenue = rng.choice([None, 9_000_000, 31_000_000])
        case "revenue":
            person.revenue = rng.choice([8_000_000, 22_000_000, 49_000_000])
            blank(rng, person, ["industry", "employees"], 0.35)


def make_not_now(rng, person, variant):
    """A firm no to one of the questions about the person; the other answers may be missing."""
    deciding = []
    match variant % 8:
        case 0:
            person.evaluation, deciding = days(rng.randint(95, 300)), ["evaluation"]
            person.decision = person.evaluation + timedelta(rng.randint(20, 120))
        case 1:
            person.evaluation, deciding = days(-rng.randint(1, 200)), ["evaluation"]
        case 2:
            person.decision, deciding = days(rng.randint(185, 400)), ["decision"]
        case 3:
            person.needs, deciding = ["No need yet"], ["needs"]
        case 4:
            person.roles, person.title, deciding = [rng.choice(OTHER_ROLES)], rng.choice(OTHER_TITLES), ["roles"]
        case 5:
            person.meeting, deciding = days(rng.choice([-40, -3, 16, 25, 60])), ["meeting"]
        case 6:
            person.source, person.forms, deciding = "Trade show", 1, ["source"]
        case 7:
            person.source, deciding = "Purchased list", ["source"]
    blank(rng, person, [name for name in ANSWERS if name not in deciding], 0.35)
    if rng.random() < 0.3:
        person.recycled = max(person.created, days(-rng.randint(91, 400)))


def make_person(rng, kind, number):
    """The person for the so-manieth row of a kind."""
    person = fitting_person(rng, kind)
    right_stage = "Inquiry"
    match kind:
        case "customer":
            person.became_lead, person.became_opportunity, person.became_customer = past_dates(rng, person, 3)
            person.evaluation, person.decision = person.became_lead, person.became_opportunity
            person.meeting, person.status, right_stage = None, "Won", "Customer"
            blank(rng, person, MOVED_ON + COMPANY, 0.3)
        case "opportunity":
            person.became_lead, person.became_opportunity = past_dates(rng, person, 2)
            person.status, right_stage = "Won", "Opportunity"
            blank(rng, person, MOVED_ON + COMPANY, 0.25)
        case "lead" | "boundary":
            right_stage = "Sales-qualified lead"
            if rng.random() < 0.7:
                [person.became_lead] = past_dates(rng, person, 1)
            if kind == "boundary":
                name, day = BOUNDARIES[number]
                setattr(person, name, day)
                if name == "evaluation":
                    person.decision = max(person.decision, day)
                if name == "decision":
                    person.evaluation = min(person.evaluation, max(day, days(0)))
            elif number < 6:
                person.status = ["Unqualified", "Bad timing"][number % 2]
            elif number < 9:
                person.source, person.forms = "Trade show", 2
            if number % 4 == 3:                                # one of two is enough: the role, or the title
                person.roles = []
            if number % 4 == 1:
                person.title = None
        case "open lead":
            right_stage = "Marketing-qualified lead"
            if rng.random() < 0.5:
                person.title = rng.choice(OTHER_TITLES)
            for name in rng.sample(ANSWERS, rng.choice([1, 2, 2, 3, 4])):
                blank(rng, person, [name], 1)
            blank(rng, person, ["source"], 0.08)
            if not person.roles and person.title in OTHER_TITLES and rng.random() < 0.3:
                person.title = None
        case "not now":
            right_stage = "Marketing-qualified lead"
            make_not_now(rng, person, number)
        case "open company":
            for name in rng.sample(COMPANY, rng.choice([1, 2, 2, 3, 4])):
                blank(rng, person, [name], 1)
            if number % 5 == 0:
                person.employees = rng.choice(CROSSING_BANDS)
            if rng.random() < 0.6:
                person.title = rng.choice(OTHER_TITLES)
            blank(rng, person, ANSWERS, 0.4)
        case "misfit":
            make_misfit(rng, person)
            blank(rng, person, ANSWERS + ["title"], 0.35)
        case "subscriber":
            person.forms, person.meeting, right_stage = rng.choice([None, None, 0]), None, "Subscriber"
            person.title = rng.choice(OTHER_TITLES + SENIOR_TITLES)
            blank(rng, person, COMPANY + ["title", "source"], 0.45)
            blank(rng, person, ANSWERS, 0.7)
        case "unacceptable":
            right_stage = rng.choice(["Inquiry", "Subscriber"])
            match number % 3:
                case 0:
                    person.title, person.company, person.industry = rng.choice(LEARNERS), "", "Education"
                    person.email = person.email.split("@")[0] + rng.choice(["@example.com", "@example.org"])
                    blank(rng, person, ["industry", "employees", "revenue"], 0.6)
                case 1:
                    domain = rng.choice(COMPETITORS)
                    person.company, person.industry = domain.split(".")[0].title(), "Software"
                    person.email = person.email.split("@")[0] + "@" + domain
                case 2:
                    person.opted_out = True
            blank(rng, person, ANSWERS, 0.5)
        case "resting":
            ago = [90, 89, 0][number] if number < 3 else rng.randint(1, 88)
            person.created = days(-rng.randint(120, 600))
            person.recycled, person.active, right_stage = days(-ago), days(-ago), "Inquiry"
            if number not in (5, 6):                           # these two have an appointment: they came back
                person.meeting = rng.choice([None, days(-rng.randint(95, 130))])
                person.evaluation = days(rng.randint(-60, 200))
                blank(rng, person, ["roles", "needs", "decision"], 0.5)
    person.stage = right_stage
    if rng.random() < 0.22:                                    # the system's own stage lags, or was never set
        person.stage = rng.choice([None, "Subscriber", "Inquiry", "Inquiry", "Marketing-qualified lead", "Other"])
    if kind not in ("lead", "boundary", "opportunity", "customer"):
        if person.status != "Won" and rng.random() < 0.75:
            person.status = rng.choice([None, None, None, "New", "Open", "Working", "Bad timing", "Unqualified"])
        blank(rng, person, ["phone"], 0.5)
        blank(rng, person, ["email"], 0.05)
    blank(rng, person, ["opted_out"], 0.3 if not person.opted_out else 0)
    blank(rng, person, ["city"], 0.4)
    return person


def make_people(rng, column):
    """The people of one file, shuffled; `column` is the file's place in KINDS."""
    people = [make_person(rng, kind, n) for kind, counts in KINDS.items() for n in range(counts[column])]
    rng.shuffle(people)
    ordinary = [p for p in people if p.kind in ("open lead", "not now") and p.email][3::9]
    for person, (first_name, last_name) in zip(ordinary, UNUSUAL_NAMES):
        person.first_name, person.last_name = first_name, last_name
        person.email = mail_address(first_name.split()[0], last_name.split(",")[0], person.company)
    for person, company in zip(reversed(ordinary), UNUSUAL_COMPANIES):
        person.company, person.email = company, mail_address(person.first_name, person.last_name, company)
    return people


# ---- how a system writes it down ----

def missing(rng, cell):
    """A blank is now and then spelt out."""
    if cell in (None, ""):
        return rng.choice(["N/A", "n/a", "-", "unknown", "Unknown"]) if rng.random() < 0.06 else ""
    return str(cell)


def spelt_number(rng, number):
    """Whole numbers as people type them: mostly plain, now and then with commas or a point and a nought."""
    if not isinstance(number, int):
        return number
    return rng.choices([str(number), f"{number:,}", f"{number}.0"], [85, 12, 3])[0]


def at(day, rng, form):
    """A day with a time of day in office hours."""
    return day and f"{day.strftime(form)} {rng.randint(8, 17):02d}:{rng.choice([0, 5, 15, 30, 45]):02d}"


HUBSPOT_WORDS = {
    "stage": {"Inquiry": "Lead", "Marketing-qualified lead": "Marketing Qualified Lead",
              "Sales-qualified lead": "Sales Qualified Lead"},
    "status": {"Working": "In Progress", "Won": "Open Deal"},
    "role": {"Decision maker": "Decision Maker", "Budget holder": "Budget Holder", "Executive sponsor": "Executive Sponsor",
             "End user": "End User"},
    "industry": {"Food and beverage": "Food & Beverages", "Logistics": "Logistics and Supply Chain",
                 "Software": "Computer Software", "Healthcare": "Hospital & Health Care",
                 "Public sector": "Government Administration", "Financial services": "Banking"},
    "source": {},
    "need": {},
}
TRAFFIC_SOURCES = ["Organic Search", "Paid Search", "Email Marketing", "Organic Social", "Referrals", "Direct Traffic",
                   "Offline Sources", "Paid Social"]


def hubspot_row(rng, person, number):
    words = HUBSPOT_WORDS
    say = lambda group, value: words[group].get(value, value)
    iso = "%Y-%m-%d"
    country = person.country
    if country == "United States" and rng.random() < 0.15:
        country = rng.choice(["USA", "US"])
    revenue = person.revenue and rng.choices(
        [str(person.revenue), f"{person.revenue:,}", f"${person.revenue:,}", f"{person.revenue:,} USD"], [78, 9, 9, 4])[0]
    cells = {
        "First Name": person.first_name,
        "Last Name": person.last_name,
        "Email": person.email,
        "Phone Number": person.phone,
        "Contact owner": rng.choice(OWNERS + [""]),
        "Company Name": person.company,
        "Job Title": missing(rng, person.title),
        "Industry": missing(rng, say("industry", person.industry)),
        "Number of Employees": missing(rng, spelt_number(rng, person.employees)),
        "Annual Revenue": missing(rng, revenue),
        "Country/Region": missing(rng, country),
        "City": person.city,
        "Lifecycle Stage": say("stage", person.stage),
        "Lead Status": say("status", person.status),
        "Buying Role": missing(rng, ";".join(say("role", role) for role in person.roles)),
        "Marketing contact status": rng.choice(["Marketing contact", "Marketing contact", "Non-marketing contact"]),
        "Original Traffic Source": rng.choice(TRAFFIC_SOURCES),
        "Lead source": missing(rng, person.source),
        "Number of Form Submissions": person.forms,
        "Number of Pageviews": rng.choice([None, rng.randint(0, 9), rng.randint(10, 80)]),
        "Unsubscribed from all email": {True: "true", False: "false", None: None}[person.opted_out],
        "Business need": missing(rng, ";".join(person.needs)),
        "Evaluation date": missing(rng, person.evaluation),
        "Decision date": missing(rng, person.decision),
        "Next meeting date": at(person.meeting, rng, iso),
        "Recycled date": person.recycled,
        "Became a Sales Qualified Lead Date": at(person.became_lead, rng, iso),
        "Became an Opportunity Date": at(person.became_opportunity, rng, iso),
        "Became a Customer Date": at(person.became_customer, rng, iso),
        "Create Date": at(person.created, rng, iso),
        "Last Activity Date": at(person.active, rng, iso),
        "Message": rng.choice(["", "", "", "", "Please send a price list.", "We run three plants, two shifts.",
                               "Saw you at the fair, nice mugs"]) if person.forms else "",
    }
    return {"Record ID": str(90_417_300_000 + 137 * number)} | {
        name: "" if cell is None else str(cell) for name, cell in cells.items()}


SALESFORCE_WORDS = {
    "stage": {"Marketing-qualified lead": "Marketing-Qualified Lead", "Sales-qualified lead": "Sales-Qualified Lead",
              "Other": "Partner"},
    "status": {"New": "Open - Not Contacted", "Open": "Open - Not Contacted", "Working": "Working - Contacted",
               "Bad timing": "Nurturing", "Won": "Closed - Converted", "Unqualified": "Closed - Not Converted"},
    "role": {"Decision maker": "Economic Decision Maker", "Budget holder": "Economic Buyer",
             "Executive sponsor": "Executive Sponsor", "End user": "Business User", "Influencer": "Evaluator"},
    "industry": {"Utilities": "Energy", "Logistics": "Transportation", "Food and beverage": "Food & Beverage",
                 "Software": "Technology", "Public sector": "Government", "Financial services": "Insurance"},
    "source": {"Website": "Web", "Content download": "Web", "Referral": "Partner Referral", "Trade show": "Trade Show",
               "Purchased list": "Purchased List"},
    "need": {"Fewer breakdowns": "Unplanned downtime", "Crew scheduling": "Field crew planning",
             "Spare parts": "Spare parts stock", "Audit trail": "Inspection records", "No need yet": "None"},
}


def salesforce_id(rng, number):
    """The 15 letters and digits of a Salesforce lead id; capitals matter."""
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return "00QWx" + "".join(rng.choice(letters) for _ in range(7)) + f"{number:03d}"


def long_id(short):
    """The same id with its three check letters, which say where the capitals are."""
    check = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    return short + "".join(
        check[sum(1 << n for n, c in enumerate(short[start:start + 5]) if c.isupper())] for start in (0, 5, 10))


def salesforce_row(rng, person, number):
    words = SALESFORCE_WORDS
    say = lambda group, value: words[group].get(value, value)
    us = "%m/%d/%Y"
    day = lambda value: value and value.strftime(us)
    country = person.country
    if country in ("United States", "United Kingdom") and rng.random() < 0.3:
        country = {"United States": "USA", "United Kingdom": "UK"}[country]
    revenue = person.revenue and rng.choices(
        [f"${person.revenue:,}", str(person.revenue), f"${person.revenue:,}.00"], [70, 24, 6])[0]
    cells = {
        "Lead Owner": rng.choice(OWNERS),
        "First Name": person.first_name,
        "Last Name": person.last_name,
        "Title": missing(rng, person.title),
        "Company / Account": person.company or "[not provided]",
        "Lead Source": missing(rng, say("source", person.source)),
        "Lead Status": say("status", person.status) or "Open - Not Contacted",
        "Rating": rng.choice(["Hot", "Warm", "Cold", "", ""]),
        "Lead ID": salesforce_id(rng, number),
        "Email": person.email,
        "Phone": person.phone,
        "Email Opt Out": {True: "1", False: "0", None: "0"}[person.opted_out],
        "Role in Decision": missing(rng, ";".join(say("role", role) for role in person.roles)),
        "Industry": missing(rng, say("industry", person.industry)),
        "Annual Revenue": missing(rng, revenue),
        "No. of Employees": missing(rng, spelt_number(rng, person.employees)),
        "City": person.city,
        "Country": missing(rng, country),
        "Web Form Submissions": person.forms,
        "Pain Points": missing(rng, "; ".join(say("need", need) for need in person.needs)),
        "Planned Evaluation": missing(rng, day(person.evaluation)),
        "Expected Decision": missing(rng, day(person.decision)),
        "Next Meeting": at(person.meeting, rng, us),
        "Funnel Stage": say("stage", person.stage),
        "Qualified Date": at(person.became_lead, rng, us),
        "Converted Date": day(person.became_opportunity),
        "Customer Since": day(person.became_customer),
        "Recycled Date": day(person.recycled),
        "Created Date": at(person.created, rng, us),
        "Last Activity": day(person.active),
    }
    return {name: "" if cell is None else str(cell) for name, cell in cells.items()}


# ---- cells spoilt by hand: what is wrong, column, cell, rows ----
# The rows are taken from kinds that no count depends on. A cell with {} keeps what was there.

HUBSPOT_TROUBLE = [
    ("unreadable date", "Evaluation date", "31/31/2026", 1),
    ("unreadable date", "Evaluation date", "Q1 2027", 1),
    ("unreadable date", "Decision date", "2027-02-30", 1),
    ("unreadable date", "Decision date", "next spring", 1),
    ("unreadable date", "Next meeting date", "46358", 1),
    ("unreadable number", "Number of Employees", "lots", 1),
    ("unreadable number", "Number of Employees", "about 900", 1),
    ("unreadable number", "Number of Form Submissions", "two", 1),
    ("unreadable amount", "Annual Revenue", "lots", 1),
    ("unreadable amount", "Annual Revenue", "$80M", 1),
    ("unreadable amount", "Annual Revenue", "60,000,000 EUR", 1),
    ("out of range", "Number of Employees", "0", 2),
    ("out of range", "Number of Employees", "99999999", 1),
    ("out of range", "Annual Revenue", "0", 2),
    ("out of range", "Number of Form Submissions", "-1", 1),
    ("value not in the list", "Industry", "Manufactoring", 1),
    ("value not in the list", "Industry", "Fintech", 1),
    ("value not in the list", "Buying Role", "The boss", 1),
    ("value not in the list", "Business need", "Crew scheduling;Something cheaper", 1),
    ("unreadable yes/no", "Unsubscribed from all email", "maybe", 1),
    ("mail address without @", "Email", "info at tarnbeckfoods.example", 1),
    ("word for a missing date", "Evaluation date", "TBD", 3),
    ("word for a missing date", "Decision date", "not set", 2),
    ("internal value instead of the label", "Buying Role", "DECISION_MAKER", 2),
    ("internal value instead of the label", "Lifecycle Stage", "marketingqualifiedlead", 2),
    ("internal value instead of the label", "Lead Status", "BAD_TIMING", 2),
    ("blanks around the value", "Buying Role", "  Decision Maker", 1),
    ("blanks around the value", "Industry", "Manufacturing  ", 2),
    ("blanks around the value", "Decision date", " 2027-03-15 ", 1),
    ("blanks around the value", "Last Name", " {} ", 1),
    ("only blanks", "Evaluation date", "   ", 1),
    ("line break in a cell", "Message", "We are looking at three suppliers.\nPlease call after \"Black Friday\", not before.", 1),
    ("begins like a formula", "Message", "-- sent on the move", 1),
]
SALESFORCE_TROUBLE = [
    ("unreadable date", "Planned Evaluation", "13/13/2026", 1),
    ("unreadable date", "Planned Evaluation", "soon", 1),
    ("unreadable date", "Expected Decision", "02/30/2027", 1),
    ("unreadable date", "Expected Decision", "Mar 2027", 1),
    ("unreadable number", "No. of Employees", "lots", 1),
    ("unreadable number", "No. of Employees", "1.5k", 1),
    ("unreadable amount", "Annual Revenue", "$120 million", 1),
    ("unreadable amount", "Annual Revenue", "€75,000,000", 1),
    ("out of range", "No. of Employees", "0", 2),
    ("out of range", "Annual Revenue", "$0", 2),
    ("value not in the list", "Industry", "Other", 2),
    ("value not in the list", "Role in Decision", "Gatekeeper", 1),
    ("value not in the list", "Pain Points", "Wants a discount", 1),
    ("mail address without @", "Email", "none", 1),
    ("word for a missing date", "Planned Evaluation", "TBD", 2),
    ("day and month in one digit", "Planned Evaluation", "2/3/2027", 2),
    ("day and month in one digit", "Expected Decision", "4/1/2027", 2),
    ("band of employees with commas", "No. of Employees", "1,001-5,000", 2),
    ("code before the amount", "Annual Revenue", "USD 95,000,000", 2),
    ("blanks around the value", "Industry", " Manufacturing", 2),
    ("blanks around the value", "Lead Source", "Web ", 1),
]
SPOILABLE = ("open lead", "open company", "misfit", "not now", "subscriber")


def spoil(rng, people, rows, troubles):
    """Puts every trouble into rows of its own, and counts them."""
    free = [row for person, row in zip(people, rows) if person.kind in SPOILABLE]
    rng.shuffle(free)
    counts = Counter()
    for what, column, cell, count in troubles:
        for _ in range(count):
            row = free.pop()
            row[column] = cell.format(row[column]) if "{}" in cell else cell
            counts[what] += 1
    return counts


# ---- what happened with them, and the companies behind their addresses ----

READING = ["Webinar", "Content download", "Content download", "Email", "Email"]
READ = {                          # kind: the least and the greatest number of things that marketing has counted
    "customer": (0, 3), "opportunity": (1, 4), "lead": (1, 4), "boundary": (1, 3), "open lead": (1, 4), "not now": (0, 4),
    "open company": (0, 3), "misfit": (0, 4), "subscriber": (1, 3), "unacceptable": (0, 3), "resting": (1, 3),
}
SUBJECTS = {
    "Email": ["Your questions about spare parts", "Following up", "Three plants like yours", "The dates we talked about"],
    "Call": ["First call", "Call back", "Nobody picked up", "Short call, wants a price"],
    "Meeting": ["Site visit", "Second talk, with their IT", "Talk about the trial"],
    "Webinar": ["Planning crews across sites", "Spare parts without spreadsheets"],
    "Content download": ["Checklist: audit trail", "Paper: what a breakdown costs"],
    "Demo request": ["Demo, please"],
    "Syndication": ["Paper on a partner's site"],
}


def some_time(rng, day):
    """A moment of a working day, on this day or the Monday after it."""
    day += timedelta({5: 2, 6: 1}.get(day.weekday(), 0))
    return datetime.combine(day, time(rng.randint(8, 16), rng.choice([0, 5, 10, 20, 35, 50])))


def lately(rng, person):
    """A day since the person is known: the nearer, the likelier."""
    return AS_OF - timedelta(max(1, round((AS_OF - person.created).days * rng.random() ** 2)))


def next_hours(rng, start):
    """A moment soon after another one, inside the working day: minutes later, or the next morning."""
    soon = start + timedelta(minutes=rng.randint(4, 150))
    if soon.hour < 17 and start.weekday() < 5:
        return soon
    day = start.date() + timedelta(1 if start.weekday() < 4 else 7 - start.weekday())
    return datetime.combine(day, time(8, rng.randint(1, 55)))


def touches_of(rng, person, became_lead):
    """What marketing and sales have on record about a person: moment (None is undated), kind, team."""
    end = datetime.combine(AS_OF, time(0))
    found = []
    if person.source in ("Content download", "Website") and rng.random() < 0.12:
        found.append((some_time(rng, person.created), "Syndication", "Marketing"))
    for _ in range(rng.randint(*READ[person.kind])):
        found.append((some_time(rng, lately(rng, person)), rng.choice(READING), "Marketing"))
    asks = {"lead": 0.25, "boundary": 0.2, "open lead": 0.15, "misfit": 0.15, "not now": 0.06, "resting": 0.2}
    if rng.random() < asks.get(person.kind, 0):
        found.append((some_time(rng, days(-rng.randint(1, 45))), "Demo request", "Marketing"))
    if became_lead:
        if rng.random() < 0.8:
            found.append((next_hours(rng, became_lead), "Email", "Marketing"))
        if rng.random() < 0.75:
            found.append((next_hours(rng, became_lead), rng.choice(["Call", "Email"]), "Sales"))
        elif rng.random() < 0.8:
            found.append((some_time(rng, became_lead.date() + timedelta(rng.randint(3, 12))), "Call", "Sales"))
        for _ in range(rng.randint(0, 3)):
            span = (AS_OF - became_lead.date()).days
            found.append((some_time(rng, AS_OF - timedelta(rng.randint(1, max(span, 1)))),
                          rng.choice(["Call", "Email", "Meeting"]), "Sales"))
        if person.kind in ("lead", "boundary", "opportunity") and rng.random() < 0.85:
            found.append((some_time(rng, days(-rng.randint(3, 24))), rng.choice(["Call", "Meeting"]), "Sales"))
    elif person.kind in ("lead", "boundary", "open lead") and rng.random() < 0.3:
        found.append((some_time(rng, days(-rng.randint(3, 40))), "Call", "Sales"))
    found = [touch for touch in found if touch[0] < end]
    if person.meeting and person.meeting > AS_OF and rng.random() < 0.3:
        found.append((some_time(rng, person.meeting), "Meeting", "Sales"))             # planned: it has not happened yet
    if found and rng.random() < 0.04:
        place = rng.randrange(len(found))
        found[place] = (None, *found[place][1:])                                        # somebody forgot the date
    return found


def activities(rng, ids, people, rows, became_lead, form):
    """The rows of an activities file, the latest first; undated ones at the end."""
    found = []
    for ident, person, row in zip(ids, people, rows):
        start = row[became_lead] and datetime.strptime(row[became_lead], form)
        found += [(ident, *touch) for touch in touches_of(rng, person, start)]
    for n in range(12):                                        # people who were deleted since, and mails to nobody
        ident = "" if n % 4 == 3 else ids[0][:-4] + f"{9000 + n}"
        found.append((ident, some_time(rng, days(-rng.randint(5, 300))), "Email", "Marketing"))
    found.sort(key=lambda touch: (touch[1] is None, touch[1] and datetime.max - touch[1], touch[0], touch[2]))
    return [{"Activity Date": moment.strftime(form) if moment else "", "Activity Type": kind, "Team": team,
             "Subject": rng.choice(SUBJECTS[kind]), "id": ident} for ident, moment, kind, team in found]


def companies(rng, people, names):
    """The companies behind the addresses of people: most of them, one of them twice, few with an owner of their own."""
    found = {}
    for person in people:
        if person.email and person.company and "@" in person.email:
            domain = person.email.split("@")[1]
            company = found.setdefault(domain, {names["name"]: person.company, "customer": False})
            company["customer"] |= person.kind == "customer"
    rows = []
    for domain, company in sorted(found.items()):
        if rng.random() < 0.15:
            continue                                           # nobody has made a record of it yet
        kind = "Customer" if company["customer"] else rng.choices(["Prospect", "Partner", "Press", ""], [70, 3, 2, 25])[0]
        owner = rng.choice(["Paula Wickham", "Idris Mbaye"]) if rng.random() < 0.2 else ""
        rows.append({"Company Domain Name": domain, names["name"]: company[names["name"]], names["owner"]: owner,
                     names["type"]: kind})
    rows.insert(20, dict(rows[4]))
    return rows


def with_id(column, rows):
    return [{column: row["id"]} | {name: cell for name, cell in row.items() if name != "id"} for row in rows]


def write(name, rows, **how):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), **how)
    writer.writeheader()
    writer.writerows(rows)
    (FOLDER / name).parent.mkdir(exist_ok=True)
    (FOLDER / name).write_bytes(text.getvalue().encode("utf-8"))


def report(name, people, troubles):
    print(name)
    for title, counts in (("kinds", Counter(p.kind for p in people)), ("troubles", troubles)):
        print(f"  {title}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))


def main():
    rng = random.Random("orrinwell hubspot 1")
    people = make_people(rng, 0)
    rows = [hubspot_row(rng, person, n) for n, person in enumerate(people)]
    troubles = spoil(rng, people, rows, HUBSPOT_TROUBLE)
    first, second = [n for n, person in enumerate(people) if person.kind == "lead"][:2]
    rows[second] = rows[first] | {"Decision date": ""}         # one contact that was exported twice, before and after a call
    troubles["id that occurs twice"] += 1
    write("hubspot/contacts.csv", rows, quoting=csv.QUOTE_ALL, lineterminator="\n")
    report("hubspot/contacts.csv", people, troubles)
    rng = random.Random("orrinwell hubspot activities 1")
    touches = activities(rng, [row["Record ID"] for row in rows], people, rows, "Became a Sales Qualified Lead Date",
                         "%Y-%m-%d %H:%M")
    write("hubspot/activities.csv", with_id("Record ID", touches), quoting=csv.QUOTE_ALL, lineterminator="\n")
    found = companies(rng, people, {"name": "Company name", "owner": "Company owner", "type": "Type"})
    write("hubspot/companies.csv", found, quoting=csv.QUOTE_ALL, lineterminator="\n")
    print(f"hubspot: {len(touches)} activities, {len(found)} companies")

    rng = random.Random("orrinwell salesforce 1")
    people = make_people(rng, 1)
    rows = [salesforce_row(rng, person, n) for n, person in enumerate(people)]
    troubles = spoil(rng, people, rows, SALESFORCE_TROUBLE)
    leads = [n for n, person in enumerate(people) if person.kind == "lead"]
    ids = [row["Lead ID"] for row in rows]                     # activities name the short form
    rows[leads[1]] = dict(rows[leads[0]])                      # one lead that came twice, from two reports: the second
    for n in leads[1:5]:                                       # report has the long form of the ids
        rows[n]["Lead ID"] = long_id(rows[n]["Lead ID"])
        troubles["id of 18 characters"] += 1
    troubles["id that occurs twice, short and long"] += 1
    write("salesforce/leads.csv", rows, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    report("salesforce/leads.csv", people, troubles)
    rng = random.Random("orrinwell salesforce activities 1")
    touches = activities(rng, ids, people, rows, "Qualified Date", "%m/%d/%Y %H:%M")
    write("salesforce/activities.csv", with_id("Lead ID", touches), quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    found = companies(rng, people, {"name": "Account Name", "owner": "Account Owner", "type": "Account Type"})
    write("salesforce/accounts.csv", found, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    print(f"salesforce: {len(touches)} activities, {len(found)} accounts")


if __name__ == "__main__":
    main()
