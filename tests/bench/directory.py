"""A council's directory and a list by hand, as dirty as real ones, each with as many services as wanted.

python -m bench.directory FOLDER --services 10000

The bytes are the same each time. No 2 services are alike, so that nothing is quick because it was seen before. FOLDER
then has `feed/`, Open Referral UK in pages with about 5 KB a service, and `list.csv`.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from bench.workload import NAMES, POSTCODE_ENDS, SEED, STREETS, with_dashes

ON_A_PAGE = 100

KINDS = (
    ("Lunch Club", "Food and social"),
    ("Men's Shed", "Practical skills"),
    ("Walking Group", "Physical activity"),
    ("Befriending", "Loneliness"),
    ("Debt Advice", "Money advice"),
    ("Carers Drop-in", "Support for carers"),
    ("Toddler Time", "Families"),
    ("Memory Café", "Dementia"),
    ("Art for Wellbeing", "Arts and crafts"),
    ("Warm Space", "Cost of living"),
)
SENTENCES = (
    "Come along for a friendly chat and a hot drink",
    "Our trained volunteers will make you feel welcome",
    "You can bring a friend, a neighbour or a carer",
    "We meet in the main hall, which has a loop system",
    "There is parking for 12 cars behind the building",
    "Please let us know beforehand if you have any food allergies",
    "We also run trips to the coast in summer",
    "New members can try 2 sessions before they decide",
    "Funded by the lottery and by the town council",
    "The group began in the year that the mill closed",
    "People of all abilities are welcome",
    "Ask us about lifts from the station",
)
AUDIENCES = ("Older people ", "Parents>Grandparents", "Carers", "Adults", "Young people", "People with a disability")
ACCESS = ("Wheelchair accessible entrance", "Hearing loop", "Accessible toilet", "Parking for Blue Badge holders")
PEOPLE = ("Pat", "Sam", "Jane", "Mohammed", "Dave", "Aisha", "Tom", "Grace")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SOMETIMES = ("", " term time", ", not in August")
PROSE_DAYS = ("Mondays", "Tues & Thurs", "Every Weds", "Thursdays", "Fri", "Saturdays", "1st Sunday of the month")


class Maker:
    """Makes services. `at` is the number of a service, which alone decides what it says."""

    def __init__(self, at: int) -> None:
        self.at, self.random = at, Random(f"{SEED} {at}")
        self.kind, self.category = KINDS[at % len(KINDS)]
        first, last = self.random.choice(NAMES["first"]), self.random.choice(NAMES["last"])
        self.town = first + last
        self.street = self.random.choice(STREETS)
        self.name = f"{self.town} {self.street} {self.kind}"
        self.domain = f"{with_dashes(self.town)}{at}.example.org"
        self.ids = 0

    def id(self) -> str:
        self.ids += 1
        return str(UUID(int=self.at * 1000 + self.ids + (4 << 76) + (8 << 60)))

    def phone(self) -> str:
        return f"0117 496 0{self.random.randrange(1000):03}"

    def postcode(self) -> str:
        digit = self.random.randrange
        return f"BS{digit(1, 40)} {digit(1, 9)}{self.random.choice(POSTCODE_ENDS)}{self.random.choice(POSTCODE_ENDS)}"

    def sentences(self, number: int) -> list[str]:
        """Sentences of which no other service has all."""
        chosen = self.random.sample(SENTENCES, number)
        return [f"{text}, as {self.town} did {self.random.randrange(2, 90)} times." for text in chosen]

    def html(self) -> str:
        """A description out of an editor in a browser, with all that such an editor leaves."""
        first, second, third, *rest = self.sentences(7)
        style = f"margin:0;color:#{self.random.randrange(1 << 24):06x}"
        items = "".join(f'<li style="{style}">{text}</li>' for text in rest)
        return (
            f'<p style="{style}"><span style="font-size:11.0pt">{first} <strong>{self.kind}</strong>.&nbsp;</span></p>'
            f'<p class="MsoNormal"><span lang="EN-GB">{second}</span><br />{third}</p><ul>{items}</ul>'
            f'<p>See <a data-cke-saved-href="http://{self.domain}" href="http://{self.domain}/about?utm_source=x&amp;p=1"'
            f' target="_blank" onclick="x()">our site</a>, or ring {self.phone()}.</p>'
            '<img src="data:image/png;base64,iVBORw0KGgo=" alt="">'
        )

    def place(self) -> dict[str, Any]:
        random = self.random
        address = {
            "id": self.id(),
            "address_1": f"{random.randrange(1, 90)} {self.street}, {self.town}",
            "city": self.town,
            "state_province": "",
            "postal_code": random.choice((str, str.lower, lambda code: code.replace(" ", "")))(self.postcode()),
            "country": "GB",
            "address_type": "physical",
        }
        location = {
            "id": self.id(),
            "location_type": "physical",
            "name": f"{self.street} Hall",
            "latitude": round(51.3 + random.random() / 4, 5),
            "longitude": round(-2.7 + random.random() / 4, 5),
            "addresses": [address],
            "accessibility": [{"id": self.id(), "description": text} for text in random.sample(ACCESS, 2)],
        }
        return {"id": self.id(), "location": location}

    def schedules(self) -> list[dict[str, Any]]:
        found = []
        for _ in range(self.random.randrange(1, 4)):
            hour = self.random.randrange(8, 18)
            found.append(
                {
                    "id": self.id(),
                    "freq": "WEEKLY",
                    "byday": ",".join(sorted(self.random.sample(DAYS, 2), key=DAYS.index)),
                    "opens_at": f"{hour:02}:00:00Z",
                    "closes_at": f"{hour + 2:02}:30:00Z",
                    "dtstart": "2026-01-06",
                    "description": f"{hour}:00 to {hour + 2}:30, term time only",
                }
            )
        return found

    def organisation(self) -> dict[str, Any]:
        return {
            "id": self.id(),
            "name": f"{self.town} Community Trust",
            "description": f"<p>{self.sentences(1)[0]}</p>",
            "website": f"www.{self.domain}",
            "uri": "",
            "email": f"hello@{self.domain}.",
            "organization_identifiers": [
                {"id": self.id(), "identifier_scheme": "GB-CHC", "identifier": f"{1000000 + self.at}"}
            ],
        }

    def service(self) -> dict[str, Any]:
        """A service as a directory sends it."""
        random = self.random
        organisation, person = self.organisation(), f"{random.choice(PEOPLE)} {random.choice(NAMES['first'])}ham"
        term = {"id": self.id(), "name": self.category, "description": self.category, "taxonomy": "OpenEligibility"}
        phones = [{"id": self.id(), "number": f"{self.phone()} / {self.phone()} (Tue only)"}]
        checked = f"202{random.randrange(3, 7)}-0{random.randrange(1, 10)}-{random.randrange(1, 29):02}"
        return {
            "id": self.id(),
            "name": self.name.upper() if self.at % 9 == 0 else f"  {self.name}\u200b",
            "status": "active",
            "organization_id": organisation["id"],
            "organization": organisation,
            "description": self.html(),
            "url": f"{self.domain}/{with_dashes(self.kind)}",
            "email": f"\u200binfo@{self.domain}",
            "minimum_age": random.choice((-1, 18, 55)),
            "maximum_age": -1,
            "assured_date": checked,
            "assurer_email": "worker@council.example.org",
            "last_modified": f"{checked}T09:15:00Z",
            "fees": random.choice(("Free", "£4 a meal", "£2.50 per session, first one free", "")),
            "cost_options": [{"id": self.id(), "option": "Session", "amount": random.randrange(6)}],
            "schedules": self.schedules(),
            "service_areas": [{"id": self.id(), "name": f"{self.town} ward", "uri": "http://www.example.com"}],
            "service_at_locations": [self.place() for _ in range(1 + (self.at % 7 == 0))],
            "contacts": [
                {
                    "id": self.id(),
                    "name": person,
                    "email": f"{person.lower().replace(' ', '.')}@{self.domain}",
                    "phones": phones,
                }
            ],
            "attributes": [{"id": self.id(), "link_type": "service", "taxonomy_term": term}],
            "pc_targetAudience": [{"id": self.id(), "audienceType": text} for text in random.sample(AUDIENCES, 2)],
            "pc_metadata": {"assured_by": "worker@council.example.org", "date_assured": checked},
        }

    def row(self) -> dict[str, str]:
        """A service as somebody keeps it in a list."""
        random, place = self.random, f"{self.street} Hall, {self.random.randrange(1, 90)} {self.street}, "
        hour = random.randrange(1, 9)
        return {
            "Group": self.name,
            "What it is": " ".join(self.sentences(3)),
            "Who runs it": f"{self.town} Community Trust",
            "Tel": f"{self.phone()} ({random.choice(('office', 'mornings', 'ask for Pat'))})",
            "E-mail": f"info@{self.domain}",
            "Web site": f"www.{self.domain}",
            "When": f"{random.choice(PROSE_DAYS)} {hour}-{hour + 2}pm{random.choice(SOMETIMES)}",
            "Where": place + self.postcode(),
            "Cost": random.choice(("Free", "£4", "£2.50 per session", "donation")),
            "Age range": random.choice(("18+", "55 and over", "under 5s", "")),
            "How to join": random.choice(("Drop in", "Self referral / GP", "Just turn up")),
            "Theme": self.category,
        }


def write_feed(folder: Path, services: int) -> None:
    """Write a directory in pages."""
    folder.mkdir(parents=True)
    pages = -(-services // ON_A_PAGE)
    for page in range(pages):
        numbers = range(page * ON_A_PAGE, min(services, (page + 1) * ON_A_PAGE))
        value = {
            "total_items": services,
            "total_pages": pages,
            "page_number": page + 1,
            "size": len(numbers),
            "first_page": page == 0,
            "last_page": page == pages - 1,
            "empty": False,
            "contents": [Maker(at).service() for at in numbers],
        }
        text = json.dumps(value, indent=1, ensure_ascii=False)
        (folder / f"services_page{page + 1}.json").write_text(text, "utf-8")


def write_list(file: Path, services: int) -> None:
    """Write a list by hand."""
    rows = [Maker(at).row() for at in range(services)]
    with file.open("w", encoding="utf-8-sig", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    words = argparse.ArgumentParser(description="Write a directory and a list by hand.")
    words.add_argument("folder", type=Path)
    words.add_argument("--services", type=int, default=10_000)
    asked = words.parse_args()
    write_feed(asked.folder / "feed", asked.services)
    write_list(asked.folder / "list.csv", asked.services)


if __name__ == "__main__":
    main()
