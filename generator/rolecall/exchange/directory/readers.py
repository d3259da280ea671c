"""Cells of somebody's list to facts of a service, a function for each kind of column. What is not certain stays words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from rolecall.editing.cells import Field, Odd, understood
from rolecall.editing.given import folded
from rolecall.exchange.directory import spoiled
from rolecall.exchange.directory.facts import Facts
from rolecall.exchange.directory.place_in_prose import places_in
from rolecall.exchange.directory.prices_and_ages import ages_in, cost_in, is_only_ages
from rolecall.exchange.directory.times_in_prose import is_read, times_in
from rolecall.exchange.directory.vocabulary import NO, YES
from rolecall.exchange.incoming import cleaning

_EMAIL = re.compile(r"[^\s<>,;:\"()\[\]|/\\=?&]+@[^\s<>,;:\"()\[\]|/\\=?&]+")
_WEB = re.compile(
    r"(?:https?://|www\.)[^\s,;<>\"]+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|co|gov|ac|nhs|info|uk)\b(?:/[^\s,;<>\"]*)?",
    re.I,
)


_OF_CONTACT = ("Contact", "Phone", "Email")
_OF_PLACE = (
    "Where", "Address", "Place 1: name", "Place 1: street", "Place 1: second line", "Place 1: postcode",
    "Place 1: degrees north", "Place 1: degrees east",
)  # fmt: skip


def hide(facts: Facts) -> None:
    """Take out what the list itself calls private, and hold back what it does not publish."""
    for heading, text in facts.ticks("Is it public?"):
        if text.casefold() in NO:
            facts.hold_back("not-public", heading, "The list says that it is not to be published.")
    hidden = [("Is the contact public?", NO, _OF_CONTACT), ("Is the place public?", NO, _OF_PLACE),
              ("Is the place secret?", YES, _OF_PLACE)]  # fmt: skip
    for column, words, private in hidden:
        for _, text in facts.ticks(column):
            for given in [given for holds in private for given in facts.cells.get(holds, ())]:
                if text.casefold() in words:
                    facts.find("private", given.heading, "The list says that this is not public, so it was left out.")
            if text.casefold() in words:
                facts.cells = {holds: cells for holds, cells in facts.cells.items() if holds not in private}


def read_extra(facts: Facts) -> None:
    """What has no field of its own."""
    for heading, text in facts.texts("Extra"):
        facts.put_extra(heading, text)


def read_names(facts: Facts) -> None:
    """What it is called, who runs it, and what it is."""
    heading, text = facts.first("Name")
    if text:
        facts.put(("name",), facts.cleaned(cleaning.name(text, heading)))
    heading, text = facts.first("Run by")
    if text:
        facts.put(("organisation", "name"), facts.cleaned(cleaning.name(text, heading)))
    heading, text = facts.first("What it is")
    if text:
        bare, findings = cleaning.without_people(facts.cleaned(cleaning.prose(text, heading)), heading, facts.known)
        facts.findings += findings
        facts.put(("description",), bare)
    heading, text = facts.first("In a sentence")
    facts.put(("summary",), facts.public(text, heading) if text else "")


def read_people(facts: Facts) -> None:
    """Who it is for, and of which age."""
    heading, text = facts.first("Who it is for")
    if text:
        groups = facts.vocabulary.meant("groups", text)
        ages = ages_in(text)
        if groups.ids and not groups.others:
            facts.add(("who_for", "groups"), list(groups.ids))
        if (not groups.ids or groups.others) and not (ages and is_only_ages(text)):
            facts.put(("who_for", "text"), facts.public(text, heading))
        _put_ages(facts, ages)
    heading, text = facts.first("Ages")
    if text:
        ages = ages_in(text) or ages_in(text + " years")
        there = facts.fields.get("who_for", {})
        if ages and is_only_ages(text) and not {"min_age", "max_age"} & {*there}:
            _put_ages(facts, ages)
        elif "text" not in there:
            facts.put(("who_for", "text"), facts.public(text, heading))
            _put_ages(facts, ages)
        else:
            facts.put_extra(heading, text)
    (young_at, young), (old_at, old) = facts.first("Age from"), facts.first("Age to")
    if young or old:
        low, high = facts.cleaned(cleaning.ages(young, old, young_at or old_at))
        for name, at, given, age in (("min_age", young_at, young, low), ("max_age", old_at, old, high)):
            if age:
                facts.put(("who_for", name), age)
            elif given:
                facts.find("age-unset", at, "This sets no limit.", given)
    for heading, text in facts.texts("Groups"):
        found = facts.vocabulary.meant("groups", text, facts_known(facts))
        facts.add(("who_for", "groups"), list(found.ids))
        facts.put_extra(heading, ", ".join(found.others))
    heading, text = facts.first("Who it is not for")
    facts.put(("who_for", "not_for"), facts.public(text, heading) if text else "")


def _put_ages(facts: Facts, ages: Mapping[str, str]) -> None:
    if not {"min_age", "max_age"} & {*facts.fields.get("who_for", {})}:
        for name, age in ages.items():
            facts.put(("who_for", name), age)


def facts_known(facts: Facts) -> Any:
    """What a person wrote in the columns file for a word: an id, nothing to drop it, or None where it is not there."""

    def known(word: str) -> str | None:
        given = facts.words.get(" ".join(word.split()).casefold())
        if not given:
            return given
        kinds = ("needs", "groups", "routes", "access", "languages")
        return next((id for kind in kinds if (id := facts.vocabulary.id_of(kind, given))), given)

    return known


def read_joining(facts: Facts) -> None:
    """How people start, and what it costs."""
    heading, text = facts.first("How to join")
    if text:
        found = facts.vocabulary.meant("routes", text, facts_known(facts))
        facts.add(("how_to_join", "routes"), list(found.ids))
        if found.others or not found.ids:
            facts.put(("how_to_join", "text"), facts.public(text, heading))
    heading, text = facts.first("Wait")
    facts.put(("how_to_join", "wait"), facts.public(text, heading) if text else "")
    heading, text = facts.first("Cost")
    if text:
        cost = cost_in(facts.public(text, heading))
        if cost.get("text", "") != " ".join(text.split()):
            facts.find("price-repaired", heading, "A price was written out.", text, str(cost.get("text", "")))
        for name, value in cost.items():
            facts.put(("cost", name), value)


def read_ticks(facts: Facts, holds: str) -> None:
    """A column of ticks, or of Yes and No."""
    id = holds.partition(": ")[2]
    for heading, text in facts.ticks(holds):
        plain = text.casefold()
        if plain in YES:
            _tick(facts, id, heading)
        elif plain in NO:
            kind = facts.vocabulary.kind_of(id)
            if kind in ("needs", "groups") or id == "online":
                facts.find("not-ticked", heading, "No was written here.", text)
            else:
                facts.put_extra(heading, text)
        elif facts.vocabulary.kind_of(id) == "access" and facts.fields.get("where"):
            place = facts.fields["where"][0]
            said = f"{heading.rstrip(' ?:')}: {facts.public(text, heading)}"
            place["access_notes"] = f"{place['access_notes']}. {said}" if "access_notes" in place else said
        elif id == "free" and "text" not in facts.fields.get("cost", {}):
            facts.put(("cost", "text"), facts.public(text, heading))
        else:
            facts.put_extra(heading, text)


def _tick(facts: Facts, id: str, heading: str) -> None:
    kind = facts.vocabulary.kind_of(id)
    if id == "free":
        facts.put(("cost", "text"), "Free")
        facts.add(("cost", "options"), [{"label": "Free", "amount": "0"}])
    elif id == "online":
        facts.add(("where",), [{"name": "Online", "kind": "virtual"}])
    elif kind == "access":
        if not facts.fields.get("where"):
            return facts.put_extra(heading, "Yes")
        place = facts.fields["where"][0]
        place["access"] = [*dict.fromkeys([*place.get("access", []), id])]
    else:
        facts.add(
            {"needs": ("needs",), "groups": ("who_for", "groups"), "routes": ("how_to_join", "routes")}[kind], [id]
        )
    return None


def read_times(facts: Facts) -> None:
    """When it is: one column of prose, or a day and hours in columns of their own."""
    apart = [
        *facts.texts("Day"),
        *_hours(facts),
    ]
    for given in [*facts.texts("When"), *([("When", " ".join(text for _, text in apart))] if apart else [])]:
        heading, text = given
        lines = [facts.cleaned(cleaning.line(part, heading)) for part in text.splitlines()]
        times = times_in("\n".join(filter(None, lines)))
        if not is_read(times):
            sentence = "These times stay words, as more than 1 thing can be meant. Nobody finds them by day."
            facts.find("times-as-words", heading, sentence, text)
        facts.add(("when",), [dict(time) for time in times])
    heading, text = facts.first("Time 1: notes")
    if text and facts.fields.get("when"):
        for time in facts.fields["when"]:
            time.setdefault("notes", facts.public(text, heading))
    elif text:
        facts.put_extra(heading, text)


def _hours(facts: Facts) -> list[tuple[str, str]]:
    times = facts.texts("Time", spoiled.as_clock)
    starts, ends = facts.texts("Starts at", spoiled.as_clock), facts.texts("Ends at", spoiled.as_clock)
    if starts and ends and not times:
        return [(starts[0][0], f"{starts[0][1]} - {ends[0][1]}")]
    return [*times, *starts, *((heading, f"until {text}") for heading, text in ends)]


def read_places(facts: Facts) -> None:
    """Where it is: in one cell, or in columns of their own."""
    whole = [(heading, facts.public(_in_lines(text), heading)) for heading, text in facts.texts("Where")]
    streets = facts.texts("Address")
    if len(whole) == 1 and len(streets) == 1:
        (heading, venue), (_, street) = whole[0], streets[0]
        joined = street if street.casefold().startswith(venue.casefold()) else f"{venue}, {_in_lines(street)}"
        whole, streets = [(heading, joined)], []
    found: list[dict[str, Any]] = []
    for heading, text in [*whole, *((heading, _in_lines(text)) for heading, text in streets)]:
        found += [_clean_place(facts, place, heading) for place in places_in(text)]
    found = [place for at, place in enumerate(found) if place not in found[:at]]
    apart = {}
    for name, holds in (("address", "street"), ("address_2", "second line"), ("town", "town"), ("county", "county"),
                        ("transport", "how to get there"), ("access_notes", "access in words"), ("name", "name")):  # fmt: skip
        heading, text = facts.first(f"Place 1: {holds}")
        if text:
            apart[name] = facts.cleaned(cleaning.name(text, heading)) if name == "name" else facts.public(text, heading)
    heading, text = facts.first("Place 1: postcode")
    code = facts.cleaned(cleaning.postcode(text, heading)) if text else ""
    if code:
        apart["postcode"] = code
    _put_point(facts, apart)
    for heading, text in facts.texts("Place 1: access"):
        meant = facts.vocabulary.meant("access", text, facts_known(facts))
        apart["access"] = [*dict.fromkeys([*apart.get("access", []), *meant.ids])]
        if meant.others:
            apart["access_notes"] = ". ".join(filter(None, [apart.get("access_notes", ""), ", ".join(meant.others)]))
    if apart:
        found = _with(facts, found, apart)
    facts.add(("where",), found)


def _in_lines(text: str) -> str:
    """An address of several lines, its lines parted by commas."""
    return re.sub(r"\s*,?\s*[\r\n]+\s*", ", ", text.strip())


def _clean_place(facts: Facts, place: dict[str, Any], heading: str) -> dict[str, Any]:
    place = dict(place)
    if code := place.pop("postcode", ""):
        clean = facts.cleaned(cleaning.postcode(code, heading))
        if clean and place["name"] == code.upper():
            place["name"] = clean
        place |= {"postcode": clean} if clean else {}
        if not clean and "address" in place:
            place["address"] += f", {code}"
    place["name"] = facts.cleaned(cleaning.name(place["name"], heading))
    return place


def _put_point(facts: Facts, apart: dict[str, Any]) -> None:
    (north_at, north), (_, east) = facts.first("Place 1: degrees north"), facts.first("Place 1: degrees east")
    if north or east:
        point = facts.cleaned(cleaning.coordinates(north, east, north_at))
        if point:
            apart["lat"], apart["lon"] = point


def _with(facts: Facts, found: list[dict[str, Any]], apart: dict[str, Any]) -> list[dict[str, Any]]:
    """The places with what columns of their own say of the only one. A street without a name is its name."""
    real = [place for place in found if place.get("kind", "place") == "place"]
    if len(real) > 1:
        for name, value in apart.items():
            facts.put_extra(f"Place: {name}", ", ".join(value) if isinstance(value, list) else str(value))
        return found
    place = real[0] if real else {}
    others = [other for other in found if other is not place]
    if "name" in place and place["name"].casefold() == str(apart.get("address", "")).casefold():
        apart.pop("address")
    if "address" in apart and place.get("address"):
        apart["address_2"] = ", ".join(filter(None, [apart["address"], apart.get("address_2", "")]))
        apart.pop("address")
    whole = {**place, **{name: value for name, value in apart.items() if not (name == "name" and name in place)}}
    if "name" not in whole:
        told = ("address", "address_2", "town", "postcode", "county")
        at = next((name for name in told if name in whole), "")
        if not at:
            if others:
                others[0] |= {name: value for name, value in whole.items() if name in ("access", "access_notes")}
                return others
            for name, value in whole.items():
                facts.put_extra(f"Place: {name}", ", ".join(value) if isinstance(value, list) else str(value))
            return found
        whole["name"] = whole[at] if at == "postcode" else whole.pop(at)
    return [whole, *others]


def read_contact(facts: Facts) -> None:
    """How to get in touch. A mailbox that may be a person's, and names beside numbers, are left out."""
    mails: list[tuple[str, str]] = []
    for heading, text in facts.texts("Email"):
        mails += [(heading, mail) for mail in facts.cleaned(cleaning.emails(text, heading))]
    for heading, text in facts.texts("Phone", spoiled.as_phones):
        _phones(facts, text, heading)
    webs = facts.texts("Website")
    for given in facts.cells.get("Website", ()):
        if link := spoiled.as_text(given.value, given.heading).link:
            webs.append((given.heading, link))
    for heading, text in facts.texts("Contact", spoiled.as_phones):
        mails += [(heading, mail) for mail in facts.cleaned(cleaning.emails(text, heading))] if "@" in text else []
        rest = _EMAIL.sub(" ", text)
        webs += [(heading, web) for web in _WEB.findall(rest)]
        rest = re.sub(r"\b(?:e-?mail|website|web|online)\b[\s:]*(?:or|and|,)?", " ", _WEB.sub(" ", rest), flags=re.I)
        if re.search(r"\d{3}", rest):
            _phones(facts, rest, heading)
        elif re.search(r"\w{2}", rest):
            _words_of_contact(facts, rest, heading)
    _put_mails(facts, mails)
    for heading, text in webs:
        address = facts.cleaned(cleaning.web_address(text, heading))
        if address and "website" in facts.fields.get("contact", {}):
            if address != facts.fields["contact"]["website"]:
                facts.put_extra(heading, address)
        elif address:
            facts.put(("contact", "website"), address)


