"""The right answer of a question in words, for who has answered otherwise."""

from __future__ import annotations

from lessons.questions.forms import Choices, Curves, Mark, Match, Number, Order
from lessons.schema import Quiz


def solution(quiz: Quiz) -> str:
    """What would have been right, with the reason where it does not stand beside the choices."""
    match quiz.form:
        case Choices(choices=choices):
            return " ".join(f"{one.text.rstrip('.')}. {one.why}" for one in choices if one.right)
        case Number(answer=answer, unit=unit, why=why):
            return f"{answer:g}{f' {unit}' if unit else ''}. {why}"
        case Order(entries=entries, why=why):
            return f"{', then '.join(entries)}. {why}"
        case Match(pairs=pairs, why=why):
            told = "; ".join(f"{pair.left}: {pair.right}" for pair in pairs)
            return f"{told}. {why}"
        case Curves(why=why) | Mark(why=why):
            return why
