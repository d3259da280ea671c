"""The fields of the workbook: what each is called there, in the order in which they stand.

A field of the model that is missing here fails a test. What a field is, is said by the model itself.
"""

from __future__ import annotations

from collections.abc import Callable

from rolecall.editing.cells import CellKind
from rolecall.places import Path

Spec = tuple[str, Path, CellKind]
"""A heading, the path of a field, and what its cell holds."""


def _contact(what: str, key: str) -> list[Spec]:
    return [
        (f"{what}: what to do", (key, "text"), "text"),
        (f"{what}: phone", (key, "phone"), "text"),
        (f"{what}: email", (key, "email"), "text"),
        (f"{what}: web page", (key, "url"), "text"),
    ]


def _danger(what: str, key: str) -> list[Spec]:
    return [
        (f"Staff, {what}: who (a job)", (key, "lead"), "text"),
        (f"Staff, {what}: phone", (key, "phone"), "text"),
        (f"Staff, {what}: what to do", (key, "text"), "text"),
    ]


def _sign_off(what: str, key: str) -> list[Spec]:
    return [
        (f"May go live, {what}: said by (a job)", ("sign_off", key, "by"), "text"),
        (f"May go live, {what}: said on", ("sign_off", key, "date"), "day"),
    ]


def _referrals() -> list[Spec]:
    return [
        ("Takes referrals?", ("referrals", "open"), "choice"),
        ("Takes referrals: wait", ("referrals", "wait"), "text"),
        ("Takes referrals: checked by (team)", ("referrals", "checked", "by"), "text"),
        ("Takes referrals: checked on", ("referrals", "checked", "date"), "day"),
    ]


IN_DANGER: list[Spec] = [
    *_danger("safeguarding", "safeguarding"),
    *_danger("crisis", "crisis"),
    *_danger("out of hours", "out_of_hours"),
]

PCN_FIELDS: list[Spec] = [
    ("Name", ("name",), "text"),
    ("Short name", ("short_name",), "text"),
    ("ODS code", ("ods_code",), "text"),
    ("Address of this site", ("site_url",), "text"),
    ("Phone", ("phone",), "text"),
    ("Email", ("email",), "text"),
    ("The PCN's own website", ("website",), "text"),
    ("Checked by (team)", ("checked", "by"), "text"),
    ("Checked on", ("checked", "date"), "day"),
    ("Next check", ("next_check",), "day"),
    *_contact("Another way to read this", "another_way"),
    *_contact("Say what is wrong", "feedback"),
    *_contact("Complain", "complaints"),
    *IN_DANGER,
    ("Privacy notice (web page)", ("privacy_url",), "text"),
    ("Urgent help: links and numbers checked by (a job)", ("urgent_help_checked", "by"), "text"),
    ("Urgent help: links and numbers checked on", ("urgent_help_checked", "date"), "day"),
    *_sign_off("clinical safety", "clinical_safety"),
    *_sign_off("data protection", "data_protection"),
    *_sign_off("what it says", "content"),
    ("Notice: what to know", ("notice", "text"), "text"),
    ("Notice: first day", ("notice", "from"), "day"),
    ("Notice: last day", ("notice", "until"), "day"),
    ("Notice: is it urgent?", ("notice", "urgent"), "choice"),
    ("Colour", ("colour",), "text"),
    ("Logo file", ("logo",), "text"),
    ("Your words for texts", ("text_message",), "text"),
    ("Short addresses (lw: link-worker)", ("short_links",), "pairs"),
    ("Pages that moved (old/: new/)", ("moved",), "pairs"),
    ("Services: check every (months)", ("services", "check_every"), "number"),
    ("Services: hold back after (months)", ("services", "hold_back_after"), "number"),
    ("Access: tested by", ("accessibility", "tested", "by"), "text"),
    ("Access: tested on", ("accessibility", "tested", "date"), "day"),
    ("Access: how it was tested", ("accessibility", "how"), "text"),
    ("Access: how many people tried it", ("accessibility", "people"), "number"),
    ("Access: tasks that they tried, all together", ("accessibility", "tasks"), "number"),
    ("Access: tasks that they did without help", ("accessibility", "found_alone"), "number"),
    ("Access: what does not work yet", ("accessibility", "problems"), "lines"),
]

