"""Reports as Markdown: what was predicted, run, found and explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lessons.report.learner import LearnerReport
from lessons.report.lesson import Explained, LessonReport, Made, Predicted
from tui.figures import duration, number, written
from tui.plots.palette import SymbolName
from tui.runs.plotting import NamedCurve, curve_text
from tui.runs.report_doing import answer_lines, clinic_lines, exercise_lines, learner_lines
from tui.widgets.confidence import CONFIDENCE

MOST_CURVES = 4
"""Curves in one picture: more cannot be told apart in one colour."""
FAR = {"new": "not begun", "known": "known", "started": "begun", "done": "done"}
NOTHING = (
    "Nothing has been predicted or run yet.\n\n"
    "`tutor` opens the app; `tutor run LESSON` makes a lesson's runs without it."
)


def document(
    reports: Sequence[LessonReport],
    symbols: SymbolName = "braille",
    learner: LearnerReport | None = None,
) -> str:
    """All of it, one chapter a lesson, and what holds over all of them at the end."""
    told = [one for one in reports if _says_something(one)]
    if not told:
        return f"# What I have learned\n\n{NOTHING}\n"
    chapters = [chapter(one, symbols) for one in told]
    if learner is not None and (lines := list(learner_lines(learner, _plain))):
        chapters.append("\n".join(lines) + "\n")
    return "\n".join(["# What I have learned", "", *chapters])


def _says_something(report: LessonReport) -> bool:
    return bool(
        report.predictions
        or report.runs
        or report.explanations
        or report.answers
        or report.exercises
        or report.clinics
    )


def chapter(report: LessonReport, symbols: SymbolName = "braille", *, level: int = 2) -> str:
    """One lesson."""
    return "\n".join(_lines(report, symbols, "#" * level)) + "\n"


def _lines(report: LessonReport, symbols: SymbolName, mark: str) -> Iterator[str]:
    yield f"{mark} {_plain(report.title)}"
    yield ""
    if report.aim:
        yield f"*{_plain(report.aim)}*"
        yield ""
    asked = f", {report.right_answers} of {report.questions} questions right"
    yield f"`{report.lesson}`, {FAR[report.status]}{asked if report.questions else ''}"
    yield ""
    for predicted in report.predictions:
        yield from _predicted(predicted, mark)
    if report.runs:
        yield from _runs(report.runs, symbols, mark)
    yield from answer_lines(report.answers, mark, _plain)
    yield from exercise_lines(report.exercises, mark, _plain)
    yield from clinic_lines(report.clinics, mark, _plain)
    if report.explanations:
        yield f"{mark}# In my own words"
        yield ""
        for explained in report.explanations:
            yield from _explained(explained)


def _predicted(predicted: Predicted, mark: str) -> Iterator[str]:
    yield f"{mark}# Prediction"
    yield ""
    yield f"> {_plain(predicted.ask)}"
    yield ""
    if predicted.choice is None:
        yield "- predicted: nothing, it was skipped"
    else:
        sure = f" ({CONFIDENCE[predicted.confidence - 1]})" if predicted.confidence else ""
        yield f"- predicted: **{_plain(predicted.expected)}**{sure}"
    if not predicted.observed:
        yield "- found: still open, its runs are not made yet"
    else:
        right = {True: ", as predicted", False: ", not as predicted", None: ""}[predicted.right]
        yield f"- found: **{_plain(predicted.observed)}**{right}"
    yield ""


def _runs(runs: Sequence[Made], symbols: SymbolName, mark: str) -> Iterator[str]:
    yield f"{mark}# Runs"
    yield ""
    yield from _shared(runs)
    changing = _changing(runs)
    names = "".join(f"{_cell(name)} | " for name in changing)
    yield f"|   | run | seed | {names}result | steps | loss | best |"
    yield f"|---:|---|---:|{'---|' * len(changing)}---|---:|---:|---:|"
    for place, made in enumerate(runs, 1):
        yield _row(place, made, changing)
    yield ""
    for begin in range(0, len(runs), MOST_CURVES):
        some = list(enumerate(runs[begin : begin + MOST_CURVES], begin + 1))
        curves = [NamedCurve(f"run {n}", made.curve) for n, made in some if made.curve]
        if curves:
            yield "```text"
            yield from curve_text(curves, symbols, log_y=_wide(curves))
            yield "```"
            yield ""
    for made in runs:
        if made.entry.notes.note:
            yield f"- {_plain(made.label)}: {_plain(made.entry.notes.note)}"
    for made in runs:
        if made.entry.problem:
            yield f"- {_plain(made.label)}: {_plain(made.entry.problem)}"
    yield f"\nIds: {', '.join(f'`{made.entry.run}`' for made in runs)}"
    yield ""


def _row(place: int, made: Made, changing: Sequence[str]) -> str:
    entry = made.entry
    values = dict(entry.info.request.parameters)
    best = entry.best
    where = f" ({best.split}, step {best.step})" if best else ""
    cells = (
        str(place),
        made.label,
        str(entry.info.request.seed),
        *(written(values.get(name)) for name in changing),
        f"{entry.status}, {duration(entry.seconds)}",
        str(entry.steps),
        number(entry.final_loss) if entry.steps else "–",
        f"{number(best.loss)}{where}" if best else "–",
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _shared(runs: Sequence[Made]) -> Iterator[str]:
    """The settings that all of the runs have."""
    changing = _changing(runs)
    pairs = [p for p in runs[0].entry.info.request.parameters if p[0] not in changing]
    if pairs:
        settings = ", ".join(f"{name} {written(value)}" for name, value in pairs)
        yield f"Settings{' of all' if len(runs) > 1 else ''}: {_plain(settings)}."
        yield ""


def _changing(runs: Sequence[Made]) -> list[str]:
    """Settings in which the runs differ; those of a run alone are all said above its table."""
    settings = [dict(made.entry.info.request.parameters) for made in runs]
    names = dict.fromkeys(name for setting in settings for name in setting)
    return [name for name in names if len({written(s.get(name)) for s in settings}) > 1]


def _explained(explained: Explained) -> Iterator[str]:
    if explained.ask:
        yield f"> {_plain(explained.ask)}"
        yield ""
    yield from (_plain(line) for line in explained.text.splitlines())
    yield ""


def _wide(curves: Sequence[NamedCurve]) -> bool:
    """Whether the losses lie so far apart that only a logarithmic axis shows them."""
    losses = [p.loss for curve in curves for p in curve.points if p.loss > 0]
    return bool(losses) and max(losses) > 100 * min(losses)


def _plain(text: str) -> str:
    """On one line, and nothing in it begins a heading, a fence, a list or a tag by accident."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return re.sub(r"^([#>\-+|`~]|\d+[.)](?=\s|$))", r"\\\1", line).replace("<", "&lt;")


def _cell(text: str) -> str:
    """In a table only its own strokes mean something."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
