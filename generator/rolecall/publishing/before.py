"""What has to be so before a site goes live, each thing that is lacking with the line to write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rolecall.language import in_words
from rolecall.load import YamlFile
from rolecall.model import PCN, Checked, SignOff
from rolecall.opened import Opened
from rolecall.places import Place, Problem
from rolecall.values import months_after

EXAMPLES = {
    "Riverside Primary Care Network": "U99991",
    "Hillside PCN": "U99992",
    "Harbour Primary Care Network": "U99993",
    "Our Primary Care Network": "U00000",
}
"""The PCNs that come with Rolecall, and that of the template: name and code. None of them is anybody's."""

IN_THE_README = ("Marsh Lane PCN", "U12345")
"""The PCN of the examples in the documentation. Its code may be somebody's, so only both together are an example."""

COUNTS_FOR = 12
"""Months for which it counts that somebody has looked through urgent help."""

SIGN_OFFS = {
    "clinical_safety": ("clinical safety", "Clinical safety officer"),
    "data_protection": ("data protection", "Data protection officer"),
    "content": ("what the site says", "Clinical lead"),
}
"""What somebody has to agree to, in words, and whose job it may be."""


def is_example(name: str, code: str) -> bool:
    """Whether this is the name or the code of a PCN that is only an example."""
    words, code = " ".join(name.split()).casefold(), code.strip().upper()
    both = (words, code) == (IN_THE_README[0].casefold(), IN_THE_README[1])
    return both or words in {example.casefold() for example in EXAMPLES} or code in EXAMPLES.values()


def of_examples(opened: Opened, pcn: str) -> list[Problem]:
    """What shows that a PCN is still an example. Such a site never goes live, for whatever reason."""
    facts, file = opened.content.pcns[pcn], opened.loaded.pcns[pcn]
    if not is_example(facts.name, facts.ods_code):
        return []
    sentence = f"{facts.name} with the code {facts.ods_code} is an example, so it may not go live"
    fix = "Write your PCN's own name, and below it its code in the NHS register: ods_code: U and 5 digits"
    return [Problem(file.at("name"), sentence, fix, pcn, kind="wrong")]


def lacking(opened: Opened, pcn: str) -> list[Problem]:
    """What a PCN lacks before its site may go live the first time, by its place. Its files have no problem."""
    expired = [note for note in opened.notes if note.kind in ("expired", "due") and note.pcn == pcn]
    return [*unsigned(opened, pcn), *sorted(expired)]


def unsigned(opened: Opened, pcn: str) -> list[Problem]:
    """What nobody has looked through, stated or signed off of a PCN whose files have no problem."""
    facts, file, today = opened.content.pcns[pcn], opened.loaded.pcns[pcn], opened.today
    return [
        *_urgent_help(facts, file, pcn, today),
        *_statements(facts, file, pcn, today),
        *_sign_offs(facts, file, pcn, today),
    ]


def _urgent_help(facts: PCN, file: YamlFile, pcn: str, today: date) -> Iterator[Problem]:
    line = f"urgent_help_checked: {{date: {today}, by: Practice manager}}"
    fix = f"Open each link on the page Urgent help, compare each number, then write your job and the day:\n{line}"
    checked = facts.urgent_help_checked
    if not checked:
        sentence = "nobody has said that a person looked through Urgent help before this site goes live"
        yield Problem(_place(file, "urgent_help_checked"), sentence, fix, pcn, kind="missing")
    elif months_after(checked.date, COUNTS_FOR) < today:
        sentence = f"a person last looked through Urgent help on {in_words(checked.date)}, more than a year ago"
        yield Problem(file.at("urgent_help_checked", "date"), sentence, fix, pcn, kind="due")


def _statements(facts: PCN, file: YamlFile, pcn: str, today: date) -> Iterator[Problem]:
    if not facts.accessibility:
        sentence = "the accessibility statement does not say who tested this site, and how"
        line = (
            f"accessibility: {{tested: {{date: {today}, by: Patient group}},"
            " how: 3 people used it with a phone and a screen reader.}"
        )
        fix = f"Let people try it, then write what is true, as in:\n{line}"
        yield Problem(_place(file, "accessibility"), sentence, fix, pcn, kind="missing")
    if not facts.privacy_url:
        sentence = "the page on privacy does not lead to your own privacy notice"
        fix = "Write its web address, as in:\nprivacy_url: https://www.your-surgery.example/privacy"
        yield Problem(_place(file, "privacy_url"), sentence, fix, pcn, kind="missing")


def _sign_offs(facts: PCN, file: YamlFile, pcn: str, today: date) -> Iterator[Problem]:
    agreed = facts.sign_off or SignOff()
    open_ = {name: words for name, words in SIGN_OFFS.items() if not _given(agreed, name)}
    lines = {name: f"{name}: {{date: {today}, by: {job}}}" for name, (_, job) in open_.items()}
    if not facts.sign_off:
        sentence = "nobody has signed off this site: clinical safety, data protection, and what it says"
        line = f"sign_off: {{{', '.join(lines.values())}}}"
        fix = f"Once each has agreed, write their job, not their name, and the day, as in:\n{line}"
        yield Problem(_place(file, "sign_off"), sentence, fix, pcn, kind="missing")
        return
    for name, (what, _) in open_.items():
        sentence = f"nobody has signed off {what}"
        fix = f"Once they agree, add their job under sign_off, not their name, and the day, as in:\n  {lines[name]}"
        yield Problem(file.lacking("sign_off", name), sentence, fix, pcn, kind="missing")


def _given(agreed: SignOff, name: str) -> Checked | None:
    checked: Checked | None = getattr(agreed, name)
    return checked


def _place(file: YamlFile, name: str) -> Place:
    """Where a field is to be written: at its name, where that stands there with nothing behind it."""
    return file.key(name) if name in file.node.entries else file.lacking(name)
