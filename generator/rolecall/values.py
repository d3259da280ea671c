"""The kinds of text that YAML may hold, each checked: phone, postcode, web address, code, day.

A check returns the text tidied, or raises `wrong()` with a sentence and a way to fix it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from rolecall import colours, days, phones, tidy
from rolecall.slugs import is_slug, slug
from rolecall.typed_addresses import as_email, as_new_address, as_page_address, as_site_address, as_web_address
from rolecall.wrong import NOT_TEXT, wrong

_IN_A_WORD = re.compile(r"\w")
"""A letter, a digit or `_`."""

_Item = TypeVar("_Item")


def months_after(day: date, months: int) -> date:
    """The same day of a month `months` later, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def day_of(text: str) -> date:
    """The day that is written, as year-month-day or as people in England do. ValueError with a sentence if none is."""
    found = days.read(text)
    if isinstance(found, days.Odd):
        wrong(found.sentence, found.fix)
    return found


def _day(text: Any) -> Any:
    return day_of(text) if isinstance(text, str) else text


def _whole(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    if not re.fullmatch(r"-?[0-9]{1,15}", text.strip()):
        wrong(f'"{text}" is not a whole number', "Write digits only, for example 5")
    return int(text)


def _degrees(text: Any) -> Any:
    return _number(text, "Write degrees as a number, for example 51.45 or -2.58.")


def _pounds(text: Any) -> Any:
    return _number(tidy.pounds(text) if isinstance(text, str) else text)


def _number(text: Any, fix: str = "Write digits only, for example 4 or 4.50") -> Any:
    if not isinstance(text, str):
        return text
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,15})?", text.strip()):
        wrong(f'"{text}" is not a number', fix)
    return text.strip()


YES, NO = frozenset({"yes", "true", "on", "y"}), frozenset({"no", "false", "off", "n"})
"""What YAML and people write for yes and no."""


def _yes_or_no(text: Any) -> Any:
    word = text.strip().lower() if isinstance(text, str) else ""
    if word not in YES | NO and not isinstance(text, bool):
        wrong(f'this can be "yes" or "no", not "{text}"' if isinstance(text, str) else 'this can be "yes" or "no"')
    return text if isinstance(text, bool) else word in YES


def _text(text: str) -> str:
    if bad := NOT_TEXT.search(text):
        sentence = f"there is a character here that is not text (U+{ord(bad[0]):04X})"
        wrong(sentence, "Delete it, and type that part again.")
    return text


def is_seen(text: str) -> bool:
    """Whether there is something to see in a text: more than blanks, marks without a letter and invisible signs."""
    if _IN_A_WORD.search(text):  # nearly always, and quicker than a look at each letter
        return True
    import unicodedata

    return any(unicodedata.category(letter)[0] in "LNPS" for letter in text)


def _seen(text: str) -> str:
    """`text`, in which there is something to see."""
    if not is_seen(text) and text.strip():
        sentence = "there is nothing to see here, only hidden characters"
        wrong(sentence, "Type the text again, or delete it.", kind="missing")
    if not is_seen(text):
        wrong("this is empty", "Write the text, or delete the line.", kind="missing")
    return text


def _line(text: str) -> str:
    text = _seen(" ".join(_text(text).split()))
    if "<" in text or ">" in text:
        wrong("a name cannot have < or > in it", "Delete the character, or write it in words.")
    if len(text) > 120:
        wrong(f"this name has {len(text)} characters", "Keep it to 120 or fewer.", kind="size")
    return text


def _words(text: str) -> str:
    text = _seen(_text(text))
    if len(text) > 2000:
        fix = "Keep it to 2000 or fewer. Patients read short texts."
        wrong(f"this text has {len(text)} characters", fix, kind="size")
    return " ".join(text.split())


def _prose(text: str) -> str:
    text = _seen(_text(text).strip())
    if len(text) > 4000:
        fix = "Keep it to 4000 or fewer. Patients read short texts."
        wrong(f"this text has {len(text)} characters", fix, kind="size")
    return text


def _token(text: str) -> str:
    text = _line(text)
    if len(text) > 80:
        wrong(f"this has {len(text)} characters", "Keep it to 80 or fewer.", kind="size")
    return text


def _clock_time(text: str) -> str:
    clock = days.time_of_day(text)
    if not clock and re.fullmatch("[1-9]|1[0-2]", text):
        wrong(f'"{text}" does not say whether it is morning or afternoon', f'Write "{text}am" or "{text}pm"')
    if not clock:
        wrong(f'"{text}" is not a time of day', 'Write hours and minutes from 00:00 to 23:59, for example "14:30"')
    return clock


