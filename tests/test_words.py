"""Each word that people read stands in YAML or in a template, there within a sentence that can be translated."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from conftest import ROOT
from rolecall import templates
from rolecall.load import Workspace
from rolecall.templates import environment, theme_folders

THEME = ROOT / "theme"
TEMPLATES = [*sorted(THEME.rglob("*.jinja")), THEME / "shell/main.html"]
FOR_READERS = [path for path in TEMPLATES if ".html" in path.name]
"""But for lists for robots."""
SCRIPTS = sorted((THEME / "shell/assets").glob("*.js"))
PYTHON = sorted(path for folder in ("pages", "site") for path in (ROOT / "generator/rolecall" / folder).glob("*.py"))

ATTRIBUTES = {"aria-label", "alt", "title", "placeholder", "content", "label"}
"""Attributes in which words are read. A script takes its words from those that start with `data-`."""
NOT_WORDS = {
    "data-fact": re.compile(r"[a-z-]+"),
    "content": re.compile(r"width=device-width, initial-scale=1|noindex|same-origin|light dark|[\d; ]+url=0"),
}
NAMES = {"roles.json", "services.json", "hsds/services.json"}
"""Names of files are the same in each language."""
SLOT = "0"
"""It may stand in a name of a tag too, and is no letter."""

KNOWN = {"data", "edit", "page", "url", "at", "icon", "gettext", "ngettext", "_", "_trans"}
"""What the template of a page may know. Jinja's own `_trans` is a slot of a sentence."""
KNOWN_TOO = {
    "shell/main.html": {"view"},
    "pages/embed.html.jinja": {"frame", "policy"},
    "pages/markdown.html.jinja": {"markdown"},
    "reports/report.html.jinja": {"report", "self"},
    "reports/check.html.jinja": {"report"},
}
CHANGING = {"lower", "upper", "capitalize", "title", "mid", "sort", "groupby", "selectattr", "rejectattr", "unique"}
"""Filters that fit a word into a sentence, or choose what a page shows."""


def name(path: Path) -> str:
    return path.relative_to(THEME if path.is_relative_to(THEME) else ROOT / "generator/rolecall").as_posix()


class Untranslated(gettext.NullTranslations):
    """A language in which nothing is said: of each sentence, only its slots are left."""

    def gettext(self, message: str) -> str:
        return "".join(re.findall(r"%\(\w+\)s", message))


@pytest.fixture
def env(monkeypatch: pytest.MonkeyPatch) -> Environment:
    monkeypatch.setattr(templates, "TRANSLATIONS", Untranslated())
    return environment(theme_folders(Workspace(ROOT, ROOT)))


class Read(HTMLParser):
    """The words of HTML: those between tags, and those of attributes that people read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.found += [line.strip() for line in data.splitlines()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for attribute, value in attrs:
            words = re.sub(r"\{\w*\}", SLOT, value or "")  # a script fills these in
            given = attribute in ATTRIBUTES or attribute.startswith("data-")
            if given and not NOT_WORDS.get(attribute, re.compile("")).fullmatch(words):
                self.found.append(words)


def written(node: nodes.Node) -> str:
    """What a template writes, with a slot for each expression."""
    if isinstance(node, nodes.TemplateData):
        return node.data
    if isinstance(node, nodes.Expr):
        return SLOT
    return "".join(written(child) for child in node.iter_child_nodes() if not is_setting(node, child))


def is_setting(node: nodes.Node, child: nodes.Node) -> bool:
    """Whether a part of a template is only about how it is filled in."""
    return not isinstance(node, nodes.Output) and isinstance(child, nodes.Expr)


def bare_words(env: Environment, source: str) -> list[str]:
    """The words of a template that no translator would see."""
    tree = env.parse(source)
    found = [words for words in Read(written(tree)).found if re.search(r"[^\W\d_]", words) and words not in NAMES]
    return found + [words for node in tree.iter_child_nodes() for words in words_in(node)]


def words_in(node: nodes.Node, *, is_shown: bool = False) -> Iterator[str]:
    """The constants of expressions that are words: all that is shown, and what looks like a sentence elsewhere."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        letters = re.search(r"[^\W\d_]", re.sub(r"\{\w*\}", SLOT, node.value))
        if letters if is_shown else re.match(r"\s*[A-Z][a-z]|.*[a-z]{2,} [a-z]", node.value):
            yield node.value
    elif isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in ("_", "ngettext"):
        for value in node.kwargs:
            yield from words_in(value)
    elif isinstance(node, nodes.CondExpr):
        yield from words_in(node.test)
        for part in (node.expr1, node.expr2):
            if part:
                yield from words_in(part, is_shown=is_shown)
    elif isinstance(node, nodes.Pair):
        yield from words_in(node.value, is_shown=is_shown)
    else:
        keeps = isinstance(node, nodes.Or | nodes.And | nodes.Concat | nodes.Add | nodes.Dict | nodes.List)
        shown = isinstance(node, nodes.Output) or (is_shown and keeps)
        for child in node.iter_child_nodes():
            yield from words_in(child, is_shown=shown)


