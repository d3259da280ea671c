"""Who is a person, and whose mailbox is whose. Named staff are never published.

The rule for mailboxes is careful: one that may be a person's is left out. It is a team's where a word of it is that of
a team (info, office, lunch), or of the service, who runs it, or its website. Else it is a person's where it has a given
name, 2 parts (jane.smith, j.smith), a family name after an initial, or is with a provider that anybody may be with.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache, lru_cache

from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.incoming.word_lists import known_words

_EMAIL = r"\w(?:[\w.+'-]|\*\*|\\_){0,70}@(?:\*\*)?[\w-]{1,63}(?:(?:\*\*)?\.(?:\*\*)?[\w-]{1,63}){1,8}"
_SPELT = re.compile(
    r"(?i)(?<![\w.+'-])([\w.+'-]{1,64})(?: ?[\[({] ?at ?[\])}] ?| at (?=[\w-]{1,63} (?:[\[({] ?)?dot\b))"
    r"([\w-]{1,63}(?:(?: ?[\[({] ?dot ?[\])}] ?| dot |\.)[\w-]{1,63}){1,8})"
)
"""A mailbox in words, so that no program finds it: jo (at) club dot example."""
_MAY_BE_SPELT = re.compile(r"(?i)[\[({] ?at ?[\])}]| dot ")
_LEADING = (
    r"(?:[ ,]*\b(?:or|and)\b)?(?:[ ,]*\b(?:please )?(?:by |via )?e-?mail(?:ing)?\b:?)?"
    r"(?:[ ]*\b(?:at|to|on|us at)\b)?[ ]*"
)
_LINKED = re.compile(rf"(?i)({_LEADING})\[([^\[\]]*)\]\(mailto:(?P<email>{_EMAIL})[^()]*\)")
_MAILBOX = re.compile(rf"(?i){_LEADING}(?P<email>{_EMAIL})")
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "rev", "revd", "cllr", "sister", "father"}
_BEFORE_A_NAME = {
    "mr", "mrs", "ms", "miss", "dr", "rev", "call", "contact", "ask", "for", "speak", "to", "with", "and", "or",
}  # fmt: skip
_LATIN = "".join(map(chr, range(0xC0, 0x180)))
_BIG = "A-Z" + "".join(filter(str.isupper, _LATIN))
_SMALL = "a-z" + "".join(filter(str.islower, _LATIN))
_NAME = rf"[{_BIG}][{_BIG}{_SMALL}'’-]*[{_BIG}{_SMALL}]"
"""A word that may be of a name: Siân, O'Neill, McDonald, Jean-Paul, JANE."""
_ASK_FOR = re.compile(
    r"(?=(?i:[acelmoprst]))\b"  # that the first letter is looked for at once makes it 3 times as quick
    r"(?i:contact|call|phone|ring|email|e-mail|ask for|speak to|speak with|text|telephone|message|run by|led by"
    r"|organised by|organiser|leader|coordinator|co-ordinator|manager|contact person|contact name)\b[:\s,]{1,3}"
    r"(?P<who>(?P<bold>\*\*)?(?:(?:Mr|Mrs|Ms|Miss|Dr|Rev|Revd|Cllr|Fr|Sister|Father)\.? )?"
    rf"(?P<given>{_NAME})(?: {{1,2}}(?:[{_BIG}]\.? )?(?P<family>{_NAME}))?(?(bold)\*\*))"
)
_ASKED = (
    r"(?i:(?<=contact )|(?<=call )|(?<=phone )|(?<=ring )|(?<=email )|(?<=ask )|(?<=ask for )|(?<=speak to )"
    r"|(?<=talk to )|(?<=speak with )|(?<=text )|(?<=message )|(?<=run by )|(?<=led by )|(?<=organised by )|(?<=with )"
    r"|(?<=contact: )|(?<=c/o )|(?<=care of ))"
)
"""What stands before a name that may be a person's, or a place's."""
_OF_PLACES = {
    "park", "house", "hall", "centre", "center", "church", "chapel", "road", "street", "court", "lodge", "clinic",
    "hospital", "surgery", "club", "trust", "school", "library", "hub", "square", "gardens", "place", "avenue", "lane",
    "close", "way", "station", "rooms", "community", "foundation", "project", "society", "institute", "college",
}  # fmt: skip
_TITLED = re.compile(rf"(?=[CMR])\b(?:Mr|Mrs|Ms|Miss|Cllr|Revd?)\.? [{_BIG}][{_SMALL}'’-]+")
_CAPITAL = re.compile(rf"[:\s,*][{_BIG}]")
"""What each text has in which `_ASK_FOR` or `_TITLED` finds somebody. Most have none, and this is seen at once."""
_LETTERS, _LONG_WORD = re.compile(r"[^\W\d_]+"), re.compile(r"[^\W\d_]{3,}")
_INITIAL, _WITH_A_CAPITAL = re.compile(rf"\W*[{_BIG}]\."), re.compile(rf"\W*[{_BIG}](?:[{_SMALL}'’-]|\.|$)")
_AROUND_A_WORD = re.compile(r"['’]s$|\W+")
_FLAT = str.maketrans("łŁøØđĐ", "lLoOdD")


