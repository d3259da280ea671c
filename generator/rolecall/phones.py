"""A UK phone number in its one form, however somebody typed it. The one module that imports phonenumbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from rolecall import tidy


class Odd(NamedTuple):
    """Why a text is not a phone number, and how to fix it."""

    sentence: str
    fix: str


_FOR_EXAMPLES = re.compile(r"0(?:1632960|7700900|3069990|8081570)\d{3}")
"""Numbers that Ofcom keeps for examples and drama, beside those that look like others: 0117 496 0100."""


_LIKE_OTHERS = re.compile(
    r"0(?:1(?:1[3-8]|[2-6]1)4960|2079460|1914980|2896496|2920180)\d{3}",
)
"""Numbers that Ofcom keeps for examples too, in areas that other numbers have."""


def is_invented(text: str) -> bool:
    """Whether this is a number that Ofcom keeps for examples and drama. Nobody answers there."""
    digits = digits_of(text)
    return bool(_FOR_EXAMPLES.fullmatch(digits) or _LIKE_OTHERS.fullmatch(digits))


def in_one_form(text: str, known: Mapping[str, str]) -> str | Odd:
    """The number that `text` holds, grouped as in `known` (by its digits) or else as is usual in the UK."""
    shown = " ".join(text.split())
    text = tidy.phone(text)
    if "/" in text and _usual(joined := digits_of(text.replace("/", ""))):  # Of 2 numbers, this is none.
        return known.get(joined, _usual(joined))
    digits = digits_of(text)
    if not re.fullmatch(r"\+?[0-9]+", digits):
        return _not_only_a_number(shown)
    usual = _usual(digits)
    return known.get(digits, usual) if usual else _not_in_use(shown, digits)


@lru_cache(maxsize=4096)  # services of one organisation have the same
def _usual(digits: str) -> str:
    """A number grouped as is usual in the UK. Empty where it is none that is in use."""
    import phonenumbers

    number = None
    if re.fullmatch(r"[0-9]{2,15}", digits):
        try:
            number = phonenumbers.parse(digits, "GB")
        except phonenumbers.NumberParseException:
            number = None
    if number and number.country_code == 44:
        is_known = _FOR_EXAMPLES.fullmatch(digits) or phonenumbers.is_valid_number(number)
        if digits.startswith("0") and is_known:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        if str(number.national_number) == digits and phonenumbers.is_valid_short_number_for_region(number, "GB"):
            return f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits
    return ""


_ABROAD = re.compile(r"^(?:\+|00)440?")
_BETWEEN_DIGITS = dict.fromkeys(letter for letter in range(128) if chr(letter) in "().-" or chr(letter).isspace())


def digits_of(text: str) -> str:
    """`text` without what people put between digits, and with 0 for +44: `+44 (0)117` gives `0117`."""
    if text.isascii():
        bare = text.translate(_BETWEEN_DIGITS)
    else:
        bare = "".join(letter for letter in text if not (letter in "().\u2212" or letter.isspace() or _joins(letter)))
    return _ABROAD.sub("0", bare)


def known_forms(numbers: list[str]) -> dict[str, str]:
    """Of numbers that somebody wrote in groups, those groups, by the digits. The first that has them counts."""
    forms: dict[str, str] = {}
    for number in numbers:
        if re.fullmatch(r"[0-9]+( [0-9]+)+", tidy := " ".join(number.split())):
            forms.setdefault(digits_of(tidy), tidy)
    return forms


def with_number(text: str, number: str) -> str:
    """`text` with its first `number` in the same form as that."""
    if number in text:
        return text
    digits = digits_of(number)
    for found in re.finditer(r"[+(]?[0-9](?:[^\w,;:!?]*[0-9])*", text):
        if digits_of(found[0]) == digits:
            return text[: found.start()] + number + text[found.end() :]
    return text


def _joins(letter: str) -> bool:
    """Whether this is a hyphen or dash, or one of the invisible characters that copied numbers bring along."""
    return unicodedata.category(letter) in ("Pd", "Cf")


def _not_only_a_number(shown: str) -> Odd:
    found = [digits_of(part[0]) for part in re.finditer(r"\+?[(0-9][0-9()\s.-]{4,}[0-9]", shown)]
    number = next((usual for digits in found if (usual := _usual(digits))), "")
    fix = f"Write the number on its own{f': {number}' if number else ', for example 0117 496 0100.'}"
    return Odd(f'"{shown[:60]}" is more than a phone number', fix)


def _not_in_use(shown: str, digits: str) -> Odd:
    if re.fullmatch(r"(?:\+|00)[0-9]{6,15}", digits):
        return Odd(f"{shown} is a number in another country", "Write a UK number, for example 0117 496 0100.")
    if len(digits) not in (10, 11) or not digits.startswith("0"):
        start = "" if digits.startswith("0") or len(digits) not in (10, 11) else " and does not start with 0"
        fix = "UK numbers have 10 or 11 and start with 0, for example 0117 496 0123"
        if start and (whole := _usual(f"0{digits}")):
            fix = f"If its 0 is missing, write {whole}"
        return Odd(f"this phone number has {len(digits)} {'digit' if len(digits) == 1 else 'digits'}{start}", fix)
    return Odd(
        f"{shown} is not a phone number that is in use in the UK",
        "Check each digit. For an invented number use 0117 496 0000 to 0117 496 0999.",
    )
