"""SVG in which nothing runs and which loads nothing, also when it is opened by itself.

It is read by a parser of XML, as a browser reads it, and held to a list of what a drawing is made of.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.parsers import expat

from rolecall.pictures.parts import Unfit

_SVG = "http://www.w3.org/2000/svg"
_THAT_RUN = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2001/xml-events")
"""Kinds of elements that do something in a browser and are no part of a drawing. What programs note is in others."""

_DRAWING = """
    svg g defs symbol use switch title desc metadata style view a image
    path rect circle ellipse line polyline polygon text tspan tref textPath altGlyph
    linearGradient radialGradient meshgradient meshrow meshpatch meshGradient meshRow meshPatch stop solidColor
    solidcolor pattern hatch hatchpath clipPath mask marker filter color-profile
    feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
    feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
    feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    animate animateColor animateMotion animateTransform mpath set
    font font-face font-face-src font-face-name glyph glyphRef missing-glyph hkern vkern
    flowRoot flowRegion flowRegionExclude flowPara flowSpan flowDiv flowLine flowTref
"""
_KNOWN = frozenset(_DRAWING.split())
_RUNS = {"script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"}
_MOVES = {"animate", "animatecolor", "animatemotion", "animatetransform", "set"}
_LINKS = {"href", "src"}

_EVENT = re.compile(r"on[a-z]+", re.IGNORECASE)
_INSIDE = re.compile(r"#\S*")
_SCHEME = re.compile(r"(javascript|vbscript|livescript|mocha):|^data:", re.IGNORECASE)
_LOADS = re.compile(
    r"@import|\b(url|src)\((?!\s*[\"']?#)|\bimage(-set)?\(|\bexpression\(|-moz-binding|behavior\s*:", re.IGNORECASE
)
_ESCAPED = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)

_XLINK = "http://www.w3.org/1999/xlink"
_OF_DRAWINGS = (_SVG, _XLINK, "http://www.w3.org/XML/1998/namespace")
ElementTree.register_namespace("", _SVG)
ElementTree.register_namespace("xlink", _XLINK)

_SAVE = "Save it as plain SVG, without scripts, or as png."


class _Found(Exception):
    """The first thing for which a picture is not published, and its line."""


def checked(data: bytes) -> bytes | Unfit:
    """The drawing alone, or why it is not to be published. One in which nobody noted anything keeps its bytes."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return Unfit("this picture is not in UTF-8", _SAVE)
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    reader = _Reader(parser)
    try:
        parser.Parse(data, True)
    except _Found as found:
        return Unfit(f"in line {parser.CurrentLineNumber} of this picture, {found}", _SAVE)
    except expat.ExpatError as error:
        sentence = f"line {error.lineno} of this picture cannot be read"
        return Unfit(sentence, "Save it as plain SVG again, or copy it here again.")
    return Unfit("this is not an SVG picture", _SAVE) if reader.top != f"{_SVG} svg" else _without_notes(data)


def _without_notes(data: bytes) -> bytes | Unfit:
    """A drawing without comments, and without what programs note in it: names, folders, days, how it was made."""
    root = ElementTree.fromstring(data)
    noted = b"<!--" in data
    for element in root.iter():
        for child in list(element):
            space, _, local = child.tag[1:].rpartition("}")
            if space != _SVG or local == "metadata":
                element.remove(child)
                noted = True
        for name in list(element.attrib):
            if name.startswith("{") and name[1:].partition("}")[0] not in _OF_DRAWINGS:
                del element.attrib[name]
                noted = True
    try:
        return ElementTree.tostring(root, encoding="utf-8") if noted else data
    except RecursionError:
        return Unfit("this picture has too many parts inside each other", _SAVE)


class _Reader:
    """What the parser calls for each part of a picture."""

    def __init__(self, parser: expat.XMLParserType) -> None:
        self.top = ""
        self.styles = 0
        self.style = ""
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = self.doctype
        parser.ProcessingInstructionHandler = self.instruction

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "utf8"):
            raise _Found(f"the encoding is {encoding}, and it has to be UTF-8")

    def doctype(self, *_: object) -> None:
        raise _Found("there is a DOCTYPE, which can bring in text from elsewhere")

    def instruction(self, target: str, data: str) -> None:
        if target != "xpacket":  # with which Illustrator frames its notes
            raise _Found(f'there is an instruction "{target}" to other programs')

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.top = self.top or name
        kind, _, local = name.rpartition(" ")
        if local.lower() in _RUNS or kind in _THAT_RUN or (kind == _SVG and local not in _KNOWN):
            raise _Found(f"<{local}> is not part of a drawing")
        if local == "style":
            self.styles += 1
        for whole, value in attributes.items():
            self.attribute(local, whole.rpartition(" ")[2], value)

    def attribute(self, element: str, name: str, value: str) -> None:
        """Raises what is wrong with one attribute, whatever its prefix."""
        if _EVENT.fullmatch(name):
            raise _Found(f'"{name}" runs a script')
        tidy = "".join(value.split())
        if name.lower() in _LINKS and tidy and not _INSIDE.fullmatch(value.strip()):
            raise _Found(f'"{name}" leads out of the picture')
        if name == "base" and tidy:
            raise _Found(f'"{name}" leads out of the picture')
        if name == "attributeName" and element.lower() in _MOVES:
            target = tidy.rpartition(":")[2]
            if target.lower() in _LINKS or _EVENT.fullmatch(target):
                raise _Found(f'"{target}" is changed while the picture is shown')
        if _SCHEME.search("".join(char for char in value if char > " ")):
            raise _Found(f'"{name}" runs a script or holds another file')
        _look_at_style(value, name)

    def text(self, data: str) -> None:
        if self.styles:
            self.style += data

    def end(self, name: str) -> None:
        if name.rpartition(" ")[2] == "style":
            self.styles -= 1
            if not self.styles:
                _look_at_style(self.style, "style")
                self.style = ""


def _look_at_style(text: str, where: str) -> None:
    """Raises what a style would load, as it stands and as a browser reads its escapes."""
    plain = _ESCAPED.sub(lambda found: _letter(found[1]) if found[1] else found[2], text)
    for form in {text, plain}:
        if found := _LOADS.search(form):
            raise _Found(f'"{where}" holds {found[0].strip()}…, which loads something')


def _letter(digits: str) -> str:
    code = int(digits, 16)
    return chr(code) if 0 < code < 0x110000 else "\N{REPLACEMENT CHARACTER}"
