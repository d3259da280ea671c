"""Whether an answer comes from whom the letter went to: the address itself, or another of the same organisation."""

from __future__ import annotations

_FOR_ANYBODY = {
    "aol.com", "aol.co.uk", "blueyonder.co.uk", "btinternet.com", "btopenworld.com", "doctors.org.uk",
    "fastmail.com", "fsmail.net", "gmail.com", "gmx.co.uk", "gmx.com", "gmx.net", "googlemail.com", "hotmail.co.uk",
    "hotmail.com", "hotmail.fr", "icloud.com", "live.co.uk", "live.com", "mac.com", "mail.com", "mail.ru", "me.com",
    "msn.com", "nhs.net", "ntlworld.com", "o2.co.uk", "orange.net", "outlook.co.uk", "outlook.com", "plus.com",
    "plus.net", "pm.me", "proton.me", "protonmail.ch", "protonmail.com", "rocketmail.com", "sky.com", "supanet.com",
    "talk21.com", "talktalk.net", "tiscali.co.uk", "tutanota.com", "uwclub.net", "virgin.net", "virginmedia.com",
    "wanadoo.fr", "yahoo.co.in", "yahoo.co.uk", "yahoo.com", "yahoo.fr", "yahoo.ie", "yandex.com", "ymail.com",
    "zen.co.uk", "zoho.com", "zohomail.eu",
}  # fmt: skip
"""Providers at which anybody may have an address, so that the same domain says nothing. The NHS shares nhs.net."""


def is_from(sender: str, asked: str) -> bool:
    """Whether `sender` may answer a letter to `asked`."""
    sender, asked = sender.casefold(), asked.casefold()
    if not sender or not asked:
        return False
    domains = {_domain(sender), _domain(asked)}
    return sender == asked or (len(domains) == 1 and not domains & _FOR_ANYBODY)


def _domain(address: str) -> str:
    domain = address.rpartition("@")[2]
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain
