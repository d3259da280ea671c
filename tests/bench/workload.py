"""A workspace of many PCNs, made from Riverside's facts: the same bytes each time, and each PCN is another one.

python -m bench.workload FOLDER --pcns 50 --services 30

What differs from PCN to PCN is what differs in England: the name, the surgeries and how many, codes and phones, which
people there are, what is said of them locally, and which services there are. `check` finds nothing to fix in it.
"""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path
from random import Random
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
RIVERSIDE = ROOT / "content/pcns/riverside"
TODAY = "2026-11-24"
"""The day that the workload is about. On another day some of its checks would be overdue."""

SEED = 18

NAMES = yaml.safe_load(Path(__file__).with_name("names.yml").read_text("utf-8"))
STREETS = [f"{street} {road}" for street in NAMES["streets"] for road in NAMES["roads"]]
HOW_MANY_SURGERIES = (1, 2, 3, 3, 4, 4, 5, 5, 5, 6, 7, 8, 10)
"""About 5 on average, as in England."""

COLOURS = ("#00566b", "#003087", "#005a30", "#5b2d6e", "#7a1f3d", "#2b3a4a")
POSTCODE_ENDS = "ABDEFGHJLNPQRSTUWXYZ"
"""Letters that a postcode may end in."""


def with_plain_yes(kind: Any) -> Any:
    """A reader or writer of YAML for which `yes` and `no` are words, as they are for Rolecall."""
    rules = {
        first: [rule for rule in several if rule[0] != "tag:yaml.org,2002:bool"]
        for first, several in kind.yaml_implicit_resolvers.items()
    }
    return type(kind.__name__, (kind,), {"yaml_implicit_resolvers": rules})


def as_people_write(writer: Any, text: str) -> Any:
    """Several lines stand as lines."""
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


READER, WRITER = with_plain_yes(yaml.CSafeLoader), with_plain_yes(yaml.CSafeDumper)
WRITER.add_representer(str, as_people_write)


class Place:
    """A PCN's own words in place of Riverside's. Each round of the services is in other streets than the one before."""

    def __init__(self, name: str, streets: list[str], order: int) -> None:
        lane, road, square = streets[order * 3 : order * 3 + 3]
        area = name if order == 0 else f"{name} {lane}"
        words = {
            "Mill Street": lane,
            "Ferry Road": road,
            "St Brannoc's Square": square,
            "St Brannoc's": square,
            "Riverside": area,
        }
        domains = {word.lower().replace("'", "").replace(" ", ""): with_dashes(new) for word, new in words.items()}
        self.words = words | domains
        self.pattern = re.compile("|".join(sorted(map(re.escape, self.words), key=len, reverse=True)))

    def within(self, value: Any) -> Any:
        """The value with this place's words in each of its texts."""
        if isinstance(value, str):
            return self.pattern.sub(lambda match: self.words[match[0]], value)
        if isinstance(value, dict):
            return {key: self.within(part) for key, part in value.items()}
        if isinstance(value, list):
            return [self.within(part) for part in value]
        return value


def with_dashes(name: str) -> str:
    return name.lower().replace(" ", "-")


def names_of(number: int) -> list[str]:
    """That many towns, no 2 of the same name."""
    towns = [first + last for first in NAMES["first"] for last in NAMES["last"]]
    Random(SEED).shuffle(towns)
    near = ("", "North ", "South ", "East ", "West ", "Old ", "Upper ", "Lower ")
    names = [way + town for way in near for town in towns]
    if number > len(names):
        raise SystemExit(f"There are names for {len(names)} PCNs at most.")
    return names[:number]


def phone(random: Random) -> str:
    """A number that is kept free for drama."""
    return f"0117 496 0{random.randrange(1000):03}"


def with_phones(value: Any, random: Random) -> Any:
    """The value with a number of its own wherever Riverside has one."""
    if isinstance(value, str):
        return re.sub(r"0117 496 0\d{3}", lambda _: phone(random), value)
    if isinstance(value, dict):
        return {key: with_phones(part, random) for key, part in value.items()}
    if isinstance(value, list):
        return [with_phones(part, random) for part in value]
    return value


