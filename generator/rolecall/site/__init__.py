"""What is true here: the nearest answer wins, practice before PCN before England.

A local answer past its `next_check` no longer counts: the national one is shown in its place,
marked as such, so that the page can say whom to ask.
"""

from rolecall.model.names import full_name, short_name
from rolecall.site.model import Site, SiteAnswer, SiteNeed, SitePractice, SiteReach, SiteRole, Where, day_of, earliest
from rolecall.site.once import once
from rolecall.site.services import Checker, SiteService
from rolecall.site.staff import InDanger, Message, StaffCard, Workplace, staff_cards, text_names, workplaces
from rolecall.site.titles import Title, titles
from rolecall.site.told import service_words_nationally
from rolecall.site.weigh import site_of

__all__ = [
    "Checker",
    "InDanger",
    "Message",
    "Site",
    "SiteAnswer",
    "SiteNeed",
    "SitePractice",
    "SiteReach",
    "SiteRole",
    "SiteService",
    "StaffCard",
    "Title",
    "Where",
    "Workplace",
    "day_of",
    "earliest",
    "full_name",
    "once",
    "service_words_nationally",
    "short_name",
    "site_of",
    "staff_cards",
    "text_names",
    "titles",
    "workplaces",
]
