"""Templates, and what they know beside the data that they are given. The one module that imports jinja2."""

from __future__ import annotations

import gettext
import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import jinja2
from jinja2 import nodes
from jinja2.ext import InternationalizationExtension
from jinja2.parser import Parser
from markupsafe import Markup, escape

from rolecall import addresses
from rolecall.bundled import icons
from rolecall.heights import frame_height
from rolecall.language import clock, in_words, in_words_short, listed, pounds, weekday
from rolecall.load import Workspace
from rolecall.pictures import Unfit, cleaned
from rolecall.places import Place, Problem
from rolecall.prose import safe_html
from rolecall.templates.code import Environment
from rolecall.templates.kept import kept

Templates = jinja2.Environment
"""Templates of a workspace, ready to fill in."""


TRANSLATIONS = gettext.NullTranslations()
"""The words of templates in the site's language. English is what they are written in."""


_WHOLE = re.compile(r"\{% trans %\}(\S[^{}%\n]*\S)\{% endtrans %\}(\n?)")
"""A sentence on one line, without slots. A line that ends with it goes on in the next, as Jinja's blocks do."""


class _Translated(InternationalizationExtension):
    """`{% trans %}` whose sentence is looked up when a template is read, and not each time that it is filled in.

    A sentence with slots becomes its parts, as if they stood in the template.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Sentences without slots are there before the template is even read, which is most of them."""
        return _WHOLE.sub(lambda found: TRANSLATIONS.gettext(found[1]) + ("{#\n+#}" if found[2] else ""), source)

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        parsed = super().parse(parser)
        return [_parts(node) for node in (parsed if isinstance(parsed, list) else [parsed])]


def _parts(node: nodes.Node) -> nodes.Node:
    call = node.nodes[0] if isinstance(node, nodes.Output) else None
    if not (isinstance(call, nodes.Call) and isinstance(call.node, nodes.Name) and call.node.name == "gettext"):
        return node  # a sentence whose form depends on a number
    sentence = call.args[0]
    assert isinstance(sentence, nodes.Const)
    slots = {slot.key: slot.value for slot in call.kwargs}
    parts: list[nodes.Expr] = []
    for at, part in enumerate(re.split(r"%\((\w+)\)s", TRANSLATIONS.gettext(sentence.value))):
        if at % 2:
            parts.append(slots[part])
        elif part:
            parts.append(nodes.TemplateData(part.replace("%%", "%")))
    return nodes.Output(parts, lineno=node.lineno)


class TemplateMistake(Exception):
    """A template cannot be filled in. `places` are those in templates that led there, the deepest last."""

    def __init__(self, places: tuple[Place, ...], sentence: str) -> None:
        super().__init__(places, sentence)  # so that it comes whole from another process
        self.places, self.sentence = places, sentence

    def __str__(self) -> str:
        return f"{self.places[-1]}: {self.sentence}"

    @property
    def problem(self) -> Problem:
        """What is wrong, at the deepest place."""
        return Problem(self.places[-1], self.sentence, kind="template")

    def within(self, workspace: Workspace) -> Problem | None:
        """The problem, if a template of the workspace's own is at fault. None where it is one that we ship."""
        theirs = [place for place in self.places if Path(place.file).is_relative_to(workspace.root / "theme")]
        if not theirs:
            return None
        place = replace(theirs[-1], file=workspace.shown(Path(theirs[-1].file)))
        return Problem(place, self.sentence, "Compare it with the shipped template of the same name.", kind="template")


