"""YAML and Markdown with slips and attacks in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

ODD = [
    "", " ", "~", "null", "yes", "-", "- a", "[]", "{}", "|", ">", "''", '"', "'", "#", "a: b", "a #b", "@a", "`a`",
    "9" * 400, "1e999", "-1", "0", "0x1F", "1_000", ".inf", ".nan", "1:30:00", "0001-01-01", "9999-12-31", "2026-02-29",
    "2026-11-22T10:00:00Z", "29/02/2027", "31 September", "25:61", "12am", "%a",
    "\u202eabc\u202c", "\u200b", "\u200d" * 300, "e" + "\u0301" * 400, "\u00a0", "\u2028", "\u0085", "\ufeff", "\ufffe",
    "\U0010ffff", "\U000e0041" * 50, "İ", "ß" * 90, "ﷺ" * 60, "１２３", "٣", "😀" * 100, "\x1b[2J", "\0", "\a", "\x7f",
    "&a x", "*a", "&a [*a]", "!!python/object/apply:os.system [id]", "!!binary aGk=", "{a: b", "!!set {a}", "!a b",
    "[a, [b, [c]]]", "{a: {b: c}}", "[a: b]", "{a}", "? a", "? [a]\n: b", "--- a", "...", "%YAML 1.1\n---", "[a",
    "<script>hit()</script>", "{{ 7 * 7 }}", "{% for %}", "{link-worker}", "{nobody}", "{", "#set page(width: 1pt)",
    "javascript:hit()", "https://[", "https://a:99999/", "//a.test", "../../etc/passwd", "con", "a" * 3000,
    "https://example.org/" + "a" * 3000, "=1+1", "a b " * 900, "x@" + "a." * 200 + "uk", "0117 496 0" + "1" * 90,
    "](" * 900, "[" * 900, "![[" * 300, "*a*" * 900, "> " * 900, "- " * 900, "# a\n" * 90, "|a" * 900, "<" * 900,
    "BS1 4ND" * 30,
    "a\n=\n" * 300, "a  \n" * 300, "`" * 901, "_" * 901, "&" * 900, "\\" * 901, "[x](y.md)", "![x](y.png)",
]  # fmt: skip
"""What may stand where a value does."""

MILD = [
    "**bold**", "[x](services/)", "£5", "I’d", "😀", "ﷺ", "سلام", "a" * 60, "a-" * 60, "&amp;", "<b>", "{{ x }}", "5pm",
    "#tag", "e\u0301", "a\u00a0b", "0117 496 0123", "2026-02-28", "1", "yes", "`x`", "_x_", "~", "\\", "a/b", "(", "é",
]  # fmt: skip
"""What may stand in the place of a word."""

DEEP = ["[", "{a: ", "- ", "? ", "[[a], ", "!a ", "a: ", "> ", "1. ", "* "]
DEEP_TIMES = (3, 40, 300, 20_000)
_FIELD = re.compile(r"(?m)^([ \t]*(?:- )?)([\w-]+)(:[ \t]+)([^\n]*)$")


def spoilt(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """The same file with 1 to 3 things wrong, some taken from other files."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        if random.random() < 0.2:
            data = random.choice(BYTES)(random, data)
        else:
            text = data.decode(errors="surrogateescape")
            text = random.choice(TEXTS)(random, text, random.choice(others).decode(errors="ignore"))
            data = text.encode(errors="surrogatepass" if random.random() < 0.02 else "replace")
    return data


def _at(random: Random, size: int) -> tuple[int, int]:
    start = random.randrange(size + 1)
    return start, min(size, start + random.choice((1, 1, 2, 5, 60)))


def _flipped(random: Random, data: bytes) -> bytes:
    start, end = _at(random, len(data))
    return data[:start] + bytes(byte ^ 1 << random.randrange(8) for byte in data[start:end]) + data[end:]


def _inserted(random: Random, data: bytes) -> bytes:
    start, end = _at(random, len(data))
    return data[:start] + random.randbytes(end - start) + data[start:]


def _cut_out(random: Random, data: bytes) -> bytes:
    start, end = _at(random, len(data))
    return data[:start] + data[end:]


def _cut_off(random: Random, data: bytes) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _in_another_encoding(random: Random, data: bytes) -> bytes:
    encoding = random.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-32", "utf-7"))
    return data.decode(errors="replace").encode(encoding, errors="replace")


def _with_a_mark(random: Random, data: bytes) -> bytes:
    return random.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf" * 2, b"\0", b"\x1a")) + data


BYTES: Sequence[Callable[[Random, bytes], bytes]] = (
    _flipped, _flipped, _inserted, _cut_out, _cut_off, _in_another_encoding, _with_a_mark,
)  # fmt: skip


def _lines(random: Random, text: str, other: str) -> str:
    """Lines left out, doubled, exchanged, moved or taken from another file."""
    lines = text.splitlines(keepends=True) or [""]
    start = random.randrange(len(lines))
    end = min(len(lines), start + random.choice((1, 1, 1, 2, 6, 40)))
    part, to = lines[start:end], random.randrange(len(lines))
    what = random.randrange(5)
    if what == 0:
        del lines[start:end]
    elif what == 1:
        lines[to:to] = part * random.choice((1, 1, 2, 50))
    elif what == 2:
        lines[start], lines[to] = lines[to], lines[start]
    elif what == 3:
        del lines[start:end]
        lines[to:to] = part
    else:
        others = other.splitlines(keepends=True) or [""]
        first = random.randrange(len(others))
        lines[to:to] = others[first : first + len(part)]
    return "".join(lines)


