"""What an order is worth."""

from __future__ import annotations

from lessons.errors import BadValue
from lessons.questions.forms import Order
from lessons.questions.graded import Graded
from lessons.questions.written import read_places


def grade_order(form: Order, given: str) -> Graded:
    """The entries' numbers in the order chosen. Raises BadValue where one is missing or twice."""
    count = len(form.entries)
    order = read_places(given, count)
    if sorted(order) != list(range(1, count + 1)):
        step = f"Give each number from 1 to {count} once."
        raise BadValue("answer", "An order names every entry once.", step)
    accepted = (tuple(range(1, count + 1)), *form.also)
    if order in accepted:
        return Graded(right=True, why=form.why)
    for slip in form.slips:
        if order.index(slip.one) > order.index(slip.other):
            return Graded(right=False, why=slip.why, tag=slip.tag)
    return Graded(right=False, why=_so_far(order, accepted))


def _so_far(order: tuple[int, ...], accepted: tuple[tuple[int, ...], ...]) -> str:
    """How far it is right from the beginning; what comes next is left to the learner."""
    longest = max(_common(order, one) for one in accepted)
    if longest == 0:
        return "Something else comes first."
    if longest == 1:
        return "The first one is right; from the second on it is not."
    return f"The first {longest} are right; what follows is not."


def _common(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    pairs = zip(one, other, strict=True)
    return next((place for place, (mine, theirs) in enumerate(pairs) if mine != theirs), len(one))
