"""Evaluations of a run, and those that listen to them: the best weights, reactive schedules."""

from __future__ import annotations

from collections.abc import Iterator

from engine.evaluate import evaluate
from engine.events import BestKept, Evaluated, Event, RateReduced, Weights
from engine.setup import Setup
from engine.state import State


class Measuring:
    """Measures the splits of one run."""

    def __init__(self, setup: Setup, state: State, began: int = 0) -> None:
        """`began`: steps made before, when the last of them was measured already."""
        self._setup, self._state, self._began = setup, state, began
        self._measured_at = 0
        self._every = setup.experiment.evaluate_every
        self._measures = bool(setup.measured)

    def due(self, step: int) -> bool:
        """Whether splits are measured after `step` steps."""
        if not self._measures:
            return False
        every = self._every
        return self._state.course.ends_epoch(step) if every is None else step % every == 0

    def now(self, step: int) -> Iterator[Event]:
        """Measure, once at most for every step. Of two weights, the average is listened to.

        Where nothing was planned, nothing changes either: a run that goes on from here has to be
        the one that never ended here.
        """
        if step == self._measured_at or not self._setup.measured:
            return
        self._measured_at = step
        average = self._state.update.average
        yield from self._splits(step, "current", listened=average is None)
        if average is not None:
            with average.swapped_in():
                yield from self._splits(step, "average", listened=True)

    @property
    def patience_used_up(self) -> bool:
        """Whether the run should end because nothing gets better any more."""
        return self._state.best is not None and self._state.best.exhausted

    @property
    def restores_best(self) -> bool:
        """Whether there are best weights, and the experiment wants them put back."""
        best = self._state.best
        return best is not None and best.rule.restore and best.kept is not None

    def restore_best(self) -> Iterator[Event]:
        """Put the best weights into the model."""
        best = self._state.best
        kept = None if best is None else best.kept
        if best is None or kept is None:
            return
        self._setup.model.load_state_dict(kept.weights)
        yield BestKept(
            step=kept.step,
            metric=best.rule.metric,
            value=kept.value,
            patience_used_up=best.exhausted,
        )

    def _splits(self, step: int, weights: Weights, *, listened: bool) -> Iterator[Event]:
        """Measure each split; `listened`: the validation decides what it is asked to decide."""
        for split in self._setup.measured:
            measured = self._evaluate(step, split, weights)
            yield measured
            if listened and split == "validation":
                yield from self._heard(measured)

    def _evaluate(self, step: int, split: str, weights: Weights) -> Evaluated:
        setup = self._setup
        assert setup.data is not None
        measured = evaluate(
            setup.experiment,
            setup.model,
            setup.data,
            setup.device,
            step=step,
            split=split,
            weights=weights,
        )
        return measured if setup.world is None else setup.world.agreed(measured)

    def _heard(self, measured: Evaluated) -> Iterator[Event]:
        best, reaction = self._state.best, self._state.update.reaction
        planned = measured.step > self._began and self.due(measured.step)
        if best is not None:
            value = measured.value(best.rule.metric)
            assert value is not None  # the experiment was checked for it
            best.report(measured.step, value, self._setup.model, planned=planned)
        if reaction is not None and planned:
            value = measured.value(reaction.metric)
            if value is not None and reaction.report(value):
                yield RateReduced(step=measured.step, factor=reaction.factor)
