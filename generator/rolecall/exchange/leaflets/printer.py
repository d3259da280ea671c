"""Leaflets as PDFs, by the one program here that tags them for screen readers. The one module that imports typst."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rolecall.exchange.leaflets.leaflet import Leaflet
from rolecall.exchange.leaflets.parts import leaflets
from rolecall.language import LANGUAGE
from rolecall.load import Workspace
from rolecall.site import Site
from rolecall.templates import Words

if TYPE_CHECKING:
    import typst

FONTS = ("Arial", "Liberation Sans", "Helvetica", "Helvetica Neue", "DejaVu Sans", "Noto Sans")
"""Of these, the first that the computer has is used. Windows and macOS have Arial."""


class CannotPrint(Exception):
    """Why no leaflet can be made, and what to do, as 2 sentences."""


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """A leaflet that could not be made, why, and what to do."""

    path: Path
    sentence: str
    fix: str

    def __str__(self) -> str:
        return f"{self.path} was not made: {self.sentence}\n    {self.fix}"


class Printer:
    """Turns leaflets into PDFs, as PDF/UA-1 demands. CannotPrint where that package or a font is missing."""

    def __init__(self, workspace: Workspace) -> None:
        try:
            import typst
        except ImportError:
            raise CannotPrint("Leaflets need one more package. Install it: pip install typst") from None
        template = workspace.find("theme/leaflets/leaflet.typ")
        assert template, "it comes with Rolecall"
        families = set(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).families())
        self.fonts = [font for font in FONTS if font in families]
        if not self.fonts:
            raise CannotPrint(f"This computer has no font for leaflets. Install {', '.join(FONTS[:2])} or {FONTS[4]}.")
        self.compiler: typst.Compiler = typst.Compiler(template, root=template.parent)
        self.trial: typst.Compiler = typst.Compiler(_TRIAL)
        self.trial_of_picture: typst.Compiler = typst.Compiler(_TRIAL_OF_PICTURE)
        self.tried: dict[str, bool] = {}

    def pdf(self, leaflet: Leaflet, logo: bytes | None = None) -> bytes:
        """The PDF of a leaflet: tagged, with its title and language. The same leaflet gives the same bytes.

        RuntimeError where it cannot be made, for one where no font has a letter that is in it.
        """
        made = self.compiler.compile(
            sys_inputs={"leaflet": json.dumps(self.data(leaflet, logo))}, format="pdf", pdf_standards="ua-1"
        )
        assert isinstance(made, bytes)
        return made

    def data(self, leaflet: Leaflet, logo: bytes | None = None) -> dict[str, Any]:
        """What the template is given."""
        language, _, region = LANGUAGE.partition("-")
        return {
            **asdict(leaflet),
            "logo": [*logo] if logo else None,
            "fonts": self.fonts,
            "language": language,
            "region": region,
        }

    def draws(self, logo: bytes) -> bool:
        """Whether a picture is one that can be printed."""
        try:
            given = {"picture": json.dumps([*logo])}
            self.trial_of_picture.compile(sys_inputs=given, format="pdf", pdf_standards="ua-1")
        except RuntimeError:
            return False
        return True

    def lacking(self, leaflet: Leaflet) -> list[str]:
        """The letters of a leaflet that no font of this computer has."""
        letters = sorted({letter for letter in json.dumps(self.data(leaflet), ensure_ascii=False) if letter > "~"})
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

_TRIAL_OF_PICTURE = b"""#set document(title: "x")
#pdf.artifact(image(bytes(json(bytes(sys.inputs.picture)))))
"""


class Wanted(NamedTuple):
    """Which leaflets of a PCN somebody wants."""

    services: Sequence[str] = ()
    """Those of the sheet of services. Empty for all."""
    surgery: str = ""
    """The slug of the surgery whose they are. Empty for those of the PCN."""
    large: bool = False
    """Whether handouts in large print too."""


def printed(
    folder: Path, site: Site, printer: Printer, words: Words, *, wanted: Wanted, logo: bytes | None = None
) -> Iterator[tuple[Path, bytes | NotPrinted]]:
    """Each leaflet as `folder`/<name>.pdf: its bytes, or why there are none. TemplateMistake from `words`."""
    drawn = logo if logo and printer.draws(logo) else None
    for leaflet in leaflets(site, words, wanted.services, surgery=wanted.surgery, large=wanted.large):
        path = folder / f"{leaflet.name}.pdf"
        try:
            yield path, printer.pdf(leaflet, drawn)
        except RuntimeError as error:
            yield path, _not_printed(path, printer.lacking(leaflet), error)


def _not_printed(path: Path, lacking: list[str], error: RuntimeError) -> NotPrinted:
    if not lacking:
        return NotPrinted(path, str(error), "Compare theme/leaflets/leaflet.typ with the one that Rolecall ships.")
    shown = " ".join(lacking[:10]) + (" and others" if len(lacking) > 10 else "")
    fonts = " and ".join(dict.fromkeys(_font_for(letter) for letter in lacking))
    return NotPrinted(path, f"no font on this computer has {shown}", f"Install {fonts}, or write it in other letters.")


_IN_NOTO_SANS = ("LATIN", "GREEK", "CYRILLIC", "COMBINING", "MODIFIER")
"""How the names of letters and marks begin that Noto Sans has."""


def _font_for(letter: str) -> str:
    """A font that is free and has a letter: Google's Noto fonts have one for each script."""
    script = unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0]
    if script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH"):
        return "the font Noto Sans CJK"
    if unicodedata.category(letter)[0] in "LM" and script:
        return "the font Noto Sans" if script in _IN_NOTO_SANS else f"the font Noto Sans {script.title()}"
    return "the fonts Noto Sans Symbols and Noto Emoji"
