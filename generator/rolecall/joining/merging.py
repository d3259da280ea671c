"""2 PCNs made one: all that the first says becomes part of the second, and its addresses lead there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rolecall.joining.beside import beside
from rolecall.joining.conflicts import conflicts, in_both, of_narrowed, to_sign_again
from rolecall.joining.leading import files, is_same, led, was_at
from rolecall.joining.levels import Raw
from rolecall.joining.outcome import Outcome, after, listed
from rolecall.joining.pair import KEPT, Pair
from rolecall.joining.services import moved
from rolecall.joining.surgeries import came, codes_of, people_of, starts, with_parts
from rolecall.joining.written import Unwritten, entries, joined
from rolecall.pages import Plan
from rolecall.places import Place, Problem
from rolecall.site import short_name


def merged(pair: Pair) -> Outcome:
    """The first PCN as a part of the second."""
    out = Outcome()
    out.problems += not_yet(pair)
    if not out.problems:
        try:
            _merge(pair, out)
        except Unwritten as error:
            sentence = "this file is written in a way in which it cannot be changed"
            fix = "Give each field and each entry its own line."
            out.problems.append(Problem(Place(str(error)), sentence, fix, kind="unreadable"))
    return out


def not_yet(pair: Pair) -> Iterator[Problem]:
    """What has to be there before anything goes from one PCN to another."""
    for level, id in ((pair.first, pair.id), (pair.second, pair.to)):
        if not level.pcn.practices:
            fix = f"Add the surgeries of {short_name(level.pcn)} first."
            sentence = "this PCN names no surgery, so nobody can tell where its facts are true"
            yield Problem(pair.loaded.pcns[id].lacking("practices"), sentence, fix, kind="missing")
    if not pair.new_site:
        sentence = f"nobody knows the address of this site, to which pages of {pair.id} are to lead"
        fix = "Add its address: site_url: https://riverside.example.org/"
        yield Problem(pair.to_file.lacking("site_url"), sentence, fix, kind="missing")


def _merge(pair: Pair, out: Outcome) -> None:
    both = {*codes_of(pair.first.raw)} & {*codes_of(pair.second.raw)}
    ats = [at for at, code in enumerate(codes_of(pair.first.raw)) if code not in both]
    change = came(pair.first, pair.second, ats)
    practices = with_parts(change.practices, pair.first, pair.second, pair.loaded.parts.get(pair.id, {}))
    named = range(len(pair.first.raw.get("people", [])))
    people = dict(enumerate(people_of(pair.first, change.raw, named)))
    aside = beside(pair, people)
    lines = entries(pair.text(pair.file), pair.first.raw, pair.file.file, {"practices": practices, "people": people})
    values = {"practices": [*practices.values()], "people": [*people.values()]}
    text, node = joined(pair.text(pair.to_file), change.raw, pair.to_file.file, lines, values)
    services = moved(pair, pair.loaded.services_in(pair.id), node)
    texts = {pair.to_file.file: text, **services.texts}
    planned, out.problems = after(pair.opened_there, pair.loaded, pair.to, texts, gone=pair.id, pictures=aside.pictures)
    if not planned:
        return
    out.files |= {file: new.encode() for file, new in texts.items() if new is not None}
    aside.finish(services.names, out)
    out.folders[f"content/pcns/{pair.id}"] = f"{KEPT}/{pair.id}/was"
    out.done += what_came(pair, practices, people, services.came)
    out.done += of_narrowed(pair.second, change.narrowed, pair.to)
    out.decide += [*services.decide, *conflicts(pair), *in_both(pair, both), *to_sign_again(pair)]
    _lead_on(pair, {**starts(pair.first, practices), **services.starts}, planned, out)


def what_came(
    pair: Pair, practices: Mapping[int, Raw], people: Mapping[int, Mapping[str, Any]], services: list[str]
) -> Iterator[str]:
    """What came from one PCN to the other, in words."""
    names = {
        "Surgeries": [pair.first.pcn.practices[at].name for at in practices],
        "People": [str(person["name"]) for person in people.values()],
        "Services": services,
    }
    yield from (f"{what} that came to {pair.to}: {listed(some)}" for what, some in names.items() if some)


def _lead_on(pair: Pair, renamed: Mapping[str, str], planned: Plan, out: Outcome) -> None:
    """A site for the first PCN's host, in which each address leads to the second's."""
    ways = was_at(pair.opened, pair.id)
    there = {part.address for part in planned.parts}
    leads = led(ways, renamed, there)
    site = files(
        leads, pair.opened.templates, name=short_name(pair.second.pcn), site_url=pair.first.pcn.site_url,
        new_site=pair.new_site,
    )  # fmt: skip
    out.files |= {f"{KEPT}/{pair.id}/site/{file}": data for file, data in site.items()}
    old, folder = pair.first.pcn.site_url or "its site", f"{KEPT}/{pair.id}/site"
    out.done.append(f"{len(leads)} addresses of {pair.id} lead to {pair.new_site}. Publish {folder} in place of {old}.")
    out.done.append(f"The folder has rules for most servers. Those for nginx are in {folder}/nginx.conf.")
    if lost := [page for page, way in ways.items() if not is_same(way, leads[page], renamed)]:
        out.done.append(f"{len(lost)} of them lead to a page above, as there is no such page: {listed(lost)}")
