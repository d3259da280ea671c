"""How templates are filled in: what is remembered and kept, and that it changes no text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from pydantic import BaseModel

from conftest import ROOT
from rolecall import addresses
from rolecall.load import Workspace
from rolecall.opened import open_workspace
from rolecall.pages import plan
from rolecall.templates import TemplateMistake, Words, environment, filled
from rolecall.templates.code import Environment

Write = Callable[[str, str], None]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which code is kept."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "cache"))
    return tmp_path / "cache/rolecall"


@pytest.fixture
def theme(tmp_path: Path, cache: Path) -> Path:
    (tmp_path / "theme/components").mkdir(parents=True)
    return tmp_path / "theme"


@pytest.fixture
def write(theme: Path) -> Write:
    return lambda name, text: (theme / name).write_text(text) and None


def test_equal_values_of_other_types_are_written_as_what_they_are(theme: Path, write: Write) -> None:
    write("components/a.html.jinja", "{% macro a(x, y=none) -%}\n{{ x }}{{ y or '' }}{%- endmacro %}")
    write("page.html.jinja", '{% from "components/a.html.jinja" import a %}{% for x in data %}{{ a(x) }} {% endfor %}')
    values = ["<b>", Markup("<b>"), 1, True, 1.0, ["<b>"], [Markup("<b>")]]
    alone = [filled(environment([theme]), "page.html.jinja", data=[value]) for value in values]
    assert filled(environment([theme]), "page.html.jinja", data=values) == "".join(alone)
    assert filled(environment([theme]), "page.html.jinja", data=values[::-1]) == "".join(alone[::-1])


def test_a_macro_that_is_called_around_something_writes_what_stands_in_it(theme: Path, write: Write) -> None:
    write("components/a.html.jinja", "{% macro a(x) %}{{ x }}{{ caller() }}{% endmacro %}")
    call = '{% call a("x") %}{{ data }}{% endcall %}'
    write("page.html.jinja", f'{{% from "components/a.html.jinja" import a %}}{call}')
    env = environment([theme])
    assert [filled(env, "page.html.jinja", data=data) for data in "ab"] == ["xa", "xb"]


ALIKE = [{str, Markup}, {int, bool, float, Decimal}]


def types_of(value: object, field: tuple[object, ...], found: dict[tuple[object, ...], set[type]]) -> None:
    """For each field of the values in `value`, the types of what it holds."""
    found[field].add(type(value))
    if isinstance(value, tuple):
        for name, inner in zip(getattr(value, "_fields", ("each",) * len(value)), value, strict=True):
            types_of(inner, (type(value), name) if hasattr(value, "_fields") else (*field, name), found)
    elif is_dataclass(value) or isinstance(value, BaseModel):
        for name in [each.name for each in fields(value)] if is_dataclass(value) else type(value).model_fields:
            types_of(getattr(value, name), (type(value), name), found)


def test_no_field_holds_values_that_are_equal_and_written_otherwise() -> None:
    found: dict[tuple[object, ...], set[type]] = defaultdict(set)
    opened = open_workspace(Workspace(ROOT, ROOT), today=date(2026, 11, 24))
    for pcn in opened.pcns:
        for part in plan(opened.site(pcn), Words(opened.templates)).parts:
            types_of(part.data, (type(part), part.kind), found)
    assert len(found) > 300
    for field, types in found.items():
        assert not any(len(types & alike) > 1 for alike in ALIKE), field
        assert len([each for each in types if hasattr(each, "_fields")]) < 2, field
        assert Markup not in types, field


@pytest.mark.parametrize("value", ["text", []])
def test_a_mistake_in_a_macro_has_its_place_each_time(value: object, theme: Path, write: Write) -> None:
    write("components/a.html.jinja", "{% macro a(x) %}\n{{ x.nothing }}\n{% endmacro %}")
    write("page.html.jinja", '{% from "components/a.html.jinja" import a %}{{ a(data) }}')
    for env in [environment([theme])] * 2 + [environment([theme])]:  # The last has the code that is kept.
        with pytest.raises(TemplateMistake, match=r"a\.html\.jinja:2:1: .*has no attribute 'nothing'"):
            filled(env, "page.html.jinja", data=value)


def say(theme: Path, name: str = "a.html.jinja") -> str:
    """What a new process would say."""
    return filled(environment([theme]), name, data="<x>")


def test_the_next_process_makes_no_code(
    theme: Path, cache: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.html.jinja", "a {{ data }}")
    assert say(theme) == "a &lt;x&gt;"
    assert len(list(cache.iterdir())) == 1
    monkeypatch.setattr(Environment, "compile", None)
    assert say(theme) == "a &lt;x&gt;"


def test_what_is_damaged_or_edited_is_made_anew(theme: Path, cache: Path, write: Write) -> None:
    write("a.html.jinja", "a {{ data }}")
    say(theme)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], whole[:70], whole.replace(b"a ", b"b "), whole.replace(b"j2", b"xx"), whole[1:]):
        file.write_bytes(damaged)
        assert say(theme) == "a &lt;x&gt;"
        assert file.read_bytes() == whole
    write("a.html.jinja", "b {{ data }}")
    assert say(theme) == "b &lt;x&gt;"


def test_code_counts_for_its_template_only(theme: Path, cache: Path, write: Write) -> None:
    write("a.html.jinja", "a {{ data }}")
    say(theme)
    (first,) = cache.iterdir()
    write("b.html.jinja", "b {{ data }}")
    say(theme, "b.html.jinja")
    (second,) = {*cache.iterdir()} - {first}
    second.write_bytes(first.read_bytes())
    assert say(theme, "b.html.jinja") == "b &lt;x&gt;"


@pytest.mark.skipif("os.name == 'nt'", reason="no modes there")
def test_nothing_is_kept_where_others_can_write_or_where_nothing_can_be(theme: Path, cache: Path, write: Write) -> None:
    write("a.html.jinja", "a {{ data }}")
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    assert say(theme) == "a &lt;x&gt;"
    assert not list(cache.iterdir())
    cache.rmdir()
    cache.write_text("a file")
    assert say(theme) == "a &lt;x&gt;"


def test_the_folder_does_not_grow_without_end(theme: Path, cache: Path, write: Write) -> None:
    cache.mkdir(parents=True, mode=0o700)
    for number in range(1001):
        (cache / f"{number}.code").touch()
    write("a.html.jinja", "a")
    say(theme)
    assert len(list(cache.iterdir())) == 1


FOLDERS = st.lists(st.sampled_from("abc"), max_size=4).map(lambda parts: "".join(f"{part}/" for part in parts))
ADDRESSES = st.builds(lambda folder, rest: folder + rest, FOLDERS, st.sampled_from(["", "x.css", "#a"]))


@given(pages=st.lists(FOLDERS, min_size=1), to=st.lists(ADDRESSES, min_size=1), in_folder=st.booleans())
def test_links_of_the_frame_are_as_from_the_page_itself(pages: list[str], to: list[str], in_folder: bool) -> None:
    folders = addresses.folders_of(to)
    for page in (*pages, addresses.NOT_FOUND):
        alike = addresses.links_from(addresses.alike(page, folders), base="/b/", in_folder=in_folder)
        direct = addresses.links_from(page, base="/b/", in_folder=in_folder)
        assert [alike(address) for address in to] == [direct(address) for address in to]


def test_pages_from_which_links_are_the_same_share_them() -> None:
    folders = addresses.folders_of(["help-with/", "services/"])
    alike = {addresses.alike(page, folders) for page in ("services/a/", "services/b/", "roles/a/", "people/b/")}
    assert len(alike) == 2
    assert addresses.alike("services/", folders) == "services/"
