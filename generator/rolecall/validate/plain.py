"""The rules of words to avoid: each reason and list that is named is there, and each says what to do."""

from __future__ import annotations

from collections.abc import Iterator

from rolecall.load import YamlFile
from rolecall.model import PlainWords
from rolecall.model.plain import NUMBER, slots_in
from rolecall.places import Problem
from rolecall.validate.answers import unknown, unknown_ids


def plain_rules(words: PlainWords, file: YamlFile) -> Iterator[Problem]:
    """What is wrong with the words to avoid, beside their shape."""
    slots = {NUMBER, *words.lists}
    for id, sentence in words.because.items():
        if "{words}" not in sentence:
            fix = "Write {words} where the words stand that somebody wrote."
            yield Problem(file.at("because", id), f'"{id}" does not name the words', fix, kind="missing")
    yield from unknown_ids(file, ("safety",), words.safety, "reason", words.because)
    for at, avoid in enumerate(words.avoid):
        if avoid.because not in words.because:
            yield unknown(file.at("avoid", at, "because"), avoid.because, "reason", words.because)
        if not avoid.words:
            fix = "Write the forms in which people write them, for example [signpost, signposting]"
            yield Problem(file.at("avoid", at, "words"), "there are no words to avoid here", fix, kind="missing")
        if not (avoid.write or avoid.tip):
            place = file.lacking("avoid", at, "write")
            yield Problem(place, "this does not say what to write", "Add write: or tip:", kind="missing")
        for name in ("words", "right_in"):
            for n, form in enumerate(getattr(avoid, name)):
                for slot in {*slots_in(form)} - slots:
                    yield unknown(file.at("avoid", at, name, n), slot, "list of words", slots)
        filled = [slots_in(form) for form in avoid.words]
        for n, text in enumerate(avoid.write):
            for slot in {*slots_in(text)}:
                if any(slots_in(text).count(slot) > there.count(slot) for there in filled):
                    sentence = f"{{{slot}}} is not in each form of the words"
                    fix = "Make 2 entries of this: 1 with it, 1 without."
                    yield Problem(file.at("avoid", at, "write", n), sentence, fix, kind="conflict")
