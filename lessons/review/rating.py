"""What an answer says about how well something is known."""

from __future__ import annotations

from typing import Literal

Rating = Literal[1, 2, 3, 4]
"""Again, hard, good, easy, as the scheduler knows them."""
AGAIN: Rating = 1
HARD: Rating = 2
GOOD: Rating = 3
EASY: Rating = 4
CERTAIN, GUESSED = 4, 2

HOW = (
    "How sure you say you are decides when a right answer comes again: certain, later; "
    "a guess, sooner. A wrong answer comes again at the end of the sitting and the day after. "
    "How long you think is not counted."
)
"""The rule below, in the learner's words."""


def rating_of(right: bool, confidence: int | None, *, again: bool = False) -> Rating:
    """The rating of an answer. `confidence`: 1 (a guess) to 4 (certain); None where not asked.

    Right in the second try of a sitting is hard at best: the reason was read a minute ago.
    """
    if not right:
        return AGAIN
    if again or (confidence is not None and confidence <= GUESSED):
        return HARD
    return EASY if confidence is not None and confidence >= CERTAIN else GOOD
