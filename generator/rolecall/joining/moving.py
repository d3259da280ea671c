"""A surgery that goes from one PCN to another, with all that is true there, and its addresses lead on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from rolecall import addresses
from rolecall.joining.beside import beside
from rolecall.joining.conflicts import of_narrowed, to_sign_again
from rolecall.joining.leading import led, was_at
from rolecall.joining.levels import Raw
from rolecall.joining.merging import not_yet, what_came
from rolecall.joining.outcome import Outcome, after, listed
from rolecall.joining.pair import Pair
from rolecall.joining.services import Services, moved
from rolecall.joining.surgeries import came, codes_of, left, only_at, people_of, starts, with_parts
from rolecall.joining.written import Unwritten, changed, entries, joined
from rolecall.model import Practice, Service
from rolecall.pages import Plan
from rolecall.places import Place, Problem


def surgery_moved(pair: Pair, code: str) -> Outcome:
    """The surgery with this code in the second PCN, as it was in the first."""
    out = Outcome()
    out.problems += [*not_yet(pair), *_cannot(pair, code)]
    if not out.problems:
        try:
            _move(pair, codes_of(pair.first.raw).index(code), out)
        except Unwritten as error:
            sentence = "this file is written in a way in which it cannot be changed"
            fix = "Give each field and each entry its own line."
            out.problems.append(Problem(Place(str(error)), sentence, fix, kind="unreadable"))
    return out


def _cannot(pair: Pair, code: str) -> Iterator[Problem]:
    if code in codes_of(pair.second.raw):
        place = pair.to_file.at("practices", codes_of(pair.second.raw).index(code), "ods_code")
        fix = f"Take it out of one of the two. What is only in {pair.id} you can copy first."
        yield Problem(place, f"{code} is in {pair.to} already", fix, kind="repeated")
    if len(pair.first.pcn.practices) == 1:
        fix = f"Merge the PCNs: rolecall merge-pcn {pair.id} {pair.to}"
        place = pair.file.at("practices")
        yield Problem(place, f"this is the only surgery of {pair.id}", fix, kind="conflict")


def _move(pair: Pair, at: int, out: Outcome) -> None:
    practice = pair.first.pcn.practices[at]
    change = came(pair.first, pair.second, [at])
    practices = with_parts(change.practices, pair.first, pair.second, pair.loaded.parts.get(pair.id, {}))
    who = only_at(pair.first.raw, practice.ods_code)
    people = dict(zip(who, people_of(pair.first, change.raw, who), strict=True))
    aside = beside(pair, people)
    lines = entries(pair.text(pair.file), pair.first.raw, pair.file.file, {"practices": practices, "people": people})
    values = {"practices": [*practices.values()], "people": [*people.values()]}
    text, node = joined(pair.text(pair.to_file), change.raw, pair.to_file.file, lines, values)
    offers = pair.opened.content.services.get(pair.id, {})
    files = pair.loaded.services[pair.id]
    there = {id for id, service in offers.items() if id in files and _is_only_at(service, practice)}
    services = moved(pair, there, node)
    planned, out.problems = after(
        pair.opened_there, pair.loaded, pair.to, {pair.to_file.file: text, **services.texts}, pictures=aside.pictures
    )
    if not planned:
        return
    leads = _leads(pair, practice, {**starts(pair.first, practices), **services.starts}, services, planned)
    rest = _rest(pair, left(pair.first, at, who), leads)
    texts = {pair.to_file.file: text, pair.file.file: rest, **services.texts}
    of_first = {file: new for file, new in texts.items() if file.startswith(f"content/pcns/{pair.id}/")}
    out.problems = after(pair.opened, pair.loaded, pair.id, of_first)[1]
    if out.problems:
        return
    out.files |= {file: new.encode() if new is not None else None for file, new in texts.items()}
    aside.take_along(out)
    out.done += what_came(pair, practices, people, services.came)
    out.done += of_narrowed(pair.second, change.narrowed, pair.to)
    site = pair.first.pcn.site_url or pair.id
    out.done.append(f"{len(leads)} addresses of {site} lead to {pair.new_site} once both sites are published.")
    out.decide += [*services.decide, *_people_elsewhere(pair, practice, who), *to_sign_again(pair)]
    out.decide += _services_elsewhere(pair, practice, {id: it for id, it in offers.items() if id not in there})


def _rest(pair: Pair, value: Raw, leads: Mapping[str, str]) -> str:
    """The file of the first PCN without what went, with where its addresses lead."""
    before = {old: new for old, new in value.get("moved", {}).items() if f"{old.strip('/')}/" not in leads}
    on = {old: addresses.whole(pair.new_site, new) for old, new in leads.items()}
    return changed(pair.text(pair.file), {**value, "moved": {**before, **on}}, pair.file.file)[0]


def _leads(
    pair: Pair, practice: Practice, renamed: Mapping[str, str], services: Services, planned: Plan
) -> dict[str, str]:
    """Where the addresses lead of the surgery's pages, and of the services that went with it."""
    gone = (
        addresses.surgery(practice.address_part),
        addresses.staff(practice.address_part),
        *(addresses.service(id) for id in services.names),
    )
    ways = {
        old: page
        for old, page in was_at(pair.opened, pair.id).items()
        if page.startswith(gone) and old.endswith("/") and (old == page or old in pair.first.pcn.moved)
    }
    return led(ways, renamed, {part.address for part in planned.parts})


def _is_only_at(service: Service, practice: Practice) -> bool:
    """Whether each place of a service is this surgery."""
    return bool(service.where) and all(_is_at(place, practice) for place in service.where)


def _is_at(place: Any, practice: Practice) -> bool:
    if place.postcode and practice.postcode:
        return bool(place.postcode == practice.postcode)
    return " ".join((place.name or "").split()).casefold() == " ".join(practice.name.split()).casefold()


def _people_elsewhere(pair: Pair, practice: Practice, went: Collection[int]) -> Iterator[Problem]:
    """People who are at other surgeries too, so that only somebody who knows them can say where they are now."""
    for at, person in enumerate(pair.first.pcn.people):
        if at not in went and practice.ods_code in person.practices:
            sentence = f"{person.name} worked at {practice.name} and elsewhere, and stays in {pair.id} without it"
            fix = f"If they still see people at {practice.name}, name them in {pair.to_file.file} too."
            yield Problem(pair.file.at("people", at), sentence, fix, kind="conflict")


def _services_elsewhere(pair: Pair, practice: Practice, stay: Mapping[str, Service]) -> Iterator[Problem]:
    """Services that are at other places too, or for several PCNs, and stay with the first."""
    names = [service.name for service in stay.values() if any(_is_at(place, practice) for place in service.where)]
    if names:
        sentence = f"these are at {practice.name} and elsewhere, or for several PCNs, and stay: {listed(names)}"
        fix = f"If they are for people of {pair.to} too, copy their files there, or name it under pcns."
        yield Problem(pair.file.at("practices"), sentence, fix, kind="conflict")
