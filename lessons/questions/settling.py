"""Settles predictions: a lesson's answer function looks at the finished runs, in a worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import EngineError
from engine.events import Problem
from lessons import flow
from lessons.errors import TutorError
from lessons.names import nearest
from lessons.progress.records import PredictionGiven, Verdict
from lessons.schema import Lesson, Predict

if TYPE_CHECKING:
    from lessons.progress.store import ProgressStore

Call = Callable[[str, tuple[object, ...]], object]
"""Calls `package.module:function` with arguments in a process that may import torch."""

OBSERVER = "lessons.questions.settling:observe"
SKETCHED = "lessons.questions.sketching:observe"


class AnswerError(TutorError):
    """An answer function gave something that is none of the prediction's options."""


def settle(
    predict: Predict,
    given: PredictionGiven | None,
    runs: Sequence[str],
    root: Path,
    call: Call,
) -> Verdict:
    """What finished runs say about a prediction. `root` is the folder of all runs.

    Raises AnswerError, and whatever `call` raises where the answer function fails.
    """
    observed = judge(predict, runs, root, call)
    skipped = given is None or given.choice is None or predict.sketch is not None
    right = None if given is None or skipped else given.choice == observed
    return Verdict(observed=observed, right=right, runs=tuple(runs))


def settle_open(
    lesson: Lesson, progress: ProgressStore, root: Path, call: Call
) -> Iterator[Problem]:
    """Settle and keep every prediction whose runs are there; what went wrong is given, not raised.

    Once settled, a prediction stays so.
    """
    for predict in lesson.of(Predict):
        record = progress.lesson(lesson.id)
        given = record.prediction(predict.id)
        runs = flow.settling_runs(lesson, predict, record)
        if given is None or not runs or record.verdict(predict.id) is not None:
            continue
        try:
            verdict = settle(predict, given, [run.run for run in runs], root, call)
            progress.record(lesson.id, predict.id, verdict)
        except (TutorError, EngineError) as error:
            yield error.problem


def judge(predict: Predict, runs: Sequence[str], root: Path, call: Call) -> str:
    """Key of the option that finished runs bear out, or the curve of the run that was sketched.

    Raises as `settle` does.
    """
    if predict.sketch is not None:
        paper = predict.sketch
        return str(call(SKETCHED, (str(root), runs[0], paper.metric, paper.columns)))
    observed = call(OBSERVER, (predict.answer, str(root), tuple(runs)))
    keys = [option.key for option in predict.options]
    if isinstance(observed, str) and observed in keys:
        return observed
    near = nearest(observed, keys) if isinstance(observed, str) else ""
    raise AnswerError(
        "The lesson cannot settle this prediction",
        f"{predict.answer} says {observed!r}, which is none of: {', '.join(keys)}.",
        f'Did it mean "{near}"?' if near else "It has to name one of the options.",
    )


def observe(answer: str, root: str, runs: Sequence[str]) -> object:
    """What an answer function says about finished runs. Called in a worker: it imports torch.

    Raises EngineError where the function or a run is missing, and what the function raises.
    """
    from engine.references import resolve
    from engine.runs import RunStore
    from lessons.runs import Runs, finished

    store = RunStore(Path(root))
    answered: object = resolve(answer)(Runs(finished(store.load(run)) for run in runs))
    return answered
