"""A site's roles and services as data for other programs, at addresses and in a form that stay.

A field is only ever added. A change of meaning is a new `version`.
"""

from __future__ import annotations

from typing import Any

from rolecall.site import Site, SiteAnswer, staff_cards

VERSION = 1


def roles_data(site: Site) -> dict[str, Any]:
    """What the site says of each core role. Addresses are whole where the site has one, else below the site."""
    texts = {card.role.id: card for card in staff_cards(site)}
    roles = []
    for role in site.core_roles:
        card = texts.get(role.id)
        reach = (role.stand_in(site.all_roles) or role).reach.reach
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
                "address": _address(site, role.address),
                "reach": {
                    "text": reach.text,
                    "phone": reach.phone,
                    "email": reach.email,
                    "url": reach.url,
                    "self_refer": reach.self_refer,
                },
                "answers": {
                    id: _answer(answer) for id, answer in role.answers.items() if _is_for_patients(answer, site)
                },
                "text_message": card.text_message if card else None,
                "app_message": card.app_message if card else None,
                "reviewed": role.role.reviewed.isoformat(),
            }
        )
    return {**_head(site), "roles": roles}


def services_data(site: Site) -> dict[str, Any]:
    """Each local service that is listed, as its file says."""
    return {
        **_head(site),
        "services": [
            {
                "id": one.id,
                "address": _address(site, one.address),
                "state": one.state,
                "checked": one.checked.date.isoformat() if one.checked else None,
                **one.service.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"checked", "id"}),
            }
            for one in site.services
            if one.is_listed
        ],
    }


def _head(site: Site) -> dict[str, Any]:
    return {
        "version": VERSION,
        "about": _address(site, "data/"),
        "pcn": {"name": site.name, "ods_code": site.pcn.ods_code},
    }


def _address(site: Site, address: str) -> str:
    return (site.pcn.site_url or "") + address


def _is_for_patients(answer: SiteAnswer, site: Site) -> bool:
    return answer.question.from_ == "answers" and any(
        answer.question in group.questions for group in site.patient_groups
    )


def _answer(here: SiteAnswer) -> dict[str, Any]:
    answer = here.answer
    return {
        "question": here.question.ask,
        "answer": answer.answer,
        "text": answer.text,
        "list": [*answer.list],
        "where": here.where or None,
    }
