"""What staff print where they work: of each role a handout, easy read and a poster, a poster of everybody, a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from math import inf
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.pages.answers import Answer, Contacts, Holds, Reach, Surgeries, answer, answer_there, holds, reach
from rolecall.pages.checked import checked
from rolecall.pages.local import Local, local_for
from rolecall.pages.page import Page
from rolecall.pages.parts import Desk, QrCode, desk, qr_code, urgent_in_a_line
from rolecall.pages.roles import easy_read
from rolecall.pages.who_to_refer_to import staff_table
from rolecall.site import SiteAnswer, SiteRole, StaffCard, Workplace, once

MOST_POINTS = 4
"""Points of a list on a handout, the first of it. Its letters are large, and the page of the role has all of them."""
MOST_EXAMPLES = 3
"""Points on a poster, which people read from 2 metres away."""


class Sheet(NamedTuple):
    """What each sheet about a role says of it."""

    desk: Desk
    title: str
    picture: str | None
    in_short: str
    local: Local
    reach: Reach
    code: QrCode | None


class OnHandout(NamedTuple):
    """An answer on a handout."""

    answer: Answer
    expired: Holds | None
    """Where what a place itself says has run out, so that this is the national answer."""


class Handout(NamedTuple):
    """What a patient takes home about a role."""

    sheet: Sheet
    answers: tuple[OnHandout, ...]


class Poster(NamedTuple):
    """What hangs on a wall about a role."""

    sheet: Sheet
    points: int
    """The size of the title, with which it fills the sheet from side to side."""
    helps_with: Answer | None
    """Some examples."""
    phone: str | None
    """The number to call, where there is only 1."""
    contacts: Contacts
    """Where there is none, other ways."""
    surgeries: Surgeries
    """Where there are several, all of them."""
    urgent: tuple[str, ...]
    """Urgent help in few words."""


class Posters(NamedTuple):
    """What the poster about everybody shows."""

    desk: Desk
    roles: tuple[Sheet, ...]
    urgent: tuple[str, ...]
    """Urgent help in few words."""


_PRINTED = ("sheets.css",)


def pages(workplace: Workplace, cards: Sequence[StaffCard]) -> Iterator[Page]:
    """The table, the poster of everybody, then what there is of each role that is there."""
    site, slug = workplace.site, workplace.slug
    page = partial(Page, within=at.staff(slug), in_sitemap=False, is_found=False, styles=_PRINTED, lasts=not slug)
    there = [found for found in cards if found.role.available]
    of_all = checked(site, roles=[found.role for found in cards], pcn=True)
    yield page(at.who_to_refer_to(slug), "staff-table", staff_table(workplace, cards), reviewed=of_all)
    of_these = checked(site, roles=[found.role for found in there])
    yield page(at.posters(slug), "posters", posters(workplace, there), reviewed=of_these)
    for found in there:
        role = found.role
        # There is a page for each role that is here, and those come and go.
        page_of_role = partial(page, summary=role.role.in_short, lasts=False, reviewed=checked(site, roles=(role,)))
        yield page_of_role(at.poster(role.id, slug), "poster", poster(workplace, found))
        yield page_of_role(at.handout(role.id, slug), "handout", handout(workplace, found))
        if slug and role.role.easy_read:  # of the PCN, the page of the role in easy read is the sheet
            yield page_of_role(at.easy_read(role.id, slug), "easy-read", easy_read(site, role, workplace.surgery))


def posters(workplace: Workplace, there: Sequence[StaffCard]) -> Posters:
    """The poster of everybody who is there."""
    sheets = tuple(_sheet(workplace, found) for found in there)
    return Posters(desk(workplace), sheets, urgent_in_a_line(workplace.site))


def handout(workplace: Workplace, found: StaffCard) -> Handout:
    """The handout of a role that is there."""
    asked = workplace.site.content.questions.handout
    answers = (found.role.answers[question] for question in asked if question in found.role.answers)
    return Handout(_sheet(workplace, found), tuple(_on_handout(workplace, found.role, each) for each in answers))


def poster(workplace: Workplace, found: StaffCard) -> Poster:
    """The poster of a role that is there."""
    site, sheet = workplace.site, _sheet(workplace, found)
    helps_with = site.answer_for("helps_with", found.role)
    contacts, surgeries = sheet.reach.contacts, sheet.reach.surgeries
    [only] = surgeries.to_call if len(surgeries.to_call) == 1 else [None]
    phone = (None if contacts.for_questions else contacts.phone) or (only.phone if only else None)
    return Poster(
        sheet=sheet,
        points=title_points(sheet.title, others=_lines_below(sheet)),
        helps_with=_first(answer(site, helps_with), MOST_EXAMPLES) if helps_with else None,
        phone=phone,
        contacts=Contacts() if phone else contacts,
        surgeries=Surgeries() if phone else surgeries,
        urgent=urgent_in_a_line(site),
    )


def _lines_below(sheet: Sheet) -> int:
    """Lines of a poster that not every poster has: its other name, 2 for each note, 2 for each further surgery."""
    return bool(sheet.local.national) + 2 * (len(sheet.local.notes) + max(0, len(sheet.reach.surgeries.to_call) - 1))


@once
def _sheet(workplace: Workplace, found: StaffCard) -> Sheet:
    site, role = workplace.site, found.role
    code = qr_code(site, "roles", role.id, role.address)
    return Sheet(
        desk=desk(workplace),
        title=role.title,
        picture=role.role.picture,
        in_short=role.role.in_short,
        local=local_for(site, role, workplace.surgery),
        reach=reach(site, role, workplace.surgery),
        code=code._replace(typed=found.typed) if code else None,
    )


def _on_handout(workplace: Workplace, role: SiteRole, found: SiteAnswer) -> OnHandout:
    where = holds(found)
    return OnHandout(
        _first(answer_there(workplace.site, role, found, workplace.surgery), MOST_POINTS),
        where if where and where.expired else None,
    )


def _first(found: Answer, most: int) -> Answer:
    """An answer with the first points of its list. Of steps, none may be missing."""
    return found if found.is_steps else found._replace(items=found.items[:most])


@lru_cache(1024)
def title_points(title: str, *, others: int = 0) -> int:
    """The largest size at which a title has room above so many other lines, in points. No word of it is broken."""
    room = _HEIGHT - _LINE * others
    sizes = {size: _lines(title, WIDTH / size) * size for size in _SIZES}
    fitting = [size for size, height in sizes.items() if height <= room]
    wanted = (size for size in _LEAST if _lines(title, WIDTH / size) < inf)
    return max(fitting, default=0) or next(wanted, _LEAST[-1])


WIDTH = 530
"""Points from one side of a poster to the other."""
_HEIGHT, _LINE = 212, 20
_SIZES = range(60, 101, 10)
_LEAST = (60, 50, 40)
"""What is left where there is no room: a title with a very long word has to be smaller than 60."""
_LETTERS = {"fijltI.,:;'’()-/": 0.33, "r": 0.39, "mwMW@%&": 0.9, "ABCDEFGHJKLNOPQRSTUVXYZ": 0.72}
"""The widths of bold letters, as parts of their size. Others have 0.6."""


def _lines(title: str, width: float) -> float:
    """How many lines a title takes, in a width that is so many times its size. Endless where a word is too long."""
    lines, room = 1, width
    for word in title.split():
        needed = sum(next((size for some, size in _LETTERS.items() if letter in some), 0.6) for letter in word)
        if needed > width:
            return inf
        if needed + 0.28 > room < width:
            lines, room = lines + 1, width
        room -= needed + (0.28 if room < width else 0)
    return lines
