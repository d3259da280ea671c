"""Addresses of pages, sites and mailboxes as people type them, each checked.

A check returns the address tidied, or raises `wrong()` with a sentence and a way to fix it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, unquote, urlsplit

from rolecall import tidy
from rolecall.slugs import is_slug
from rolecall.wrong import wrong


@lru_cache(maxsize=4096)
def as_web_address(text: str) -> str:
    text = tidy.web_address(text)
    try:
        parts = urlsplit(text if not re.search(r'[\s<>"\\]', text) else "")
    except ValueError:  # an odd [ or a letter that stands for several
        parts = urlsplit("")
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https"):
        fix = f'did you mean "https://{text}"?' if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text) else ""
        if re.fullmatch(r"[^\s@]+@[^\s@]+", text):
            wrong(f'"{text}" is an email address, and a web address is expected', "Write it under email.")
        wrong(f'"{text}" is not a whole web address', fix or "Copy it from the browser. It starts with https://")
    if not _is_reachable(parts) or not re.fullmatch(r"([\w]([\w-]*[\w])?\.)+[^\W\d_]([\w-]*[\w])?", host):
        fix = "Copy it from the browser." if host else "Write all of the address, or leave it out until you know it."
        wrong(f'"{text}" has no website name that a browser can find', fix)
    return text


def _is_reachable(parts: SplitResult) -> bool:
    """Whether a browser can take the name and port, and no password stands in front of them."""
    try:
        (parts.hostname or "").encode("idna")
        return (parts.port is None or parts.port > 0) and "@" not in parts.netloc
    except (UnicodeError, ValueError):
        return False


def as_site_address(text: str) -> str:
    text = as_web_address(text)
    if "?" in text or "#" in text:
        fix = "Delete everything from the ? or # on. It ends in /, for example https://riverside.example.org/"
        wrong("the address of the site cannot have ? or # in it", fix)
    if "//" in urlsplit(_without_orders(text)).path:
        wrong("this has 2 slashes side by side, which would lead to another website", "Delete one of them.")
    return text if text.endswith("/") else text + "/"


def _without_orders(text: str) -> str:
    """An address that may stand in the rules of a server, which would take some signs in it for its own."""
    if odd := re.search(r'[\x00-\x1f\x7f"\\$]', unquote(text)):
        sign = odd[0] if odd[0] in '"\\$' else f"a hidden character (U+{ord(odd[0]):04X})"
        wrong(f"this address has {sign} in it, which a web server would read as an order", "Use an address without it.")
    return text


def as_page_address(text: str) -> str:
    parts = text.strip().strip("/").split("/")
    if not all(is_slug(part) for part in parts):
        wrong(f'"{text}" is not the address of a page of this site', "It looks like services/lunch-club/")
    return "/".join(parts) + "/"


def as_new_address(text: str) -> str:
    return _without_orders(as_web_address(text)) if "://" in text else as_page_address(text)


@lru_cache(maxsize=4096)  # services of one organisation have the same
def as_email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        email = validate_email(tidy.email(text), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        within = re.findall(r"[^\s<>,;:()]+@[^\s<>,;:()]+\.[^\s<>,;:()]+", text)
        example = f"Write {within[0]} alone." if len(within) == 1 and within[0] != text.strip() else ""
        wrong(f'"{text}" is not an email address', example or "Write one whole address, for example name@example.org")
    # In a link, ? & % and others would add a recipient or words to what patients send.
    if odd := re.search(r"[^\w.+'-]|(?![0-9])\d", email.rpartition("@")[0]):
        sentence = f'"{text}" has {odd[0]} in it, which could send an email to somebody else'
        wrong(sentence, "Write a single address, with letters, digits and . + - _ ' before the @.")
    return email
