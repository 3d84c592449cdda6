"""A few minutes of review: what is asked next, what comes again, and when it is enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lessons.review.item import Item

MINUTES = 3.0
"""How long a sitting is."""
A_MINUTE = 4
"""Items that are made ready for each minute of a sitting; most sittings need fewer."""
LONGEST = 60.0
"""Seconds that one item counts for at most: who was called away is not hurried."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An item that is being asked."""

    item: Item
    again: bool = False
    """Whether it was answered wrongly in this sitting already."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a turn."""

    turn: Turn
    right: bool | None
    """None where it was put off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    waiting: tuple[Turn, ...]
    """Not asked yet; the first one is being asked."""
    repeats: tuple[Turn, ...] = ()
    """Answered wrongly; they are asked once more at the end."""
    results: tuple[Result, ...] = ()
    seconds: float = 0.0


class Sitting:
    """Goes through items until the time is up, then through what was answered wrongly."""

    def __init__(self, items: Iterable[Item], minutes: float = MINUTES) -> None:
        """`items`: in the order they are asked."""
        self.budget = 60 * minutes
        """Seconds after which nothing further is begun."""
        self._state = _State(waiting=tuple(map(Turn, items)))
        self._before: list[_State] = []

    @property
    def turn(self) -> Turn | None:
        """What is asked now; None at the end."""
        state = self._state
        if state.waiting and state.seconds < self.budget:
            return state.waiting[0]
        return state.repeats[0] if state.repeats else None

    @property
    def results(self) -> tuple[Result, ...]:
        """What came of each turn, the latest last."""
        return self._state.results

    @property
    def seconds_left(self) -> float:
        """Until nothing further is begun."""
        return max(self.budget - self._state.seconds, 0.0)

    @property
    def unasked(self) -> int:
        """Items that the time did not suffice for."""
        return len(self._state.waiting)

    def answer(self, right: bool, seconds: float) -> None:
        """The item that is asked was answered; wrongly, it comes again once."""
        turn = self._turn()
        again = () if right or turn.again else (Turn(turn.item, again=True),)
        self._settle(Result(turn, right), seconds, again)

    def put_off(self, seconds: float) -> None:
        """The item that is asked is not answered today."""
        self._settle(Result(self._turn(), None), seconds, ())

    def undo(self) -> Turn:
        """Take back the latest turn, which is asked anew. Raises IndexError where there is none."""
        asked = self.results[-1].turn
        self._state = self._before.pop()
        return asked

    def _turn(self) -> Turn:
        turn = self.turn
        assert turn is not None, "the sitting is over"
        return turn

    def _settle(self, result: Result, seconds: float, again: tuple[Turn, ...]) -> None:
        state, turn = self._state, result.turn
        self._before.append(state)
        self._state = _State(
            waiting=tuple(one for one in state.waiting if one != turn),
            repeats=(*(one for one in state.repeats if one != turn), *again),
            results=(*state.results, result),
            seconds=state.seconds + min(max(seconds, 0.0), LONGEST),
        )
