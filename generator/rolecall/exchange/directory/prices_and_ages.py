"""What a text says of prices and ages, where that is certain: "£2 / £1 concessions", "55 and over". Pure."""

from __future__ import annotations

import re
from typing import Any

_AGE = r"(\d{1,3})"
_YEARS = r"(?:\s*(?:years?|yrs?)(?:[\s-]*(?:old|of age))?)?"
_AGES: tuple[tuple[str, str], ...] = (
    ("from to", rf"{_AGE}{_YEARS}\s*(?:-|–|—|to)\s*{_AGE}(?:'?s\b)?{_YEARS}"),
    ("from", rf"{_AGE}{_YEARS}\s*(?:\+|plus\b|(?:and|or|&)\s*(?:over|above|older|up(?:wards)?)\b|upwards\b)"),
    ("from", rf"(?:over|from|aged\s+over|minimum(?:\s+age)?|at\s+least)[\s-]*(?:age\s*|the\s+age\s+of\s*)?{_AGE}"
             rf"(?:'?s\b)?{_YEARS}"),
    ("below", rf"(?:under|below|younger\s+than)[\s-]*(?:age\s*|the\s+age\s+of\s*)?{_AGE}(?:'?s\b)?{_YEARS}"),
    ("to", rf"(?:up\s+to|maximum(?:\s+age)?)\s*(?:age\s*|the\s+age\s+of\s*)?{_AGE}(?:'?s\b)?{_YEARS}"),
    ("to", rf"{_AGE}{_YEARS}\s*(?:and|or|&)\s*(?:under|below|younger)\b"),
)  # fmt: skip
_EITHER = re.compile(
    r"\b(?:or|not|no|except|unless|any|all|months?|weeks?|welcome|younger|usually|also|grades?|famil\w+|parents?|carers?|child\w*|mums?|dads?|grand\w+|babies)\b|£",
    re.I,
)
_SCHOOL_YEARS = re.compile(r"\by(?:ea)?rs?\.?\s*\d|\by\d|\breception\b|\bks\s?\d|\bkey\s+stage", re.I)
"""Years at school are no ages: in Year 7 they are 11."""


def ages_in(text: str) -> dict[str, Any]:
    """The youngest and oldest age that a text tells. Empty where it tells none, several, or exceptions."""
    flat = " ".join(text.replace("’", "'").split())
    if _SCHOOL_YEARS.search(flat):
        return {}
    for kind, pattern in _AGES:
        if found := re.search(rf"(?<![\d£.,:/-]){pattern}(?![\d%:/])", flat, re.I):
            rest = flat[: found.start()] + " " + flat[found.end() :]
            if re.search(r"\d", rest) or _EITHER.search(rest):
                return {}
            ages = _limits(kind, [int(number) for number in found.groups()])
            young, old = ages.get("min_age", 0), ages.get("max_age", 120)
            return {name: str(age) for name, age in ages.items()} if 0 <= young <= old <= 120 else {}
    return {}


def _limits(kind: str, numbers: list[int]) -> dict[str, int]:
    if kind == "from to":
        return {"min_age": numbers[0], "max_age": numbers[-1]}
    if kind == "from":
        return {"min_age": numbers[0]}
    return {"max_age": numbers[0] - (kind == "below")}


def is_only_ages(text: str) -> bool:
    """Whether a text says nothing beside ages, so that numbers say all of it."""
    flat = re.sub(r"\b(?:ages?|aged|years?|old|only|people|yrs?|adults?|for)\b", "", text.replace("’", "'"), flags=re.I)
    return any(re.fullmatch(rf"[\s(:,.]*{pattern}[\s).,]*", flat, re.I) for _, pattern in _AGES)


_FREE = re.compile(
    r"(?:it(?:'s| is)\s+)?(?:free|no\s+(?:charge|cost|fee)s?|£?\s?0(?:\.00)?|nil|free\s+of\s+charge"
    r"|free\s+to\s+(?:all|attend|join|use|everyone))(?:[\s,;:.(–-]*(?:voluntary\s+|but\s+|with\s+)?donations?"
    r"(?:\s+(?:are\s+)?(?:welcomed?|appreciated|accepted|gratefully\s+received))?)?[\s).!]*",
    re.I,
)
_PRICE = r"(?:£\s?(\d{1,4}(?:\.\d{1,2})?)|(\d{1,2})p)"
_PER = (
    r"(?:\s*(per\s+[a-z]+(?:\s[a-z]+)?|an?\s+(?:session|hour|day|week|month|term|year|class|lesson|course|meal|visit"
    r"|trip|head|person|time)|each(?:\s+(?:way|time|week|session))?|pp|p/p"
    r"|p\.p\.))?"
)


UNNAMED = "Price"
"""What a price is called of which the list says nothing but the amount."""


def cost_in(text: str) -> dict[str, Any]:
    """What something costs, by the names of `Cost`: the words, and prices where each can be told."""
    words = " ".join(text.split())
    if _FREE.fullmatch(words):
        return {
            "text": "Free" if re.fullmatch(r"£?\s?0(?:\.00)?|nil", words, re.I) else words,
            "options": [_option("", "0")],
        }
    if re.fullmatch(r"\d{1,4}(?:\.\d{1,2})?", words):
        return {"text": f"£{_pounds(words)}", "options": [_option("", words)]}
    return {"text": words, **({"options": options} if (options := _options(words)) else {})}


def _options(words: str) -> list[dict[str, str]]:
    """The prices of a text, each with its words. None unless each part is 1 price and what it is for."""
    found = []
    for part in re.split(r"\s*(?:/(?!p\b)|;|,|\||\band\b|&|\(|\))\s*", words):
        if not part.strip():
            continue
        prices = re.findall(_PRICE, part)
        rest = re.sub(_PRICE + _PER, " ", part, count=1, flags=re.I)
        if len(prices) != 1 or re.search(
            r"\d|\b(?:free|from|to|up|then|or|off|if|deposit|plus|extra|donat\w*|suggest\w*)\b", rest, re.I
        ):
            return []
        pounds, pence = prices[0]
        per = re.search(_PRICE + _PER, part, re.I)
        label = " ".join(re.sub(r"[^\w'’ -]", " ", rest).split()).strip(" -")
        amount = pounds or str(int(pence) / 100)
        unit = per[3] if per else None
        found.append(_option(label, amount, unit))
    return found


def _option(label: str, amount: str, per: str | None = None) -> dict[str, str]:
    unit = {"pp": "per person", "p/p": "per person", "p.p.": "per person"}.get(per or "", per)
    name = label[0].upper() + label[1:] if label else UNNAMED
    return {"label": name, "amount": _pounds(amount), **({"per": " ".join(unit.split()).lower()} if unit else {})}


def _pounds(text: str) -> str:
    whole, _, part = text.partition(".")
    return f"{int(whole)}.{part.ljust(2, '0')}" if part.strip("0") else str(int(whole))