def _phones(facts: Facts, text: str, heading: str) -> None:
    found = facts.cleaned(cleaning.phones(text, heading))
    there = {phone["number"] for phone in facts.fields.get("contact", {}).get("phones", [])}
    new = [phone for phone in found if phone.number not in there]
    facts.add(("contact", "phones"), [{"number": n.number, **({"text": n.text} if n.text else {})} for n in new])


def _words_of_contact(facts: Facts, text: str, heading: str) -> None:
    plain = " ".join(re.sub(r"[^\w'’ -]", " ", text).split())
    if re.fullmatch(r"(?:e-?mail|tel|phone|telephone|web|website|or|and|contact|mob|mobile|t|e|w|\s|-)*", plain, re.I):
        return
    facts.put_extra(heading, plain)


def _put_mails(facts: Facts, mails: list[tuple[str, str]]) -> None:
    for heading, mail in mails:
        if cleaning.is_personal(mail, facts.known):
            sentence = "This may be the mailbox of a person, and was left out. A team's can be given instead."
            facts.find("personal-mailbox", heading, sentence)
        elif "email" in facts.fields.get("contact", {}):
            if mail != facts.fields["contact"]["email"]:
                facts.put_extra(heading, mail)
        else:
            facts.put(("contact", "email"), mail)


