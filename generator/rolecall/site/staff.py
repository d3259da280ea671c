"""What staff say, send and give: a role in a consultation."""

from __future__ import annotations

from dataclasses import dataclass

from rolecall import addresses
from rolecall.site.model import Site, SiteAnswer, SiteRole
from rolecall.texts import SURGERY_SLOT, filled, links_to, plain, that_fits


@dataclass(frozen=True, slots=True)
class StaffCard:
    """A core role as staff need it."""

    role: SiteRole
    refer_when: SiteAnswer | None
    not_for: SiteAnswer | None
    link: str | None
    """The full address of the page about it. None while the site has none."""
    text_message: str | None
    """The text for a phone, at most 160 septets once the slots in [ ] are filled in."""
    app_message: str | None
    """The longer message for the NHS App, with the same slots."""


def staff_cards(site: Site) -> tuple[StaffCard, ...]:
    """A card for each core role that people can see here."""
    words, url = site.content.staff, site.pcn.site_url
    surgeries = [text_name for _, text_name in text_names(site)]
    slot = surgeries[0] if len(surgeries) == 1 else SURGERY_SLOT
    choices = (site.pcn.text_message,) if site.pcn.text_message else words.texts
    cards = []
    for role in site.available_core_roles:
        text = app = None
        if url:
            links = links_to(role.id, url, site.pcn.short_links)
            best, link = that_fits(choices, role=role.text_name, links=links, surgeries=surgeries)
            text = filled(best, role=role.text_name, link=link, surgery=slot)
            long = words.app_message.replace("{in_short}", role.role.in_short)
            app = filled(long, role=role.text_name, link=addresses.whole(url, role.address), surgery=slot)
        page = addresses.whole(url, role.address) if url else None
        refer_when, not_for = site.answer_for("refer_when", role), site.answer_for("not_for", role)
        cards.append(StaffCard(role, refer_when, not_for, page, text, app))
    return tuple(cards)


def text_names(site: Site) -> tuple[tuple[str, str], ...]:
    """Each surgery's slug, and what texts call it."""
    return tuple(
        (surgery.slug, plain(surgery.practice.text_name or surgery.practice.name)) for surgery in site.practices
    )
