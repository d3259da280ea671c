"""Phone numbers, mailboxes and web addresses out of what people typed where one of them was asked for."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from rolecall import phones as rules
from rolecall.exchange.incoming.cleaning.people import without_names
from rolecall.exchange.incoming.cleaning.text import Cleaned, cut, says_nothing, words
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.incoming.word_lists import known_words
from rolecall.typed_addresses import as_email, as_web_address

MOST = 1000
"""Letters of a text in which numbers, mailboxes or addresses are looked for."""

_SHORT = {"111", "999", "112", "101", "119", "105", "116123", "116000", "116006", "116117", "18001"}
_NUMBER = re.compile(r"(?<![\w@.£-])(?:\+|\()?\s?\d(?:[\d()\s.\u00a0\u2010-\u2015\u2212-]{0,70}\d)?(?![\w@]|\.\d)")
_EXTENSION = re.compile(r"(?i)[\s,;(]*\b(?:ext(?:ension|n)?|x)\.?\s*(?:no\.?|number|:)?\s*(\d{1,6})\)?")
_LETTERS = ("ABC", "DEF", "GHI", "JKL", "MNO", "PQRS", "TUV", "WXYZ")
"""What stands on the keys 2 to 9 of a phone."""
_KEYS = {letter: key for key, letters in zip("23456789", _LETTERS, strict=True) for letter in letters}
_FILLER = re.compile(
    r"(?i)^(?:(?:please|call|phone|ring|telephone|tel|number|no|contact|on|or|and|at|us|t|p)\b[\s.:,;/|-]*)+"
    r"|(?:[\s.:,;/|-]*\b(?:please|call|phone|ring|telephone|tel|contact|on|or|and|us|at)\b)+[\s.:]*$"
)
_AT, _DOT = (re.compile(rf"(?i)\s*[\[({{]\s*{word}\s*[\])}}]\s*") for word in ("at", "dot"))
_MAILTO = re.compile(r"(?i)mailto:\s*")
_AROUND_AT = re.compile(r"(?<=\w) ?@ ?(?=\w)")
MAILBOX = re.compile(r"[^\s<>,;:\"()\[\]|/\\=?&]+@[^\s<>,;:\"()\[\]|/\\=?&]+")
_OPENS = r"\w*token|api_?key|access_?key|sid|phpsessid|jsessionid|\w*passw(?:or)?d|pwd|secret"
"""Parts of an address that open a door to whoever has it."""
_TRACKING = re.compile(
    r"(?i)utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|mc_[ce]id|igshid|yclid|_ga|_gl|mkt_tok|_hs\w+|hsCtaTracking"
    r"|vero_\w+|wickedid|oly_\w+|twclid|ttclid|li_fat_id|s_cid"
    rf"|{_OPENS}"
)


@cache
def _placeholders() -> frozenset[str]:
    return frozenset(known_words()["placeholders"])


class Number(NamedTuple):
    """A phone number in its form, and when or for what, if anything says so."""

    number: str
    text: str


def phones(text: str, field: str) -> Cleaned[tuple[Number, ...]]:
    """Each phone number of a text, with what stands beside it. Names of persons beside it are left out."""
    whole = words(text, field, most=MOST)
    value, findings, found = _without_letters(whole.value), list(whole.findings), list[tuple[int, int, str]]()
    if says_nothing(value):
        return Cleaned((), tuple(findings))
    for match in _NUMBER.finditer(value):
        for start, end, number in _numbers(match[0], is_all=match[0].strip() == value.strip()):
            found.append((match.start() + start, match.start() + end, number))
    if not found:
        sentence = "This is not a phone number that works in the UK."
        findings.append(Finding("phone-left-out", field, sentence, cut(without_names(value))))
        return Cleaned((), tuple(findings))
    texts = _beside(value, found)
    numbers: dict[str, str] = {}
    for (_, _, number), beside in zip(found, texts, strict=True):
        bare = without_names(beside)
        if bare != " ".join(beside.split()):
            sentence = "What may be a person's name beside a phone number was left out."
            findings.append(Finding("person-left-out", field, sentence))
        numbers.setdefault(number, _plain_words(bare))
    if len(numbers) > 1:
        sentence = f"{len(numbers)} phone numbers stood in one place."
        findings.append(Finding("phones-split", field, sentence, "", ", ".join(numbers)))
    elif next(iter(numbers)) != value and not any(finding.kind == "person-left-out" for finding in findings):
        after = ", ".join(filter(None, next(iter(numbers.items()))))
        findings.append(
            Finding("phone-repaired", field, "A phone number was put into the usual form.", cut(value), after)
        )
    return Cleaned(tuple(Number(*pair) for pair in numbers.items()), tuple(findings))


def _without_letters(text: str) -> str:
    """A text with the letters that people dial as digits: 0800 DEBT 111."""

    def dialled(found: re.Match[str]) -> str:
        digits = "".join(_KEYS.get(letter, letter) for letter in found[0])
        return digits if _form(digits) else found[0]

    return re.sub(r"\b0\d{2,4}[\s-]?(?:\d{1,4}[\s-]?)?[A-Z]{3,9}(?:[\s-]?\d{1,4})?\b", dialled, text)


def _numbers(text: str, *, is_all: bool) -> list[tuple[int, int, str]]:
    """The numbers that a run of digits holds, each with where it begins and ends: 1, or several with spaces between."""
    digits = rules.digits_of(text)
    whole = (
        "" if len(digits) < 9 and digits not in _SHORT and not is_all else _form(text if len(digits) > 8 else digits)
    )
    if not whole and not digits.startswith("0") and len(digits) in (9, 10):
        whole = _form("0" + digits)
    if whole or len(digits) < 9:
        return [(0, len(text), whole)] if whole else []
    groups, numbers, at = [*re.finditer(r"\+?\d+", text)], [], 0
    while at < len(groups):
        runs = ((to, "".join(group[0] for group in groups[at:to])) for to in range(len(groups), at, -1))
        taken, form = next(((to, form) for to, run in runs if len(run) > 8 and (form := _form(run))), (0, ""))
        if taken:
            numbers.append((groups[at].start(), groups[taken - 1].end(), form))
        at = taken or at + 1
    return numbers


@lru_cache(4096)
def _form(text: str) -> str:
    """A number in its one form. Empty where it is none."""
    form = rules.in_one_form(text, {})
    return form if isinstance(form, str) else ""


def _beside(value: str, found: list[tuple[int, int, str]]) -> list[str]:
    """For each number what stands beside it: before it where the text begins with words, else after it."""
    spans = list(dict.fromkeys((start, end) for start, end, _ in found))
    between = [
        value[end:start] for (_, end), (start, _) in zip([(0, 0), *spans], [*spans, (len(value), 0)], strict=True)
    ]
    is_before = bool(re.search(r"\w", _FILLER.sub("", between[0]))) and (
        len(spans) == 1 or not re.search(r"\w", _FILLER.sub("", between[-1]))
    )
    texts = {}
    for at, span in enumerate(spans):
        text = between[at] if is_before else between[at + 1]
        if len(spans) == 1:
            text = f"{between[0].strip()} {between[1].strip()}"
        texts[span] = text
    if is_before and len(spans) > 1:
        texts[spans[-1]] += " " + between[-1]
    elif len(spans) > 1:
        texts[spans[0]] = between[0] + " " + texts[spans[0]]
    return [texts[start, end] for start, end, _ in found]


def _plain_words(text: str) -> str:
    """What stands beside a number, as a few words."""
    text = _EXTENSION.sub(lambda found: f" extension {found[1]} ", text)
    text = re.sub(r"\(\s*\)", " ", text)
    text = re.sub(r"\s+(?=[,;.])", "", " ".join(text.split())).strip(" ,;:/|-–—.+\"'")
    for _ in range(2):
        text = _FILLER.sub("", text).strip(" ,;:/|-–—.+\"'")
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip()
    if text.count("(") != text.count(")"):
        text = text.replace("(", " ").replace(")", " ")
    text = " ".join(text.split())
    return text[:1].upper() + text[1:] if re.search(r"\w", text) else ""


def emails(text: str, field: str) -> Cleaned[tuple[str, ...]]:
    """Each mailbox of a text."""
    whole = words(text, field, most=MOST)
    value, findings, found = whole.value, list(whole.findings), list[str]()
    if says_nothing(value):
        return Cleaned((), tuple(findings))
    spelt = _AROUND_AT.sub("@", _MAILTO.sub(" ", _DOT.sub(".", _AT.sub("@", value))))
    for match in MAILBOX.finditer(spelt):
        try:
            found.append(as_email(re.sub(r"\.{2,}", ".", match[0].strip(".'’‘`*-"))))
        except ValueError:
            continue
    found = list(dict.fromkeys(found))
    if not found:
        findings.append(
            Finding("email-left-out", field, "This is not an email address.", "" if "@" in value else cut(value))
        )
    elif len(found) > 1:
        findings.append(Finding("emails-split", field, f"{len(found)} email addresses stood in one place."))
    elif found[0].casefold() != value.casefold():
        findings.append(Finding("email-repaired", field, "An email address was put right."))
    return Cleaned(tuple(found), tuple(findings))


def web_address(text: str, field: str) -> Cleaned[str]:
    """The web address that a text holds. Empty where it is none, or one that only stands for another."""
    whole = words(text, field, most=MOST)
    value, findings = whole.value.strip(" \"'<>,;"), list(whole.findings)
    if says_nothing(value):
        return Cleaned("", tuple(findings))
    if re.match(r"(?i)\s*(?:javascript|vbscript|data|file|ftp|about|blob)\s*:", value):
        findings.append(Finding("unsafe-address", field, "This address could run something, and was left out."))
        return Cleaned("", tuple(findings))
    first, *others = _parts(value)
    address = _repaired(first)
    if address and _host(address).removeprefix("www.") in _placeholders():
        findings.append(
            Finding("placeholder-address", field, "This address stands for one that nobody filled in.", cut(value))
        )
        return Cleaned("", tuple(findings))
    if not address:
        findings.append(Finding("address-left-out", field, "This is not a web address.", cut(value)))
        return Cleaned("", tuple(findings))
    kept = _untracked(address)
    if kept != address:
        sentence = "What tracks people in a web address was taken off."
        findings.append(Finding("tracking-removed", field, sentence, _shown(address), kept))
    if address != value:
        bare = address in (f"https://{first}", f"https://{value}")
        kind, sentence = "address-repaired", "A web address was put right."
        if bare:
            kind, sentence = "address-without-scheme", "https:// was put in front of a web address."
        findings.append(Finding(kind, field, sentence, _shown(value), cut(kept)))
    if len(others) > 0:
        sentence = f"{len(others) + 1} web addresses stood in one place. The first was taken."
        findings.append(Finding("addresses-split", field, sentence, _shown(value), cut(kept)))
    return Cleaned(kept, tuple(findings))


_STRAY_BLANK = re.compile(r" +(?=[./:])|(?<=[/:]) +|(?<=www\.) +")
_BETWEEN = re.compile(r"(?=[\s,;|oa])\s*(?:[\s,;|]|\bor\b|\band\b)\s*")


def _parts(value: str) -> list[str]:
    """The addresses of a text, or what may be one address with blanks in it."""
    if " " in value:
        value = _STRAY_BLANK.sub("", value)
    parts = [part for part in _BETWEEN.split(value) if part]
    whole = [part for part in parts if _repaired(part)]
    if len(whole) == 1 and len(parts) > 1 and re.search(r"://[^/]+/", parts[0]) and len(parts) < 4 and "," not in value:
        return ["%20".join(value.split())]
    return whole or ["".join(value.split())]


_SCHEME_TWICE, _SECURE = re.compile(r"(?i)^(?:https?:/*)+(?=https?:)"), re.compile(r"(?i)h?t+ps")
_LIKE_A_SCHEME = re.compile(r"(?i)h?t{1,2}ps?\s*[:;]?\s*/*")
_WITH_SCHEME = re.compile(r"(?i)https?://")
_WITHOUT_SCHEME = re.compile(r"[\w-]+(\.[\w-]+)+(?:[/?#:]|$)")
_ODD_WWW, _DOTS = re.compile(r"(?i)^(https?://)www(?:[,;]|\.\.+)"), re.compile(r"\.{2,}")


@lru_cache(4096)
def _repaired(text: str) -> str:
    """A text as a whole web address. Empty where it cannot be one."""
    text = text.replace("\\", "/").strip(" .,;\"'()[]<>")
    text = _SCHEME_TWICE.sub("", text)
    if found := _LIKE_A_SCHEME.match(text):
        rest = text[found.end() :]
        is_scheme = ":" in found[0] or ";" in found[0] or "/" in found[0]
        if is_scheme:
            text = f"{'https' if _SECURE.match(found[0]) else 'http'}://{rest}"
    elif text.startswith("//"):
        text = "https:" + text
    if not _WITH_SCHEME.match(text):
        if "@" in text or not _WITHOUT_SCHEME.match(text):
            return ""
        text = "https://" + text
    text = _ODD_WWW.sub(r"\1www.", text)
    scheme, _, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    text = f"{scheme.lower()}://{_DOTS.sub('.', host.replace(',', '.'))}{slash}{path}"
    try:
        return as_web_address(text) if len(text) <= 2000 else ""
    except ValueError:
        return ""


_OPENING = re.compile(rf"(?i)([?&](?:{_OPENS})=)[^&#\s]+")


def _shown(address: str) -> str:
    """An address as reports have it: without what opens a door."""
    return cut(_OPENING.sub(r"\1…", address))


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").casefold()


def _untracked(address: str) -> str:
    """An address without what only tells who sent people there."""
    parts = urlsplit(address)
    if not parts.query:
        return address
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(key, value) for key, value in pairs if not _TRACKING.fullmatch(key)]
    return address if len(kept) == len(pairs) else urlunsplit(parts._replace(query=urlencode(kept)))


def link_address(text: str, field: str) -> Cleaned[str]:
    """Where a link leads: a web address, a mailbox or a phone number. Empty where nobody can follow it."""
    text = text.strip()
    if re.match(r"(?i)tel:", text):
        numbers = _numbers(text[4:], is_all=True)
        return Cleaned(f"tel:{rules.digits_of(numbers[0][2])}" if numbers else "")
    if text.startswith("#") or not text:
        return Cleaned("")
    scheme = re.match(r"(?i)([a-z][a-z0-9+.-]*):", text)
    is_mailbox = "@" in text.partition("?")[0] and not re.match(r"(?i)https?:?/", text)
    if is_mailbox and (not scheme or scheme[1].casefold() == "mailto"):
        found = emails(text.partition("?")[0], field).value
        if not found:
            return Cleaned("", (Finding("link-left-out", field, "A link led nowhere. Its words were kept."),))
        done = () if scheme else (Finding("email-as-link", field, "A link to an email address was put right."),)
        return Cleaned(f"mailto:{found[0]}", done)
    address = web_address(text, field)
    if address.value:
        return Cleaned(address.value.replace(" ", "%20").replace("(", "%28").replace(")", "%29"), address.findings)
    kinds = [finding for finding in address.findings if finding.kind in ("unsafe-address", "placeholder-address")]
    return Cleaned(
        "", tuple(kinds) or (Finding("link-left-out", field, "A link led nowhere. Its words were kept.", cut(text)),)
    )