def read_check(facts: Facts, today: date) -> None:
    """Who checked it, and when. Only both together are a check, and never a person's name."""
    heading, text = facts.first("Checked on", spoiled.as_day)
    by_at, by = facts.first("Checked by (team)")
    if by and cleaning.is_person(by) and not re.search(r"\b(?:team|pcn|service|council|trust|group)\b", by, re.I):
        facts.find("person-left-out", by_at, "Who checked it may be a person. Give the name of the team instead.")
        by = ""
    found = facts.cleaned(cleaning.day(text, heading)) if text else None
    if text and not found:
        facts.put_extra(heading, text)
    elif found and found > today:
        facts.find("day-to-come", heading, "This day has not come yet, so it is no check.", text)
    elif found and by:
        facts.put(("checked",), {"date": found.isoformat(), "by": facts.cleaned(cleaning.name(by, by_at))})
        return
    elif found:
        sentence = "This says when it was checked, and not by whom, so it is no check. Write the team under for_all."
        facts.find("check-without-team", heading, sentence, text)
        facts.put_extra(heading, found.isoformat())
    if by:
        facts.put_extra(by_at, by)


def read_status(facts: Facts) -> None:
    """Whether it runs. What has ended is held back."""
    heading, text = facts.first("Status")
    found = facts.vocabulary.id_of("status", text)
    if found == "closed":
        facts.hold_back("closed", heading, "The list says that it has ended.", text)
    elif found == "paused":
        facts.put(("status",), "paused")
    elif text and not found:
        facts.put_extra(heading, text)
    for heading, text in facts.ticks("Is it closed for now?"):
        if text.casefold() in YES:
            facts.put(("status",), "paused")
        elif text.casefold() not in NO:
            facts.put_extra(heading, text)