@lru_cache(4096)
def _flat(text: str) -> str:
    """Letters without accents and capitals, as lists of words have them: Siân, Łukasz."""
    if text.isascii():
        return text.casefold()
    parted = unicodedata.normalize("NFD", text.translate(_FLAT))
    return "".join(letter for letter in parted if not unicodedata.combining(letter)).casefold()


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(map(str.casefold, found)) for name, found in known_words().items()}


@cache
def _of_work() -> frozenset[str]:
    """Words of teams and desks, and those that stand beside a number. None of them is a name."""
    lists = _lists()
    return lists["mailboxes"] | lists["desks"] | lists["beside_numbers"]


@lru_cache(4096)
def is_person(name: str) -> bool:
    """Whether a name is more likely a person's than that of a desk or a team."""
    parts = _LETTERS.findall(_flat(name))
    if not parts:
        return False
    if {*parts} & _lists()["given_names"]:
        return True
    return 1 < len(parts) <= 4 and all(_lists()[name].isdisjoint(parts) for name in ("mailboxes", "desks"))


def names_body(name: str) -> bool:
    """Whether a name ends as that of a team or an organisation does: Grace Church, Mary Seacole Trust."""
    parts = _LETTERS.findall(_flat(name.partition(",")[0]))
    return bool(parts) and parts[-1] in _lists()["mailboxes"]


def is_for_anybody(domain: str) -> bool:
    """Whether a domain is that of a provider at which anybody may have a mailbox."""
    return domain.casefold().partition(".")[0] in _lists()["free_mail"]


def mailboxes_in(text: str) -> list[str]:
    """The mailboxes that stand in a text."""
    return [found["email"].replace("*", "") for found in _MAILBOX.finditer(text)] if "@" in text else []


def is_personal(email: str, known: Collection[str] = (), people: Collection[str] = ()) -> bool:
    """Whether a mailbox may be a person's. `known` are names of the service and who runs it, `people` of persons."""
    local, _, host = _flat(email).partition("@")
    parts = _LETTERS.findall(local)
    lists = _lists()
    if {*parts} & _names_in(people):
        return True
    words = {word for name in known for word in _LONG_WORD.findall(_flat(name))}
    name_of_host = host.partition(".")[0]
    is_free = is_for_anybody(host)
    letters = "".join(parts)
    if {*parts} & lists["mailboxes"] or {*parts} & words - lists["given_names"] or len(letters) < 2:
        return False
    if not is_free and len(letters) > 3 and letters in name_of_host:
        return False
    if len(letters) > 4 and letters in "".join("".join(_LETTERS.findall(_flat(name))) for name in known):
        return False
    if {*parts} & lists["given_names"] or len(parts) > 1 or not letters.isascii():
        return True
    if letters[1:] in lists["family_names"] or _starts_with_a_given_name(letters):
        return True
    return is_free and not any(len(word) > 3 and word in letters for word in lists["mailboxes"] | words)


def _starts_with_a_given_name(letters: str) -> bool:
    """Whether these are a given and a family name in a row: janesmith."""
    lists = _lists()
    return any(letters[:at] in lists["given_names"] and letters[at:] in lists["family_names"] for at in range(2, 12))


def _names_in(people: Collection[str]) -> set[str]:
    return {part for name in people for part in _LONG_WORD.findall(_flat(name))} - _lists()["mailboxes"]


def without_people(
    text: str, field: str, known: Collection[str] = (), people: Collection[str] = ()
) -> tuple[str, tuple[Finding, ...]]:
    """A text without mailboxes and names of persons that are known to be some, and findings on those that may be."""
    if not text or text.replace("-", "").isalnum():  # an id, a day, a single word
        return text, ()
    findings = []

    def mailbox(found: re.Match[str]) -> str:
        return "" if is_personal(re.sub(r"[*\\]", "", found["email"]), known, people) else found[0]

    def spelt(found: re.Match[str]) -> str:
        host = re.sub(r"(?i) ?[\[({] ?dot ?[\])}] ?| dot ", ".", found[2])
        return "" if is_personal(f"{found[1]}@{host}", known, people) else found[0]

    bare = _SPELT.sub(spelt, text) if _MAY_BE_SPELT.search(text) else text
    if "@" in bare:
        bare = _LINKED.sub(lambda found: found[0] if mailbox(found) else _words_of(found), bare)
        bare = _MAILBOX.sub(mailbox, bare)
    for person in people:
        if person.strip() not in bare:
            continue  # and no pattern is made of it, since re keeps few
        if len(person) > 5 and " " in person.strip():
            is_named = {*_flat(person).split()} & _lists()["given_names"]
            before = "" if is_named else _ASKED
            bare = re.sub(rf"{before}\b{re.escape(person.strip())}\b", "", bare)
    may_ask = bool(_CAPITAL.search(bare) and _ASK_FOR.search(bare))
    if may_ask:
        bare = _ASK_FOR.sub(_without_somebody, bare)
    if bare != text:
        bare = re.sub(r"\(\s*\)", "", re.sub(r"[ ]{2,}", " ", bare))
        bare = re.sub(r"[ ]+([.,;])", r"\1", bare)
        sentence = "The name or mailbox of a person was taken out of this text."
        findings.append(Finding("person-left-out", field, sentence))
    if names_a_person(bare) if may_ask or bare != text else _TITLED.search(bare):
        sentence = "This text may name a person. Look at it: named staff are not to be on the site."
        findings.append(Finding("person-in-text", field, sentence))
    return bare.strip(), tuple(findings)


