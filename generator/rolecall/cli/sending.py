"""Publishing by git: what is sent is shown and asked about, and the site is waited for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from rolecall.cli.printing import several, tell

if TYPE_CHECKING:
    from rolecall.build import Made
    from rolecall.opened import Opened
    from rolecall.publishing.github import Repository
    from rolecall.publishing.putting import ToPublish


def sent(opened: Opened, ready: Sequence[Made], *, dry_run: bool, yes: bool, minutes: float) -> bool:
    """Commit and send what people wrote, and wait for the site. Whether it was sent."""
    from rolecall.publishing import github
    from rolecall.publishing.putting import promise, to_publish

    if len(ready) > 1:
        raise click.UsageError("With --for github, name one PCN: its workflow publishes one site.")
    [made] = ready
    site = to_publish(made, "github")
    try:
        there = github.repository(opened.workspace.root)
        github.others_first(there)
        what = _shown(there)
        if dry_run:
            tell(f"Would send {what} to {there.remote}")
            return True
        tell(f"To send to {there.remote}: {what}. Everybody who may read that repository can read them.")
        if not yes and not (sys.stdin.isatty() and click.confirm("Publish this?")):
            tell("Nothing was sent. To publish without a question: --yes", err=True)
            return False
        promise(opened, site)
        github.send(there, f"Publish {made.site.pcn.name}")
    except github.NotSent as why:
        tell((str(why)), err=True)
        return False
    tell("Sent. GitHub makes the site now, in a minute or 2." + (f" To watch: {there.runs}" * bool(there.runs)))
    if address := made.site.pcn.site_url or there.pages:
        _wait(address, site, minutes)
    else:
        tell("Where it is, the page Actions of the repository says.")
    return True


def _shown(there: Repository) -> str:
    """Name each file that is not committed yet. Gives in words how much is to be sent."""
    from rolecall.publishing import github

    files, waiting = github.changed(there), github.ahead(there)
    for file in files:
        tell(f"    {file}")
    commits = f" and {several(waiting, 'commit')} from before" if waiting else ""
    return f"{several(len(files), 'changed file')}{commits}, with the list of addresses"


def _wait(address: str, site: ToPublish, minutes: float) -> None:
    """Wait until an address has the site. It may take longer, which is no fault."""
    from rolecall.publishing import github

    if not minutes:
        tell(f"It will be at {address}")
        return
    tell(f"Waiting for {address} ", nl=False)
    seen = False
    for seen in github.wait_until_live(address, site.files, minutes):
        tell("." * (not seen), nl=False)
    tell()
    if seen:
        tell(f"Live: {address}\nOpen it on a phone. Open Urgent help, and each link there.")
    else:
        tell(f"{address} does not show it yet. The page Actions of the repository says how far it is.")
