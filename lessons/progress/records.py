"""What a learner has done in a lesson, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from msgspec import Meta

from lessons.checking.verdict import Outcome

LessonStatus = Literal["new", "known", "started", "done"]
"""`known`: not begun here, and yet mastered, as answers or the learner say."""

Count = Annotated[int, Meta(ge=0)]
OneToFour = Annotated[int, Meta(ge=1, le=4)]


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionGiven:
    """What the learner expects, said before the runs."""

    choice: str | None
    """Key of the option, or the values of a sketch; None where the learner skipped."""
    confidence: OneToFour | None
    """1 (a guess) to 4 (certain); None where skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the finished runs say about a prediction."""

    observed: str
    """Key of the option that the runs bear out, or the values of the curve that was sketched."""
    right: bool | None
    """Whether it was predicted; None where the learner skipped, and for a sketch."""
    runs: tuple[str, ...]
    """Ids of the runs it was computed from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizGiven:
    """The latest answer to a quiz question."""

    answer: str
    """What was chosen (number of the choice, from 1) or typed."""
    right: bool
    tries: Count
    """Answers given so far, this one included."""
    confidence: OneToFour | None = None
    """1 (a guess) to 4 (certain); None where it was not asked."""
    tag: str = ""
    """Misconception that the answer betrays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptMade:
    """A learner's file was judged."""

    outcome: Outcome
    passed: Count
    """Checks that passed."""
    checks: Count
    digest: str
    """SHA-256 of the file: the same text handed in twice is one attempt."""
    tags: tuple[str, ...] = ()
    """Misconceptions that it betrays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HintTaken:
    """The learner thought about a question and was given a hint."""

    number: int
    """From 1."""
    thought: str
    """What they wrote."""
    attempts: int = 0
    """Honest attempts made before it: the next hint needs another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicStep:
    """One thing the learner did in a clinic."""

    stage: Literal["begun", "fault", "test", "mend"]
    """`begun`: the case was begun again; what was done before counts no more."""
    answer: str
    """Key of what was chosen; for `mend` the digest of the file."""
    right: bool
    run: str = ""
    """Id of the run that came of it; empty where none did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """An item was reviewed. The latest one holds when it is due again."""

    rating: Annotated[int, Meta(ge=0, le=4)]
    """1 (again), 2 (hard), 3 (good), 4 (easy); 0 where the item was put off or a rating was taken
    back, so that nothing is said about how well it is known."""
    answer: str
    right: bool
    card: str
    """State of the scheduler's card after it, as JSON."""
    due: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunMade:
    """A finished run of the lesson's lab."""

    run: str
    """Id of the run, under which it is kept on disk."""
    scenario: str
    seed: int
    standard: bool
    """Whether it ran with the scenario's own knobs: only such runs settle predictions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRecord:
    """Everything the learner has done in one lesson. Look-ups return None for what is missing."""

    lesson: str
    status: LessonStatus = "new"
    position: str = ""
    """Id of the block the learner was at last."""
    predictions: tuple[tuple[str, PredictionGiven], ...] = ()
    verdicts: tuple[tuple[str, Verdict], ...] = ()
    quizzes: tuple[tuple[str, QuizGiven], ...] = ()
    reflections: tuple[tuple[str, str], ...] = ()
    compared: tuple[tuple[str, str], ...] = ()
    """By reflection: the points of the model answer that the learner found in theirs, `1,3`."""
    runs: tuple[RunMade, ...] = field(default=())
    """Oldest first."""
    skipped: tuple[str, ...] = ()
    """Ids of run blocks that the learner chose to read past."""
    attempts: tuple[tuple[str, AttemptMade], ...] = ()
    """By exercise, oldest first."""
    hints: tuple[tuple[str, HintTaken], ...] = ()
    """By exercise, oldest first."""
    studied: tuple[str, ...] = ()
    """Ids of exercises whose solution was looked at before they were solved."""
    clinics: tuple[tuple[str, ClinicStep], ...] = ()
    """By clinic, oldest first."""
    visited: tuple[str, ...] = ()
    """Ids of mixed reviews that were gone through, and of workbenches that were opened."""
    known: bool = False
    """Whether it is held for mastered, however little of it was done."""

    def prediction(self, block: str) -> PredictionGiven | None:
        """What was predicted in that block."""
        return dict(self.predictions).get(block)

    def verdict(self, block: str) -> Verdict | None:
        """What came of the prediction of that block."""
        return dict(self.verdicts).get(block)

    def quiz(self, block: str) -> QuizGiven | None:
        """The latest answer to that question."""
        return dict(self.quizzes).get(block)

    def attempts_at(self, block: str) -> tuple[AttemptMade, ...]:
        """Everything handed in for that exercise, oldest first."""
        return tuple(made for exercise, made in self.attempts if exercise == block)

    def solved(self, block: str) -> bool:
        """Whether that exercise was ever passed."""
        return any(made.outcome == "passed" for made in self.attempts_at(block))

    def clinic(self, block: str) -> tuple[ClinicStep, ...]:
        """What was done in that clinic, oldest first."""
        return tuple(step for clinic, step in self.clinics if clinic == block)

    def reflection(self, block: str) -> str | None:
        """What the learner wrote."""
        return dict(self.reflections).get(block)

    def run_of(self, scenario: str, seed: int) -> RunMade | None:
        """The latest standard run of a scenario with that seed."""
        fitting = (
            run
            for run in reversed(self.runs)
            if run.standard and run.scenario == scenario and run.seed == seed
        )
        return next(fitting, None)