def surgeries_of(order: int, place: Place, streets: list[str], base: dict[str, Any], random: Random) -> list[Any]:
    """The surgeries of a PCN. The first 3 say what Riverside's say or nearly, others only how to reach them."""
    theirs = place.within(base["practices"])
    surgeries: list[Any] = []
    for at in range(random.choice(HOW_MANY_SURGERIES)):
        surgery = dict(theirs[at]) if at < len(theirs) else {}
        if random.random() < 0.5:
            surgery.pop("roles", None)
        street = streets[-1 - at]
        surgery |= {
            "name": f"{street} {random.choice(NAMES['surgeries'])}",
            "ods_code": f"{'ABCDEFGHJK'[at]}{order:05}",
            "phone": phone(random),
            "address": [f"{random.randrange(1, 90)} {street}", "Bristol"],
            "postcode": f"BS{random.randrange(1, 9)} {random.randrange(1, 9)}A{random.choice(POSTCODE_ENDS)}",
        }
        surgeries.append(surgery)
    return surgeries


def roles_of(base: dict[str, Any], random: Random) -> dict[str, Any]:
    """What is local of the people: fewer answers in some places, other waits, and here and there nobody in a role."""
    roles: dict[str, Any] = {}
    for role, theirs in base["roles"].items():
        facts = dict(theirs)
        if role != "link-worker" and random.random() < 0.15:
            roles[role] = {"available": "no", "instead": "link-worker"}
            continue
        days = str(random.choice((3, 5, 7, 10, 15)))
        answers = {id: answer for id, answer in facts["answers"].items() if random.random() < 0.6}
        if isinstance(wait := answers.get("wait"), dict):
            answers["wait"] = {key: re.sub(r"\d+(?= working days)", days, text) for key, text in wait.items()}
        facts.pop("answers")
        if answers:
            facts["answers"] = answers
        roles[role] = facts
    return roles


def pcn_of(order: int, name: str, base: dict[str, Any], streets: list[str], random: Random) -> dict[str, Any]:
    """The `pcn.yml` of a PCN."""
    place = Place(name, streets, 0)
    facts: dict[str, Any] = place.within(base)
    surgeries = surgeries_of(order, place, streets, base, random)
    facts |= {
        "ods_code": f"U{order:05}",
        "site_url": f"https://{with_dashes(name)}.example.org/",
        "colour": random.choice(COLOURS),
        "roles": place.within(roles_of(base, random)),
        "people": [person | {"practices": [surgeries[0]["ods_code"]]} for person in facts["people"]],
        "practices": surgeries,
    }
    absent = {role for role, local in facts["roles"].items() if local.get("available") == "no"}
    facts["people"] = [person for person in facts["people"] if not absent & set(person["roles"])]
    facts["short_links"] = {short: role for short, role in facts["short_links"].items() if role not in absent}
    for rare in ("complaints", "crisis", "website", "logo"):
        if random.random() < 0.3:
            del facts[rare]
    return facts


def services_of(name: str, number: int, base: list[Any], streets: list[str], random: Random) -> dict[str, Any]:
    """The services of a PCN by the names of their files."""
    kinds = random.sample(base, len(base))
    services = {}
    for at in range(number):
        service = Place(name, streets, at // len(kinds)).within(kinds[at % len(kinds)])
        service.pop("id", None)
        services[with_dashes(service["name"]).replace("'", "")] = service
    return services


def write(folder: Path, pcns: int, services: int) -> None:
    """Write a workspace of so many PCNs with so many services each."""
    base = read_yaml(RIVERSIDE / "pcn.yml")
    kinds = [read_yaml(path) for path in sorted((RIVERSIDE / "services").glob("*.yml"))]
    names = names_of(pcns)
    (folder / "content/pages").mkdir(parents=True)
    settings = (ROOT / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace("riverside", with_dashes(names[0])), "utf-8")
    for order, name in enumerate(names):
        random = Random(f"{SEED} {order}")
        streets = random.sample(STREETS, len(STREETS))
        pcn = folder / "content/pcns" / with_dashes(name)
        (pcn / "services").mkdir(parents=True)
        facts = with_phones(pcn_of(order, name, base, streets, random), random)
        write_yaml(pcn / "pcn.yml", facts)
        for id, service in services_of(name, services, kinds, streets, random).items():
            write_yaml(pcn / f"services/{id}.yml", with_phones(service, random))
        for picture in RIVERSIDE.glob("*.svg"):
            shutil.copy(picture, pcn)


def read_yaml(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=READER)


def write_yaml(path: Path, value: Any) -> None:
    path.write_text(yaml.dump(value, Dumper=WRITER, sort_keys=False, allow_unicode=True, width=110), "utf-8")


def main() -> None:
    words = argparse.ArgumentParser(description="Write a workspace of many PCNs.")
    words.add_argument("folder", type=Path)
    words.add_argument("--pcns", type=int, default=50)
    words.add_argument("--services", type=int, default=30)
    asked = words.parse_args()
    write(asked.folder, asked.pcns, asked.services)


if __name__ == "__main__":
    main()
