"""Where to start: a few questions from the lessons themselves, easy ones first, find the place.

A lesson counts as mastered by an answer that is right and sure, or by two right ones; never by what
somebody says of themselves. Few lessons are asked one after the other. Among many the questions
leap ahead until one is missed, and then halve what lies between. Answers are not explained: the
lessons ask the same questions again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lessons import flow
from lessons.catalog import Catalog
from lessons.map import CurriculumMap
from lessons.questions.forms import Choices, Number
from lessons.records import LessonRecord
from lessons.schema import Lesson, Quiz

MOST = 10
"""Questions that are asked at most."""
FEW = 8
"""Lessons up to which each one is asked about."""
MISSES = 2
"""Missed lessons after which few lessons are not asked about any further."""
SURE = 3
"""Confidence, of 1 to 4, from which one right answer is enough."""
LEAPS = 12
"""The first leap is this part of all lessons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A lesson that can be asked about."""

    lesson: str
    """Its id."""
    questions: tuple[Quiz, ...]
    """Those that can be understood and answered before the lesson, the plainest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and the lesson that it is from."""

    lesson: str
    question: Quiz


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer."""

    lesson: str
    right: bool
    confidence: int | None
    """1 (a guess) to 4 (certain); None where the learner did not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What the answers say."""

    start: str | None
    """Id of the first lesson that is not mastered; None where all are."""
    known: tuple[str, ...]
    """Lessons that may be taken for known, in order."""
    asked: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """The questions so far. Answering gives the next state."""

    graph: CurriculumMap
    rungs: tuple[Rung, ...]
    """Lessons that can be asked about, in the order in which they build on each other."""
    done: frozenset[str] = frozenset()
    """Lessons that have been taken."""
    given: tuple[Given, ...] = field(default=())

    @classmethod
    def begin(cls, catalog: Catalog, records: Mapping[str, LessonRecord]) -> Placement:
        """Before the first question. Lessons that are done are not asked about."""
        graph = CurriculumMap(catalog)
        done = frozenset(
            name
            for name, node in graph.nodes.items()
            if name in records and flow.lesson_status(node.lesson, records[name]) == "done"
        )
        rungs = (
            Rung(lesson=name, questions=askable(graph.nodes[name].lesson))
            for name in graph.order()
            if name not in done
        )
        return cls(graph=graph, rungs=tuple(one for one in rungs if one.questions), done=done)

    def question(self) -> Asked | None:
        """What to ask next; None where the place is found, or enough was asked."""
        if len(self.given) >= MOST:
            return None
        for rung in self.rungs:
            if self.verdict(rung) is None and self._answers(rung):
                return Asked(lesson=rung.lesson, question=rung.questions[len(self._answers(rung))])
        following = self._next_of_few() if len(self.rungs) <= FEW else self._next_of_many()
        if following is None:
            return None
        return Asked(lesson=following.lesson, question=following.questions[0])

    def after(self, asked: Asked, *, right: bool, confidence: int | None) -> Placement:
        """With an answer more."""
        given = Given(lesson=asked.lesson, right=right, confidence=confidence)
        return replace(self, given=(*self.given, given))

    def verdict(self, rung: Rung) -> bool | None:
        """Whether a lesson is mastered; None as long as that is open."""
        answers = self._answers(rung)
        if any(not one.right or one.confidence is None for one in answers):
            return False
        if len(answers) > 1 or any((one.confidence or 0) >= SURE for one in answers):
            return True
        return False if answers and len(rung.questions) == 1 else None

    def outcome(self) -> Placed:
        """Where to start, by what was answered so far."""
        known = self._known()
        order = self.graph.order()
        mastered = known | self.done
        start = next((name for name in order if name not in mastered), None)
        return Placed(
            start=start,
            known=tuple(name for name in order if name in known and name not in self.done),
            asked=len(self.given),
            right=sum(one.right for one in self.given),
        )

    def _known(self) -> set[str]:
        mastered = [rung.lesson for rung in self.rungs if self.verdict(rung)]
        known = {*mastered}.union(*(self.graph.before(name) for name in mastered))
        if len(self.rungs) > FEW and mastered:
            order = self.graph.order()
            known |= set(order[: order.index(mastered[-1])])
        missed = self._missed()
        return known - missed.union(*(self.graph.after(name) for name in missed))

    def _missed(self) -> set[str]:
        return {rung.lesson for rung in self.rungs if self.verdict(rung) is False}

    def _next_of_few(self) -> Rung | None:
        missed = self._missed()
        if len(missed) >= MISSES:
            return None
        out_of_reach = missed.union(*(self.graph.after(name) for name in missed))
        open_ones = (rung for rung in self.rungs if self.verdict(rung) is None)
        return next((rung for rung in open_ones if rung.lesson not in out_of_reach), None)

    def _next_of_many(self) -> Rung | None:
        verdicts = [self.verdict(rung) for rung in self.rungs]
        count = len(verdicts)
        high = verdicts.index(False) if False in verdicts else count
        low = max((at for at in range(high) if verdicts[at]), default=-1)
        if high - low <= 1:
            return None
        if high < count:
            return self.rungs[(low + high) // 2]
        leap = max(count // LEAPS, 1) << verdicts.count(True)
        return self.rungs[min(low + leap, count - 1)]

    def _answers(self, rung: Rung) -> list[Given]:
        return [one for one in self.given if one.lesson == rung.lesson]


def askable(lesson: Lesson) -> tuple[Quiz, ...]:
    """Questions that need neither the lesson's runs nor a drawing: one choice, or a number.

    Those for reviews first: they are written to be understood without the lesson around them.
    """
    of_form = [
        quiz
        for quiz in (*lesson.reviews, *lesson.of(Quiz))
        if isinstance(quiz.form, Number) or (isinstance(quiz.form, Choices) and not _several(quiz))
    ]
    return tuple(sorted(of_form, key=lambda quiz: isinstance(quiz.form, Number)))


def _several(quiz: Quiz) -> bool:
    return isinstance(quiz.form, Choices) and quiz.form.several
