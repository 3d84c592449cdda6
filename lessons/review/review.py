"""A review under way: what is asked now, what becomes of the answer, and how to take it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lessons.progress.store import ProgressError
from lessons.questions.graded import Graded
from lessons.questions.grading import grade
from lessons.review.agenda import Agenda
from lessons.review.desk import Desk
from lessons.review.sitting import Sitting, Turn
from lessons.review.standing import Standing

if TYPE_CHECKING:
    from engine.events import Problem


@dataclass(frozen=True, slots=True)
class Undoable:
    """A turn that can be taken back, with how its item stood before."""

    turn: Turn
    before: Standing


class Review:
    """Goes through one sitting after the other; what is answered is kept at once."""

    def __init__(
        self, desk: Desk, seconds: Callable[[], float], report: Callable[[Problem], None]
    ) -> None:
        """`seconds` tells how much time an answer takes; `report` what could not be kept."""
        self.desk = desk
        self.agenda = Agenda()
        """What there was to ask when the sitting began."""
        self.sitting: Sitting | None = None
        """None until it is known what is due, and where nothing is."""
        self.asked: Turn | None = None
        """What is asked; stays there after the answer until `ask` goes on."""
        self.answered = False
        self._seconds = seconds
        self._report = report
        self._began = 0.0
        self._undoable: list[Undoable] = []

    def begin(self, found: Agenda, minutes: float) -> None:
        """Begin a sitting over what is due, if anything is."""
        before = self.sitting.results[-1:] if self.sitting else ()
        last = before[0].turn.item if before else None
        self.agenda = found
        self.begin_with(self.desk.sitting(found, minutes, last) if found.due else None)

    def begin_with(self, sitting: Sitting | None) -> None:
        """Begin a sitting that was put together."""
        self.sitting = sitting
        self._undoable.clear()

    def ask(self) -> Turn | None:
        """Go on to what is next; None at the end."""
        self.asked = self.sitting.turn if self.sitting else None
        self.answered = False
        self._began = self._seconds()
        return self.asked

    @property
    def open(self) -> bool:
        """Whether an answer is waited for."""
        return self.asked is not None and not self.answered

    @property
    def undoable(self) -> bool:
        """Whether there is a turn that can be taken back."""
        return bool(self._undoable)

    @property
    def left_over(self) -> int:
        """Due items that were not asked in this sitting."""
        if self.sitting is None:
            return 0
        asked = {result.turn.item.key for result in self.sitting.results}
        return sum(item.key not in asked for item in self.agenda.due)

    def answer(self, text: str, confidence: int | None) -> Graded:
        """Grade an answer to what is asked, and keep it."""
        turn, sitting = self._turn()
        graded = grade(turn.item.question, text)
        before = self.desk.standing(turn.item)
        self._keep(
            lambda: self.desk.answered(turn, text, right=graded.right, confidence=confidence)
        )
        sitting.answer(graded.right, self._seconds() - self._began)
        self._undoable.append(Undoable(turn, before))
        self.answered = True
        return graded

    def put_off(self) -> None:
        """What is asked is not answered today."""
        turn, sitting = self._turn()
        self._undoable.append(Undoable(turn, self.desk.standing(turn.item)))
        self._keep(lambda: self.desk.put_off(turn.item))
        sitting.put_off(self._seconds() - self._began)

    def undo(self) -> None:
        """Take the last turn back: it is asked anew."""
        assert self.sitting is not None
        last = self._undoable.pop()
        self.sitting.undo()
        self._keep(lambda: self.desk.take_back(last.turn.item, last.before))

    def _turn(self) -> tuple[Turn, Sitting]:
        assert self.asked is not None, "nothing is asked"
        assert self.sitting is not None
        return self.asked, self.sitting

    def _keep(self, write: Callable[[], None]) -> None:
        """Keep something; the store holds in memory what the disk refuses."""
        try:
            write()
        except ProgressError as error:
            self._report(error.problem)
