"""Whether what somebody wrote means that all is right, and nothing more. What is not clearly that is for a person.

Each sentence has to be one of a few that say so, or a greeting, thanks or a signature. So a word too many, as in
"Right, except Tuesdays", is enough to leave it to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from rolecall.exchange.checks.signature import (
    begins_a_disclaimer,
    has_news,
    is_banner,
    is_name,
    is_of_a_phone,
    is_of_a_signature,
)

_OF_SMALL_PRINT = 5
"""Lines in which small print says that it is."""

_LONGEST_LINE = 1_000

LONGEST = 20_000
"""Characters that are looked at. A longer answer is for a person."""

_ADVERB = r"(?:(?:all|still|currently|completely|absolutely|perfectly|quite|exactly|totally|entirely|100%) )*"
_SUBJECT = (
    r"(?:it|this|that|these|those|they|all|everything|all of (?:it|this|that)"
    r"|(?:all )?(?:(?:the|your|our|these|this|those) )?"
    r"(?:details?|information|info|entry|entries|listing|page|facts?)"
    r"(?: (?:you (?:have|hold|sent)|below|above|about us|for us|on (?:the|your) (?:page|site|website)))?"
    r"|everything (?:below|above|you have|you sent|on (?:it|there|the page|the site|the website)))"
)
_RIGHT = r"(?:right|alright|correct|accurate|up to date|the same|unchanged)"
_NOTHING = (
    r"(?:(?:nothing (?:has |is )?|nothing's )(?:changed|different)"
    r"(?: here| with us| (?:at|from|on) our (?:end|side)| since(?: then| last time| last year)?)?"
    r"|nothing (?:new|to change|to add)"
    r"|(?:there (?:are|is|have been|has been) |there's |we have |i have )?"
    r"no (?:changes?|updates?|amendments?|corrections?)"
    r"(?: (?:needed|required|necessary|at all|to make|to report|from us|this year|this time|our end|at our end))?)"
)
_SAYS_SO = re.compile(
    rf"(?:(?:hi|hello|yes|yep|yeah|(?:just to|i|we|i can|we can|happy to) confirm(?: that)?) )*"
    rf"(?:yes(?: it is| they are)?|yep|yeah|(?:{_SUBJECT} ?(?:is|are|'s|'re|looks?|remains?|stays?) )?{_ADVERB}{_RIGHT}"
    rf"|{_SUBJECT}'s {_ADVERB}{_RIGHT}|{_SUBJECT} (?:has|have) (?:all )?(?:stayed|remained) the same"
    rf"|{_SUBJECT} (?:has not|have not|hasn't|haven't) changed|{_NOTHING})"
    r"(?: (?:thanks|thank you|many thanks|ta|cheers))?"
)
_THANKS = re.compile(
    r"(?:(?:and )?(?:many |with |kind )?(?:thanks|thank you|ta|cheers|thank u)"
    r"(?: (?:very much|so much|again|all|for (?:checking|asking|this|getting in touch"
    r"|(?:your|the) (?:email|e mail|message|letter)|checking in|checking with us|keeping (?:it|this|us) up to date)))?"
    r"|(?:i )?hope (?:you are|you're|this finds you|you are all) (?:well|keeping well)"
    r"|(?:have a )?(?:good|nice|lovely) (?:day|week|weekend))"
)
_THANKS_TO = re.compile(r"(?:many )?(?:thanks|thank you|cheers|ta) (?:to )?([^\W\d_].{0,60})", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"(?:(?:kind(?:est)?|warm(?:est)?|best) regards|with (?:best |kind )?(?:regards|wishes)|regards|best wishes"
    r"|warm(?:est)? wishes|all the best|best|kr|bw|yours (?:sincerely|faithfully|truly)|sincerely|many thanks"
    r"|with thanks|thanks|thank you|ta|cheers|take care|speak soon)"
)
_GREETING = re.compile(r"(?:hi|hiya|hello|dear|hey|good (?:morning|afternoon|evening)|morning|afternoon)(?: (.*))?")
_TO = {"all", "there", "team", "both", "sir", "madam", "or", "and", "everybody", "everyone", "folks"}

_HARMLESS = "👍👌🙂😊😀😃😄✅✔☑🙏👏🎉❤\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


def says_right(written: str, names: Collection[str] = ()) -> bool:
    """Whether somebody wrote that all is right, and nothing else. `names` are those of the service and who runs it."""
    if len(written) > LONGEST:
        return False
    has_said_so = is_signed = False
    for line, paragraph in _lines(written):
        if len(line) > _LONGEST_LINE:
            return has_said_so and begins_a_disclaimer(paragraph)
        if is_banner(line) or is_of_a_phone(line):
            if has_said_so and is_banner(line):
                return False
            continue
        if has_said_so and re.fullmatch(r"[-_–—=*~ ]{2,}", line):
            is_signed = True
        elif is_signed:
            if begins_a_disclaimer(paragraph):
                break
            if not is_of_a_signature(line) and _of_line(line, names, has_said_so=True) is None:
                return False
        elif has_said_so and begins_a_disclaimer(paragraph):
            break
        else:
            outcome = _of_line(line, names, has_said_so=has_said_so)
            if outcome is None:
                return False
            says_so, signs = outcome
            has_said_so = has_said_so or says_so
            is_signed = has_said_so and signs
    return has_said_so


def _lines(text: str) -> Iterator[tuple[str, str]]:
    """The lines with something in them, each with the rest of its paragraph, without signs that nobody sees."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    text = "".join(" " if unicodedata.category(sign) in ("Cf", "Zs") else sign for sign in text)
    for paragraph in re.split(r"\n[ \t]*\n", "\n".join(text.splitlines())):
        lines = [" ".join(line.split()) for line in paragraph.split("\n") if line.strip()]
        yield from ((line, " ".join(lines[at : at + _OF_SMALL_PRINT])[:_LONGEST_LINE]) for at, line in enumerate(lines))


