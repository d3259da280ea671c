from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rolecall import addresses as at
from rolecall.data import roles_data, services_data
from rolecall.pages.page import File, Page
from rolecall.site import Site, staff_cards, text_names


def _for_staff(site: Site) -> Iterator[Page]:
    """What staff say, send, print and give. Search engines and the search of the site leave these out."""
    cards = staff_cards(site)

    def page(address: str, template: str, title: str, within: str = "staff/", **shows: object) -> Page:
        script = "staff.js" if template in ("staff", "staff-role") else ""
        # There is a page for each role that is here, and those come and go.
        lasts = template not in ("staff-role", "poster", "embed")
        own = Page(address, template, {"site": site, **shows}, title, within=within, script=script, lasts=lasts)
        return replace(own, in_sitemap=False, is_found=False)

    yield page("staff/", "staff", "For staff", "", cards=cards, surgeries=text_names(site))
    for card in cards:
        title = f"Refer to the {card.role.short_title_within}"
        yield page(f"staff/{card.role.id}/", "staff-role", title, card=card)
        yield page(f"staff/print/{card.role.id}/", "poster", card.role.title, role=card.role)
    yield page("staff/who-to-refer-to/", "staff-table", "Who to refer to", cards=cards)
    yield page("staff/print/", "posters", "People who can help you here")
    yield page("staff/print/services/", "chosen", f"Services in {site.short_name}")
    yield page("data/", "data", "For other websites", "")


def _codes(site: Site) -> Iterator[File]:
    """A QR code for each role and need: the whole address of its page, where the site has one."""
    if url := site.pcn.site_url:
        found = [("roles", role.id, role.address) for role in site.available_core_roles]
        found += [("needs", need.id, need.address) for need in site.needs]
        for kind, id, address in found:
            for form in ("svg", "png"):
                yield File(at.code(kind, id, form), form, url + address)


def pages(site):
    yield from _for_staff(site)
    checked = site.last_checked
    due = site.pcn.next_check
    yield Page("urgent-help/", "urgent-help", {"site": site}, "Urgent help")
    yield Page("about/", "about", {"site": site}, "About this site", reviewed=checked, next_check=due)
    yield Page("accessibility/", "accessibility", {"site": site}, "Accessibility")
    yield Page("privacy/", "privacy", {"site": site}, "Privacy")
    for page in site.content.pages:
        reviewed = page.reviewed if page.reviewed and page.reviewed <= site.today else None
        yield Page(
            f"{page.slug}/",
            "markdown",
            {"site": site, "text": page},
            page.title,
            reviewed=reviewed,
            made_from=f"content/pages/{page.slug}.md",
        )


def not_found(site):
    return Page("404.html", "404", {"site": site}, "Page not found", in_sitemap=False, lasts=False)


def files(site, pages):
    yield File("sitemap.xml", "sitemap.xml", {"site": site, "pages": [page for page in pages if page.in_sitemap]})
    yield File("robots.txt", "robots.txt", {"site": site})
    yield File("data/roles.json", "json", roles_data(site))
    yield from _codes(site)
    yield File("data/services.json", "json", services_data(site))
    for card in staff_cards(site):
        yield File(
            at.file_of(at.embed(card.role.id)),
            "embed.html",
            {"site": site, "role": card.role},
            f"roles/{card.role.id}.yml",
        )
