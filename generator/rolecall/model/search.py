"""What the search knows beside the words of roles, needs and help lines."""

from __future__ import annotations

from rolecall.model.facts import Model
from rolecall.values import LanguageId, NeedId, Once, Slug, SourceId, Words, YesNo


class WordsInLanguage(Model):
    """What people say for a need in another language."""

    language: LanguageId
    """The language, by its code in service-words.yml."""
    words: tuple[Words, ...]
    """Words in its script, and in Latin letters as people type them."""
    assumed: YesNo = False
    """Yes until somebody who speaks the language has read them."""


class Elsewhere(Model):
    """Something that people look for and the site has no page about."""

    words: tuple[Words, ...]
    """What people say for it."""
    says: Words
    """A sentence or 2 that tell people whom to ask."""
    sources: Once[SourceId] = ()
    """Ids in sources.yml that say so."""
    assumed: YesNo = False
    """Yes where no source says so yet."""


class SearchWords(Model):
    """The file search-words.yml: words that say little, and where what the site does not have leads."""

    small: tuple[Words, ...]
    """Words that say little of what somebody looks for, such as the, help or someone."""
    means: dict[Words, tuple[Words, ...]] = {}
    """Slang and short forms in small letters, each with the words that it stands for: hubby is husband."""
    who_to_ask: NeedId
    """The id in needs.yml of the page on which people learn whom to ask. The search leads there where it knows nothing
    better."""
    elsewhere: dict[Slug, Elsewhere] = {}
    """What people look for and the site has no page about, by an id."""
