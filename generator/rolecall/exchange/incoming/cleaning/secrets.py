"""What opens doors: codes of key safes, gates and alarms, and passwords in web addresses. No text keeps them."""

from __future__ import annotations

import re

_MARKS = r"(?:</?\w{1,9}>|[\s\W]){0,6}"
_CODE = r"(?<![\w£])[A-Za-z]{0,2}[#*]?\d(?:[ -]?\d){2,7}(?![ -]?\d)[A-Za-z]?[#*]?(?!\w)"
_DOOR = (
    r"(?:(?:front|back|side|main|outer|inner|street) )?(?:key ?safe|key ?box|lock ?box|door|gate|alarm|entry|entrance"
    r"|keypad|key ?pad|padlock|intercom|burglar alarm|car ?park barrier|barrier|lift|security|combination lock)s?"
)
_NAMED = r"(?:code|pin|combination)(?: (?:number|no\.?))?"
_OPENS = re.compile(
    rf"(?i)\b(?:the )?(?:{_DOOR}(?: on \w+)? {_NAMED}|{_NAMED} (?:for|of|to)(?: the)? {_DOOR}|key ?safe|key ?box)"
    rf"{_MARKS}(?:(?:is|no|number|code|pin|are|use|press){_MARKS}){{0,3}}{_CODE}"
)
_MAY_OPEN = re.compile(r"(?i)(?=[ckp])(?:\b(?:code|pin|combination)\b|key ?(?:safe|box))")
"""Each text is looked at with it. That the first letter is looked for at once makes it 6 times as quick."""
_LOGIN = re.compile(r"(?i)(https?:(?:/|&#47;){2})[^\s/@<>\"'()\[\]]{1,100}@(?=[\w-])")


def opens_doors(text: str) -> bool:
    """Whether a text may hold a code or a password."""
    has_login = "://" in text and "@" in text and bool(_LOGIN.search(text))
    return has_login or (bool(_MAY_OPEN.search(text)) and bool(_OPENS.search(text)))


def without_secrets(text: str) -> str:
    """A text without codes that open something, nor what stands before the host of a web address."""
    return _LOGIN.sub(r"\1", _OPENS.sub(" ", text))