CHECKS: list[Spec] = [
    ("Checked by (team)", ("checked", "by"), "text"),
    ("Checked on", ("checked", "date"), "day"),
    ("Next check", ("next_check",), "day"),
]

PRACTICE_FIELDS: list[Spec] = [
    ("Name", ("name",), "text"),
    ("ODS code", ("ods_code",), "text"),
    ("Phone", ("phone",), "text"),
    ("Email", ("email",), "text"),
    ("Website", ("website",), "text"),
    ("Address (one line each)", ("address",), "lines"),
    ("Postcode", ("postcode",), "text"),
    ("End of its web address", ("slug",), "text"),
    ("Its name in texts", ("text_name",), "text"),
    *IN_DANGER,
    *CHECKS,
]

PERSON_FIELDS: list[Spec] = [
    ("Name", ("name",), "text"),
    ("Roles", ("roles",), "ids"),
    ("Days", ("days",), "text"),
    ("Surgeries", ("practices",), "ids"),
    ("Languages", ("languages",), "ids"),
    ("About", ("about",), "text"),
    ("Photo file", ("photo",), "text"),
    ("What the photo shows", ("photo_shows",), "text"),
    *CHECKS,
]

HELPLINE_FIELDS: list[Spec] = [
    ("Show it?", ("shown",), "choice"),
    ("Your name for it", ("name",), "text"),
    ("Your number", ("phone",), "text"),
    ("How to use it", ("how",), "text"),
    ("Who it is for", ("who",), "text"),
    ("When it answers", ("hours",), "text"),
    ("What it costs", ("cost",), "text"),
    ("Its page", ("url",), "text"),
]

ROLE_FIELDS: list[Spec] = [
    ("What it is called here", ("local_title",), "text"),
    ("Is there one?", ("available",), "choice"),
    ("If not: the role to see instead", ("instead",), "choice"),
    ("Done by the person of another role", ("combined_with",), "choice"),
    ("Only for some people", ("only_for",), "text"),
    ("Its name in texts", ("text_name",), "text"),
    ("How staff refer somebody", ("refer",), "text"),
    *_referrals(),
]

REACH_FIELDS: list[Spec] = [
    ("How to reach them", ("reach", "text"), "text"),
    ("How to reach them: phone", ("reach", "phone"), "text"),
    ("How to reach them: email", ("reach", "email"), "text"),
    ("How to reach them: web page", ("reach", "url"), "text"),
    ("You can refer yourself", ("reach", "self_refer"), "choice"),
]

ALL_OF_A_ROLE = "Check of all these"
"""The line whose check counts for each answer of a role that has none of its own."""


def service_fields(times: int, places: int, prices: int, phones: int, areas: int) -> list[Spec]:
    """The columns of services, of which the longest lists have as many entries as given."""
    groups = service_groups(times, places, prices, phones, areas)
    return [spec for specs in groups.values() for spec in specs]


