"""Answers to letters: only what is clearly Right, from whom was asked, becomes a check. A person reads the rest."""

from __future__ import annotations

import base64
import dataclasses
import email
import email.policy
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from built import Folders
from conftest import ROOT
from rolecall.checks.reading import grade, of_text
from rolecall.exchange.checks import Taken, asked, draft, taken
from rolecall.exchange.checks.answer import words_of
from rolecall.exchange.checks.judged import Known, judged_mail
from rolecall.exchange.checks.letter import Letter, without_marks
from rolecall.exchange.checks.reference import TELLS, UNTOLD
from rolecall.exchange.checks.saved import Saved
from rolecall.exchange.checks.saved import saved as saved_mails
from rolecall.exchange.checks.verdict import LONGEST, says_right
from rolecall.load import Workspace
from rolecall.opened import Opened, open_workspace
from rolecall.templates import Words, filled
from strategies import Drawn, look_at

LETTERS = ROOT / "tests/letters"
CASES = sorted(path.parent.name for path in LETTERS.glob("*/reply.eml"))
TODAY = date(2026, 11, 22)
SAVED = datetime(2026, 11, 21, 12, tzinfo=UTC).timestamp()
WORDS = yaml.safe_load((LETTERS / "words.yml").read_text())


@pytest.fixture(scope="module")
def opened(built_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """A workspace whose one service has been asked about."""
    folder = tmp_path_factory.mktemp("letters") / "w"
    shutil.copytree(built_workspace, folder)
    service = folder / "content/pcns/testbury/services/quay-singers.yml"
    service.parent.mkdir(exist_ok=True)
    shutil.copy(LETTERS / "quay-singers.yml", service)
    found = open_workspace(Workspace(folder, ROOT), today=TODAY)
    assert not found.problems
    return found


@pytest.fixture(scope="module")
def words(opened: Opened) -> Words:
    return Words(opened.templates)


@pytest.fixture(scope="module")
def letter(opened: Opened, words: Words) -> Letter:
    return asked(opened.site("testbury"), ["quay-singers"], words)[0].letter


def take(opened: Opened, words: Words, *paths: Path) -> Taken:
    root = opened.workspace.root
    return taken(paths, opened.site("testbury"), opened.content, opened.loaded, words, root=root, today=TODAY)


def as_answered(case: str, letter: Letter, words: Words) -> bytes:
    """The email of a case, with what our letter said in it as mail programs put it there."""
    html = str(filled(words.env, "letters/html.html.jinja", data={"letter": letter, "language": "en-GB"}))
    body = html.partition("<body>")[2].partition("</body>")[0]
    text = letter.as_text
    other = letter.subject.replace(str(letter.reference), f"RC-{letter.reference.service}-000000")
    slots = {
        "{SUBJECT}": letter.subject,
        "{SUBJECT with another entry}": other,
        "{BASE64 SUBJECT}": base64.b64encode(letter.subject.encode()).decode(),
        "{CODE}": str(letter.reference),
        "{LETTER}": text,
        "{> LETTER}": "".join(f"> {line}\n" for line in text.splitlines()),
        "{LETTER with Tuesdays, 2pm as Wednesdays, 2pm}": text.replace("Tuesdays, 2pm", "Wednesdays, 2pm"),
        "{HTML}": body,
    }
    data = (LETTERS / case / "reply.eml").read_bytes()
    for slot, value in slots.items():
        data = data.replace(slot.encode(), value.encode())
    return data


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def message_of(data: bytes) -> EmailMessage:
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def saved(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    os.utime(path, (SAVED, SAVED))
    return path


@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_taken_for_what_it_is(
    case: str, opened: Opened, words: Words, letter: Letter, tmp_path: Path
) -> None:
    expected = yaml.safe_load((LETTERS / case / "expected.yml").read_text())
    found = take(opened, words, saved(tmp_path, "reply.eml", as_answered(case, letter, words)))
    assert not found.unread and not found.problems
    (answer,) = found.answers
    assert answer.outcome == expected["outcome"], answer
    if "day" in expected:
        assert answer.day == expected["day"] or str(answer.day) == expected["day"]
    assert answer.why == expected.get("why", "")
    if "words" in expected:
        assert answer.words == expected["words"]
    if answer.outcome == "right":
        (text,) = found.texts.values()
        assert f"checked: {{date: {answer.day}, by: Quay Trust}}  # Anna knows them" in text
        assert "next_check: " in text and "2026-11-01" not in text
        assert "Sue" not in text and "hello@quay.example.org" not in text.replace("email: hello@quay.example.org", "")
    else:
        assert not found.texts


@pytest.mark.parametrize("kind", WORDS)
def test_words_that_say_that_all_is_right(kind: str) -> None:
    odd = [words for words in WORDS[kind] if says_right(words, ("Quay Singers", "Quay Trust")) != (kind == "right")]
    assert not odd


@given(st.sampled_from([*WORDS["right"], "Right", "Right\n\nThanks\nSue"]), st.data())
def test_an_answer_with_a_change_in_it_is_never_right(words: str, data: st.DataObject) -> None:
    """Wherever in an answer somebody says what is different, except in small print, a person reads it."""
    news = data.draw(st.sampled_from([
        "we moved to the library", "The phone number is 0117 496 0402.", "but not in August", "It is £3 now",
        "from January we meet on Mondays", "except the price", "Wednesdays", "we have closed", "except the time",
    ]))  # fmt: skip
    lines = words.split("\n")
    end = next((at for at, line in enumerate(lines) if "confidential" in line or "e-mail" in line), len(lines))
    at = data.draw(st.integers(0, end))
    assert not says_right("\n".join([*lines[:at], news, *lines[at:]]), ("Quay Singers", "Quay Trust"))


@given(st.text(max_size=300))
def test_words_that_nobody_thought_of_are_not_right(words: str) -> None:
    assert not says_right(words) or "right" in words.casefold() or "yes" in words.casefold()


def test_an_answer_without_end_is_not_read_to_its_end() -> None:
    """Each of these took seconds, or would for ever, where a pattern tried all ways to read it."""
    for part in ("Right\n", "all still ", "Sent from my ", "a@", "the details ", ">" * 50, "thanks for "):
        assert not says_right(part * 10 * LONGEST)
        says_right(part * (LONGEST // len(part)))


IN_OTHER_WORDS = {
    "routes", "groups", "access", "languages", "kind", "status",  # ids
    "every", "days", "dates", "from_", "to", "starts", "until", "how", "amount",  # days, hours and pounds
    "GB-COH", "label",  # what the page has only of some
}  # fmt: skip


def leaves(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Each text in a value, with the name of its field."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from leaves(part, key)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from leaves(part, name)
    elif isinstance(value, str):
        yield name, value


def test_a_letter_says_all_that_an_entry_says() -> None:
    """What a letter left out, nobody would confirm, and the page would say that they did."""
    examples = open_workspace(Workspace(ROOT, ROOT), today=TODAY)
    words, lacking = Words(examples.templates), []
    for pcn in examples.pcns:
        site = examples.site(pcn)
        for each in asked(site, [service.id for service in site.services], words):
            letter = " ".join(words_of(each.letter.facts_as_text))
            told = examples.content.services[pcn][each.id].model_dump(include=TELLS, exclude=UNTOLD, mode="json")
            for name, text in leaves(told):
                if name not in IN_OTHER_WORDS and " ".join(words_of(text)) not in letter:
                    lacking.append(f"{each.id}: {name}: {text}")
    assert not lacking


HEADERS = [
    b"From: hello@quay.example.org", b"Subject: RC-AAAAAA-BBBBBB", b"Subject: =?utf-8?q?", b"Date: 99 Foo",
    b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: text/html", b"Content-Type: message/rfc822",
    b"Content-Type: text/plain; charset=\xff", b"Content-Transfer-Encoding: base64", b"From: <>@@", b"From: =?x?b?=",
    b"Content-Disposition: attachment; filename*=utf-8''%ff", b"Auto-Submitted: =?utf-8?b?AA==?=", b"X-Autoreply:",
    b"Content-Type: multipart/report; boundary=b",
]  # fmt: skip


@settings(max_examples=150)
@given(
    st.binary(max_size=300)
    | st.builds(
        lambda head, body: b"\n".join([*head, b"", *body]),
        st.lists(st.sampled_from(HEADERS), min_size=1, max_size=6),
        st.lists(
            st.sampled_from([*HEADERS, b"--b", b"--b--", b"", b"<p>Right", b"> x", b"Right"]) | st.binary(max_size=40)
        ),
    ),
    st.sampled_from(["reply.eml", "reply", "many.mbox", "checks.csv", "checks.xlsx", "reply.msg"]),
)
def test_any_bytes_give_a_report_or_a_clear_message(
    opened: Opened, words: Words, tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str
) -> None:
    path = saved(tmp_path_factory.mktemp("bytes"), name, data)
    found = take(opened, words, path)
    assert not found.texts
    assert all(problem.fix and problem.place.file == str(path) for problem in found.unread)
    assert all(answer.outcome != "right" for answer in found.answers)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Outlook's own (.msg)"),
        ("a.eml", b"", "not an email that can be read"),
        ("a.eml", b"\x89PNG\r\n\x1a\n", "not an email that can be read"),
        ("a.csv", b"Name,Phone\nQuay,1\n", 'no sheet with the headings "Reference" and "Right?"'),
        ("a.eml", b"Subject: x\n" + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
        ), ""),
        ("a.eml", b"Subject: x\n\n" + b"x" * 26_000_000, "26 million bytes"),
    ],
    ids=["msg", "empty", "picture", "another list", "3,000 parts within parts", "large"],
)  # fmt: skip
def test_what_is_no_answer_is_named(
    name: str, data: bytes, says: str, *, opened: Opened, words: Words, tmp_path: Path
) -> None:
    found = take(opened, words, saved(tmp_path, name, data))
    assert not found.texts
    if says:
        (problem,) = found.unread
        assert says in problem.sentence and problem.fix
    else:
        assert len(found.unread) + len(found.answers) == 1


def test_a_mailbox_has_many_answers(opened: Opened, words: Words, letter: Letter, tmp_path: Path) -> None:
    names = ("gmail-right", "changes", "out-of-office")
    emails = [as_answered(name, letter, words).replace(b"\nFrom ", b"\n>From ") for name in names]
    box = b"".join(b"From sue@quay.example.org Fri Nov 20 10:12:00 2026\n" + email + b"\n\n" for email in emails)
    found = take(opened, words, saved(tmp_path, "Answers", box))
    assert [answer.outcome for answer in found.answers] == ["read", "read", "automatic"]
    assert found.answers[0].why == "another answer about this service says something else"


@pytest.mark.parametrize(
    ("to", "name"),
    [
        ("hello@quay.example.org", "Quay\r\nBcc: thief@elsewhere.example.org\r\n\r\nSingers"),
        ("hello@quay.example.org", 'Quay, "Singers" <thief@elsewhere.example.org>; 🎵'),
        ("hello@quay.example.org", "Quay \u202esregniS\u2066\u200b\u2028Bcc: x@elsewhere.example.org"),
        ("hello@quay.example.org", "歌" * 120),
        ("hello@quäy.example.org", "Quay =?utf-8?q?=0ABcc:_x?= Singers"),
        ("zoë@quay.example.org", "Quay Singers"),
    ],
)
def test_a_hostile_name_stays_in_the_subject(to: str, name: str, letter: Letter, words: Words) -> None:
    data = draft(to, dataclasses.replace(letter, subject=name), words)
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert sorted(found.keys()) == sorted(
        ["To", "Subject", "X-Unsent", "X-Rolecall-Check", "MIME-Version", "Content-Type"]
    )
    assert len(found["To"].addresses) == 1
    assert found["To"].addresses[0].domain in ("quay.example.org", "xn--quy-rla.example.org")
    assert max(map(len, data.splitlines())) < 998
    plain, html = found.get_body(("plain",)), found.get_body(("html",))
    assert plain and html and "Tuesdays, 2pm to 4pm" in plain.get_content() and "Tuesdays, 2pm" in html.get_content()


def test_all_in_a_folder_is_looked_at(opened: Opened, words: Words, letter: Letter, tmp_path: Path) -> None:
    """What cannot be read is named, so that no answer is lost. Hidden files are of the computer."""
    email = as_answered("gmail-right", letter, words)
    apple = b'%d  \n%s<?xml version="1.0"?><plist></plist>\n' % (len(email), email)
    (tmp_path / "more").mkdir()
    for name, data in {
        "more/1.emlx": apple, "answer.docx": b"PK\3\4 not an email", "answer.mht": email, ".DS_Store": b"\0\0\0\1Bud1",
        "~$answer.xlsx": b"locked", "letter.txt": b"Right, all of it",
    }.items():  # fmt: skip
        saved(tmp_path, name, data)
    found = take(opened, words, tmp_path)
    assert [Path(answer.place.file).name for answer in found.answers] == ["answer.mht", "1.emlx"]
    assert {answer.outcome for answer in found.answers} == {"right"}
    assert [Path(problem.place.file).name for problem in found.unread] == ["answer.docx", "letter.txt"]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("### About us\n\nTea for **all**.", "About us\n\nTea for all."),
        ("[Email us](mailto:tea@quay.example)", "Email us (tea@quay.example)"),
        ("[quay.example](https://quay.example)", "quay.example (https://quay.example)"),
        ("[tea@quay.example](mailto:tea@quay.example)", "tea@quay.example"),
        ("- Tea \\[hot\\]\n- 2 * 3", "- Tea [hot]\n- 2 * 3"),
    ],
)
def test_a_description_has_no_marks_in_a_letter(markdown: str, shown: str) -> None:
    assert without_marks(markdown) == shown


