"""A letter as an email that is ready to send (.eml). Outlook, Thunderbird and Apple Mail open it as a draft.

It names no sender: whoever opens it sends it from their own mailbox, to which the answer comes.
"""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from rolecall.exchange.checks.letter import Letter
from rolecall.language import LANGUAGE
from rolecall.templates import Words, filled
from rolecall.wrong import NOT_TEXT

MARK = "X-Rolecall-Check"
"""The header by which a letter of ours is known among answers."""

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Signs that nobody sees, and those that turn the direction of what follows."""


def draft(to: str, letter: Letter, words: Words) -> bytes:
    """The bytes of the email about a service, to this address and no other."""
    local, _, domain = to.rpartition("@")
    host = domain if domain.isascii() else domain.encode("idna").decode()
    policy = SMTP if local.isascii() else SMTP.clone(utf8=True)
    message = EmailMessage(policy)
    message["To"] = Address(username=local, domain=host)
    message["Subject"] = in_a_header(letter.subject)
    message["X-Unsent"] = "1"
    message[MARK] = str(letter.reference)
    message.set_content(letter.as_text, cte="quoted-printable")
    html = filled(words.env, "letters/html.html.jinja", data={"letter": letter, "language": LANGUAGE})
    message.add_alternative(str(html), subtype="html", cte="quoted-printable")
    message.set_boundary(f"=_{letter.reference}")
    return message.as_bytes()


def in_a_header(text: str) -> str:
    """A text on one line, in which a header does not read other letters."""
    return on_one_line(text.replace("=?", "= ?"))


def on_one_line(text: str) -> str:
    """A text on one line, with nothing in it that is not seen."""
    return " ".join(_UNSEEN.sub(" ", NOT_TEXT.sub(" ", text)).split())
