"""Links to other websites that are left alone for a while."""

from __future__ import annotations

from rolecall.model.facts import Model
from rolecall.values import Day, WebAddress, Words


class LinkException(Model):
    """A link that is not opened until a day, or all links to a part of a website."""

    address: WebAddress
    """The address as it stands in the file with the link. Where it ends in /, all that begin with it."""
    reason: Words
    """Why, for example It refuses programs. Sam opened it in a browser on 3 November."""
    until: Day
    """The last day on which the link is left alone, up to a year ahead. After that it is opened again."""


class LinkExceptions(Model):
    """The file link-exceptions.yml: links that rolecall check --online leaves alone."""

    exceptions: tuple[LinkException, ...] = ()
    """Each with the reason, and the day until which it holds."""
