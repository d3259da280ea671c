"""What people call things that have ids, and the id that a word means: for files, cells and lists alike.

A file has ids, so that each program reads the same in it, and a label can be put right without a change of any file.
"""

from rolecall.meanings.called import Called, called_like, names_of
from rolecall.meanings.needs import called_needs, meant_by
from rolecall.meanings.roles import called_roles, titles_in
from rolecall.meanings.usual import Kind, called_choices, id_of, usual
from rolecall.meanings.words import folded, stemmed, word_list

__all__ = [
    "Called",
    "Kind",
    "called_choices",
    "called_like",
    "called_needs",
    "called_roles",
    "folded",
    "id_of",
    "meant_by",
    "names_of",
    "stemmed",
    "titles_in",
    "usual",
    "word_list",
]
