"""Everything about reviews in one place: what there is to ask, and where answers are kept."""

from __future__ import annotations

from collections.abc import Iterable

from engine.runs import RunStore
from engine.runs_index import RunsIndex
from lessons.catalog import Catalog
from lessons.progress.records import Reviewed
from lessons.progress.store import ProgressStore
from lessons.review.agenda import Agenda, agenda
from lessons.review.clock import Clock
from lessons.review.closing import closing_sitting
from lessons.review.item import Item
from lessons.review.misconceptions import misconception_items
from lessons.review.mixing import mixed
from lessons.review.own_runs.items import run_items
from lessons.review.questions import question_items
from lessons.review.rating import rating_of
from lessons.review.schedule import put_off, rated, taken_back
from lessons.review.sitting import A_MINUTE, MINUTES, Sitting, Turn
from lessons.review.standing import Standing, Standings
from lessons.schema import Lesson

REAL = Clock()


class Desk:
    """Reads what was done, makes items of it, and keeps what becomes of them.

    Reading may take a moment where there are many runs; methods that keep something raise
    ProgressError where the disk refuses, and what they were to keep then holds until the end.
    """

    def __init__(
        self, store: ProgressStore, catalog: Catalog, runs: RunStore, clock: Clock = REAL
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._runs = runs
        self._standings = Standings()
        self.clock = clock

    def agenda(self) -> Agenda:
        """What can be asked today, read anew."""
        self._standings = Standings(self._store.history("review"))
        return agenda(self.items(), self._standings, self.clock)

    def items(self) -> list[Item]:
        """Everything that is asked again at some time."""
        history = self._store.history("quiz", "done", "attempt")
        lessons = self._catalog.lessons
        questions = question_items(lessons, history)
        entries = RunsIndex(self._runs).entries()
        return [
            *questions,
            *misconception_items(questions, history, self._standings),
            *run_items(lessons, entries, self._runs, self._standings, self.clock),
        ]

    @staticmethod
    def sitting(found: Agenda, minutes: float = MINUTES, after: Item | None = None) -> Sitting:
        """A sitting over what is due, mixed; no question is asked twice in it.

        `after`: what the sitting before has asked last.
        """
        asked: set[tuple[str, str]] = set()
        chosen: list[Item] = []
        for item in found.due:
            if item.asked not in asked and len(chosen) < max(1, round(A_MINUTE * minutes)):
                asked.add(item.asked)
                chosen.append(item)
        return Sitting(mixed(chosen, after), minutes)

    def closing(self, lessons: Iterable[Lesson], questions: int) -> Sitting:
        """A sitting over a whole unit, read anew; what is due or not does not matter to it."""
        self._standings = Standings(self._store.history("review"))
        return closing_sitting(lessons, questions, self.clock.now())

    def standing(self, item: Item) -> Standing:
        """How an item stands now."""
        return self._standings.of(item.key)

    def answered(self, turn: Turn, answer: str, *, right: bool, confidence: int | None) -> None:
        """Keep an answer."""
        standing = self.standing(turn.item)
        rating = rating_of(right, confidence, again=turn.again)
        now = self.clock.now()
        self._keep(turn.item, rated(standing, rating, now, answer=answer, right=right))

    def put_off(self, item: Item) -> None:
        """Keep that an item is not asked before tomorrow."""
        self._keep(item, put_off(self.standing(item), self.clock.tomorrow()))

    def take_back(self, item: Item, before: Standing) -> None:
        """Keep that an item stands as it stood before."""
        self._keep(item, taken_back(before, self.clock.now()))

    def _keep(self, item: Item, reviewed: Reviewed) -> None:
        self._standings.take(item.key, reviewed)
        self._store.record_review(item.lesson, item.id, reviewed)
