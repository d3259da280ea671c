"""What people type with a slip in it that can mean 1 thing only, as it was meant. Whether it is right, others say."""

from __future__ import annotations

import re

_DIGITS = str.maketrans("OoIl|", "00111")
"""Letters that people type for digits, where only digits can stand."""

_TO_DIGIT = {"O": "0", "I": "1", "L": "1", "S": "5"}
_TO_LETTER = {"0": "O", "1": "I", "5": "S"}

POSTCODE = re.compile(
    r"[A-PR-UWYZ]([0-9]{1,2}|[A-HK-Y][0-9]([0-9]|[ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW]) [0-9][ABD-HJLNP-UW-Z]{2}"
)

_SCHEME = re.compile(r"(?i)(?:h?t?tps?|https?)\s*[:;]?\s*[/\\]+\s*|https?:\s*(?=\w)")
_AROUND, _BEHIND = re.compile(r"^\s*<\s*|\s*>\s*$"), re.compile(r"(?<=[\w/])[.,;]+$")
_WHOLE = re.compile(r"(?i)https?://\S")
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#]\S*)?")
_NO_WEBSITE = re.compile(r"(?i)\.(?:svg|png|webp|jpe?g|gif|pdf|docx?|xlsx?|pptx?|html?|ya?ml|txt|csv)$")


_BEFORE_A_PHONE = re.compile(
    r"^\s*(?:tel(?:ephone)?|phone|ph|mob(?:ile)?|call|t|m)\b\.?\s*(?:no|number)?\.?\s*:?\s*(?=[\d+(O])", re.I
)


def code(text: str) -> str:
    """A letter and 5 digits of the NHS register: `l8 1oo8` is L81008."""
    bare = re.sub(r"[\s.\u00a0-]", "", text).upper()
    if len(bare) != len("L81008"):
        return text.strip().upper()
    return bare[:1] + bare[1:].translate(_DIGITS).replace("L", "1")


def digits(text: str) -> str:
    """A number of digits alone, as it stands in registers: `1000 1234 5678`."""
    bare = re.sub(r"[\s.\u00a0-]", "", text)
    return bare.translate(_DIGITS) if re.search(r"[0-9]", bare) and re.fullmatch(r"[0-9OoIl|]+", bare) else text


def postcode(text: str) -> str:
    """A postcode with 1 space: `bs14nd.` is BS1 4ND, and `0X1 2AB` OX1 2AB. What is none stays as it is."""
    letters = re.sub(r"[\W_]", "", text.upper())
    code = f"{letters[:-3]} {letters[-3:]}"
    return code if POSTCODE.fullmatch(code) else _postcode_meant(letters) or text


def _postcode_meant(letters: str) -> str:
    """The one postcode that a text is but for letters and digits that look like each other. Empty where none is."""
    if not 5 <= len(letters) <= 7 or not re.search(r"[0-9]", letters):  # "Boots" and "Welcome" are words
        return ""
    outward, digit, inward = letters[:-3], letters[-3], letters[-2:]
    end = _TO_DIGIT.get(digit, digit) + "".join(_TO_LETTER.get(letter, letter) for letter in inward)
    starts = {outward: 0}
    for at in range(len(outward)):
        swap = _TO_LETTER if at == 0 else {**_TO_DIGIT, **_TO_LETTER}
        if outward == f"{outward[:1]}S":  # In BS 4ND, a digit is missing.
            continue
        for start, changes in [*starts.items()]:
            if start[at] in swap:
                starts.setdefault(start[:at] + swap[start[at]] + start[at + 1 :], changes + 1)
    found = {f"{start} {end}": changes for start, changes in starts.items() if POSTCODE.fullmatch(f"{start} {end}")}
    fewest = [code for code, changes in found.items() if changes == min(found.values())]
    return fewest[0] if len(fewest) == 1 else ""


def phone(text: str) -> str:
    """A number without what people write around it: `Tel: O117 496 0100.`"""
    bare = _BEFORE_A_PHONE.sub("", text).strip().rstrip(".,;")
    if re.fullmatch(r"[\dOoIl|\s().+/_·\u00a0\u2010-\u2015\u2212-]+", bare) and len(re.findall(r"\d", bare)) >= 6:
        bare = re.sub(r"[_·]", " ", bare.translate(_DIGITS))
    return re.sub(r"^44(?=(?:[\s().-]*\d){9,10}$)", "+44", bare)


def email(text: str) -> str:
    """An address without what programs put around it: `Mail: <name @example.org>`."""
    found = re.fullmatch(r"(?i)(?:[^<>@]*<)?\s*(?:e-?mail\s*:|mailto:)?\s*([^<>]*?)\s*>?\s*[.,;]?\s*", text)
    return re.sub(r"\s*(?:@|\(at\)|\[at\])\s*", "@", found[1]) if found else text.strip()


def web_address(text: str) -> str:
    """An address with its https://, where somebody left that out or mistyped it: `www.example.org`."""
    bare = _AROUND.sub("", text).strip()
    bare = _BEHIND.sub("", bare)
    if _WHOLE.match(bare):
        return bare
    if found := _SCHEME.match(bare):
        rest = bare[found.end() :]
        scheme = "http" if re.match(r"(?i)h?t?tp(?!s)", bare) else "https"
        return f"{scheme}://{rest}" if _BARE.fullmatch(rest) else bare
    host = re.split(r"[/?#]", bare, maxsplit=1)[0]
    is_host = host.lower().startswith("www.") or (host == host.lower() and not _NO_WEBSITE.search(bare))
    return f"https://{bare}" if is_host and _BARE.fullmatch(host.lower() + bare[len(host) :]) else bare


def colour(text: str) -> str:
    """A colour as # and 6 signs: `04e` is #0044ee."""
    bare = text.strip().removeprefix("#")
    if re.fullmatch(r"[0-9a-fA-F]{3}", bare):
        bare = "".join(sign * 2 for sign in bare)
    return f"#{bare}" if re.fullmatch(r"[0-9a-fA-F]{6}", bare) else text


def pounds(text: str) -> str:
    """An amount in pounds: `£2.50` is 2.50, and `50p` 0.50."""
    bare = re.sub(r"\s", "", text)
    if found := re.fullmatch(r"£?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?:GBP|pounds?)?", bare, re.I):
        return found[1].replace(",", "") + (found[2] or "")
    if found := re.fullmatch(r"(\d{1,2})p", bare, re.I):
        return f"0.{int(found[1]):02}"
    return text
