"""What a service costs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from rolecall.exchange.incoming.cleaning import day, line, words
from rolecall.exchange.incoming.entry import Finding
from rolecall.exchange.openreferral.part import Part, in_a_row

_FREE = re.compile(r"(?i)\W*(?:free|free of charge|no charge|no cost|there is no charge|this service is free)\W*")

_SAYS_FREE = re.compile(r"(?i)\b(?:free|no charge|no cost|nothing|nil|no fee|without charge|funded)\b")
_AMOUNT = re.compile(r"(?:£|GBP)?\s*(\d{1,3}(?:,\d{3})+|\d{1,5})(?:(\.\d{1,2})0*)?\s*(?:GBP)?")
_STERLING = re.compile(r"(?i)£|gbp|(?:uk |british )?pounds?(?: sterling)?|sterling")
_OF_A_UNIT = re.compile(r"(?:per|each|an?|for|every)\b", re.IGNORECASE)


def cost(top: Part, *, today: date) -> dict[str, Any]:
    """What a service costs, as `Cost` has it."""
    texts = dict.fromkeys(filter(None, (top.clean(words, name) for name in ("fees_description", "fees"))))
    fees = [text for text in texts if not any(text != other and text in other for other in texts)]
    options = [found for part in top.parts("cost_options") if (found := _price(part, today, fees))]
    if fees and options and not any(float(option["amount"]) for option in options):
        every = " ".join([*fees, *(f"{option['label']} {option['per']}" for option in options if not _is_ours(option))])
        if not _SAYS_FREE.search(every):
            sentence = "Its prices are all 0, and its words say another thing. The words were kept."
            top.reading.say(Finding("price-contradicts", "cost_options", sentence, "", fees[0]))
            options = []
    if top.flag("free", "is_free") and not options:
        options = [{"label": "Free", "amount": "0"}]
    if not fees and not options and str(top.value.get("fees", "")).strip().casefold() == "nil":
        fees = ["Free"]
    if fees and not options and all(map(_FREE.fullmatch, fees)):
        options = [{"label": "Everybody", "amount": "0"}]
    return {"text": in_a_row(fees), "options": options}


def _is_ours(option: dict[str, str]) -> bool:
    """Whether it was us who called a price so, since nobody had."""
    return option["label"] == "Free" and not option["per"]


def _price(part: Part, today: date, fees: list[str]) -> dict[str, str]:
    """One price. Empty where it is over, or has no amount: then its words are those of the cost."""
    last = part.clean(day, "valid_to")
    if last and last < today:
        part.leave("valid_to")
        return {}
    part.take("valid_from", "valid_to")
    label, per = part.clean(words, "option"), part.clean(words, "amount_description")
    text, currency = part.clean(line, "amount"), part.clean(line, "currency")
    is_ours = not currency or _STERLING.fullmatch(currency)
    amount = _AMOUNT.fullmatch(text) if is_ours else None
    if not amount:
        if is_ours or not text:
            part.leave("amount")
        else:
            label = f"{label} {text} {currency}".strip()
        texts = [f"{label} {per}"] if label and _OF_A_UNIT.match(per) else [label, per]
        fees += [text for text in dict.fromkeys(filter(None, texts)) if text not in fees]
        return {}
    number = amount[1].replace(",", "") + (amount[2] or "")
    if not label:
        label, per = (per, "") if per else ("Free" if not float(number) else f"£{number}", "")
    return {"label": label, "amount": number, "per": line(per, "").value}