def test_a_letter_is_easy_to_read(letter: Letter) -> None:
    sentences = [each for text in (*letter.before, *letter.after[1:-1]) for each in of_text(text, ["Testbury PCN"])]
    assert grade(each.text for each in sentences) < 5
    assert max(len(each.text.split()) for each in sentences) <= 20


def test_right_in_answer_to_any_letter_is_a_check(tmp_path: Path) -> None:
    """Whatever an entry says, its letter comes back as it went, and nothing is said of it that was not in its reply."""
    folders, seen = Folders.below(tmp_path), Counter[str]()

    def look(drawn: Drawn) -> None:
        workspace = folders.workspace(drawn)
        opened = open_workspace(workspace, today=drawn.today)
        words = Words(opened.templates)
        for pcn in opened.pcns:
            site = opened.site(pcn)
            for each in asked(site, [service.id for service in site.services], words):
                data = draft("hello@quay.example.org", each.letter, words)
                body = message_of(data).get_body(("plain",))
                assert body
                text = body.get_content().replace("\r\n", "\n")
                quoted = "".join(f"> {line}\n" for line in text.split("\n"))
                sender = each.email or "hello@quay.example.org"
                header = (
                    f"From: {sender}\nSubject: {each.letter.reference}\nDate: {format_datetime(noon(drawn.today))}\n"
                    "Content-Type: text/plain; charset=utf-8\n"
                )
                path = saved(tmp_path, "reply.eml", f"{header}\nRight\n\n{quoted}".encode())
                known = Known.of(site, words, today=drawn.today)
                [mail] = saved_mails(path)
                assert isinstance(mail, Saved)
                answer = judged_mail(mail, known)
                assert answer.id == each.id
                seen[answer.outcome] += 1
                assert (answer.outcome == "right") == bool(each.email), (answer, each.letter.facts)

    look_at(60, look)
    assert min(seen["right"], seen["read"]) > 1, seen
