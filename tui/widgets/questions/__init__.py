"""Cards that ask questions: one for each form."""

from __future__ import annotations

from lessons.questions.forms import Choices, Curves, Mark, Match, Number, Order
from lessons.schema import Quiz
from tui.symbols import Symbols
from tui.widgets.questions.choice_card import ChoiceCard
from tui.widgets.questions.curves_card import CurvesCard
from tui.widgets.questions.mark_card import MarkCard
from tui.widgets.questions.match_card import MatchCard
from tui.widgets.questions.number_card import NumberCard
from tui.widgets.questions.order_card import OrderCard
from tui.widgets.questions.question_card import Answer, QuestionCard
from tui.widgets.questions.several_card import SeveralCard

__all__ = [
    "QUESTION_PANES",
    "Answer",
    "CurvesCard",
    "MarkCard",
    "QuestionCard",
    "question_card",
]

QUESTION_PANES = (OrderCard, MatchCard, CurvesCard, MarkCard)
"""Cards with keys of their own: they belong into the `PANES` of a screen that asks questions."""


def question_card(
    quiz: Quiz, symbols: Symbols, *, tries: int = 0, ask_sure: bool = True
) -> QuestionCard:
    """The card for a question.

    `tries`: answers given before, which decide the order of what can be chosen. `ask_sure`:
    whether its first answer is followed by the question how sure the learner is.
    """
    kinds: dict[type, type[QuestionCard]] = {
        Number: NumberCard,
        Order: OrderCard,
        Match: MatchCard,
        Curves: CurvesCard,
        Mark: MarkCard,
        Choices: ChoiceCard,
    }
    form = quiz.form
    several = isinstance(form, Choices) and form.several
    kind = SeveralCard if several else kinds[type(form)]
    return kind(quiz, symbols, tries=tries, ask_sure=ask_sure)
