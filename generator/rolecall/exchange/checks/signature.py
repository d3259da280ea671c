"""What stands below an answer and says nothing of it: a name, a job, ways to get in touch, what programs add."""

from __future__ import annotations

import re

_PHONE_SENT = re.compile(
    r"(?:sent|get) (?:from |via |with |using |outlook )(?:my |the |a |for |outlook |yahoo |bt |sky )*"
    r"(?:iphone|ipad|android|ios|outlook|samsung|galaxy|mail|yahoo|blackberry|huawei|mobile|phone|smartphone|tablet"
    r"|device|windows|gmail|proton ?mail|app|[ \d])+[.]?",
    re.IGNORECASE,
)
_BANNER = re.compile(
    r"\W*(?:(?:caution|warning|external|external email|external sender|\[external\])\b.*"
    r"|.*\boriginated (?:from )?outside\b.*|you don't often get email from\b.*|.*\blearnaboutsenderidentification\b.*"
    r"|do not click (?:on )?(?:any )?links\b.*|(?:please )?do not click\b.*\bsender\b.*)",
    re.IGNORECASE,
)
_DISCLAIMER = re.compile(
    r"\W*(?:(?:this|the|any) (?:e-?mail|message|communication|transmission|information|document|content)s?\b.{0,200}?"
    r"\b(?:confidential|intended (?:only|solely|for)|privileged|monitored|virus(?:es)?)\b"
    r"|(?:legal |email |confidentiality )?(?:disclaimer|notice)\b|confidentiality\b"
    r"|if you (?:have )?(?:received|are not the)\b.{0,200}?\b(?:error|mistake|intended)\b)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\W*(?:tel|telephone|phone|mobile|mob|email|e-mail|web|website|fax|t|m|e|w|p|direct(?: line)?|office|twitter"
    r"|facebook|instagram|x)\b\s*[:|.]?\s*(?:[+(\d][\d ()+./-]{6,}|\S+@\S+|(?:https?://|www\.|@)\S+|\S+\.\S{2,})\W*",
    re.IGNORECASE,
)
_OF_NO_NEWS = re.compile(
    r"\W*(?:(?:registered )?(?:charity|company)\b.{0,40}\d[\d ,.]*|registered (?:in|office)\b.*"
    r"|(?:https?://|www\.)\S*|\S+@\S+|(?:my )?(?:working|work) (?:days|hours)\b.*|i work\b.*"
    r"|(?:my )?pronouns\b.*|\(?(?:she|he|they)\s*/\s*[\w/ ]{2,20}\)?"
    r"|(?:please )?(?:consider|think of|think about) the environment\b.*|(?:follow|like|find|visit) us (?:on|at) \S+)",
    re.IGNORECASE,
)
"""Lines that may have days or numbers in them, which are not those of the service."""

_SMALL = {
    "of", "the", "and", "for", "at", "in", "on", "to", "with", "de", "la", "van", "von", "a", "an", "by", "or", "from",
}  # fmt: skip
_NEWS = re.compile(
    r"\b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|\w+days?|daily|weekly|monthly|fortnightly|noon|midday"
    r"|midnight|\d+ ?[ap]\.?m|[ap]m|term|times?|hours?|january|february|march|april|june|july|august|september|october"
    r"|november|december|now|new|moved?|moving|changed?|changes|different|closed?|closing|ended|ending|finished|paused"
    r"|cancelled|stopped|stop|free|paid|full|online|instead|except|but|however|although|apart|not|never|wrong|ps|also"
    r"|please|only|until|sorry|remove|leave|add|update[ds]?|correction|was|is|are|will|has|have|no longer|£\d*)\b"
    r"|\b\w+n't\b|£",
    re.IGNORECASE,
)
"""Words of news. In a name, a job title or an address they would be odd, so that a person looks."""

_PLACES = re.compile(
    r"\b(?:hall|centre|center|church|chapel|library|road|street|lane|avenue|school|room|club|cafe|café|pub|park|house"
    r"|floor|outside|upstairs|downstairs|zoom|teams|phone|email|website|yes|no|right|all|it)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[ '-][^\W\d_a-z][^\W\d_]*){0,2}")
_PRONOUNS = re.compile(r"\((?:she|he|they)\s*/[\w/ ]{2,20}\)", re.IGNORECASE)
_LONGEST = 300


def is_banner(line: str) -> bool:
    """Whether a mail server put this line above an email from outside."""
    return _BANNER.fullmatch(line) is not None


def is_of_a_phone(line: str) -> bool:
    """Whether a phone or a program put this line below an email, as Sent from my iPhone."""
    return _PHONE_SENT.fullmatch(line) is not None


def begins_a_disclaimer(paragraph: str) -> bool:
    """Whether the small print begins here that organisations put below each email. It goes on to the end."""
    return _DISCLAIMER.match(paragraph) is not None


def has_news(words: str) -> bool:
    """Whether there is a word in it that may tell of a change."""
    return _NEWS.search(words) is not None


def is_name(words: str, *, is_signed: bool) -> bool:
    """Whether these words are somebody's name. Right below what somebody wrote, they could also be that of a place."""
    if has_news(words) or not _NAME.fullmatch(words):
        return False
    return is_signed or not _PLACES.search(words)


def is_of_a_signature(line: str) -> bool:
    """Whether a line below the end of a letter is a name, a job, an organisation, or a way to get in touch."""
    if len(line) > _LONGEST:
        return False
    if _LABELLED.fullmatch(line) or _OF_NO_NEWS.fullmatch(line):
        return True
    words = re.findall(r"[^\W_][\w'&.@/-]*", _PRONOUNS.sub(" ", line))
    in_capitals = all(word[:1].isupper() or word[:1].isdigit() or word.casefold() in _SMALL for word in words)
    return in_capitals and "?" not in line and not has_news(line)
