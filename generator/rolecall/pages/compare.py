"""Comparisons: of all core roles that people can see here, and of each 2 of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple

from rolecall import addresses as at
from rolecall.model import Question
from rolecall.pages.answers import AnswerInFull, InShort, answer_in_full, common, in_short
from rolecall.pages.checked import checked
from rolecall.pages.local import Local, local
from rolecall.pages.page import Link, Page
from rolecall.site import Site, SiteRole


class GlanceRow(NamedTuple):
    """A question in a few words, and what each role answers. None where nothing is known."""

    title: str
    cells: tuple[InShort | None, ...]
    table: str
    """The id of the table that has the answers in full."""


class Glance(NamedTuple):
    """Answers of roles in a few words, side by side."""

    roles: tuple[Link, ...]
    """By their short titles."""
    rows: tuple[GlanceRow, ...]


class Row(NamedTuple):
    """A question, and what each role answers."""

    ask: str
    cells: tuple[AnswerInFull | None, ...]


class Table(NamedTuple):
    """One table of a comparison: its rows are the questions that somebody answers, those first where roles differ."""

    id: str
    title: str
    roles: tuple[str, ...]
    rows: tuple[Row, ...]


class Difference(NamedTuple):
    """What sets a role apart, in a sentence."""

    id: str
    role: Link
    in_short: str
    national: str
    """Its national name, within a sentence. Empty where that is its title here."""


class Comparison(NamedTuple):
    """What is said of roles side by side."""

    glance: Glance
    same: tuple[str, ...]
    """What is the same for all of them."""
    local: tuple[Local, ...]
    """Those of which something is so here and not everywhere."""
    differences: tuple[Difference, ...]
    tables: tuple[Table, ...]


class PairLink(NamedTuple):
    """A way to a comparison of 2 roles: the short title of the first, and of the second within a sentence."""

    address: str
    first: str
    second: str


class Compare(NamedTuple):
    """What the comparison of all roles shows."""

    all: Comparison
    pairs: tuple[PairLink, ...]
    """Ways to compare 2 of them, where there are more than 2."""


class Pair(NamedTuple):
    """What the comparison of 2 roles shows."""

    first: str
    second: str
    both: Comparison
    reach: tuple[Link, ...]
    has_others: bool
    """Whether there are more roles to compare."""


def pages(site: Site) -> Iterator[Page]:
    """The comparison of all roles, then those of 2."""
    roles = site.available_core_roles
    pairs = [*combinations(roles, 2)]
    absent = tuple(local(site, role) for role in site.core_roles if not role.available)
    compared = _comparison(site, roles)
    compared = compared._replace(local=(*compared.local, *absent))
    links = tuple(pair_link(*pair) for pair in pairs) if len(roles) > 2 else ()
    reviewed = checked(site, roles=site.core_roles)
    page = partial(Page, styles=("compare.css",))
    yield page(at.COMPARE, "compare", Compare(compared, links), reviewed=reviewed)
    for pair in pairs:
        day = checked(site, roles=pair)
        yield page(pair_link(*pair).address, "pair", _pair(site, pair), within=at.COMPARE, reviewed=day, lasts=False)


def pair_link(first: SiteRole, second: SiteRole) -> PairLink:
    """The way to the comparison of 2 roles."""
    return PairLink(at.pair(first.id, second.id), first.short_title, second.short_title_within)


def _pair(site: Site, pair: tuple[SiteRole, SiteRole]) -> Pair:
    link, both = pair_link(*pair), _comparison(site, pair)
    rows = (*both.glance.rows, *_other_differences(site, pair))
    return Pair(
        first=link.first,
        second=link.second,
        both=both._replace(glance=both.glance._replace(rows=rows)),
        reach=tuple(Link(at.how_to_reach(role.id), role.short_title_within) for role in pair),
        has_others=len(site.available_core_roles) > 2,
    )


def _comparison(site: Site, roles: Sequence[SiteRole]) -> Comparison:
    rows = tuple(_glance_row(site, roles, row.question, row.title) for row in site.content.questions.at_a_glance)
    locals = [_local(site, role, roles) for role in roles]
    return Comparison(
        glance=Glance(tuple(Link(role.address, role.short_title) for role in roles), rows),
        same=tuple(_same(site, roles)) if len(roles) > 1 else (),
        local=tuple(found for found in locals if found.notes),
        differences=tuple(
            Difference(role.id, Link(role.address, role.title), role.role.in_short, found.national)
            for role, found in zip(roles, locals, strict=True)
        ),
        tables=tuple(_tables(site, roles)),
    )


def _local(site: Site, role: SiteRole, roles: Sequence[SiteRole]) -> Local:
    """What is so of a role here. That it does the job of another of `roles` too is said of that one."""
    found, compared = local(site, role), {other.address for other in roles}
    notes = (
        note for note in found.notes if not (note.kind == "also" and note.other and note.other.address in compared)
    )
    return found._replace(notes=tuple(notes))


def _glance_row(site: Site, roles: Sequence[SiteRole], question: str, title: str) -> GlanceRow:
    table = next(group.id for group in site.patient_groups if question in {asked.id for asked in group.questions})
    return GlanceRow(title, tuple(in_short(site, role, question) for role in roles), table)


def _other_differences(site: Site, roles: Sequence[SiteRole]) -> Iterator[GlanceRow]:
    """What other pages say in a few words and the table at a glance leaves out, where these roles differ."""
    known = {row.question for row in site.content.questions.at_a_glance}
    titles = {row.question: row.title for row in site.content.questions.role_in_short}
    for question in _questions(site):
        in_few_words = question.same or question.id in titles
        if in_few_words and question.id not in known and not common(site, roles, question.id):
            row = _glance_row(site, roles, question.id, titles.get(question.id, question.ask))
            if all(cell and cell.words for cell in row.cells):
                yield row


def _same(site: Site, roles: Sequence[SiteRole]) -> Iterator[str]:
    for question in _questions(site):
        if question.same and common(site, roles, question.id) == question.same.answer:
            yield question.same.words


def _questions(site: Site) -> Iterator[Question]:
    for group in site.patient_groups:
        yield from group.questions


def _tables(site: Site, roles: Sequence[SiteRole]) -> Iterator[Table]:
    """The comparison of these roles for patients, by table."""

    def cell(role: SiteRole, question: Question) -> AnswerInFull | None:
        found = role.answers.get(question.id)
        return answer_in_full(site, role, found) if found else None

    for group in site.patient_groups:
        asked = [question for question in group.questions if any(question.id in role.answers for role in roles)]
        asked.sort(key=lambda question: bool(common(site, roles, question.id)))  # those that differ first
        rows = tuple(Row(question.ask, tuple(cell(role, question) for role in roles)) for question in asked)
        if rows:
            yield Table(group.id, group.title, tuple(role.title for role in roles), rows)
