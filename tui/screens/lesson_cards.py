"""From the blocks of a lesson to its cards: made once, told anew whenever the record changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lessons import flow, quiz
from lessons.clinics.clinic import Clinic
from lessons.exercises.exercise import Exercise
from lessons.records import LessonRecord
from lessons.schema import Block, Lesson, Predict, Prose, Quiz, Reflect, Run
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.clinic_card import ClinicCard
from tui.widgets.end_card import EndCard, Summary
from tui.widgets.exercise_card import ExerciseCard
from tui.widgets.number_card import NumberCard
from tui.widgets.predict_card import PredictCard
from tui.widgets.prose import Prose as ProseText
from tui.widgets.quiz_card import Answer, QuizCard
from tui.widgets.reflect_card import ReflectCard
from tui.widgets.run_card import RunCard, RunResult

Asking = Predict | Run | Quiz | Reflect | Exercise | Clinic
"""The blocks that ask something of the learner."""


@dataclass(frozen=True, slots=True)
class CardMaker:
    """Knows the lesson, and what the cards have to be told about it."""

    lesson: Lesson
    symbols: Symbols
    describe_run: Callable[[str], str]
    """One line about the run of that id."""
    following: Lesson | None
    """The lesson after this one."""

    def widget(self, block: Block, record: LessonRecord) -> Card | ProseText:
        """A new widget for a block, in the state of the record."""
        return ProseText(block.markdown) if isinstance(block, Prose) else self.card(block, record)

    def card(self, block: Asking, record: LessonRecord) -> Card:
        """A new card for a block, in the state of the record."""
        match block:
            case Predict():
                card: Card = PredictCard(block, self.symbols)
            case Run():
                card = RunCard(block.id, block.seeds, self.symbols)
            case Quiz():
                kind = NumberCard if block.numeric else QuizCard
                card = kind(block, self.symbols)
            case Reflect():
                card = ReflectCard(block, record.reflection(block.id) or "", self.symbols)
            case Exercise():
                card = ExerciseCard(block, self.symbols)
            case Clinic():
                card = ClinicCard(block, self.symbols)
        self.tell(card, block, record)
        return card

    def tell(self, card: Card, block: Block, record: LessonRecord) -> None:
        """Give a card what the record says about its block."""
        card.done = flow.is_done(block, record)
        if isinstance(card, PredictCard) and isinstance(block, Predict):
            card.given = record.prediction(block.id)
            card.verdict = record.verdict(block.id)
            card.locked = card.verdict is not None or bool(
                flow.settling_runs(self.lesson, block, record)
            )
        elif isinstance(card, RunCard) and isinstance(block, Run):
            card.results = tuple(self.result(name, record) for name in block.scenarios)
            card.skipped = block.id in record.skipped
        elif isinstance(card, QuizCard) and isinstance(block, Quiz):
            given = record.quiz(block.id)
            if given is not None and not card.answers:
                why = quiz.grade(block, given.answer).why
                card.answers = (Answer(answer=given.answer, right=given.right, why=why),)

    def result(self, scenario: str, record: LessonRecord) -> RunResult:
        """The latest finished run of a scenario."""
        fitting = (
            run for run in reversed(record.runs) if run.standard and run.scenario == scenario
        )
        run = next(fitting, None)
        return RunResult(
            label=self.lesson.scenario(scenario).label,
            finished=run is not None,
            result=self.describe_run(run.run) if run else "",
        )

    def end(self, record: LessonRecord) -> EndCard:
        """The closing card."""
        card = EndCard(self.symbols)
        self.tell_end(card, record)
        return card

    def tell_end(self, card: EndCard, record: LessonRecord) -> None:
        """Give the closing card what the record says."""
        following = self.following
        card.summary = Summary(
            lines=tuple(line for line in (predicted(record), answered(record)) if line),
            sources=self.lesson.sources,
            next_title=following.title if following else "",
            next_minutes=following.minutes if following else 0,
        )


def predicted(record: LessonRecord) -> str:
    """How the predictions went; empty where none was settled."""
    settled = [verdict.right for _, verdict in record.verdicts if verdict.right is not None]
    if not settled:
        return ""
    if len(settled) == 1:
        return "Your prediction held." if settled[0] else "The runs surprised you once."
    return f"{sum(settled)} of your {len(settled)} predictions held."


def answered(record: LessonRecord) -> str:
    """How the questions went; empty where none was answered."""
    given = [answer for _, answer in record.quizzes if answer.right]
    if not given:
        return ""
    at_once = sum(answer.tries == 1 for answer in given)
    questions = "1 question" if len(given) == 1 else f"{len(given)} questions"
    return f"{questions} answered, {at_once} of them at the first try."
