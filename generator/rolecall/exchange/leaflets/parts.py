"""What is on each leaflet: the same values as on the sheets of the site, in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from rolecall.exchange.leaflets.leaflet import Code, Frame, Leaflet, Line, Part
from rolecall.exchange.leaflets.table import table
from rolecall.exchange.leaflets.texts import Say, also, answer, code, notes, reach, ways, ways_in
from rolecall.pages.checked import checked
from rolecall.pages.handouts import Sheet, handout, poster, posters
from rolecall.pages.parts import another_way, desk, urgent_in_a_line
from rolecall.pages.roles import easy_read
from rolecall.pages.service_on_paper import on_paper
from rolecall.pages.service_sheet import services_on_sheet
from rolecall.site import Site, SiteService, StaffCard, Workplace, staff_cards
from rolecall.templates import Words

USUAL, LARGE = 14, 18
"""Points of the letters of a handout."""


def leaflets(
    site: Site, words: Words, services: Sequence[str] = (), *, surgery: str = "", large: bool = False
) -> Iterator[Leaflet]:
    """All leaflets of a PCN, or those of the surgery with this slug.

    Of each role that is there a handout, the same in easy read and a poster; one poster of everybody, one table of whom
    to refer to, and one sheet of services: those named, else all that others may read of. With `large`, handouts in
    large print too.
    """
    workplace = Workplace(site, next((each for each in site.practices if each.slug == surgery), None))
    frame = _frame(workplace, words)
    cards = staff_cards(workplace)
    there = [found for found in cards if found.role.available]
    for found in there:
        yield (usual := _handout(workplace, found, words, frame))
        if large:
            yield replace(usual, name=f"{usual.name}-large", size=LARGE, title_size=30)
        if found.role.role.easy_read:
            yield _easy_read(workplace, found, words, frame)
        yield _poster(workplace, found, words, frame)
    yield _posters(workplace, there, words, frame)
    yield table(workplace, cards, words, frame, _foot(site, words, _checked(site, cards, pcn=True)))
    listed = {service.id: service for service in site.services if service.is_listed}
    if chosen := [listed[id] for id in services] if services else services_on_sheet(site):
        yield _services(site, chosen, words, frame)


def _frame(workplace: Workplace, words: Words) -> Frame:
    site, found = workplace.site, desk(workplace)
    say, way = partial(words.of, "leaflets/words"), another_way(workplace.site)
    component = partial(words.of, "components/another-way")
    texts = [text for text in (component("words", way), component("in_person", way)) if text]
    help = site.content.urgent_help
    urgent = Part(say("urgent_help"), items=[line.text for line in help.in_brief], note=help.not_a_crisis_service)
    return Frame(
        site.name, say("desk", found), urgent, urgent_in_a_line(site),
        Part(component("heading"), [*texts, *ways(way.contacts, say)]),
    )  # fmt: skip


def _foot(site: Site, words: Words, day: date | None) -> str:
    return words.of("leaflets/words", "foot", site.name, day)


def _checked(site: Site, cards: Sequence[StaffCard], *, pcn: bool = False) -> date | None:
    return checked(site, roles=[found.role for found in cards], pcn=pcn)


def _handout(workplace: Workplace, found: StaffCard, words: Words, frame: Frame) -> Leaflet:
    site, shown = workplace.site, handout(workplace, found)
    sheet = shown.sheet
    return Leaflet(
        kind="handout", name=found.role.id, title=sheet.title, frame=frame,
        foot=_foot(site, words, _checked(site, [found])), size=USUAL, title_size=24, lead=sheet.in_short,
        also=also(sheet.local, words), notes=[*notes(sheet.local, words)], picture=words.drawing(sheet.picture),
        reach=_way_in(site, sheet, words),
        parts=[answer(each.answer, words, expired=each.expired) for each in shown.answers],
    )  # fmt: skip


def _easy_read(workplace: Workplace, found: StaffCard, words: Words, frame: Frame) -> Leaflet:
    site, shown = workplace.site, easy_read(workplace.site, found.role, workplace.surgery)
    say = partial(words.of, "leaflets/words")
    return Leaflet(
        kind="easy-read", name=f"{found.role.id}-easy-read", title=words.title("easy-read", shown), frame=frame,
        foot=_foot(site, words, _checked(site, [found])), size=USUAL, title_size=20,
        also=also(shown.local, words), notes=[*notes(shown.local, words)],
        reach=Part(say("how_to_ask"), [*reach(shown.reach, words)]),
        parts=[Part(say("what_they_do"))],
        lines=[Line(line.text, words.drawing(line.picture)) for line in shown.lines],
    )  # fmt: skip


def _poster(workplace: Workplace, found: StaffCard, words: Words, frame: Frame) -> Leaflet:
    site, shown = workplace.site, poster(workplace, found)
    sheet = shown.sheet
    say = partial(words.of, "leaflets/words")
    others = [*ways_in(shown.contacts, shown.surgeries, words)]
    if sheet.reach.self_refer:
        others.append(words.of("components/answer", "refer_yourself", sheet.reach.self_refer))
    way_in = Part(
        say("how_to_reach"), [sheet.reach.text or say("ask_at_surgery")], after=others,
        phone=shown.phone or "", before_phone=say("call", "") if shown.phone else "", code=_code(site, sheet, say),
    )  # fmt: skip
    return Leaflet(
        kind="poster", name=f"{found.role.id}-poster", title=sheet.title, frame=frame,
        foot=_foot(site, words, _checked(site, [found])), size=18, title_size=shown.points, lead=sheet.in_short,
        also=also(sheet.local, words), notes=[*notes(sheet.local, words)], picture=words.drawing(sheet.picture),
        reach=way_in,
        parts=[answer(shown.helps_with, words)] if shown.helps_with else [],
    )  # fmt: skip


def _posters(workplace: Workplace, there: Sequence[StaffCard], words: Words, frame: Frame) -> Leaflet:
    site, shown = workplace.site, posters(workplace, there)
    return Leaflet(
        kind="posters", name="waiting-room", title=words.title("posters", shown), frame=frame,
        foot=_foot(site, words, _checked(site, there)), size=13, title_size=22,
        parts=[_in_short(site, sheet, words) for sheet in shown.roles],
    )  # fmt: skip


def _in_short(site: Site, sheet: Sheet, words: Words) -> Part:
    also_called = [also(sheet.local, words)] if sheet.local.national else []
    texts = [sheet.in_short, *also_called, *notes(sheet.local, words), *reach(sheet.reach, words)]
    say = partial(words.of, "leaflets/words")
    return Part(sheet.title, texts, picture=words.drawing(sheet.picture), code=_code(site, sheet, say))


def _way_in(site: Site, sheet: Sheet, words: Words) -> Part:
    say = partial(words.of, "leaflets/words")
    return Part(say("how_to_reach"), [*reach(sheet.reach, words)], code=_code(site, sheet, say))


def _code(site: Site, sheet: Sheet, say: Say) -> Code | None:
    return code(site, sheet.local.id, sheet.code, say)


def _services(site: Site, chosen: Sequence[SiteService], words: Words, frame: Frame) -> Leaflet:
    say = partial(words.of, "leaflets/words")
    # Each says when it was checked, so that no one day stands at the foot.
    return Leaflet(
        kind="services", name="services", title=say("services", site.short_name), frame=frame,
        foot=_foot(site, words, None), size=12, title_size=18, lead=say("services_can_change"),
        parts=[_service(site, service, words) for service in chosen],
    )  # fmt: skip


def _service(site: Site, service: SiteService, words: Words) -> Part:
    paper = on_paper(site, service, words)
    return Part(paper.heading, [paper.summary], facts=paper.facts, note=paper.checked)