@pytest.mark.parametrize("path", FOR_READERS, ids=name)
def test_each_word_of_a_template_stands_in_a_sentence_to_translate(path: Path, env: Environment) -> None:
    assert bare_words(env, path.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "<p>Call us</p>",
        "<p>{% trans %}Call us{% endtrans %} today</p>",
        '<p aria-label="Call us"></p>',
        '<p data-copy="link"></p>',
        '<option label="None">',
        '{{ x or "call us" }}',
        '<p>{{ "today" if x }}</p>',
        '<p title="{% if x %}{{ y }} today{% endif %}">',
        '{{ card("Call us") }}',
        '{% set words = "Call us" %}',
        '{% call card("Call us") %}{% endcall %}',
        '{{ _("Call %(who)s", who="Our team") }}',
        '{{ {"yes": "you can"}[x] }}',
        '{% macro card(words="Call us") %}{% endmacro %}',
    ],
)
def test_a_bare_word_is_found(env: Environment, source: str) -> None:
    assert bare_words(env, source)


@pytest.mark.parametrize(
    "source",
    [
        '<p class="also" id="{{ x }}_link">{% trans who=x %}Call {{ who }}{% endtrans %}, {{ x | join(", ") }} – </p>',
        """<p data-found="{}" data-called="{% trans kind='{kind}' %}Also called {{ kind }}{% endtrans %}">""",
        "{% trans count=x %}{{ count }} source{% pluralize %}{{ count }} sources{% endtrans %}",
        '<a href="{{ url(at.asset(x)) }}" aria-label="{% trans %}Call us{% endtrans %}">{{ x == "yes" }}</a>',
        '{{ x or _("Call us") }}{{ {"yes": _("You can")}[x] }}{{ _("Call %(who)s", who=x) }}',
    ],
)
def test_a_sentence_to_translate_is_no_bare_word(env: Environment, source: str) -> None:
    assert bare_words(env, source) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_knows_its_data_and_nothing_of_a_site(path: Path, env: Environment) -> None:
    tree = env.parse(path.read_text())
    own = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"}
    assert meta.find_undeclared_variables(tree) <= KNOWN | KNOWN_TOO.get(name(path), set()) | own


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_sorts_and_chooses_nothing_and_changes_no_word(path: Path, env: Environment) -> None:
    tree = env.parse(path.read_text())
    assert [each.name for each in tree.find_all(nodes.Filter) if each.name in CHANGING | {"format"}] == []
    assert [each.lineno for each in tree.find_all(nodes.For) if each.test] == []


