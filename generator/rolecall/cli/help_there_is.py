"""What there is of local help, in a line for people and in rows for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolecall.cli.printing import several

if TYPE_CHECKING:
    from rolecall.opened import Opened


def in_a_line(opened: Opened) -> str:
    """How many needs have no service. Empty where no PCN has a service that runs, as it may not want any."""
    from rolecall.checks.gaps import needs_without_help
    from rolecall.site.services import site_services

    needs = opened.content.needs if opened.pcns else {}
    there = (site_services(opened.content, pcn, today=opened.today) for pcn in opened.pcns)
    without = [len(needs_without_help(some, needs)) for some in there if any(each.state == "open" for each in some)]
    if not without:
        return ""
    if len(without) > 1:
        what = f"some needs have no service in {sum(map(bool, without))} of {len(without)} PCNs with services"
    elif without[0]:
        what = f"{without[0]} of {several(len(needs), 'need')} {'has' if without[0] == 1 else 'have'} no service"
    else:
        what = "each need has a service"
    asked = [*opened.loaded.pcns]
    named = asked if len(asked) <= 3 and asked != opened.workspace.pcns() else []
    command = " ".join(["rolecall check", *named, "--format html --to report.html"])
    return f"Local help: {what}. See all gaps: {command}"


def in_rows(opened: Opened) -> list[dict[str, object]]:
    """Each gap as programs read it, with the fields of a problem and some of its own."""
    from rolecall.checks.gaps import local_help

    return [
        {
            "level": "gap",
            "kind": gap.kind,
            "group": "facts",
            "file": opened.loaded.pcns[pcn].file,
            "line": 1,
            "column": 1,
            "path": "",
            "pcn": pcn,
            "sentence": gap.sentence,
            "fix": gap.fix,
            "need": gap.need,
            "services": [*gap.services],
        }
        for pcn in opened.pcns
        for gap in local_help(opened.site(pcn)).gaps
    ]
