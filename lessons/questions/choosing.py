"""What a choice is worth, and a set of choices."""

from __future__ import annotations

from lessons.errors import BadValue
from lessons.questions.forms import Choices
from lessons.questions.graded import Graded
from lessons.questions.written import read_places


def grade_choice(form: Choices, given: str) -> Graded:
    """The number of a choice, or the numbers of several. Raises BadValue for what is none."""
    if form.several:
        return _grade_set(form, set(read_places(given, len(form.choices))))
    text = given.strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(form.choices)):
        step = f"Choose a number from 1 to {len(form.choices)}."
        raise BadValue("answer", f'"{text[:60]}" is none of the choices.', step)
    choice = form.choices[int(text) - 1]
    return Graded(right=choice.right, why=choice.why, tag=choice.tag)


def _grade_set(form: Choices, chosen: set[int]) -> Graded:
    numbered = dict(enumerate(form.choices, 1))
    right = {number for number, choice in numbered.items() if choice.right}
    if chosen == right:
        return Graded(right=True, why="These, and no others.")
    strays = sorted(chosen - right)
    if strays:
        first = numbered[strays[0]]
        lead = "Something else is still missing. " if right - chosen else ""
        count = "One of them does" if len(strays) == 1 else f"{len(strays)} of them do"
        return Graded(right=False, why=f"{lead}{count} not fit. {first.why}", tag=first.tag)
    return Graded(right=False, why="All that you chose fits, and it is not everything yet.")