def environment(folders: Sequence[Path | str]) -> Templates:
    """Templates from the first of the folders that has them. Text is escaped, and a misspelt name stops the build."""
    env = Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        extensions=[_Translated],
        autoescape=True,
        auto_reload=False,  # a preview reads its templates anew each time
        cache_size=-1,  # all of them
        optimized=False,  # constants are few here, and looking for them takes longer
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # The sentences of another language would be in the code.
        bytecode_cache=kept() if type(TRANSLATIONS) is gettext.NullTranslations else None,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(TRANSLATIONS, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(_sentences(TRANSLATIONS))
    env.filters.update(
        day=in_words, day_short=in_words_short, listed=_listed, clock=clock, weekday=weekday, pounds=pounds
    )
    env.filters.update(tel=_tel, mailto=_mailto, prose=_prose, frame_height=frame_height, in_script=_in_script)
    env.filters.update(unstopped=_unstopped)
    env.globals.update(icon=cache(partial(_icon, env)), at=addresses)
    return env


def _sentences(words: gettext.NullTranslations) -> dict[str, Callable[..., Markup]]:
    """What Jinja's own functions for sentences do, but once for a sentence."""
    sentence = lru_cache(1024)(lambda text: Markup(words.gettext(text)))

    def of_a_number(text: str, others: str, number: int, /, **slots: object) -> Markup:
        return Markup(words.ngettext(text, others, number)) % {"num": number, **slots}

    def of(text: str, /, **slots: object) -> Markup:
        return sentence(text) % slots

    return {"_": of, "gettext": of, "ngettext": of_a_number}


def theme_folders(workspace: Workspace) -> list[Path]:
    """Where templates lie: the workspace's own first, then the shipped ones."""
    bases = dict.fromkeys([workspace.root / "theme", workspace.shipped / "theme"])
    return [folder for base in bases for folder in (base, base / "shell") if folder.is_dir()]


def filled(env: Templates, template: str, **values: object) -> Markup:
    """A template with its values."""
    with _mistakes():
        return Markup(env.get_template(template).render(**values))


def filled_in_parts(env: Templates, template: str, **values: object) -> bytes:
    """The same as a file, of which only a part is text at any time: the report of an import has 40 MB."""
    file = BytesIO()
    with _mistakes():
        parts = env.get_template(template).stream(**values)
        parts.enable_buffering(1000)
        parts.dump(file, "utf-8", "replace")
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Words:
    """What templates say, as text without markup. TemplateMistake where they cannot say it."""

    env: Templates

    def title(self, template: str, data: object) -> str:
        """The heading of a page: the block `title` of its template, or of the shipped one where that has none."""
        with _mistakes():
            name = f"pages/{template}.html.jinja"
            page = self.env.get_template(name)
            if "title" not in page.blocks:
                page = _shipped(self.env).get_template(name)
            return _text("".join(page.blocks["title"](page.new_context({"data": data}))))

    def of(self, template: str, macro: str, *values: object) -> str:
        """What a macro of a component writes, or that of the shipped one where it has none."""
        with _mistakes():
            name = f"{template}.html.jinja"
            module = self.env.get_template(name).module
            if not hasattr(module, macro):
                module = _shipped(self.env).get_template(name).module
            return _text(getattr(module, macro)(*values))

    def drawing(self, name: str | None) -> str:
        """The picture of this name as an SVG for paper, where nothing is tinted. Empty without a name."""
        if not name:
            return ""
        with _mistakes():
            icon = str(self.env.globals["icon"](name))  # type: ignore[operator]
        top = '<svg class="icon" aria-hidden="true" focusable="false"'
        return icon.replace(top, '<svg xmlns="http://www.w3.org/2000/svg"').replace('class="tint"', 'fill="#fff"')


def _shipped(env: Templates) -> Templates:
    """The same without the templates of a workspace."""
    assert isinstance(env.loader, jinja2.FileSystemLoader)
    return env.overlay(loader=jinja2.FileSystemLoader(env.loader.searchpath[-2:]))


def _text(html: str) -> str:
    return Markup(html).unescape().strip()


@contextmanager
def _mistakes() -> Iterator[None]:
    """Whatever goes wrong in a template is told with its place there."""
    try:
        yield
    except Exception as error:
        raise TemplateMistake(_places(error), str(error) or type(error).__name__) from error


def _places(error: Exception) -> tuple[Place, ...]:
    """Where in templates an error came about, which for most of Jinja's only the traceback knows."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return (Place(error.filename or error.name or "a template", error.lineno),)
    found = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        if (file := frame.f_code.co_filename).endswith((".jinja", ".html")):
            # Only `render` has put the lines of templates in place of those of their code.
            template = frame.f_globals.get("__jinja_template__")
            found.append(Place(file, template.get_corresponding_lineno(line) if template else line))
    return tuple(found) or (Place("a template"),)


_OF_A_FILE = re.compile(r'\s(?:xmlns|version|id|class|style|width|height|role|focusable|aria-\w+)="[^"]*"')
"""What the first element of a picture says where it is a file. In a page, the page says it."""


def _icon(env: Templates, name: str) -> Markup:
    """A picture as part of the page: of the theme, or with a slash in its name one that mkdocs-material ships.

    What it shows stands beside it in words.
    """
    assert env.loader
    try:
        of_theme = "" if "/" in name else env.loader.get_source(env, f"pictures/{name}.svg")[0]
        data = of_theme.encode() or (icons() / f"{name}.svg").read_bytes()
    except (jinja2.TemplateNotFound, FileNotFoundError):
        raise ValueError(f'there is no picture called "{name}"') from None
    drawing = cleaned(".svg", data)
    if isinstance(drawing, Unfit):
        raise ValueError(drawing.sentence)
    top, _, rest = drawing.decode().partition("<svg")[2].partition(">")
    rest = re.sub(r">\s+<", "><", rest.strip())
    return Markup(f'<svg class="icon" aria-hidden="true" focusable="false"{_OF_A_FILE.sub("", top)}>{rest}')


def _prose(text: str) -> Markup:
    """Markdown of a service. It links to whole addresses only, since it does not know where it will stand."""
    return safe_html(text, lambda href: href if re.match(r"(https?|mailto|tel):", href) else None)


def _in_script(json: str) -> Markup:
    """JSON as a block of data in a page, of which no text can end the block, or begin a comment in it."""
    return Markup(re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", json))


def _listed(words: Iterable[str]) -> Markup:
    """Words, or what macros write, as a list."""
    return Markup(listed(escape(word) for word in words))


def _mailto(email: str, subject: str = "", body: str = "") -> str:
    """A link that opens a letter to this address and no other, its subject and lines filled in where there are any."""
    lines = "%0D%0A".join(_quoted(line.strip()) for line in body.strip().splitlines())
    query = f"?subject={_quoted(subject)}&body={lines}" if subject else ""
    return f"mailto:{quote(email, safe='@')}{query}"


_quoted = lru_cache(256)(quote)  # Letters have most lines in common.


def _unstopped(text: str) -> str:
    """A text without the full stop that ends it, for where a sentence goes on. Dots that leave something out stay."""
    bare = text.rstrip()
    return bare[:-1].rstrip() if bare.endswith(".") and not bare.endswith("..") else bare


def _tel(phone: str) -> str:
    """A phone number as its link: `0117 496 0123` gives `tel:01174960123`."""
    return "tel:" + re.sub(r"[^\d+]", "", phone)
