"""Leaflets to print, as PDFs that a screen reader can read too: the same words as on the pages.

A table in a PDF made here could not say which of its cells are headings, so questions and answers follow each other.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rolecall import qr
from rolecall.load import Workspace
from rolecall.site import Site, SiteAnswer, SiteRole, SiteService
from rolecall.values import in_words

if TYPE_CHECKING:
    import typst

FONTS = ("Arial", "Liberation Sans", "Helvetica", "Helvetica Neue", "DejaVu Sans", "Noto Sans")
"""Of these, the first that the computer has is used. Windows and macOS have Arial."""


class CannotPrint(Exception):
    """Why no leaflet can be made, and what to do, as 2 sentences."""


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code and the address that it leads to, as people type it."""

    svg: str
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what stands below it."""

    heading: str
    texts: Sequence[str] = ()
    items: Sequence[str] = ()
    steps: bool = False
    where: str = ""
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One leaflet. Sizes are points for words and millimetres for codes."""

    name: str
    """Its file, without `.pdf`."""
    title: str
    lead: str
    parts: Sequence[Part]
    foot: str
    size: float
    columns: int = 1
    code: float = 40
    code_below: Code | None = None


def leaflets(site: Site, services: Sequence[str] = ()) -> Iterator[Leaflet]:
    """All leaflets of a PCN: for each role a handout and a poster, one for the waiting room, one of services.

    Of services, those named, else all that are listed.
    """
    for role in site.available_core_roles:
        yield _handout(site, role)
        yield _poster(site, role)
    parts = [_in_short(site, role) for role in site.available_core_roles]
    title = "People who can help you here"
    yield Leaflet("waiting-room", title, "", parts, _foot(site), size=13, columns=2, code=34)
    listed = {one.id: one for one in site.services if one.is_listed}
    chosen = [listed[id] for id in services] if services else [*listed.values()]
    if chosen:
        title = f"Services in {site.short_name}"
        lead = "Services can change. Call or email before you go."
        yield Leaflet("services", title, lead, [_service(site, one) for one in chosen], _foot(site), size=11, columns=2)


def _in_short(site: Site, role: SiteRole) -> Part:
    return Part(role.title, [role.role.in_short, *_reach(site, role)], code=_code(site, role.address))


def _handout(site: Site, role: SiteRole) -> Leaflet:
    said = (role.stand_in(site.all_roles) or role).reach.parts
    where = said[0].where if len(said) == 1 else ""
    parts = [Part("How to reach them", [*_reach(site, role)], where=where)]
    for section in site.content.questions.role_page:
        if not section.folded:
            parts += [_part(site, role.answers[id]) for id in section.questions if id in role.answers]
    if code := _code(site, role.address):
        parts.append(Part("Read this online", code=code))
    return Leaflet(role.id, role.title, role.role.in_short, parts, _foot(site), size=12, columns=2, code=28)


def _poster(site: Site, role: SiteRole) -> Leaflet:
    helps = [_part(site, role.answers["helps_with"])] if "helps_with" in role.answers else []
    parts = [*helps, Part("How to reach them", [*_reach(site, role)])]
    return Leaflet(
        f"{role.id}-poster", role.title, role.role.in_short, parts, _foot(site), size=15, code=55,
        code_below=_code(site, role.address),
    )  # fmt: skip


def _service(site: Site, one: SiteService) -> Part:
    facts = [one.summary, *one.times[:2]]
    facts += [one.service.cost.text] if one.service.cost.text else []
    facts += [
        f"Call {phone.number}" + (f": {phone.text}" if phone.text else "") for phone in one.service.contact.phones
    ]
    if address := _shown(site, one.address):
        facts.append(address)
    return Part(one.service.name, facts, where=one.alert or "")


def _part(site: Site, here: SiteAnswer) -> Part:
    answer, question = here.answer, here.question
    choice = site.content.questions.choices[answer.answer] if answer.answer else ""
    text = ". ".join(words for words in (choice, answer.text) if words)
    lead = question.lead_in if answer.list and question.kind == "list" else None
    texts = [words for words in (text, lead) if words]
    return Part(question.ask, texts, answer.list, question.kind == "steps", here.where)


def _reach(site: Site, role: SiteRole) -> Iterator[str]:
    reach = (role.stand_in(site.all_roles) or role).reach.reach
    yield reach.text or "Ask at your GP surgery."
    if reach.phone:
        yield f"Call {reach.phone}"
    if reach.email:
        yield f"Email {reach.email}"
    if reach.url:
        yield f"Ask online: {reach.url}"


def _shown(site: Site, address: str) -> str:
    return (site.pcn.site_url + address).removeprefix("https://") if site.pcn.site_url else ""


