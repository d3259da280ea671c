"""What is on each leaflet: the same facts as on the pages.

A table in a PDF made here could not say which of its cells are headings, so questions and answers follow each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from rolecall import addresses as at
from rolecall import qr
from rolecall.pages.answers import Contacts, answer, reach
from rolecall.pages.local import local
from rolecall.pages.parts import another_way
from rolecall.pages.service_on_paper import Fact, on_paper
from rolecall.pages.service_sheet import services_on_sheet
from rolecall.site import Site, SiteAnswer, SiteRole, SiteService
from rolecall.templates import Words

Say = Callable[..., str]
"""What a macro of theme/leaflets/words.html.jinja says, by its name."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code and the address that it leads to, as people type it."""

    svg: str
    address: str
    shows: str
    """What it shows, for who cannot see it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it."""

    heading: str
    texts: Sequence[str] = ()
    items: Sequence[str] = ()
    steps: bool = False
    where: str = ""
    code: Code | None = None
    facts: Sequence[Fact] = ()
    """What stands below its texts, each with what it is about."""
    after: str = ""
    """What stands below those."""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One leaflet. Sizes are points for words and millimetres for codes."""

    name: str
    """Its file, without `.pdf`."""
    title: str
    lead: str
    urgent: Part
    parts: Sequence[Part]
    another_way: Part
    """How to ask for all this in another form."""
    foot: str
    size: float
    columns: int = 1
    small: float = 9.9
    """The size of what stands at its foot."""
    code: float = 40
    code_below: Code | None = None


def leaflets(site: Site, words: Words, services: Sequence[str] = ()) -> Iterator[Leaflet]:
    """All leaflets of a PCN: for each role a handout and a poster, one for the waiting room, one of services.

    Of services, those named, else all that others may read of.
    """
    say = partial(words.of, "leaflets/words")
    urgent = Part(say("urgent_help"), items=[line.text for line in site.content.urgent_help.in_brief])
    foot = say("foot", site.name, site.last_checked)
    leaflet = partial(Leaflet, urgent=urgent, another_way=_another_way(site, words, say), foot=foot)
    for role in site.available_core_roles:
        title = role.title
        lead = " ".join(_about(site, role, words))
        handout = [*_handout(site, role, words)]
        yield leaflet(name=role.id, title=title, lead=lead, parts=handout, size=12, columns=2, code=28)
        yield leaflet(
            name=f"{role.id}-poster", title=title, lead=lead, parts=[*_poster(site, role, words)], size=14,
            code=55, code_below=_code(site, role.address, say),
        )  # fmt: skip
    everybody = [_in_short(site, role, words) for role in site.available_core_roles]
    yield leaflet(name="waiting-room", title=say("waiting_room"), lead="", parts=everybody, size=11, columns=2, code=28)
    listed = {service.id: service for service in site.services if service.is_listed}
    chosen = [listed[id] for id in services] if services else services_on_sheet(site)
    if chosen:
        title, lead = say("services", site.short_name), say("services_can_change")
        sheet = [_service(site, service, words) for service in chosen]
        # Each says when it was checked, so that no one day stands at the foot.
        yield leaflet(
            name="services", title=title, lead=lead, parts=sheet, foot=say("foot", site.name, None), size=12,
            small=12,
        )  # fmt: skip


def _another_way(site: Site, words: Words, say: Say) -> Part:
    way = another_way(site)
    component = partial(words.of, "components/another-way")
    texts = [text for text in (component("words", way), component("in_person", way)) if text]
    return Part(component("heading"), texts, [*_ways(way.contacts, say)])


def _about(site: Site, role: SiteRole, words: Words) -> Iterator[str]:
    """What a role does, and what is so of it here."""
    facts = local(site, role)
    yield role.role.in_short
    if facts.national:
        yield words.of("leaflets/words", "also_called", facts)
    yield from (words.of("components/local", "sentence", facts, note) for note in facts.notes)


def _in_short(site: Site, role: SiteRole, words: Words) -> Part:
    texts = [" ".join(_about(site, role, words)), *_reach(site, role, words)]
    return Part(role.title, texts, code=_code(site, role.address, partial(words.of, "leaflets/words")))


def _handout(site: Site, role: SiteRole, words: Words) -> Iterator[Part]:
    say, place = _say(words)
    parts = (role.stand_in(site.all_roles) or role).reach.parts
    where = parts[0].where if len(parts) == 1 else None
    yield Part(say("how_to_reach"), [*_reach(site, role, words)], where=place(where) if where else "")
    handout = site.content.questions.handout
    yield from (_answer(site, role.answers[id], words) for id in handout if id in role.answers)
    if code := _code(site, role.address, say):
        yield Part(say("read_online"), code=code)


def _poster(site: Site, role: SiteRole, words: Words) -> Iterator[Part]:
    if helps := site.answer_for("helps_with", role):
        yield _answer(site, helps, words)
    yield Part(words.of("leaflets/words", "how_to_reach"), [*_reach(site, role, words)])


def _say(words: Words) -> tuple[Say, Say]:
    """What leaflets say, and where something holds."""
    return partial(words.of, "leaflets/words"), partial(words.of, "components/answer", "place")


def _service(site: Site, service: SiteService, words: Words) -> Part:
    paper = on_paper(site, service, words)
    return Part(paper.heading, [paper.summary], facts=paper.facts, after=paper.checked)


def _answer(site: Site, found: SiteAnswer, words: Words) -> Part:
    say, place = _say(words)
    given = answer(site, found)
    text = say("answer", given.choice, given.text) if given.choice and given.text else given.choice or given.text
    lead = given.lead_in if given.items and not given.is_steps else None
    where = place(found.where) if found.where else ""
    return Part(given.ask, [part for part in (text, lead) if part], given.items, given.is_steps, where)


def _reach(site: Site, role: SiteRole, words: Words) -> Iterator[str]:
    say, _ = _say(words)
    found = reach(site, role)
    yield found.text or say("ask_at_surgery")
    yield from _ways(found.contacts, say)
    yield from (say("call_surgery", *surgery) for surgery in found.surgeries.to_call)
    if found.self_refer:
        yield words.of("components/answer", "refer_yourself", found.self_refer)


def _ways(ways: Contacts, say: Say) -> Iterator[str]:
    if ways.phone:
        yield say("call", ways.phone)
    if ways.email:
        yield say("email", ways.email)
    if ways.url:
        yield say("ask_online", ways.url)


def _code(site: Site, address: str, say: Say) -> Code | None:
    url = site.pcn.site_url
    if not url:
        return None
    typed = at.typed(url, address)
    return Code(qr.svg(at.whole(url, address)).decode(), typed, say("code", typed))
