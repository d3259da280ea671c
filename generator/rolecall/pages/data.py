"""What other websites and programs use: a frame for each role, HTML to paste, data, QR codes.

Data stands at addresses and in a form that stay. A field is only ever added. A change of meaning is a new `version`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.encoder import encode_basestring as quoted
from typing import Any, NamedTuple

from rolecall import addresses as at
from rolecall import hsds
from rolecall.pages.answers import Reach, reach
from rolecall.pages.checked import checked
from rolecall.pages.frame import Notice, notice
from rolecall.pages.local import Local, Note, local
from rolecall.pages.page import File, Link, Page
from rolecall.pages.parts import UrgentLine, short_urgent_lines
from rolecall.site import Site, SiteAnswer, SiteRole, Workplace, staff_cards
from rolecall.templates import Words

VERSION = 1


class Embed(NamedTuple):
    """What the frame of a role shows."""

    title: str
    in_short: str
    local: Local
    reach: Reach
    more: Link
    """The page about it, by its short name."""
    canonical: str
    """The whole address of that page. Empty while the site has none of its own."""
    pcn: str
    """What people call the PCN."""
    notice: Notice | None
    urgent: tuple[UrgentLine, ...]


class SharedRole(NamedTuple):
    """A role to show on another website. Addresses are whole where the site has one."""

    shown: Embed
    """What its frame shows, by which the frame is as high as that."""
    frame: str
    page: str


class OtherWebsites(NamedTuple):
    """What the page for other websites shows."""

    pcn: str
    has_address: bool
    """Whether the site has an address of its own."""
    notice: Notice | None
    roles: tuple[SharedRole, ...]
    list_pages: int
    """Pages that the list of services for other directories has."""


def pages(site: Site) -> Iterator[Page]:
    """The page for other websites."""
    roles = tuple(
        SharedRole(
            _embed(site, role),
            at.whole(site.pcn.site_url, at.embed(role.id)),
            at.whole(site.pcn.site_url, role.address),
        )
        for role in site.available_core_roles
    )
    shown = OtherWebsites(
        site.short_name, bool(site.pcn.site_url), notice(site), roles, hsds.pages_of(hsds.full_records(site))
    )
    reviewed = checked(site, roles=site.available_core_roles, pcn=True)
    yield Page(at.DATA, "data", shown, in_sitemap=False, is_found=False, reviewed=reviewed)


def files(site: Site, words: Words) -> Iterator[File]:
    """The data, a QR code for each role and need and for what is on, and a frame for each role."""
    yield File(at.ROLES_DATA, "json", as_json(_roles(site, words)) + "\n")
    yield from _codes(site)
    yield File(at.SERVICES_DATA, "json", as_json(_services(site)) + "\n")
    for file, text in hsds.files(hsds.full_records(site)):
        yield File(file, "json", text)
    yield from _embeds(site)


def _codes(site: Site) -> Iterator[File]:
    """Codes that lead to a whole address, where the site has one."""
    if url := site.pcn.site_url:
        found = [("roles", role.id, role.address) for role in site.met_core_roles]
        found += [("needs", need.id, need.address) for need in site.needs]
        found += [("pages", at.CODE_OF_THIS_WEEK, at.THIS_WEEK)]
        for kind, id, address in found:
            for form in ("svg", "png"):
                yield File(at.code(kind, id, form), form, at.whole(url, address))


def _embeds(site: Site) -> Iterator[File]:
    for role in site.available_core_roles:
        yield File(at.file_of(at.embed(role.id)), "embed.html", _embed(site, role), f"roles/{role.id}.yml")


def _embed(site: Site, role: SiteRole) -> Embed:
    url = site.pcn.site_url
    return Embed(
        title=role.title,
        in_short=role.role.in_short,
        local=local(site, role),
        reach=reach(site, role),
        more=Link(role.address, role.short_title_within),
        canonical=at.whole(url, role.address) if url else "",
        pcn=site.short_name,
        notice=notice(site),
        urgent=short_urgent_lines(site),
    )


def as_json(value: object, line: str = "\n") -> str:
    """What `json.dumps` gives with `indent=1`. That is written in Python, and hands on each piece by itself."""
    if isinstance(value, str):
        return quoted(value)
    deeper = f"{line} "
    if value and isinstance(value, dict):
        parts = [f"{quoted(name)}: {as_json(part, deeper)}" for name, part in value.items()]
        return f"{{{deeper}{f',{deeper}'.join(parts)}{line}}}"
    if value and isinstance(value, list | tuple):
        return f"[{deeper}{f',{deeper}'.join([as_json(part, deeper) for part in value])}{line}]"
    return json.dumps(value)


def _roles(site: Site, words: Words) -> dict[str, Any]:
    """What the site says of each core role. Addresses are whole where the site has one, else below the site."""
    texts = {card.role.id: card for card in staff_cards(Workplace(site))}
    roles = []
    for role in site.core_roles:
        card = texts.get(role.id)
        found, facts = reach(site, role), local(site, role)
        roles.append(
            {
                "id": role.id,
                "name": role.title,
                "national_name": role.role.name,
                "also_known_as": [*role.also_known_as],
                "in_short": role.role.in_short,
                "available": role.available,
                "instead": role.instead,
                "combined_with": role.combined_with,
                "only_for": role.only_for,
                "notes": [_note(facts, note, words) for note in (*facts.notes, *facts.answers)],
                "needs": [*role.role.needs],
                "address": at.whole(site.pcn.site_url, role.address),
                "reach": {
                    "text": found.text,
                    "phone": found.contacts.phone,
                    "email": found.contacts.email,
                    "url": found.contacts.url,
                    "self_refer": found.self_refer,
                    "self_refer_means": _of_self_refer(found, words),
                    "surgeries": [surgery._asdict() for surgery in found.surgeries.to_call],
                },
                "answers": {
                    id: _answer(answer, words) for id, answer in role.answers.items() if _is_for_patients(answer, site)
                },
                "text_message": card.text.text if card and card.text else None,
                "app_message": card.app_message.text if card and card.app_message else None,
                "reviewed": role.role.reviewed.isoformat(),
                "checked": day.isoformat() if (day := checked(site, roles=(role,))) else None,
            }
        )
    return {**_head(site), "roles": roles}


def _note(role: Local, note: Note, words: Words) -> dict[str, Any]:
    """What is so of a role here, in the words of the pages. `surgeries` is empty where it is so in the whole PCN."""
    return {
        "kind": note.kind,
        "surgeries": [surgery.label for surgery in note.surgeries],
        "text": words.of("components/local", "sentence", role, note),
    }


def _of_self_refer(found: Reach, words: Words) -> str | None:
    return words.of("components/answer", "refer_yourself", found.self_refer) if found.self_refer else None


def _services(site: Site) -> dict[str, Any]:
    """Each local service that is listed, as its file says, but for what is not public."""
    return {
        **_head(site),
        "services": [
            {
                "id": found.id,
                "address": at.whole(site.pcn.site_url, found.address),
                "state": found.state,
                "checked": found.checked.date.isoformat() if found.checked else None,
                **found.service.model_dump(
                    mode="json", by_alias=True, exclude_defaults=True, exclude={"checked", "id", *hsds.NOT_PUBLIC}
                ),
            }
            for found in site.services
            if found.is_listed
        ],
    }


def _head(site: Site) -> dict[str, Any]:
    return {
        "version": VERSION,
        "about": at.whole(site.pcn.site_url, at.DATA),
        "pcn": {"name": site.name, "ods_code": site.pcn.ods_code},
    }


def _is_for_patients(answer: SiteAnswer, site: Site) -> bool:
    return answer.question.from_ == "answers" and answer.question.id in site.patient_questions


def _answer(found: SiteAnswer, words: Words) -> dict[str, Any]:
    answer = found.answer
    return {
        "question": found.question.ask,
        "answer": answer.answer,
        "text": answer.text,
        "list": [*answer.list],
        "where": words.of("components/answer", "place", found.where) if found.where else None,
    }
