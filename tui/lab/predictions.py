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
    lesson: Lesson,
    block: Run | None,
    record: LessonRecord,
    symbols: Symbols,
    *,
    width: int,
    scenario: str | None = None,
) -> list[Content]:
    """Prediction beside observation, in two rows of so many cells: the latest that these runs
    settle; in a lab that was opened for a scenario, those that this scenario settles."""
    told = [
        _forms(predict, record, symbols, back=block is not None)
        for predict in lesson.of(Predict)
        if record.verdict(predict.id) is not None
        and record.prediction(predict.id) is not None
        and (block is None or block == _settling(lesson, predict))
        and (scenario is None or scenario in predict.scenarios)
    ][-MOST_LINES:]
    room = MOST_LINES // max(1, len(told))
    return [_fitting(forms, width, room) for forms in told]


def _forms(
    predict: Predict, record: LessonRecord, symbols: Symbols, *, back: bool
) -> tuple[Content, ...]:
    """What came of one prediction, in full and then shorter."""
    verdict, given = record.verdict(predict.id), record.prediction(predict.id)
    assert verdict is not None
    assert given is not None
    if predict.sketch is not None:
        sketched = "the run's curve lies over your sketch in the lesson"
        return (Content.assemble((f"{symbols.dot} ", "bold $accent"), sketched),)
    ends = (Content.styled("   esc reads why", "$muted"),) * back + (Content(""),)
    text = {option.key: inline(option.text) for option in predict.options}
    observed = text[verdict.observed]
    if verdict.right:
        sign = Content.styled(f"{symbols.done} ", "bold $accent")
        full = Content.assemble("you said ", observed, ", and so do the runs")
        brief = Content.assemble("so it is: ", observed)
    else:
        mark = symbols.dot if given.choice is None else symbols.wrong
        sign = Content.styled(f"{mark} ", "bold $accent")
        said = text[given.choice] if given.choice else "nothing"
        full = Content.assemble("you said ", said, "; the runs say ", observed.stylize("bold"))
        brief = Content.assemble("the runs say ", observed.stylize("bold"))
    return tuple(sign + words + end for words in (full, brief) for end in ends)


def _fitting(forms: tuple[Content, ...], width: int, rows: int) -> Content:
    """The fullest that has room; else as much as there is room for of the shortest."""
    fitting = (form for form in forms if len(form.wrap(width)) <= rows)
    return next(fitting, forms[-1].truncate(rows * width - rows, ellipsis=True))


def _settling(lesson: Lesson, predict: Predict) -> Run | None:
    """The block whose runs settle a prediction: the next one that makes them all."""
    onwards = lesson.blocks[lesson.blocks.index(predict) :]
    blocks = (block for block in onwards if isinstance(block, Run))
    return next((one for one in blocks if set(predict.scenarios) <= set(one.scenarios)), None)