def _indented(random: Random, text: str, other: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    start = random.randrange(len(lines))
    end, by = start + random.choice((1, 1, 3, 400)), random.choice((" ", "  ", "\t", "\u00a0", "", "- "))
    for at in range(start, min(end, len(lines))):
        lines[at] = by + lines[at] if by else lines[at].removeprefix(" ")
    return "".join(lines)


def _values(random: Random, text: str, other: str) -> str:
    """A value in the place of another, or something odd."""
    fields = [*_FIELD.finditer(text)]
    if not fields:
        return text + random.choice(ODD)
    field = random.choice(fields)
    value = random.choice(ODD)
    if random.random() < 0.4:
        value = random.choice([*_FIELD.finditer(other), field])[4]
    if random.random() < 0.2:
        value = f"{field[4]}{value}"
    if random.random() < 0.3:
        value = '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    elif random.random() < 0.2:
        inner = value.replace("\n", f"\n{field[1]}    ")
        value = f"|\n{' ' * len(field[1])}  {inner}"
    return text[: field.start(4)] + value + text[field.end(4) :]


def _words(random: Random, text: str, other: str) -> str:
    """A word within a line exchanged for another, which many files survive."""
    words = [*re.finditer(r"(?<= )[\w'’]+", text)]
    if not words:
        return text
    word = random.choice(words)
    others = [*re.finditer(r"(?<= )[\w'’]+", other), word]
    return text[: word.start()] + random.choice((*MILD, random.choice(others)[0])) + text[word.end() :]


def _names(random: Random, text: str, other: str) -> str:
    """The name of a field misspelt, exchanged, doubled or odd."""
    fields = [*_FIELD.finditer(text)]
    if not fields:
        return f"{random.choice(ODD)}: {text}"
    field = random.choice(fields)
    names = [field[2][:-1], field[2].title(), field[2] + "s", field[2].replace("_", "-"), random.choice(ODD)]
    name = random.choice([*names, random.choice(fields)[2], random.choice([*_FIELD.finditer(other), field])[2]])
    return text[: field.start(2)] + name + text[field.end(2) :]


def _structure(random: Random, text: str, other: str) -> str:
    """A text for a list, a list for a text, fields for either, all of it empty."""
    fields = [*_FIELD.finditer(text)]
    if not fields:
        return text
    field = random.choice(fields)
    shape = random.choice(
        ("[{0}]", "[{0}, {0}]", "{{a: {0}}}", "\n  - {0}\n  - {0}", "[[{0}]]", "", "{{}}", "[]", "[~]")
    )
    return text[: field.start(4)] + shape.format(field[4]) + text[field.end(4) :]


def _deep(random: Random, text: str, other: str) -> str:
    nested = random.choice(DEEP) * random.choice(DEEP_TIMES)
    field = random.choice([*_FIELD.finditer(text)] or [None])
    at = field.start(4) if field else random.randrange(len(text) + 1)
    return text[:at] + nested + text[at:]


def _signs(random: Random, text: str, other: str) -> str:
    """Signs as another keyboard or program writes them, throughout or once."""
    old, new = random.choice(
        (("\n", "\r\n"), ("\n", "\r"), ("  ", "\t"), (" ", "\u00a0"), ("'", "’"), ('"', "“"), (":", "："), ("-", "–"),
         (": ", ":"), ("- ", "-"), (":", ""), ("'", '"'), ("#", ""), (" ", "  "), ("\n", "\n\n"), ("\n", "\u2028"))
    )  # fmt: skip
    return text.replace(old, new, random.choice((-1, 1, 3)))


def _many(random: Random, text: str, other: str) -> str:
    """Far more of something than anybody needs."""
    lines = text.splitlines(keepends=True) or [""]
    many = random.choice((lines[-1:] * 3000, [f"a{at}: b\n" for at in range(3000)], [random.choice(lines)] * 3000))
    at = random.choice((len(lines), random.randrange(len(lines))))
    return "".join([*lines[:at], *many, *lines[at:]])


def _anchored(random: Random, text: str, other: str) -> str:
    """Parts of a file by name, as YAML has them, within each other too."""
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}]\n" for n in range(1, 12))
    fields = [*_FIELD.finditer(text)]
    if random.random() < 0.3 or len(fields) < 2:
        return random.choice((laughs + text, text + laughs))
    first, second = sorted(random.sample(fields, 2), key=lambda field: field.start())
    between = text[first.start(4) : second.start(4)]
    return text[: first.start(4)] + "&x " + between + random.choice(("*x", "\n  <<: *x")) + text[second.end(4) :]


TEXTS: Sequence[Callable[[Random, str, str], str]] = (
    _words, _words, _words, _lines, _lines, _lines, _indented, _values, _values, _values, _values, _names, _structure,
    _structure, _deep, _signs, _many, _anchored,
)  # fmt: skip