def _without_somebody(asked: re.Match[str]) -> str:
    """What stays of `Contact Jane Smith`, where it can only be a person: by a given name, or a mobile number."""
    given, family = _flat(asked["given"]), _flat(asked["family"] or "")
    follows = re.match(rf" [{_BIG}][{_SMALL}]", asked.string[asked.end() :])
    lists = _lists()
    is_place = family.removesuffix("'s") in _of_work() | _OF_PLACES
    mobile = re.match(r"[\s,:(–-]*(?:on|at|via)?[\s,:(]*(?:07|\+44 ?7)", asked.string[asked.end() :])
    names = filter(None, asked.group("given", "family"))
    may_be = mobile and given not in ("us", "the", "our") and all(map(_may_be_a_name, names))
    is_acronym = asked["given"].isupper() and not (asked["family"] or "").isupper()  # a club may be called MAX
    is_called = given.partition("-")[0] in lists["given_names"] and family and not is_acronym
    if not (may_be or is_called) or is_place or follows:
        return asked[0]
    before = asked[0][: asked.start("who") - asked.start()]
    return "" if re.match(r"(?i)\w+ by\b", before) else before.rstrip(" ,:")


def _words_of(link: re.Match[str]) -> str:
    """What stays of a link to a person's mailbox: its words, unless they are the mailbox or the person."""
    return "" if "@" in link[2] or is_person(link[2]) else link[1] + link[2]


def names_a_person(text: str) -> bool:
    """Whether a text seems to name somebody to contact."""
    if not _CAPITAL.search(text):
        return False
    if _TITLED.search(text):
        return True
    names = _lists()["given_names"]
    return any(
        _flat(found["given"]) in names or (found["family"] and all(map(_may_be_a_name, found.group("given", "family"))))
        for found in _ASK_FOR.finditer(text)
    )


def without_names(text: str) -> str:
    """A few words beside a phone number, without what may be the name of a person among them."""
    words = text.split()
    at, kept = 0, list[str]()
    while at < len(words):
        size = _name_at(words[at:], after=kept[-1].casefold().strip(":,") if kept else "")
        if not size:
            kept.append(words[at])
        while size and kept and kept[-1].casefold().strip(",.:()") in _BEFORE_A_NAME:
            kept.pop()
        at += size or 1
    return " ".join(kept)


def _name_at(words: Sequence[str], *, after: str) -> int:
    """How many words from the first on are the name of a person. 0 where they are none."""
    size = 0
    while size < len(words) and (_may_be_a_name(words[size]) or _is_a_name(words[size], words[:size])):
        size += 1
        if words[size - 1].endswith((",", ";", ":", ")", "/")):
            break
    is_certain = size and (after in _BEFORE_A_NAME or _bare(words[0]) in _TITLES or _is_a_name(words[0], ()))
    return size if is_certain or size > 1 else 0


def _may_be_a_name(word: str) -> bool:
    """Whether this has a capital, and is no word that stands beside numbers for another reason."""
    if _INITIAL.fullmatch(word):
        return True
    return bool(_WITH_A_CAPITAL.match(word)) and _bare(word) not in _of_work()


def _is_a_name(word: str, before: Sequence[str]) -> bool:
    """Whether this is a given name in whatever letters, or stands behind one and is a family name or in capitals."""
    lists, bare, parts = _lists(), _bare(word), _LETTERS.findall(_flat(word))
    if not _of_work().isdisjoint((bare, *parts)):
        return False
    if not before:
        return bare in lists["given_names"] or (len(parts) > 1 and all(part in lists["given_names"] for part in parts))
    return bare in lists["family_names"] or (before[0].isupper() and word.isupper())


def _bare(word: str) -> str:
    return _AROUND_A_WORD.sub("", _flat(word))


def is_desk(name: str, known: Collection[str]) -> bool:
    """Whether each word of a contact's name is that of a desk or a team, or of the service or who runs it."""
    ours, parts = _words_in(known), _LETTERS.findall(_flat(name))

    def is_of_work(word: str) -> bool:
        return word in _of_work() or word in ours

    return bool(parts) and all(is_of_work(part) or is_of_work(part.removesuffix("s")) for part in parts)


def _words_in(names: Collection[str]) -> set[str]:
    return {word for name in names for word in _LETTERS.findall(_flat(name))}
