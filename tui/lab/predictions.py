"""What the learner predicted about the lab's runs, and what came of it."""

from __future__ import annotations

from itertools import pairwise

from textual.content import Content

from lessons.progress.records import LessonRecord
from lessons.schema import Lesson, Predict, Run
from tui.symbols import Symbols
from tui.widgets.lines import inline

MOST_LINES = 2


def guess(lesson: Lesson, block: Run | None, record: LessonRecord) -> str | None:
    """Key of the option that was predicted right before this block's runs, or before any."""
    given = None
    for earlier, later in pairwise((*lesson.blocks, None)):
        if isinstance(earlier, Predict) and (block is None or later == block):
            given = record.prediction(earlier.id) or given
    return given.choice if given else None


def verdict_lines(
    lesson: Lesson, block: Run | None, record: LessonRecord, symbols: Symbols
) -> list[Content]:
    """Prediction beside observation, a line for each of the latest that these runs settle."""
    lines = []
    for predict in lesson.of(Predict):
        verdict, given = record.verdict(predict.id), record.prediction(predict.id)
        if verdict is None or given is None:
            continue
        if block is not None and block != _settling(lesson, predict):
            continue
        if predict.sketch is not None:
            sketched = "the run's curve lies over your sketch in the lesson"
            lines.append(Content.assemble((f"{symbols.dot} ", "bold $accent"), sketched))
            continue
        text = {option.key: inline(option.text) for option in predict.options}
        back = ("   esc reads why" if block else "", "$muted")
        if verdict.right:
            said = Content.assemble("you said ", text[verdict.observed], ", and so do the runs")
            lines.append(Content.assemble((f"{symbols.done} ", "bold $accent"), said, back))
            continue
        sign = symbols.dot if given.choice is None else symbols.wrong
        said = Content.assemble("you said ", text[given.choice] if given.choice else "nothing")
        observed = text[verdict.observed].stylize("bold")
        lines.append(
            Content.assemble((f"{sign} ", "bold $accent"), said, "; the runs say ", observed, back)
        )
    return lines[-MOST_LINES:]


def _settling(lesson: Lesson, predict: Predict) -> Run | None:
    """The block whose runs settle a prediction: the next one that makes them all."""
    onwards = lesson.blocks[lesson.blocks.index(predict) :]
    blocks = (block for block in onwards if isinstance(block, Run))
    return next((one for one in blocks if set(predict.scenarios) <= set(one.scenarios)), None)
