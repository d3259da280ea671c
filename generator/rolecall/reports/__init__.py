"""Reports for the people who run a site: 1 HTML file each, with all that it needs and nothing that runs."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from rolecall import __version__
from rolecall.headers import ALONE
from rolecall.language import LANGUAGE, direction
from rolecall.templates import Templates, filled_in_parts


class Frame(NamedTuple):
    """What stands around each report."""

    day: date
    language: str
    direction: str
    version: str = __version__
    policy: str = ALONE


def report(env: Templates, template: str, data: object, *, today: date) -> bytes:
    """The file of a report: `theme/reports/<template>.html.jinja` with its data. TemplateMistake where it cannot be."""
    frame = Frame(today, LANGUAGE, direction(LANGUAGE))
    return filled_in_parts(env, f"reports/{template}.html.jinja", data=data, report=frame)
