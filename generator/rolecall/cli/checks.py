"""The commands that ask the people who run services, and take in what they answer."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rolecall.cli.exports import export
from rolecall.cli.given import day_of, pcn_option, sound, the_pcn, today_option, workspace_here, workspace_to_change
from rolecall.cli.imports import import_
from rolecall.cli.printing import count, print_problems, several, tell
from rolecall.cli.writes import refuse_taken, write_shown

if TYPE_CHECKING:
    from rolecall.exchange.checks import Asked, Judged, Outcome, Taken

WORKBOOK = "checks.xlsx"


@export.command("checks")
@pcn_option
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=f"The folder for the letters (.eml) and the workbook {WORKBOOK}.",
)
@click.option("--all", "every", is_flag=True, help="Every service, and not only those to be checked within 2 months.")
@today_option
def export_checks(pcn: str | None, folder: Path, every: bool, day: str | None) -> None:
    """Write a letter for each service that is due, which asks the people who run it if its entry is still right.

    Each .eml file opens as a draft in Outlook, Thunderbird and Apple Mail: look at it and press Send.
    The workbook has the same letters for mail merge, and cells for what people answer on the phone.
    Bring the answers back with `rolecall import checks`.
    """
    from rolecall.editing.due import due_services
    from rolecall.exchange.checks import asked, draft, form
    from rolecall.templates import Words

    workspace, today = workspace_here(), day_of(day)
    pcn = the_pcn(workspace, pcn)
    opened = sound(workspace, pcn, today)
    refuse_taken(folder / WORKBOOK)
    site, words = opened.site(pcn), Words(opened.templates)
    due = site.services if every else due_services(opened.content, pcn, today=today)
    found = asked(site, [service.id for service in due], words)
    if not found:
        tell(
            "There is no service to ask about."
            if every
            else "No service is to be checked within 2 months. For all: --all"
        )
        return
    files = {folder / f"{each.id}.eml": draft(each.email, each.letter, words) for each in found if each.email}
    write_shown({folder / WORKBOOK: form(found, today=today), **files})
    print_asked(found, len(files))
    tell(
        "Save the answers that come back in a folder, for example answers."
        f" Then: rolecall import checks answers --pcn {pcn}"
    )


def print_asked(asked: Sequence[Asked], letters: int) -> None:
    """How many letters there are, and whom somebody has to call."""
    tell(f"{several(letters, 'letter')} for {several(len(asked), 'service')}.")
    if call := [each for each in asked if not each.email]:
        have = "1 has no email address" if len(call) == 1 else f"{len(call)} have no email address"
        tell(f"{have}. Call, and write what they say into {WORKBOOK}:")
        for each in call:
            tell(f"    {each.name}: {', '.join(each.phones) or each.page or 'no phone number either'}")


@import_.command("checks")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="FILE|FOLDER..."
)
@pcn_option
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@today_option
def import_checks(paths: Sequence[Path], pcn: str | None, dry_run: bool, day: str | None) -> None:
    """Take in what people answered: emails that you saved (.eml, .mbox), or the workbook that you filled in.

    Right, and nothing else, becomes a check by the people who run the service, on the day of their answer.
    All else is listed for you to read, and changes nothing.
    """
    from rolecall.exchange.checks import taken
    from rolecall.templates import Words

    workspace, today = workspace_to_change(dry_run=dry_run), day_of(day)
    pcn = the_pcn(workspace, pcn)
    opened = sound(workspace, pcn, today)
    site = opened.site(pcn)
    names = {service.id: service.listed_name for service in site.services}
    found = taken(paths, site, opened.content, opened.loaded, Words(opened.templates), root=workspace.root, today=today)
    print_answers(found, names)
    print_problems((*found.unread, *found.problems), "text", err=True)
    if found.problems:
        tell(f"{count(found.problems)} Nothing was changed.", err=True)
        sys.exit(1)
    write_shown({path: text.encode() for path, text in found.texts.items()}, dry_run=dry_run)
    tell(f"{in_numbers(found)}{' Nothing was changed: this was a dry run.' * dry_run}")
    sys.exit(1 if found.unread else 0)


def print_answers(found: Taken, names: Mapping[str, str]) -> None:
    """What each answer says, those for a person last."""
    for answer in found.answers:
        if answer.outcome == "right" and answer.day:
            known = "" if answer.id in found.new else ". The entry has this check or a later one"
            _say(f"{_place(answer)}: {names[answer.id]}: right, said on {answer.day.isoformat()}{known}")
        elif answer.outcome == "returned":
            _say(f"{_place(answer)}: {_about(answer, names)}the letter did not arrive. Call, and correct the address")
    if to_read := [answer for answer in found.answers if answer.outcome == "read"]:
        tell("To read. Nothing of this was changed:")
        for answer in to_read:
            words = f'"{answer.words}"' if answer.words else "no words"
            why = f" ({answer.why})" if answer.why else ""
            _say(f"    {_place(answer)}: {_about(answer, names)}{words}{why}")


def _say(text: str) -> None:
    """Print what others had a hand in: names of files that came by email, and their words."""
    tell(text)


def _place(answer: Judged) -> str:
    """Where an answer stands: the cell of a workbook, or the file of an email."""
    return str(answer.place) if answer.place.sheet or answer.place.line > 1 else answer.place.file


def _about(answer: Judged, names: Mapping[str, str]) -> str:
    return f"{names[answer.id]}: " if answer.id else ""


def in_numbers(found: Taken) -> str:
    """How many answers there are, and what became of them. The numbers add up."""
    numbers = Counter(answer.outcome for answer in found.answers)
    words: dict[Outcome, str] = {
        "right": "right",
        "read": "to read",
        "returned": "not delivered",
        "automatic": "automatic",
    }
    parts = [f"{numbers[outcome]} {what}" for outcome, what in words.items() if numbers[outcome] or outcome == "right"]
    answers = f"{several(sum(numbers[outcome] for outcome in words), 'answer')}: {', '.join(parts)}."
    ours, blank = several(numbers["ours"], "letter"), several(numbers["blank"], "row")
    passed = [f"{ours} of our own"] * bool(numbers["ours"]) + [f"{blank} without an answer"] * bool(numbers["blank"])
    return f"{answers} Passed over: {' and '.join(passed)}." if passed else answers