LITERAL = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | "((?:\\.|[^"\\\n])*)" | '((?:\\.|[^'\\\n])*)' | `((?:\\.|[^`\\])*)`""",
    re.VERBOSE | re.DOTALL,
)
SHOWING = re.compile(
    r"""\.(?:textContent|innerText|innerHTML|outerHTML|ariaLabel|title|alt|placeholder|label|value)\s*\+?=(?!=)(.*?);
    | (?:setAttribute\(\s*["'](?:aria-\w+|title|alt|placeholder|label)["'],
    | \.(?:append|prepend|after|before|replaceChildren|replaceWith|createTextNode|insertAdjacentText)\()(.*?)\);""",
    re.VERBOSE | re.DOTALL,
)
KEYS = {"Enter", "Escape", "Shift", "Tab", "Home", "End", "Backspace"}


def literals(script: str) -> list[str]:
    """The texts of a script, without what is put into them."""
    found = [next((text for text in match.groups() if text is not None), "") for match in LITERAL.finditer(script)]
    return [re.sub(r"\$\{(?:[^{}]|\{[^{}]*\})*\}", SLOT, text) for text in found]


def words_of_script(script: str) -> list[str]:
    """What a script itself says to people: any letter that it shows, and whatever reads like English."""
    script = re.sub(r"""[!=]==?\s*("[^"\n]*"|'[^'\n]*')""", "", script)  # what is compared is not shown
    shown = [text for match in SHOWING.finditer(script) for text in literals(match.group(1) or match.group(2) or "")]
    found = [text for text in shown if re.search(r"[^\W\d_]", re.sub(r"\{\w*\}|\[\w+\]", SLOT, text))]
    english = re.compile(r"[A-Z][a-z]+|(.*[0 ])?[A-Za-z]+ [a-z]+[^<>=\[\]#]*")
    return found + [text for text in literals(script) if english.fullmatch(text) and text not in KEYS | {"use strict"}]


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_script_takes_its_words_from_the_page(path: Path) -> None:
    assert words_of_script(path.read_text()) == []


@pytest.mark.parametrize(
    "script",
    [
        'button.textContent = "copy";',
        "status.textContent = `${count} found`;",
        'const said = "Nothing found";',
        "const said = `${count} services found`;",
        'button.setAttribute("aria-label", `copy: ${name}`);',
        'list.append("none");',
        "const label = 'Copied';",
    ],
)
def test_a_word_of_a_script_is_found(script: str) -> None:
    assert words_of_script(script)


@pytest.mark.parametrize(
    "script",
    [
        'document.querySelector("main > section li:not([hidden])").hidden = true; // Nothing is found',
        'status.textContent = asked ? status.dataset.found.replace("{}", count) : "";',
        '"use strict"; addEventListener("DOMContentLoaded", () => q.focus());',
        'status.textContent = slot === "kind" ? kinds.role : kinds.need;',
    ],
)
def test_a_name_in_a_script_is_no_word(script: str) -> None:
    assert words_of_script(script) == []


def sentences(source: str) -> list[str]:
    """The texts of Python that read like English, but for those that say what something is."""
    tree = ast.parse(source)
    names = [node for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"]
    about = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    left_out = about | {id(part) for node in names for part in ast.walk(node)}
    texts = {id(node): node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    return [
        text
        for place, text in texts.items()
        if isinstance(text, str)
        and place not in left_out
        and re.search(
            r"^[A-Z][a-z]+\b|[A-Za-z]{2,},? [a-z]{2,}" + (r"|[A-Za-z]{2} $|^ [a-z]{2}" if place in parts else ""), text
        )
    ]


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_what_makes_pages_has_no_sentence_for_people(path: Path) -> None:
    assert sentences(path.read_text()) == []


@pytest.mark.parametrize(
    "source", ['x = f"Refer to the {role}"', 'x = ("Search",)', 'f(f"In {place}")', 'x = f"{x} or {y}"']
)
def test_a_sentence_in_python_is_found(source: str) -> None:
    assert sentences(source)


@pytest.mark.parametrize(
    "source",
    ['"""What it is."""', 'x: int\n"""What x is."""', 'x = at(f"roles/{id}.yml", "[name]")', '__all__ = ["Page"]'],
)
def test_what_python_says_of_itself_is_no_sentence_for_people(source: str) -> None:
    assert sentences(source) == []
