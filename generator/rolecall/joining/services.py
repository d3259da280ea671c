"""The services of a PCN as files of another, under new names where theirs stand for something else there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from rolecall.addresses import service
from rolecall.joining.levels import Raw
from rolecall.joining.pair import Pair
from rolecall.joining.written import changed
from rolecall.load import SharedServiceFile, YamlFile, is_whole
from rolecall.load.several import is_left_out, reach_of_pcn
from rolecall.model import Service
from rolecall.places import Place, Problem
from rolecall.values import months_after
from rolecall.yamltext import YamlFields, composed, plain


@dataclass(slots=True)
class Services:
    """The texts of files by their paths in a workspace, None for one that goes, and what became of each service."""

    texts: dict[str, str | None] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """The name of each service in the other PCN, by the one that it had."""
    decide: list[Problem] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    """The names of those that are new there, as people call them."""

    @property
    def starts(self) -> dict[str, str]:
        """The addresses of services that are other ones there."""
        return {service(old): service(new) for old, new in self.names.items() if old != new}


def moved(pair: Pair, only: Collection[str], there_now: YamlFields) -> Services:
    """The services with these names in their new PCN, whose `pcn.yml` is to be `there_now`."""
    done, ours, there = Services(), pair.loaded.services_in(pair.id), pair.loaded.services_in(pair.to)
    taken = {*there, *pair.loaded.services.get(pair.to, {})}
    for id in (id for id in ours if id in only):
        local = pair.loaded.services[pair.id].get(id)
        value: Any = plain(ours[id].node)
        new = id
        if id in there and plain(there[id].node) == value:
            pass  # it is the same in both
        elif id in taken:
            names = (f"{id}-{pair.id}", *(f"{id}-{pair.id}-{number}" for number in range(2, 99)))
            new = next(name for name in names if name not in taken)
            is_whole_file = local is not None and is_whole(local.node)
            text = _with_check(pair, id, local, new) if local and is_whole_file else composed(_ordered(value))
            done.texts[_file(pair.to, new)] = text
            done.decide.append(_same_name(pair, id, new, there.get(id)))
        elif local:
            done.texts[_file(pair.to, id)] = _with_check(pair, id, local) if is_whole(local.node) else pair.text(local)
        taken.add(new)
        done.names[id] = new
        done.came += [str(value["name"])] if _file(pair.to, new) in done.texts else []
        if local:
            done.texts[local.file] = None
    if pair.merges:
        _of_several(pair, there_now, done)
    return done


def _same_name(pair: Pair, id: str, new: str, other: YamlFile | None) -> Problem:
    """What to settle where a service came under another name, as `other` has its name there."""
    sentence, fix = f"{pair.to} leaves {id} out, and {pair.id} had it", "It is on the site now. Is that right?"
    if other:
        sentence = f"{pair.to} has a service {id} too, and it says something else ({other.file})"
        fix = "Both are on the site. If it is the same service, write what is right into one, and take out the other."
    return Problem(Place(_file(pair.to, new)), sentence, fix, kind="conflict")


def _ordered(value: Raw) -> Raw:
    names = [name for name in Service.model_fields if name in value]
    return {name: value[name] for name in dict.fromkeys((*names, *value)) if name != "id"}


def _with_check(pair: Pair, id: str, file: YamlFile, new: str = "") -> str:
    """The text of a service's file. Where its new PCN has services checked at another time, with its next check."""
    service, value = pair.opened.content.services[pair.id][id], plain(file.node)
    assert isinstance(value, dict)
    every, there = pair.first.pcn.services.check_every, pair.second.pcn.services.check_every
    after = dict(value)
    if service.checked and not service.next_check and every != there:
        after["next_check"] = months_after(service.checked.date, every).isoformat()
    if new and "id" in after:
        after["id"] = new
    text = pair.text(file)
    return text if after == value else changed(text, after, file.file)[0]


def _of_several(pair: Pair, there_now: YamlFields, done: Services) -> None:
    """Files for several PCNs that name the PCN which is no more, and those that stand in it by its name."""
    before, theirs = pair.loaded.shared_in(pair.id), pair.loaded.shared_in(pair.to)
    for id, shared in pair.loaded.shared_services.items():
        local = pair.loaded.services[pair.id].get(id)
        is_left = local is not None and is_left_out(local.node)
        if local and is_left and id in before and id not in theirs:
            done.texts.setdefault(_file(pair.to, id), pair.text(local))  # left out there too
        written: Any = plain(shared.whole.node)
        pcns = [*_pcns(pair, shared, there_now)] if shared.reach.pcns or (id in before and not is_left) else []
        if pcns and pcns != written.get("pcns"):
            file = shared.whole
            done.texts[file.file] = changed(pair.text(file), {**written, "pcns": pcns}, file.file)[0]


def _pcns(pair: Pair, shared: SharedServiceFile, there_now: YamlFields) -> Iterator[str]:
    """The PCNs that a file for several has to name, so that it stands where it stood. None where it need not."""
    named = [str(pcn).strip() for pcn in _list(plain(shared.whole.node), "pcns")]
    if named:
        yield from dict.fromkeys(pair.to if pcn == pair.id else pcn for pcn in named)
    elif not shared.reach.meets(reach_of_pcn(pair.to, there_now)):
        files = pair.loaded.pcns.items()
        yield from (id for id, file in files if id != pair.id and shared.reach.meets(reach_of_pcn(id, file.node)))
        yield pair.to


def _list(value: object, name: str) -> list[object]:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _file(pcn: str, id: str) -> str:
    return f"content/pcns/{pcn}/services/{id}.yml"
