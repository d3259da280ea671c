"""Columns of ticks, or of Yes and No: what they say of a service, and of what is not public."""

from __future__ import annotations

from rolecall.exchange.directory.facts import Facts
from rolecall.exchange.directory.prices_and_ages import UNNAMED
from rolecall.exchange.directory.vocabulary import NO, YES

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
            note = f"{heading.rstrip(' ?:')}: {facts.public(text, heading)}"
            place["access_notes"] = f"{place['access_notes']}. {note}" if "access_notes" in place else note
        elif id == "free" and "text" not in facts.fields.get("cost", {}):
            facts.put(("cost", "text"), facts.public(text, heading))
        else:
            facts.put_extra(heading, text)


def _tick(facts: Facts, id: str, heading: str) -> None:
    kind = facts.vocabulary.kind_of(id)
    if id == "free":
        facts.put(("cost", "text"), "Free")
        facts.add(("cost", "options"), [{"label": UNNAMED, "amount": "0"}])
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
