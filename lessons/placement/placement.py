"""Where to start: predictions of real runs and a few questions, easy ones first, find the place.

A lesson counts as mastered by an answer that is right and sure, or by two right ones; never by what
somebody says of themselves. Predictions come first: their runs are made while the learner answers
what follows. Few lessons are asked one after the other. Among many the questions leap ahead until
one is missed, and then halve what lies between. Answers are not explained: the lessons ask the
same again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lessons import flow
from lessons.catalog import Catalog
from lessons.map import CurriculumMap
from lessons.placement.items import (
    Asked,
    Given,
    Item,
    Rung,
    askable,
    foretellable,
    mastered,
    presumed,
)
from lessons.progress.records import LessonRecord
from lessons.schema import Predict

MOST = 10
"""Predictions and questions that are asked at most."""
PREDICTIONS = 5
"""How many of them are predictions at most."""
FEW = 8
"""Lessons up to which each one is asked about."""
MISSES = 2
"""Missed lessons after which few lessons are not asked about any further."""
LEAPS = 12
"""The first leap is this part of all lessons."""


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
    given: tuple[Given, ...] = ()
    foretelling: bool = True
    """Whether there is a trainer that makes the runs of predictions."""

    @classmethod
    def begin(
        cls,
        catalog: Catalog,
        records: Mapping[str, LessonRecord],
        *,
        foretelling: bool = True,
    ) -> Placement:
        """Before the first question. Lessons that are done are not asked about."""
        graph = CurriculumMap(catalog)
        done = frozenset(
            name
            for name, node in graph.nodes.items()
            if name in records and flow.lesson_status(node.lesson, records[name]) == "done"
        )
        rungs = (
            Rung(
                lesson=name,
                predictions=foretellable(graph.nodes[name].lesson, records.get(name)),
                questions=askable(graph.nodes[name].lesson),
            )
            for name in graph.order()
            if name not in done
        )
        asked = tuple(one for one in rungs if one.next_item((), foretelling=foretelling))
        return cls(graph=graph, rungs=asked, done=done, foretelling=foretelling)

    def question(self) -> Asked | None:
        """What to ask next; None where the place is found, enough was asked, or runs decide."""
        if len(self.given) >= MOST:
            return None
        few = len(self.rungs) <= FEW
        following = self._next_of_few() if few else self._next_of_many()
        first = few and following is not None and isinstance(self._item(following), Predict)
        rung = following if first else self._begun() or following
        item = None if rung is None else self._item(rung)
        return None if rung is None or item is None else Asked(lesson=rung.lesson, question=item)

    def after(self, asked: Asked, *, right: bool | None, confidence: int | None) -> Placement:
        """With an answer more; `right` is None while the runs of a prediction are being made."""
        given = Given(
            lesson=asked.lesson,
            item=asked.question.id,
            right=right,
            confidence=confidence,
            foretold=isinstance(asked.question, Predict),
        )
        return replace(self, given=(*self.given, given))

    def settled(self, asked: Asked, *, right: bool) -> Placement:
        """With the verdict of the runs on a prediction."""
        return self._changed(asked, right, void=False)

    def unsettled(self, asked: Asked) -> Placement:
        """Without a prediction whose runs could not be made, and without any further ones."""
        return replace(self._changed(asked, None, void=True), foretelling=False)

    def _changed(self, asked: Asked, right: bool | None, *, void: bool) -> Placement:
        given = tuple(
            replace(one, right=right, void=void)
            if (one.lesson, one.item) == (asked.lesson, asked.question.id)
            else one
            for one in self.given
        )
        return replace(self, given=given)

    @property
    def waits(self) -> bool:
        """Whether runs that are being made may lead to another question, or to another place."""
        return self.question() is None and any(one.pending for one in self.given)

    @property
    def most(self) -> int:
        """How much there can be to ask at all."""
        predictions = sum(one.foretold for one in self.given)
        if self.foretelling:
            predictions = min(sum(len(rung.predictions) for rung in self.rungs), PREDICTIONS)
        questions = sum(min(len(rung.questions), 2) for rung in self.rungs)
        return min(MOST, predictions + questions)

    def verdict(self, rung: Rung) -> bool | None:
        """Whether a lesson is mastered; None as long as that is open."""
        return mastered(self._answers(rung), more=self._item(rung) is not None)

    def outcome(self) -> Placed:
        """Where to start, by what was answered so far."""
        known = self._known()
        order = self.graph.order()
        start = next((name for name in order if name not in known | self.done), None)
        return Placed(
            start=start,
            known=tuple(name for name in order if name in known and name not in self.done),
            asked=sum(not one.void for one in self.given),
            right=sum(one.right is True for one in self.given),
        )

    def _known(self) -> set[str]:
        shown = [rung.lesson for rung in self.rungs if self.verdict(rung)]
        known = {*shown}.union(*(self.graph.before(name) for name in shown))
        if len(self.rungs) > FEW and shown:
            order = self.graph.order()
            known |= set(order[: order.index(shown[-1])])
        missed = self._missed()
        return known - missed.union(*(self.graph.after(name) for name in missed))

    def _missed(self) -> set[str]:
        return {rung.lesson for rung in self.rungs if self.verdict(rung) is False}

    def _begun(self) -> Rung | None:
        """The first lesson about which more has to be asked, whatever runs may still say."""
        begun = {one.lesson for one in self.given}
        for rung in self.rungs:
            if rung.lesson in begun and self.verdict(rung) is None:
                waits = self._presumed(rung) is True
                if not waits and self._item(rung) is not None:
                    return rung
        return None

    def _next_of_few(self) -> Rung | None:
        missed = {rung.lesson for rung in self.rungs if self._presumed(rung) is False}
        if len(missed) >= MISSES:
            return None
        out_of_reach = missed.union(*(self.graph.after(name) for name in missed))
        new = (rung for rung in self._open() if not self._answers(rung))
        return next((rung for rung in new if rung.lesson not in out_of_reach), None)

    def _next_of_many(self) -> Rung | None:
        rungs = self._open()
        verdicts = [self._presumed(rung) for rung in rungs]
        count = len(verdicts)
        high = verdicts.index(False) if False in verdicts else count
        low = max((at for at in range(high) if verdicts[at]), default=-1)
        if high - low <= 1:
            return None
        at = (low + high) // 2
        if high == count:
            leap = max(count // LEAPS, 1) << verdicts.count(True)
            at = min(low + leap, count - 1)
        return None if self._answers(rungs[at]) else rungs[at]

    def _open(self) -> list[Rung]:
        """Lessons about which something was asked, or can be."""
        return [rung for rung in self.rungs if self._answers(rung) or self._item(rung)]

    def _item(self, rung: Rung) -> Item | None:
        asked = sum(one.foretold for one in self.given)
        foretelling = self.foretelling and asked < PREDICTIONS
        return rung.next_item(self._answers(rung), foretelling=foretelling)

    def _presumed(self, rung: Rung) -> bool | None:
        return presumed(self._answers(rung), self.verdict(rung))

    def _answers(self, rung: Rung) -> tuple[Given, ...]:
        return tuple(one for one in self.given if one.lesson == rung.lesson)
