"""A text about times as the things that it is made of: days, hours, dates, what repeats, and other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rolecall.days import DAYS, MONTHS
from rolecall.exchange.incoming.cleaning import day

Kind = Literal[
    "date", "days", "clock", "which", "every", "weeks", "months", "monthly", "to", "and", "from", "until", "at",
    "hint", "note", "closed", "harmless", "number", "unsure", "word", "mark",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """One of them: what it is, where it stands, and what it means."""

    kind: Kind
    text: str
    start: int
    end: int
    value: tuple[str, ...] = ()


_SHORT = tuple(DAYS)
_MONTH = "|".join(rf"{name[:3]}(?:{name[3:]})?" if name != "September" else "sept?(?:ember)?" for name in MONTHS)
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nes(?:day)?)?|wensday|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)(?:'?s)?"
)
_NUMBERS = {"two": "2", "three": "3", "four": "4", "six": "6"}
_WHICH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "last": "last"}
_ONCE_A_YEAR = (
    r"(?:good|black)\s+friday|easter\s+(?:weekend|sunday|monday)|(?:shrove|pancake)\s+tuesday|ash\s+wednesday"
    r"|maundy\s+thursday|(?:palm|mothering|remembrance|advent|whit)\s+sunday|whit\s+monday"
)
"""Days of the week by names of which a year has 1: never each week."""
_ITEM = (
    rf"(?:(?:public|bank|school|summer|christmas|easter)\s+(?:hol(?:iday)?s?|vacations?)|half[\s-]?terms?"
    rf"|{_ONCE_A_YEAR}|christmas|easter|(?:{_MONTH})\b)"
)
_EXCEPT = (
    r"(?:(?:but\s+)?(?:not|except|excluding|excl\.?|exc\.?|closed|no\s+(?:sessions?|meetings?|groups?|class(?:es)?))"
    rf"\s+(?:on\s+|in\s+|for\s+|during\s+|at\s+|the\s+)*{_ITEM}(?:\s*(?:and|&|or|,)\s*(?:in\s+|on\s+|at\s+)?{_ITEM})*)"
)
_NO_NEED = (
    r"no\s+(?:need\s+to\s+\w+|(?:booking|appointments?|referral)(?:\s+(?:is\s+)?(?:needed|required|necessary))?)"
    r"|(?:room|hall|unit|studio|floor|level|court|gate)\s+\d+[a-z]?"
)

_PATTERNS: tuple[tuple[Kind, str], ...] = (
    ("harmless", r"https?://\S+|\S+@\S+\.\S+|(?:\+44|\b0)(?:[\s()-]*\d){8,11}\b"),
    ("harmless", r"£\s?\d+(?:\.\d\d)?|\b\d{1,2}(?:\.\d)?\s?(?:hours?|hrs|mins?|minutes)\b(?!\s*(?:-|–|to\b))"),
    ("harmless", rf"\b(?:{_NO_NEED})\b|\b\d{{1,2}}p\b"),
    ("days", r"\b24\s?/\s?7\b|\b24\s?h(?:ou)?rs?\s*(?:a\s+day)?,?\s*(?:7|seven)\s+days(?:\s+a\s+week)?"),
    ("note", rf"\b(?:(?:in|during)\s+)?(?:school\s+)?term[\s-]?times?(?:\s+only)?\b|\b{_EXCEPT}(?!\w)"),
    ("note", r"\b(?:in|during)\s+(?:the\s+)?school\s+holidays(?:\s+only)?\b|\bschool\s+holidays\s+only\b"),
    ("unsure", rf"\b(?:{_ONCE_A_YEAR})s?\b"),
    ("date", rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\b\.?(?:,?\s+(?:\d{{4}})\b)?"),
    ("date", rf"\b(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b"),
    ("date", r"\b\d{1,2}/\d{1,2}/\d{2}(?:\d\d)?\b|\b\d{1,2}\.\d{1,2}\.\d{4}\b|\b\d{4}-\d\d-\d\d\b"),
    ("monthly", r"\b(?:of|in)\s+(?:the\s+|each\s+|every\s+|a\s+)?month\b|\b(?:each|every|a|per)\s+month\b|\bmonthly\b"),
    ("months", r"\b(?:of\s+)?every\s+(?:two|three|four|six|\d)\s+months\b"),
    ("weeks", r"\b(?:every\s+other|alternate|fortnightly|every\s+fortnight)(?:\s+weeks?)?(?!\w)"),
    ("weeks", r"\bevery\s+(?:two|three|four|six|\d)\s+(?:weeks|wks)\b"),
    ("days", r"\b(?:daily|every\s*day|each\s+day|(?:7|seven)\s+days(?:\s+(?:a|per)\s+week)?)\b"),
    ("days", rf"\b(?:week\s?days|week\s?ends?)\b|(?:(?<=every\s)|(?<=each\s)|(?<=any\s))week\s?day\b|\b{_DAY}\b"),
    ("which", r"\b(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)\b"),
    ("every", r"\b(?:every\s+week|each\s+week|a\s+week|weekly|every|each)\b"),
    ("clock", r"\b(?:12(?:[:.]00)?\s*)?(?:noon|midday)\b|\b(?:12(?:[:.]00)?\s*)?midnight\b"),
    ("clock", r"\b\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|a\.m\.?|p\.m\.?)(?!\w)|\b(?:[01]\d|2[0-3])[0-5]\d\s?(?:hrs|h)\b"),
    ("clock", r"\b\d{1,2}[:.]\d\d(?:\s?(?:hrs|h)\b)?(?![\d:.]*\d)"),
    ("clock", r"\b(?:[01]\d|2[0-3])[0-5]\d(?=\s?(?:-|–|—|to\b)\s?(?:[01]\d|2[0-3])[0-5]\d(?:\s?h(?:rs)?)?\b)"),
    ("clock", r"(?<=[-–—\s])(?:(?<=\d\d\d\d[-–—])|(?<=\d\d\d\d\s[-–—]\s))(?:[01]\d|2[0-3])[0-5]\d\b"),
    ("number", r"\b\d{1,2}\b(?!\s?[%/])"),
    ("to", r"-|–|—|\b(?:to|through|thru)\b"),
    ("until", r"\b(?:until|'?till?|un'?til|ends|ending|ends\s+on)\b"),
    ("and", r"&|\+|/|\||\band\b|,|;|\n"),
    ("from", r"\b(?:from|starting(?:\s+(?:on|from|again))?|starts(?:\s+on)?|beginning|commencing|between)\b"),
    ("at", r"\bat\b|@|\bon\b|\bthe\b|\bof\b|\bo'?clock\b|\bopen\b"),
    ("hint", r"\b(?:mornings?|afternoons?|evenings?|eves?|nights?|lunchtimes?)\b"),
    ("closed", r"\b(?:closed|shut)\b"),
    (
        "unsure",
        rf"\b(?:not?|never|except\w*|excl\w*|cancel\w*|suspend\w*|paused|unless|maybe|possibly|usually|normally"
        rf"|sometimes|some|occasional\w*|var(?:y|ies|ious|iable)|differ\w*|or|either|ask|tbc|tba|summer|winter|spring"
        rf"|autumn|season\w*|weeks?|months?|bi-?weekly|bi-?monthly|twice|once|rota\w*|alternat\w*|pending|proposed"
        rf"|term|terms|holidays?|next|previous\w*|half|quarter|past|years?|annual\w*|quarterly|{_MONTH}"
        rf"|was|were|used\s+to|former\w*|now|moved|moving|hop(?:e|es|ing)|plan(?:s|ned|ning)|soon|stopped|ended|finished"
        rf"|hold|postponed|provisional\w*|resum\w*|restart\w*|late\s+(?:night|opening)s?|christmas|easter|one(?=\s+{_DAY}\b)"
        rf"|\d+(?:st|nd|rd|th))\b|\?|\d+",
    ),
    ("mark", r"[().:!*•·\[\]\"“”]"),
    ("word", r"[^\W\d]+(?:['’-][^\W\d]+)*|\S"),
)
_DAYS = re.compile("|".join(pattern for kind, pattern in _PATTERNS if kind in ("days", "date")), re.I)
_EACH = re.compile("|".join(f"(?P<k{at}>{pattern})" for at, (_, pattern) in enumerate(_PATTERNS)), re.I)


_PLAIN = str.maketrans("’‘\xa0\u2010\u2011\u2012\u2212", "'' ----")
"""What office programs put in the place of keys: as many letters, so that places stay the same."""


def _in_keys(text: str) -> str:
    return text if text.isascii() else text.translate(_PLAIN)


@lru_cache(256)  # where a text tells no times, the next question is whether it names a day
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in their order."""
    return tuple(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    plain = _in_keys(text)
    for found in _EACH.finditer(plain):
        kind = _PATTERNS[int(str(found.lastgroup)[1:])][0]
        value = _value(kind, found[0].lower())
        yield Token("unsure" if value is None else kind, found[0], found.start(), found.end(), value or ())


def _value(kind: Kind, word: str) -> tuple[str, ...] | None:
    """What a token means. None where that is nothing, as of 31 February."""
    if kind == "days":
        return _days(word)
    if kind == "date":
        return _date(word)
    if kind == "which":
        return (_WHICH.get(word, word[0]),)
    if kind in ("weeks", "months"):
        number = re.search(rf"\d|{'|'.join(_NUMBERS)}", word)
        return (_NUMBERS.get(number[0], number[0]) if number else "2",)
    if kind == "clock":
        return _clock(word)
    if kind == "number":
        return (word, "00", "24" if int(word) > 12 else "") if int(word) < 24 else None
    return ()


def _days(word: str) -> tuple[str, ...]:
    if short := next((day for day in _SHORT if word.startswith(day)), ""):
        return (short,)
    if word == "wensday":
        return ("wed",)
    if word.startswith("week"):
        return _SHORT[:5] if "day" in word else _SHORT[5:]
    return _SHORT


def _date(word: str) -> tuple[str, ...] | None:
    """A day as year-month-day; without its year nobody can say which it is."""
    found = day(word, "").value
    return (found.isoformat(),) if found else None


def _clock(word: str) -> tuple[str, str, str] | None:
    """Hours, minutes, and `am`, `pm`, `24` where the hours are those of the whole day, or nothing."""
    if "noon" in word or "midday" in word:
        return "12", "00", "pm"
    if "midnight" in word:
        return "24", "00", "24"
    digits = re.findall(r"\d+", word)
    hours, minutes = (digits[0][:2], digits[0][2:]) if len(digits[0]) > 2 else (digits[0], [*digits, "00"][1])
    half = "am" if re.search(r"a\.?m", word) else "pm" if re.search(r"p\.?m", word) else ""
    if int(hours) > 23 or int(minutes) > 59 or (half == "am" and int(hours) > 12) or (half and int(hours) == 0):
        return None
    if half == "am" and int(hours) == 12:  # Some mean midnight, and some noon.
        return None
    if int(hours) > 12 or (not half and (hours.startswith("0") or len(digits[0]) > 2 or "h" in word)):
        half = "24"
    return str(int(hours)), minutes, half


def names_days(text: str) -> bool:
    """Whether a text names a day of the week or a date, whatever else it says of it."""
    may_name = _DAYS.search(_in_keys(text))  # at once, as most texts name none
    return bool(may_name) and any(token.kind in ("days", "date") for token in tokens(text))
