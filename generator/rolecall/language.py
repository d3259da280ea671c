"""The language of a site, and how it writes days and lists. The one module that imports babel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from functools import cache

LANGUAGE = "en-GB"
"""English is the only language for now."""
_LOCALE = LANGUAGE.replace("-", "_")
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def direction(language: str) -> str:
    """`ltr` or `rtl`: which way a language is written."""
    from babel import Locale

    return "rtl" if Locale.parse(language, sep="-").character_order == "right-to-left" else "ltr"


@cache
def name_of(language: str) -> str:
    """What a language is called in the language of the site: `English` for `en-GB`."""
    from babel import Locale

    return str(Locale.parse(_LOCALE).languages[language.partition("-")[0]])


@cache
def pounds(amount: Decimal) -> str:
    """`£4`, and `£4.50`."""
    from babel.numbers import format_currency

    pattern = "¤#,##0" if amount == amount.to_integral_value() else "¤#,##0.00"
    return str(format_currency(amount, "GBP", pattern, locale=_LOCALE, currency_digits=False))


@cache
def in_words(day: date) -> str:
    """`6 August 2026`, as the NHS writes dates."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=_LOCALE)


@cache
def in_words_short(day: date) -> str:
    """`6 August`, where the year is known."""
    from babel.dates import format_date

    return format_date(day, "d MMMM", locale=_LOCALE)


@cache
def weekday(day: str) -> str:
    """`Monday` for `mon`."""
    from babel.dates import get_day_names

    names = get_day_names("wide", context="stand-alone", locale=_LOCALE)
    return str(names[_WEEK.index(day)])


@cache
def clock(hours_and_minutes: str) -> str:
    """`2:30pm` for `14:30`, and `2pm` for `14:00`, as the NHS writes times."""
    from babel.dates import format_time

    moment = time.fromisoformat(hours_and_minutes)
    return format_time(moment, "h:mma" if moment.minute else "ha", locale=_LOCALE)


def listed(words: Iterable[str]) -> str:
    """`Monday, Tuesday and Friday`."""
    from babel.lists import format_list

    return format_list([*words], locale=_LOCALE)
