"""What is true here: the nearest answer wins, practice before PCN before England.

A local answer past its `next_check` no longer counts: the national one is shown in its place,
marked as such, so that the page can say whom to ask.
"""

from rolecall.nearest.here import AnswerHere, NeedHere, PracticeHere, ReachHere, RoleHere, Site, Table, tables
from rolecall.nearest.services import Filter, FilterGroup, ServiceHere, filters
from rolecall.nearest.staff import StaffCard, staff_cards, text_names
from rolecall.nearest.titles import Title, titles
from rolecall.nearest.weigh import full_name, short_name, site

__all__ = [
    "AnswerHere",
    "Filter",
    "FilterGroup",
    "NeedHere",
    "PracticeHere",
    "ReachHere",
    "RoleHere",
    "ServiceHere",
    "Site",
    "StaffCard",
    "Table",
    "Title",
    "filters",
    "full_name",
    "short_name",
    "site",
    "staff_cards",
    "tables",
    "text_names",
    "titles",
]