def _day_of_month(text: str) -> str:
    day = days.weekday(text)
    if not day:
        wrong(f'"{text}" is not a day', "Write mon, tue, wed, thu, fri, sat or sun; in a month also 2 sun or last fri")
    return day


def _slug(text: str, cannot: str = "cannot be part of a web address", example: str = "marsh-lane") -> str:
    if not is_slug(text) or len(text) > 80:
        fix = f'Use small letters, numbers and single hyphens, for example "{slug(text) or example}"'
        wrong(f'"{text}" {cannot}', fix)
    return text


def _reference(text: str) -> str:
    """An id of something elsewhere, or the words that somebody wrote for it: whether there is one, rules tell."""
    return _token(text)


def _practice_reference(text: str) -> str:
    return code if re.fullmatch(r"[A-Z][0-9]{5}", code := tidy.code(text)) else _token(text)


def _key(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        wrong(f'"{text}" cannot be an id', "Use small letters, numbers and _, for example home_visits")
    return text


def _pcn_code(text: str) -> str:
    text = tidy.code(text)
    if not re.fullmatch(r"U[0-9]{5}", text):
        wrong(f'"{text}" is not the ODS code of a PCN', "It is U and 5 digits, for example U12345.")
    return text


def _practice_code(text: str) -> str:
    text = tidy.code(text)
    if not re.fullmatch(r"[A-Z][0-9]{5}", text):
        wrong(f'"{text}" is not the ODS code of a surgery', "It is a letter and 5 digits, for example L81008.")
    return text


def _uprn(text: str) -> str:
    text = tidy.digits(text)
    if not re.fullmatch(r"[0-9]{1,12}", text):
        fix = 'Write up to 12 digits in quotes, for example "100012345678".'
        wrong(f'"{text}" is not a UPRN, the number of a building', fix)
    return text


def _snomed(text: str) -> str:
    text = tidy.digits(text)
    if not re.fullmatch(r"[0-9]{6,18}", text) or not verhoeff_holds(text):
        wrong(f'"{text}" is not a SNOMED code: its check digit does not fit', "Copy it again from the source.")
    return text


def verhoeff_holds(digits: str) -> bool:
    """Whether the last digit is the Verhoeff check digit of the others, as SNOMED CT demands."""
    check = 0
    for at, text in enumerate(reversed(digits)):
        digit = int(text)
        for _ in range(at % 8):
            digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
        check = _in_d5(check, digit)
    return check == 0


def _in_d5(a: int, b: int) -> int:
    """The product of 2 elements of the symmetry group of a pentagon: 0 to 4 turns, 5 to 9 mirrors."""
    turn = (a + b) % 5 if a < 5 else (a - b) % 5
    return turn if (a < 5) == (b < 5) else turn + 5


def _phone(text: str, info: ValidationInfo) -> str:
    phone = phones.in_one_form(text, (info.context or {}).get("numbers", {}))
    if isinstance(phone, phones.Odd):
        wrong(phone.sentence, phone.fix)
    return phone


def as_postcode(text: str) -> str:
    code = tidy.postcode(text)
    if not tidy.POSTCODE.fullmatch(code):
        words = [part for part in re.split(r"[\s,;]+", text) if part]
        pairs = (tidy.postcode(" ".join(words[at : at + size])) for size in (2, 1) for at in range(len(words)))
        if within := next((pair for pair in pairs if tidy.POSTCODE.fullmatch(pair)), ""):
            wrong(f'"{text}" is more than a postcode', f"Write {within} here, and the rest under address.")
        last = re.search(r"\d\W*(?=[A-Z]{2}\W*$)[A-Z]?([CIKMOV])", text.upper())
        why = f"No postcode has {last[1]} in its last 2 letters. " if last else ""
        wrong(f'"{text}" is not a UK postcode', f"{why}Write the whole postcode, for example BS1 4ND.")
    return code


def _colour(text: str) -> str:
    text = tidy.colour(text)
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        wrong(f'"{text}" is not a colour', 'Write # and 6 digits or letters a to f, in quotes, for example "#004f9e"')
    if (ratio := colours.contrast(text, colours.WHITE)) < colours.READABLE:
        fix = f'Choose a darker colour, for example "{colours.darker(text)}". It needs {colours.READABLE} to 1 or more.'
        wrong(f"white words on {text} are hard to read: the contrast is {ratio:.1f} to 1", fix)
    return text.lower()


def _picture(text: str) -> str:
    if not re.fullmatch(r"[\w-]+(\.[\w-]+)*\.(svg|png|webp)", text):
        fix = "Put an svg, png or webp file beside pcn.yml, for example logo.svg"
        wrong(f'"{text}" is not the name of a picture file here', fix)
    return text


def _icon(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*", text):
        wrong(f'"{text}" is not the name of a picture', "It looks like listen or material/ear-hearing")
    return text


def _schema(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


def _id(what: str) -> WithJsonSchema:
    """The schema of an id: `x-ids` says of what, so that an editor can be given those that there are."""
    return WithJsonSchema({"type": "string", "x-ids": what})


Whole = Annotated[int, BeforeValidator(_whole)]
Degrees = Annotated[float, BeforeValidator(_degrees)]
Pounds = Annotated[Decimal, BeforeValidator(_pounds)]
Once = Annotated[tuple[_Item, ...], AfterValidator(lambda items: tuple(dict.fromkeys(items)))]
"""A list of which what stands in it twice counts once."""
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"enum": [True, False, "yes", "no"]})]
Name = Annotated[str, AfterValidator(_line)]
Words = Annotated[str, AfterValidator(_words)]
Prose = Annotated[str, AfterValidator(_prose)]
Token = Annotated[str, AfterValidator(_token)]
ClockTime = Annotated[str, AfterValidator(_clock_time), _schema(r"^\d\d:\d\d$", "14:30")]
DayOfMonth = Annotated[str, AfterValidator(_day_of_month), _schema(r"^(([1-5]|last) )?[a-z]{3}$", "2 sun")]
Slug = Annotated[str, AfterValidator(_slug), _schema(r"^[a-z0-9]+(-[a-z0-9]+)*$", "marsh-lane")]
RoleId = Annotated[str, AfterValidator(_reference), _id("roles")]
NeedId = Annotated[str, AfterValidator(_reference), _id("needs")]
NeedGroupId = Annotated[str, AfterValidator(_reference), _id("need-groups")]
SourceId = Annotated[str, AfterValidator(_reference), _id("sources")]
HelplineId = Annotated[str, AfterValidator(_reference), _id("helplines")]
TeamId = Annotated[str, AfterValidator(_reference), _id("teams")]
RouteId = Annotated[str, AfterValidator(_reference), _id("routes")]
AccessId = Annotated[str, AfterValidator(_reference), _id("access")]
GroupId = Annotated[str, AfterValidator(_reference), _id("groups")]
LanguageId = Annotated[str, AfterValidator(_reference), _id("languages")]
AnswerId = Annotated[str, AfterValidator(_reference), _id("answers")]
QuestionId = Annotated[str, AfterValidator(_reference), _id("questions")]
Key = Annotated[str, AfterValidator(_key), _schema(r"^[a-z][a-z0-9_]*$", "home_visits")]
PcnCode = Annotated[str, AfterValidator(_pcn_code), _schema(r"^U\d{5}$", "U12345")]
PracticeReference = Annotated[str, AfterValidator(_practice_reference), _schema(r"^[A-Z]\d{5}$", "L81008")]
PracticeCode = Annotated[str, AfterValidator(_practice_code), _schema(r"^[A-Z]\d{5}$", "L81008")]
Uprn = Annotated[str, AfterValidator(_uprn), _schema(r"^[0-9]{1,12}$", "100012345678")]
Snomed = Annotated[str, AfterValidator(_snomed), _schema(r"^\d{6,18}$", "871731000000106")]
Colour = Annotated[str, AfterValidator(_colour), _schema(r"^#[0-9a-fA-F]{6}$", "#004f9e")]
Picture = Annotated[str, AfterValidator(_icon), _schema(r"^[a-z0-9/-]+$", "listen")]
FileName = Annotated[str, AfterValidator(_picture), _schema(r"\.(svg|png|webp)$", "logo.svg")]
Phone = Annotated[str, AfterValidator(_phone), WithJsonSchema({"type": "string", "examples": ["0117 496 0123"]})]
Postcode = Annotated[str, AfterValidator(as_postcode), WithJsonSchema({"type": "string", "examples": ["BS1 4ND"]})]
WebAddress = Annotated[str, AfterValidator(as_web_address), WithJsonSchema({"type": "string", "format": "uri"})]
SiteAddress = Annotated[str, AfterValidator(as_site_address), WithJsonSchema({"type": "string", "format": "uri"})]
PageAddress = Annotated[str, AfterValidator(as_page_address), _schema(r"^[a-z0-9-]+(/[a-z0-9-]+)*/?$", "services/old/")]
NewAddress = Annotated[str, AfterValidator(as_new_address), _schema(r"^[a-z0-9/-]+$|^https?:", "services/new/")]
Email = Annotated[str, AfterValidator(as_email), WithJsonSchema({"type": "string", "format": "email"})]
