"""What a file does not say is asked about, or not spoken of. It never becomes a claim: anyone, free, open, no wait."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from conftest import ROOT
from rolecall.build import made
from rolecall.load import Workspace
from rolecall.opened import Opened, open_workspace
from rolecall.pages import plan
from rolecall.render import body
from rolecall.templates import Words
from rolecall.yamltext import composed

TODAY = date(2026, 11, 22)
CHECKED = {"date": "2026-11-01", "by": "Testbury team"}

SERVICE: Mapping[str, Any] = {
    "description": "A walk by the river. There is tea after it.",
    "organisation": {
        "name": "Testbury Trust", "description": "A small charity.", "website": "https://trust.example.org/",
        "email": "hello@trust.example.org", "identifiers": {"GB-CHC": "1234567"},
    },
    "needs": ["lonely"],
    "also_known_as": ["Stroll"],
    "status": "active",
    "summary": "A short walk.",
    "who_for": {
        "text": "People who like to walk.", "not_for": "Dogs that bite.", "min_age": "18", "max_age": "90",
        "groups": ["carers"],
    },
    "how_to_join": {"routes": ["drop-in"], "text": "Just come along.", "wait": "About 2 weeks"},
    "cost": {"text": "£2 a walk", "options": [{"label": "Walk", "amount": "2", "per": "each time"}]},
    "when": [{
        "text": "Mondays at 10am", "every": "week", "days": ["mon"], "from": "10:00", "to": "11:00",
        "notes": "Not in August.", "how": "in-person", "at": "Park gate", "booking": "https://book.example.org/",
        "starts": "2026-01-05", "until": "2027-12-27",
    }],
    "where": [{
        "name": "Park gate", "kind": "place", "address": "1 Park Road", "address_2": "Near the pond",
        "town": "Testbury", "county": "Testshire", "postcode": "BS1 4ND", "transport": "Bus 7.", "lat": "51.45",
        "lon": "-2.58", "uprn": "100012345678", "access": ["step-free"], "access_notes": "The path is flat.",
    }],
    "area": [{"name": "Testbury ward", "uri": "https://areas.example.org/1"}],
    "contact": {
        "email": "walk@trust.example.org", "website": "https://walk.example.org/",
        "phones": [{"number": "0117 496 0111", "text": "Mornings"}],
    },
    "languages": ["pl"],
    "interpreting": "Ask us a week before.",
    "bring": ["Good shoes"],
    "accreditation": "A good standard.",
    "funding": "The council",
    "referrals": {"open": "yes", "wait": "None at present", "checked": CHECKED},
    "checked": CHECKED,
    "next_check": "2027-11-01",
}  # fmt: skip
"""A service that says all that there is to say."""

NEEDED = {"description", "organisation", "organisation.name", "needs"}

ASKS = re.compile(r"\b[Aa]sk\b|^Nobody yet\. Call or email|^Not everything on this page has been checked yet\.$")
"""How pages speak of what nobody has said. They may only add that."""

SAYS_LESS = {
    "who_for.text": "^People aged 18 to 90$",
    "cost.text": "^Walk: £2 each time$",
    "when.0.text": "^Every Monday, 10am to 11am, starting on 5 January 2026, until 27 December 2027",
}
"""What stands there in place of words that say the same, from fields that are still there."""


def paths(value: Any, base: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of each field that may be left out."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        path = (*base, key)
        if not isinstance(key, int) and ".".join(map(str, path)) not in NEEDED:
            yield path
        yield from paths(item, path)


def without(value: Mapping[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    """The same without one field."""
    less: Any = copy.deepcopy(dict(value))
    at = less
    for step in path[:-1]:
        at = at[step]
    del at[path[-1]]
    return less


PCN = """\
name: Testbury PCN
ods_code: U12345
phone: 0117 496 0100
checked: {date: 2026-10-01, by: Testbury team}
next_check: 2027-10-01
practices:
  - {name: Mill Surgery, ods_code: Y00001, phone: 0117 496 0101}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Mapping[str, bytes]]:
    """What each service leaves out, by its id, and the files of their site. The first leaves out nothing."""
    root = tmp_path_factory.mktemp("nothing-said")
    folder = root / "content/pcns/testbury/services"
    folder.mkdir(parents=True)
    (folder.parent / "pcn.yml").write_text(PCN)
    left_out = {}
    for at, path in enumerate([(), *paths(SERVICE)]):
        left_out[f"walk-{at:02}"] = ".".join(map(str, path))
        value = without(SERVICE, path) if path else SERVICE
        (folder / f"walk-{at:02}.yml").write_text(composed({"name": f"Walk {at:02}", **value}))
    for problem in open_workspace(Workspace(root, ROOT), today=TODAY).problems:  # A part cannot be without that.
        file = root / problem.place.file
        left_out.pop(file.stem, None)
        file.unlink(missing_ok=True)
    opened = open_workspace(Workspace(root, ROOT), today=TODAY)
    assert opened.problems == ()
    return left_out, made(opened, "testbury").files


def lines_of(html: BeautifulSoup | Tag) -> list[str]:
    """What a part of a page says, each line once, services without their numbers."""
    found = [part for part in html.find_all(["p", "li", "dd"]) if not part.find(["p", "li", "dd"])]
    return [re.sub(r"\b([Ww]alk)[ -]\d\d\b", r"\1", " ".join(part.get_text(" ").split())) for part in found]


