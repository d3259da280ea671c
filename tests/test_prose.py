"""What `check` lets through as Markdown can be put into HTML, wherever that is asked for."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Ran, contents
from rolecall.prose import _converted, broken_links, safe_html, wrong_with
from test_two_builders import with_mkdocs

Rolecall = Callable[..., Ran]
SIGNS = [
    *("1. ", "> ", "- ", "* ", "+ ", "    ", "\t", "\n", "\n\n", "a", "x ", "[", "]", "(", ")", "](", "![", "<", ">"),
    *("`", "``", "*", "**", "_", "__", "***", "\\", "&", "&#", "|", "# ", "===\n", "---\n", '"', "[x]: ", "<http://"),
    *("://", "//[", "mailto:", "a@b.example", "\r", "é", "\u2028"),
]


def deeper(calls: int, text: str) -> str:
    """The HTML of a text, asked for from within that many calls."""
    return deeper(calls - 1, text) if calls else _converted.__wrapped__(text)


@given(st.lists(st.tuples(st.sampled_from(SIGNS), st.integers(1, 60)), max_size=12))
def test_what_is_let_through_can_be_converted_however_deep_the_builder_stands(parts: list[tuple[str, int]]) -> None:
    text = "".join(sign * often for sign, often in parts)
    if wrong_with(text) is None:
        assert deeper(500, text) == _converted(text)
        safe_html(text)
        assert isinstance(broken_links(text), list)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_again_and_again_ends_nothing_and_is_told_soon(sign: str) -> None:
    for text in (sign * 1300, (sign * 4000)[:4000], "".join(sign * at + "a\n" for at in range(80))):
        started = time.monotonic()
        wrong = wrong_with(text)
        assert time.monotonic() - started < 5
        if not wrong:
            deeper(500, text)


DEEP = {
    "a list": "1. " * 1300,
    "quotes": "> " * 1300,
    "lists by indentation": "".join("    " * at + "- a\n" for at in range(80)),
    "quoted lists": "> - " * 300 + "x",
    "brackets": "[" * 3900,
    "links that do not end": "[x](" * 900,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_a_text_that_is_too_deep_stops_only_its_own_pcn(text: str, workspace: Path, rolecall: Rolecall) -> None:
    assert rolecall(workspace, "init", ".", "--name", "Otherton PCN", "--ods", "U54321").code == 0
    service = workspace / "content/pcns/testbury/services/deep.yml"
    service.parent.mkdir(exist_ok=True)
    service.write_text(
        f"name: Deep\ndescription: {json.dumps(text)}\norganisation: {{name: A}}\nneeds: [lonely]\n"
        "checked: {date: 2026-10-01, by: Us}\n"
    )
    if len(text) > 4000:
        service.unlink()
        (workspace / "content/pages/deep.md").write_text(f"# Deep\n\n{text}\n")
    ran = rolecall(workspace, "build")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    if service.exists():
        assert ran.err.startswith("content/pcns/testbury/services/deep.yml:2:14: there are too many ")
        assert (workspace / "site/otherton/index.html").exists()
    else:
        assert ran.err.startswith("content/pages/deep.md:1:1: there are too many ")


def test_the_deepest_that_is_let_through_builds_in_both_builders(
    workspace: Path, tmp_path: Path, rolecall: Rolecall
) -> None:
    deepest = max(at for at in range(60) if wrong_with("- " * at + "x\n\n" + "> " * at + "x") is None)
    assert deepest == 20, "each is a list and its item: 40 elements"
    text = "- " * deepest + "x\n\n" + "> " * deepest + "x\n\n" + "[" * 300
    (workspace / "content/pages/deep.md").write_text("# Deep\n\n" + text)
    service = workspace / "content/pcns/testbury/services/deep.yml"
    service.parent.mkdir(exist_ok=True)
    service.write_text(
        f"name: Deep\ndescription: {json.dumps('- ' * deepest + 'x')}\norganisation: {{name: A}}\nneeds: [lonely]\n"
        "checked: {date: 2026-10-01, by: Us}\n"
    )
    ran = rolecall(workspace, "build")
    assert ran.code == 0, ran.err
    with_mkdocs(workspace, tmp_path / "theirs")
    assert contents(workspace / "site/testbury") == contents(tmp_path / "theirs")


@pytest.mark.parametrize("link", ["//[c", "http://[c", "https://a.example:port/", "https://[::1", "//a:b:c/", "//["])
def test_a_link_that_no_browser_can_follow_is_not_written(link: str) -> None:
    for text in (f"[z]({link})", f"![z]({link})", f"[z][1]\n\n[1]: {link}\n", f"<{link}>"):
        for found in broken_links(text):
            assert f'="{found}"' not in safe_html(text)
    assert broken_links(f"[z]({link})")


MARKS = (
    "`a`", r"\*a", "[a](/b)", "[a][b]", "[b]", "![a](b.png)", "![a][b]", "![b]", "<https://a.example>", "<a@a.example>",
    "a  \nb", "&amp;", "*a*", "_a_", "**a**", "__a__", "***a***", "a * b", "a_b_c",
)  # fmt: skip


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("around", ["{}", "- {}\n- plain", "> {}\n\nplain", "# {}", "a | b\n--- | ---\n{} | plain"])
def test_a_text_with_any_mark_reads_as_markdown_reads_it(mark: str, around: str) -> None:
    """Texts without marks are not searched for them, so nothing that is one may be taken for none."""
    usual = markdown.Markdown(extensions=["tables", "sane_lists"])
    usual.inlinePatterns.deregister("html")
    usual.preprocessors.deregister("html_block")
    text = around.format(f"So {mark} it is") + "\n\n[b]: /there\n"
    assert _converted(text) == usual.convert(text)