def service_groups(times: int, places: int, prices: int, phones: int, areas: int) -> dict[str, list[Spec]]:
    """The columns of services by what they are about, without a name first: what most services need, and no more.

    "Still right?" stands among those too, which makes 15 of them.
    """

    def entries(entry: Callable[[int], list[Spec]], length: int) -> list[Spec]:
        return [spec for at in range(length) for spec in entry(at)]

    (when, *time), (place, *where), (phone, *phoned) = (
        entries(entry, max(length, 1)) for entry, length in ((_time, times), (_place, places), (_phone, phones))
    )
    checked_by, checked_on, next_check = CHECKS
    first: list[Spec] = [
        ("Name", ("name",), "text"),
        ("Run by", ("organisation", "name"), "text"),
        ("Helps with", ("needs",), "ids"),
        ("What it is", ("description",), "prose"),
        ("Who it is for", ("who_for", "text"), "text"),
        when,
        place,
        ("Ways to join", ("how_to_join", "routes"), "ids"),
        ("Cost", ("cost", "text"), "text"),
        phone,
        ("Website", ("contact", "website"), "text"),
        ("Status", ("status",), "choice"),
        checked_by,
        checked_on,
    ]
    return {
        "": first,
        "who it is for": [
            ("In a sentence", ("summary",), "text"),
            ("Who it is not for", ("who_for", "not_for"), "text"),
            ("Age from", ("who_for", "min_age"), "number"),
            ("Age to", ("who_for", "max_age"), "number"),
            ("Groups", ("who_for", "groups"), "ids"),
            ("Languages", ("languages",), "ids"),
            ("Interpreters", ("interpreting",), "text"),
        ],
        "times": time,
        "places": [*where, *entries(_area, areas)],
        "joining and cost": [
            ("How to join", ("how_to_join", "text"), "text"),
            ("Wait", ("how_to_join", "wait"), "text"),
            ("What to bring (one line each)", ("bring",), "lines"),
            *entries(_price, prices),
            *_referrals(),
        ],
        "phone and email": [*phoned, ("Email", ("contact", "email"), "text")],
        "notice and next check": [
            ("Notice", ("alert", "text"), "text"),
            ("Notice until", ("alert", "until"), "day"),
            next_check,
        ],
        "names and who runs it": [
            ("Other names (one line each)", ("also_known_as",), "lines"),
            ("Run by: what they are", ("organisation", "description"), "text"),
            ("Run by: website", ("organisation", "website"), "text"),
            ("Run by: email", ("organisation", "email"), "text"),
            ("Run by: numbers in registers", ("organisation", "identifiers"), "pairs"),
            ("Standard that it meets", ("accreditation",), "text"),
            ("Who pays for it", ("funding",), "text"),
        ],
        "where it was taken from": [
            ("Taken from: directory", ("source", "feed"), "text"),
            ("Taken from: id", ("source", "id"), "text"),
            ("Taken from: changed", ("source", "modified"), "text"),
            ("Taken from: licence", ("source", "licence"), "text"),
            ("Taken from: organisation's id", ("source", "organisation_id"), "text"),
            ("Taken from: what else it said", ("extra",), "pairs"),
            ("Id", ("id",), "text"),
        ],
    }


def _price(at: int) -> list[Spec]:
    base: Path = ("cost", "options", at)
    name = f"Price {at + 1}"
    return [
        (f"{name}: for what", (*base, "label"), "text"),
        (f"{name}: pounds", (*base, "amount"), "number"),
        (f"{name}: per", (*base, "per"), "text"),
    ]


def _time(at: int) -> list[Spec]:
    base: Path = ("when", at)
    name = f"Time {at + 1}"
    return [
        (f"{name}: in words", (*base, "text"), "text"),
        (f"{name}: each", (*base, "every"), "choice"),
        (f"{name}: days", (*base, "days"), "ids"),
        (f"{name}: from", (*base, "from"), "time"),
        (f"{name}: to", (*base, "to"), "time"),
        (f"{name}: place", (*base, "at"), "text"),
        (f"{name}: notes", (*base, "notes"), "text"),
        (f"{name}: how", (*base, "how"), "choice"),
        (f"{name}: every how many", (*base, "interval"), "number"),
        (f"{name}: single dates", (*base, "dates"), "ids"),
        (f"{name}: first day", (*base, "starts"), "day"),
        (f"{name}: last day", (*base, "until"), "day"),
        (f"{name}: page to book", (*base, "booking"), "text"),
    ]


def _place(at: int) -> list[Spec]:
    base: Path = ("where", at)
    name = f"Place {at + 1}"
    return [
        (f"{name}: name", (*base, "name"), "text"),
        (f"{name}: kind", (*base, "kind"), "choice"),
        (f"{name}: street", (*base, "address"), "text"),
        (f"{name}: second line", (*base, "address_2"), "text"),
        (f"{name}: town", (*base, "town"), "text"),
        (f"{name}: county", (*base, "county"), "text"),
        (f"{name}: postcode", (*base, "postcode"), "text"),
        (f"{name}: how to get there", (*base, "transport"), "text"),
        (f"{name}: access", (*base, "access"), "ids"),
        (f"{name}: access in words", (*base, "access_notes"), "text"),
        (f"{name}: degrees north", (*base, "lat"), "number"),
        (f"{name}: degrees east", (*base, "lon"), "number"),
        (f"{name}: UPRN", (*base, "uprn"), "text"),
    ]


def _phone(at: int) -> list[Spec]:
    base: Path = ("contact", "phones", at)
    return [
        (f"Phone {at + 1}", (*base, "number"), "text"),
        (f"Phone {at + 1}: when or for what", (*base, "text"), "text"),
    ]


def _area(at: int) -> list[Spec]:
    base: Path = ("area", at)
    return [(f"Area {at + 1}", (*base, "name"), "text"), (f"Area {at + 1}: official page", (*base, "uri"), "text")]
