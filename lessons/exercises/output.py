"""Judges a prediction of what a program prints, by running the program."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lessons.checking.explaining import TOO_LONG
from lessons.checking.harmless import harmless
from lessons.checking.judging import Call, judge
from lessons.checking.verdict import Checked, Difference, Judgement
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import Answer, read_starter, read_wrong
from lessons.exercises.output_lines import LineDiffers, first_difference, printed_lines

PROGRAM = Path(__file__).parent / "program"
"""Folder of the check that a program passes by running to its end."""

LONGEST = 20_000
"""Characters of a prediction; as many as are kept of what is printed."""

_WHY = (
    "Where what you expect and what happens part for the first time, there is something to learn."
)
_SEEN = {
    "missing": "The program prints more than this.",
    "surplus": "The program ends before this line.",
    "number": "A number on this line is another one. Work it out by hand, step by step.",
    "point": "The numbers are right, their dtype is not: only floating point prints with a point.",
    "shape": "It is a tensor, but not of this shape. Follow the shape through each line.",
    "text": "This line reads differently. Look at what exactly is handed to print.",
}


def run_program(exercise: Exercise, call: Call, *, seed: int | None = None) -> Judgement:
    """Run the program of an `output` exercise; what it prints is in `output`.

    Raises LessonError where it cannot be read.
    """
    running = replace(exercise, kind="goal", folder=PROGRAM)
    return judge(running, read_starter(exercise), call, seed=seed)


def judge_output(
    exercise: Exercise, typed: str, call: Call, *, seed: int | None = None
) -> Judgement:
    """Compare what the learner expects with what the program prints.

    The right lines are not given away: only those that the learner predicted are repeated.
    Raises LessonError where the program cannot be read.
    """
    if not typed.strip():
        return Judgement(outcome="not_attempted")
    if len(typed) > LONGEST:
        return Judgement(outcome="failed", error=TOO_LONG)
    ran = run_program(exercise, call, seed=seed)
    if ran.outcome != "passed":
        return ran
    return compared(exercise, ran, harmless(typed))


def compared(exercise: Exercise, ran: Judgement, typed: str) -> Judgement:
    """The verdict on a prediction, once the program has run."""
    count = len(printed_lines(ran.output))
    differs = first_difference(ran.output, typed)
    place = count if differs is None else differs.line
    checks = [
        Checked(
            tests=f"Line {line + 1} of what it prints.",
            why="",
            passed=True if line < place else None,
        )
        for line in range(count)
    ]
    if differs is None:
        return replace(ran, checks=tuple(checks))
    checks[place:] = [_failed(exercise, differs, typed), *checks[place + 1 :]]
    return replace(ran, outcome="failed", checks=tuple(checks), output="")


def _failed(exercise: Exercise, differs: LineDiffers, typed: str) -> Checked:
    known = _known(read_wrong(exercise), differs, typed)
    return Checked(
        tests=f"Line {differs.line + 1} of what it prints.",
        why=_WHY,
        passed=False,
        message=known.idea if known else _SEEN[differs.kind],
        tag=known.tag if known else "",
        difference=Difference(expected="", got=differs.got),
    )


def _known(wrong: tuple[Answer, ...], differs: LineDiffers, typed: str) -> Answer | None:
    """The kept wrong output that is the same, or else wrong in the same way at the same place."""
    same = (answer for answer in wrong if first_difference(answer.source, typed) is None)
    alike = (answer for answer in wrong if _is_wrong_there(answer, differs))
    return next(same, None) or next(alike, None)


def _is_wrong_there(answer: Answer, differs: LineDiffers) -> bool:
    lines = printed_lines(answer.source)
    line = lines[differs.line] if differs.line < len(lines) else ""
    return bool(line and differs.got) and first_difference(line, differs.got) is None