def read_needs(facts: Facts, theme: str) -> None:
    """What it helps with. Words that nobody has said a need for yet are its categories."""
    told = facts.texts("Helps with")
    for _, text in [*told, *([("", theme)] if theme and not told else [])]:
        found = facts.vocabulary.meant("needs", text, facts_known(facts))
        facts.add(("needs",), list(found.ids))
        facts.categories += [word for word in found.others if word not in facts.categories]
    facts.fields.setdefault("needs", [])


def read_others(facts: Facts) -> None:
    """Languages, what to bring, areas, and what has a field of its own that is only words."""
    for heading, text in facts.texts("Languages"):
        found = facts.vocabulary.meant("languages", text)
        others = [word for word in found.others if word.casefold() != "english"]
        facts.add(("languages",), list(found.ids))
        facts.put_extra(heading, ", ".join(others) if others else "" if found.ids else text)
    for path, holds in (
        (("bring",), "What to bring (one line each)"),
        (("also_known_as",), "Other names (one line each)"),
    ):
        for heading, text in facts.texts(holds):
            facts.add(path, [facts.public(part, heading) for part in re.split(r"[\n;]", text) if part.strip()])
    for heading, text in facts.texts("Area 1"):
        parts = [part for part in re.split(r"\s*[;\n]\s*", text) if part]
        facts.add(("area",), [{"name": facts.cleaned(cleaning.name(part, heading))} for part in parts])
    for path, holds in ((("interpreting",), "Interpreters"), (("accreditation",), "Standard that it meets"),
                        (("funding",), "Who pays for it"), (("alert", "text"), "Notice")):  # fmt: skip
        heading, text = facts.first(holds)
        facts.put(path, facts.public(text, heading) if text else "")


def read_prices(facts: Facts) -> None:
    """A price whose parts stand in columns of their own."""
    (_, what), (_, per) = facts.first("Price 1: for what"), facts.first("Price 1: per")
    heading, text = facts.first("Price 1: pounds")
    amount = re.fullmatch(r"£?\s?(\d{1,4}(?:\.\d{1,2})?)", text)
    if amount:
        price = {"label": what or "Price", "amount": amount[1], **({"per": per} if per else {})}
        facts.add(("cost", "options"), [price])
    else:
        words = " ".join(filter(None, [text, what, per]))
        facts.put_extra(heading or "Price", words)


def read_our_own(facts: Facts, cells: Mapping[str, Field]) -> None:
    """Columns that a person has named as one of the workbook's, and that nothing else here reads: as they are."""
    for holds in [holds for holds in facts.cells if holds in cells and holds not in facts.read]:
        for given in facts.cells[holds]:
            try:
                value = understood(given.value, cells[holds])
            except Odd as odd:
                sentence = f"{str(odd)[:1].upper()}{str(odd)[1:]}. {odd.fix}"
                facts.find("left-out", given.heading, sentence, folded(given.value))
                continue
            if value is not None:
                facts.put_at(cells[holds].path, value)
