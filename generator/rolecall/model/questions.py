"""What is asked of each role: the rows of every comparison, and the parts of a role's page."""

from __future__ import annotations

from typing import Literal

from rolecall.model.facts import Choice, Model
from rolecall.values import Key, Once, QuestionId, Slug, Words, YesNo

Use = Literal["does", "does_not", "helps_with", "first_contact", "private", "refer_when", "not_for"]
"""What an answer is for, beside its row."""


class Same(Model):
    """What a comparison says once where each role has the same answer."""

    answer: Words
    """The answer that it is about: a choice such as yes, or the short words of the answers, for example Free."""
    words: Words
    """What all have in common, in a few words and small letters, for example you can say no."""


class Question(Model):
    """One row of the comparison."""

    id: Key
    """What answers call it, for example home_visits."""
    ask: Words
    """The row's heading."""
    kind: Literal["list", "steps", "text", "choice"]
    """How the answer is given: bullets, numbered steps, a text, or a choice from yes to no."""
    lead_in: Words | None = None
    """For a list: the words before the bullets."""
    from_: Literal["answers", "reach", "self_refer", "also_known_as"] = "answers"
    """Where in the role file the answer stands."""
    optional: YesNo = False
    """Yes where roles need not answer. The row shows only where somebody does."""
    use: Use | None = None
    """What else the answer is for. does: marked with ticks. does_not: marked with crosses. helps_with: for the search
    and posters. private: for the page on privacy. first_contact, refer_when and not_for: for the pages for staff."""
    same: Same | None = None
    """What comparisons say where all roles have the same answer."""


class Group(Model):
    """Questions that make up one table."""

    id: Slug
    """The table's part of a web address."""
    title: Words
    """What stands above the table."""
    staff: YesNo = False
    """Yes for questions that only staff see."""
    questions: tuple[Question, ...]
    """Its rows, in their order."""


class InShort(Model):
    """A question as it stands where there is room for a few words."""

    question: QuestionId
    """The question's id."""
    title: Words
    """What it is called there, in 1 to 4 words, for example Comes to you."""


class Section(Model):
    """A part of a role's own page: questions in the order in which patients ask them."""

    title: Words
    """The heading."""
    questions: Once[QuestionId]
    """Ids of the questions that stand below it."""
    folded: YesNo = False
    """Yes for a part that opens when somebody asks for it."""


class Questions(Model):
    """The file questions.yml."""

    choices: dict[Choice, Words]
    """How each choice is printed."""
    nobody: Words
    """What stands in the place of a role in a national text, after the word the, where nobody here has that role."""
    groups: tuple[Group, ...]
    """The tables of each comparison, in their order."""
    at_a_glance: tuple[InShort, ...] = ()
    """The rows of the small table on top of each comparison. Its cells have the short words of the answers."""
    role_in_short: tuple[InShort, ...] = ()
    """The facts that stand in a row near the top of a role's page, by the short words of the answers."""
    staff_card: tuple[InShort, ...] = ()
    """The facts on the card of a role for staff, by the short words of the answers."""
    staff_table: tuple[InShort, ...] = ()
    """The facts of a role in the table of whom to refer to, by the short words of the answers."""
    handout: Once[QuestionId] = ()
    """Ids of the questions that the handout of a role answers, after how to reach it."""
    role_page: tuple[Section, ...]
    """The parts of a role's page, after what it is and how to reach it."""

    def id_for(self, use: Use) -> str:
        """The id of the question whose answer has this use. Empty where none has."""
        questions = (question for group in self.groups for question in group.questions)
        return next((question.id for question in questions if question.use == use), "")