def _code(site: Site, address: str) -> Code | None:
    url = site.pcn.site_url
    return Code(qr.svg(url + address).decode(), _shown(site, address)) if url else None


def _foot(site: Site) -> str:
    checked = f" Last checked: {in_words(site.pcn.checked.date)}." if site.pcn.checked else ""
    return f"{site.name}.{checked}"


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """A leaflet that could not be made, why, and what to do."""

    path: Path
    sentence: str
    fix: str

    def __str__(self) -> str:
        return f"{self.path} was not made: {self.sentence}\n    {self.fix}"


class Printer:
    """Turns leaflets into PDFs, as PDF/UA-1 demands. CannotPrint where the extra or a font is missing."""

    def __init__(self, workspace: Workspace) -> None:
        try:
            import typst
        except ImportError:
            raise CannotPrint('Leaflets need one more package. Install it: pip install "rolecall[pdf]"') from None
        template = workspace.find("theme/leaflets/leaflet.typ")
        assert template, "it comes with Rolecall"
        families = set(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).families())
        self.fonts = [font for font in FONTS if font in families]
        if not self.fonts:
            raise CannotPrint(f"This computer has no font for leaflets. Install {', '.join(FONTS[:2])} or {FONTS[4]}.")
        self.compiler: typst.Compiler = typst.Compiler(template, root=template.parent)
        self.trial: typst.Compiler = typst.Compiler(_TRIAL)
        self.tried: dict[str, bool] = {}

    def pdf(self, leaflet: Leaflet, site: Site) -> bytes:
        """The PDF of a leaflet: tagged, with its title and language. The same leaflet gives the same bytes.

        RuntimeError where it cannot be made, for one where no font has a letter that is in it.
        """
        made = self.compiler.compile(
            sys_inputs={"leaflet": json.dumps(self.data(leaflet, site))}, format="pdf", pdf_standards="ua-1"
        )
        assert isinstance(made, bytes)
        return made

    def data(self, leaflet: Leaflet, site: Site) -> dict[str, Any]:
        """What the template is given."""
        urgent = {"heading": "Urgent help", "items": [line.text for line in site.content.urgent_help.in_brief]}
        return {
            **asdict(leaflet),
            "code-below": asdict(leaflet.code_below) if leaflet.code_below else None,
            "author": site.name,
            "urgent": urgent,
            "fonts": self.fonts,
        }

    def lacking(self, leaflet: Leaflet, site: Site) -> list[str]:
        """The letters of a leaflet that no font of this computer has."""
        letters = sorted(
            {letter for letter in json.dumps(self.data(leaflet, site), ensure_ascii=False) if letter > "~"}
        )
        return [letter for letter in letters if not self.has(letter)]

    def has(self, letter: str) -> bool:
        """Whether some font of this computer has a letter: typst looks in all where the first has not."""
        if letter not in self.tried:
            given = {"letter": letter, "fonts": json.dumps(self.fonts)}
            try:
                self.trial.compile(sys_inputs=given, format="pdf", pdf_standards="ua-1")
                self.tried[letter] = True
            except RuntimeError:
                self.tried[letter] = False
        return self.tried[letter]


_TRIAL = b"""#set document(title: "x")
#set text(lang: "en", font: json(bytes(sys.inputs.fonts)))
#sys.inputs.letter
"""


def printed(
    folder: Path, site: Site, printer: Printer, services: Sequence[str] = ()
) -> Iterator[tuple[Path, bytes | NotPrinted]]:
    """Each leaflet of a PCN as `folder`/<name>.pdf: its bytes, or why there are none."""
    for leaflet in leaflets(site, services):
        path = folder / f"{leaflet.name}.pdf"
        try:
            yield path, printer.pdf(leaflet, site)
        except RuntimeError as error:
            yield path, _not_printed(path, printer.lacking(leaflet, site), error)


def _not_printed(path: Path, lacking: list[str], error: RuntimeError) -> NotPrinted:
    if not lacking:
        return NotPrinted(path, str(error), "Compare theme/leaflets/leaflet.typ with the one that Rolecall ships.")
    shown = " ".join(lacking[:10]) + (" and others" if len(lacking) > 10 else "")
    fonts = " and ".join(dict.fromkeys(_font_for(letter) for letter in lacking))
    return NotPrinted(path, f"no font on this computer has {shown}", f"Install {fonts}, or write it in other letters.")


def _font_for(letter: str) -> str:
    """A font that is free and has a letter: Google's Noto fonts have one for each script."""
    script = unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0]
    if script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC"):
        return "the font Noto Sans CJK"
    if unicodedata.category(letter)[0] in "LM" and script:
        return (
            "the font Noto Sans" if script in ("LATIN", "GREEK", "CYRILLIC") else f"the font Noto Sans {script.title()}"
        )
    return "the fonts Noto Sans Symbols and Noto Emoji"