def claims(lines: Iterable[str], full: Sequence[str], path: str) -> list[str]:
    """Lines that say more than the same place does where nothing is left out."""
    words = {word.strip(".,:;()") for line in full for word in line.split()}
    return [
        line
        for line in lines
        if not ASKS.search(line)
        and not words >= {word.strip(".,:;()") for word in line.split()}
        and not re.search(SAYS_LESS.get(path, "$^"), line)
    ]


def test_the_page_of_a_service_claims_nothing_that_its_file_does_not_say(
    site: tuple[dict[str, str], Mapping[str, bytes]],
) -> None:
    left_out, files = site
    pages = {id: lines_of(BeautifulSoup(files[f"services/{id}/index.html"], "html.parser")) for id in left_out}
    found = {path: claims(pages[id], pages["walk-00"], path) for id, path in left_out.items()}
    assert len(found) > 60
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "page", ["services/index.html", "help-with/lonely/index.html", "staff/print/services/index.html"]
)
def test_lists_claim_nothing_that_a_file_does_not_say(
    page: str, site: tuple[dict[str, str], Mapping[str, bytes]]
) -> None:
    _, files = site
    assert page in files
    text = " ".join(BeautifulSoup(files[page], "html.parser").get_text(" ").split())
    for claim in ("Anyone", "Everyone", "Everybody", "Who for Free", "Cost Free", "No wait", "Any time"):
        assert claim not in text


def leaves(value: Any) -> Iterator[str]:
    """All that a file for programs says, services without their numbers and without ids."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item) if not key.endswith("id") else ()
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield re.sub(r"\b([Ww]alk)[ -]\d\d\b", r"\1", str(value))


def test_files_for_programs_claim_nothing_that_a_file_does_not_say(
    site: tuple[dict[str, str], Mapping[str, bytes]],
) -> None:
    left_out, files = site
    known = {json.loads(data)["name"]: json.loads(data) for name, data in files.items() if is_record(name)}
    full = {*leaves(known["Walk 00"]), "Not stated", *SERVICE["description"].split(". ")}
    found = {path: {*leaves(known[f"Walk {id[-2:]}"])} - full for id, path in left_out.items()}
    assert {path: more for path, more in found.items() if more} == {}
    for id, path in left_out.items():
        page = BeautifulSoup(files[f"services/{id}/index.html"], "html.parser")
        first = BeautifulSoup(files["services/walk-00/index.html"], "html.parser")
        data, whole = (
            {
                leaf
                for part in html.find_all("script", type="application/ld+json")
                for leaf in leaves(json.loads(part.text))
            }
            for html in (page, first)
        )
        more = {leaf for leaf in data - IN_ANOTHER_FORM if not any(leaf in other for other in whole)}
        assert more <= {"A walk by the river."}, path


IN_ANOTHER_FORM = {"Event", "Schedule", "P1W", "MO", "Europe/London"}
"""How linked data tells a time of which the hours are not known, with the same days."""


def is_record(name: str) -> bool:
    return name.startswith("data/hsds/services/") and name.endswith(".json")


ROLE = {
    "local_title": "Community connector",
    "only_for": "People with cancer",
    "refer": "Task to the team",
    "referrals": {"open": "yes", "wait": "None at present", "checked": CHECKED},
    "reach": {
        "text": "Call the desk.", "phone": "0117 496 0102", "email": "desk@testbury.example.org",
        "url": "https://testbury.example.org/", "self_refer": "yes",
    },
    "answers": {"home_visits": {"answer": "yes", "text": "On Mondays.", "short": "On Mondays"}},
}  # fmt: skip
"""A role of which a PCN says all that there is to say."""


def test_the_page_of_a_role_claims_nothing_that_its_pcn_and_england_do_not_say(tmp_path: Path) -> None:
    # PCNs in one workspace: one says all, one nothing, and each other one leaves out one thing.
    left_out: dict[str, tuple[Any, ...] | None] = {"all": (), "nothing": None}
    top = [path for path in paths(ROLE) if len(path) <= 2 and path[0] != "referrals"]
    left_out |= {f"pcn-{at}": path for at, path in enumerate([("referrals",), *top])}
    for at, (id, path) in enumerate(left_out.items()):
        role = {} if path is None else {"link-worker": without(ROLE, path) if path else ROLE}
        (tmp_path / f"content/pcns/{id}").mkdir(parents=True)
        text = PCN.replace("U12345", f"U{at:05}").replace("Y00001", f"Y{at:05}")
        (tmp_path / f"content/pcns/{id}/pcn.yml").write_text(text + (composed({"roles": role}) if role else ""))
    opened = open_workspace(Workspace(tmp_path, ROOT), today=TODAY)
    assert opened.problems == ()
    said = {id: [*_of_the_role(opened, id)] for id in left_out}
    known = [*said["all"], *said["nothing"]]
    found = {str(left_out[id]): claims(lines, known, "") for id, lines in said.items()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def _of_the_role(opened: Opened, pcn: str) -> Iterator[str]:
    """What the pages of the link worker say, for patients and for staff."""
    site = opened.site(pcn)
    planned = plan(site, Words(opened.templates))
    for page in planned.pages:
        if page.address in ("link-worker/", "staff/link-worker/", "compare/"):
            yield from lines_of(BeautifulSoup(body(opened.templates, planned.frame, page), "html.parser"))