def _of_line(line: str, names: Collection[str], *, has_said_so: bool) -> tuple[bool, bool] | None:
    """Whether a line says that all is right, and whether a signature follows. None where it says something else."""
    if "?" in line:
        return None
    says_so = signs = False
    for clause in _clauses(line, names):
        words = clause.casefold()
        if _SAYS_SO.fullmatch(words):
            says_so, signs = True, False
        elif (greeting := _GREETING.fullmatch(words)) and not (has_said_so or says_so):
            if not _is_to_somebody(clause.split()[len(words.split()) - len((greeting[1] or "").split()) :]):
                return None
        elif (
            _THANKS.fullmatch(words)
            or ((thanks := _THANKS_TO.fullmatch(clause)) and _is_to_somebody(thanks[1].split()))
            or _SIGN_OFF.fullmatch(words)
            or ((has_said_so or says_so) and is_name(clause, is_signed=signs))
        ):
            signs = True
        else:
            return None
    return says_so, signs


def _clauses(line: str, names: Collection[str]) -> list[str]:
    for name in sorted(names, key=len, reverse=True):
        line = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "it", line, flags=re.IGNORECASE)
    line = re.sub(rf"[{_HARMLESS}\"“”*_()]|[:;]-?[)D]", " ", line)
    line = re.sub(r"(?<=\w)-(?=\w)", " ", line)
    line = re.sub(r"\bno\b[ ,.!:-]*(?=(?:nothing|no changes?)\b)", "", line, flags=re.IGNORECASE)
    return [" ".join(part.split()) for part in re.split(r"[.,;:!\n–—-]+", line) if part.strip()]


def _is_to_somebody(names: list[str]) -> bool:
    """Whether these few words name whom a letter greets."""
    words = " ".join(names)
    named = all(name[:1].isupper() or name.casefold() in _TO for name in names)
    return len(names) <= 5 and named and not has_news(words)
