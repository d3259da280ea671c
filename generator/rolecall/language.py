"""The language of a site, and how it writes days and lists. The one module that imports babel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

LANGUAGE = "en-GB"
"""English is the only language for now."""


def direction(language: str) -> str:
    """`ltr` or `rtl`: which way a language is written."""
    from babel import Locale

    return "rtl" if Locale.parse(language, sep="-").character_order == "right-to-left" else "ltr"


def in_words(day: date) -> str:
    """`6 August 2026`, as the NHS writes dates."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=LANGUAGE.replace("-", "_"))


def listed(words: Iterable[str]) -> str:
    """`Monday, Tuesday and Friday`."""
    from babel.lists import format_list

    return format_list([*words], locale=LANGUAGE.replace("-", "_"))
