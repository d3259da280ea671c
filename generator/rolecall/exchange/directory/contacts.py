"""How to get in touch with a service. A mailbox that may be a person's, and names beside numbers, are left out."""

from __future__ import annotations

import re

from rolecall.exchange.directory import spoiled
from rolecall.exchange.directory.facts import Facts
from rolecall.exchange.incoming import cleaning
from rolecall.exchange.incoming.cleaning.contact import MAILBOX

_WEB = re.compile(
    r"(?:https?://|www\.)[^\s,;<>\"]+|\b[\w-]+(?:\.[\w-]+)*\.(?:org|com|net|co|gov|ac|nhs|info|uk)\b(?:/[^\s,;<>\"]*)?",
    re.I,
)

_WEB_PAGE = re.compile(r"(?:https?://|www\.)[^\s,;<>\"]+", re.I)


def read_contact(facts: Facts) -> None:
    """How to get in touch. A mailbox that may be a person's, and names beside numbers, are left out."""
    mails: list[tuple[str, str]] = []
    webs: list[tuple[str, str]] = []
    for heading, text in facts.texts("Email"):
        among = [(heading, web) for web in (_WEB_PAGE if "@" in text else _WEB).findall(text)]
        webs += among
        if "@" in text or not among:
            mails += [(heading, mail) for mail in facts.cleaned(cleaning.emails(_WEB_PAGE.sub(" ", text), heading))]
    for heading, text in facts.texts("Phone", spoiled.as_phones):
        _phones(facts, text, heading)
    webs = facts.texts("Website") + webs
    for given in facts.cells.get("Website", ()):
        if link := spoiled.as_text(given.value, given.heading).link:
            webs.append((given.heading, link))
    for heading, text in facts.texts("Contact", spoiled.as_phones):
        mails += [(heading, mail) for mail in facts.cleaned(cleaning.emails(text, heading))] if "@" in text else []
        rest = MAILBOX.sub(" ", text)
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
    there = facts.fields.get("contact", {})
    if there:
        facts.fields["contact"] = {name: there[name] for name in ("email", "website", "phones") if name in there}


def _phones(facts: Facts, text: str, heading: str) -> None:
    found = facts.cleaned(cleaning.phones(text, heading))
    there = {phone["number"] for phone in facts.fields.get("contact", {}).get("phones", [])}
    new = [phone for phone in found if phone.number not in there]
    facts.add(("contact", "phones"), [{"number": n.number, **({"text": n.text} if n.text else {})} for n in new])


def _words_of_contact(facts: Facts, text: str, heading: str) -> None:
    plain = " ".join(re.sub(r"[^\w'’ -]", " ", text).split())
    if re.fullmatch(
        r"(?:e-?mail|tel|phone|telephone|web|website|or|and|contact|mob|mobile|see|via|us|our|please|t|e|w|\s|-)*",
        plain,
        re.I,
    ):
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
