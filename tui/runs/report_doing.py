"""Exercises, clinics, questions, and what holds over all lessons, as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lessons.report.doing import Answered, Practised, Treated
from lessons.report.learner import LearnerReport
from tui.widgets.confidence import CONFIDENCE

Tame = Callable[[str], str]
"""Puts text on one line, in which nothing begins a heading or a tag."""


def exercise_lines(exercises: Sequence[Practised], mark: str, tame: Tame) -> Iterator[str]:
    """What was written, and with how much help."""
    if not exercises:
        return
    yield f"{mark}# Exercises"
    yield ""
    for one in exercises:
        facts = ["solved" if one.solved else "not solved yet"]
        facts.append(f"{one.attempts} attempt{'s' * (one.attempts != 1)}")
        if one.best and not one.solved:
            facts.append(f"{one.best} checks passed")
        if one.hints:
            facts.append(f"{one.hints} hint{'s' * (one.hints != 1)}")
        if one.studied:
            facts.append("solution studied")
        yield f"- **{tame(one.title)}**: {', '.join(facts)}"
        for thought in one.thoughts:
            yield f"    - {tame(thought)}"
    yield ""


def clinic_lines(clinics: Sequence[Treated], mark: str, tame: Tame) -> Iterator[str]:
    """What was found and mended."""
    if not clinics:
        return
    yield f"{mark}# Clinic"
    yield ""
    for one in clinics:
        if one.ask:
            yield f"> {tame(one.ask)}"
            yield ""
        if one.named:
            guesses = "at once" if one.guesses == 1 else f"at the {ordinal(one.guesses)} try"
            yield f"- fault: named {guesses}"
        else:
            yield f"- fault: not named yet, {one.guesses} tried"
        if one.tested:
            yield f"- trials: {one.tested}"
        yield f"- {'mended' if one.mended else 'not mended yet'}"
        yield ""


def answer_lines(answers: Sequence[Answered], mark: str, tame: Tame) -> Iterator[str]:
    """What was answered."""
    if not answers:
        return
    yield f"{mark}# Questions"
    yield ""
    for one in answers:
        sure = f", {CONFIDENCE[one.confidence - 1]}" if one.confidence else ""
        tries = "" if one.tries == 1 else f" at the {ordinal(one.tries)} try"
        worth = f"right{tries}" if one.right else "not right yet"
        yield f"- {tame(one.ask)} **{worth}**{sure}"
    yield ""


def learner_lines(report: LearnerReport, tame: Tame) -> Iterator[str]:
    """What holds over all lessons."""
    if not (report.levels or report.mistaken or report.reviews):
        return
    yield "## Over all lessons"
    yield ""
    if report.levels:
        yield "| how sure | right | of |"
        yield "|---|---:|---:|"
        for level in report.levels:
            yield f"| {CONFIDENCE[level.confidence - 1]} | {level.right} | {level.given} |"
        yield ""
    if report.calibration:
        yield report.calibration
        yield ""
    if report.reviews:
        yield f"Reviewed {report.reviews} times, {report.reviews_right} of them rightly."
        yield ""
    if report.mistaken:
        yield "What I believed on the way:"
        yield ""
        for one in report.mistaken:
            stands = "cleared up since" if one.resolved else "still open"
            where = ", ".join(f"`{place}`" for place in one.places)
            yield f"- {tame(one.title)}: **{stands}** ({where})"
        yield ""


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `4th`, `11th`."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    end = "th" if number % 100 in (11, 12, 13) else ends.get(number % 10, "th")
    return f"{number}{end}"
