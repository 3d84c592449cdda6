"""The order in which a question shows what can be chosen: the same for every learner and try."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lessons.questions.forms import Choices, Curves, Match, Order

if TYPE_CHECKING:
    from lessons.schema import Quiz


def presented(quiz: Quiz, tries: int = 0) -> tuple[int, ...]:
    """The author's numbers, from 1, in the order in which they are shown after so many tries.

    Choices and entries, or what is on the right of pairs; empty where nothing is shown in order.
    """
    match quiz.form:
        case Choices(shuffle=False) as form:
            return tuple(range(1, len(form.choices) + 1))
        case Choices() as form:
            return shuffled(len(form.choices), f"{quiz.id}:{tries}")
        case Order() as form:
            return _not_as_accepted(form, quiz.id, tries)
        case Match() as form:
            return shuffled(len(form.rights), f"{quiz.id}:{tries}")
        case Curves() as form:
            # Their letters are spoken of in the answers, so they stay where they are.
            return shuffled(len(form.scenarios), quiz.id)
    return ()


def shuffled(count: int, seed: str) -> tuple[int, ...]:
    """1 to `count`, in an order that only the seed decides, on every computer alike."""

    def key(number: int) -> bytes:
        return hashlib.sha256(f"{seed}:{number}".encode()).digest()

    return tuple(sorted(range(1, count + 1), key=key))


def _not_as_accepted(form: Order, seed: str, tries: int) -> tuple[int, ...]:
    """Entries to be put in order must not begin in a right one."""
    count = len(form.entries)
    accepted = {tuple(range(1, count + 1)), *form.also}
    order = shuffled(count, f"{seed}:{tries}")
    for turn in range(count):
        turned = order[turn:] + order[:turn]
        if turned not in accepted:
            return turned
    return order
