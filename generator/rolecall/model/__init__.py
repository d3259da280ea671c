"""The one vocabulary: what YAML may say of roles, questions, PCNs and practices.

The sentence under each field is what its JSON Schema shows while somebody types.
"""

from rolecall.model.content import Content, MarkdownPage
from rolecall.model.facts import FIXED_ADDRESSES, Answer, Checked, Choice, Facts, Model, Reach
from rolecall.model.local import PCN, Accessibility, Contact, LocalHelpline, LocalRole, Practice
from rolecall.model.national import (
    BriefLine,
    Card,
    Code,
    Group,
    Helpline,
    Need,
    Question,
    Questions,
    Role,
    Section,
    Source,
    Team,
    Term,
    UrgentHelp,
)

__all__ = [
    "FIXED_ADDRESSES",
    "PCN",
    "Accessibility",
    "Answer",
    "BriefLine",
    "Card",
    "Checked",
    "Choice",
    "Code",
    "Contact",
    "Content",
    "Facts",
    "Group",
    "Helpline",
    "LocalHelpline",
    "LocalRole",
    "MarkdownPage",
    "Model",
    "Need",
    "Practice",
    "Question",
    "Questions",
    "Reach",
    "Role",
    "Section",
    "Source",
    "Team",
    "Term",
    "UrgentHelp",
]
