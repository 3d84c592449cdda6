"""Questions of every form, asked in lines of text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.client import Engine
from engine.errors import EngineError
from lessons.errors import BadValue, TutorError
from lessons.lab import find_scenario
from lessons.questions.forms import (
    METRIC_WORDS,
    Choices,
    Curves,
    Mark,
    Match,
    Metric,
    Number,
    Order,
    Stretch,
)
from lessons.questions.grading import answerable
from lessons.questions.marking import locate
from lessons.questions.run_curves import RunCurve, read_curve
from lessons.questions.shuffling import presented
from lessons.questions.sketching import column_values
from lessons.questions.written import read_places, write_places
from lessons.schema import Lesson, Quiz
from tui.figures import number
from tui.plain.talk import Skipped, Talk
from tui.screens.lesson_keeper import LessonKeeper
from tui.sentence import sentence
from tui.widgets.confidence import CONFIDENCE

POINTS = 8
"""Values by which a curve is read out."""


@dataclass(frozen=True, slots=True)
class PlainQuestions:
    """Asks until the answer is right, with the reason after each."""

    talk: Talk
    lesson: Lesson
    keeper: LessonKeeper
    curve: Callable[[str, Metric], RunCurve | None]
    """The curve of a run, by the run's id."""
    locate: Callable[[Mark, str], Stretch]
    """The right steps of a question, by the id of its run."""
    ask_sure: bool

    def ask(self, quiz: Quiz) -> None:
        """One question; raises Skipped where the learner skips it or a run is missing."""
        self.talk.say(f"Question: {sentence(quiz.ask)}")
        before = self.keeper.record.quiz(quiz.id)
        if before is not None and before.right:
            self.talk.say(f"You answered it: {self.said(quiz, before.answer)}.")
            return
        truth = self.truth(quiz)
        tries = before.tries if before else 0
        while True:
            answer = self.answer(quiz, tries)
            sure = self.sure() if self.ask_sure and tries == 0 else None
            graded = self.keeper.answer(quiz, answer, sure, truth)
            verdict = "Right." if graded.right else "Not right."
            self.talk.say(f"{verdict} {sentence(graded.why)}")
            if graded.more:
                self.talk.say(sentence(graded.more))
            if graded.right:
                return
            tries += 1

    def sure(self) -> int | None:
        """How sure the learner is; None where they would rather not say."""
        try:
            return self.talk.choose("How sure are you?", list(CONFIDENCE))
        except Skipped:
            return None

    def answer(self, quiz: Quiz, tries: int) -> str:  # noqa: PLR0911 - one for each form
        """An answer in the form in which it is kept."""
        order = presented(quiz, tries)
        match quiz.form:
            case Choices() as form:
                texts = [sentence(form.choices[place - 1].text) for place in order]
                if form.several:
                    return self.places(quiz, "All that fit, as in 1, 3:", order, texts, True)
                return str(order[self.talk.choose("Your answer?", texts) - 1])
            case Number() as form:
                unit = f" (in {form.unit})" if form.unit else ""
                return self.talk.ask(f"Your answer{unit}?", lambda text: checked(quiz, text))
            case Order() as form:
                texts = [sentence(form.entries[place - 1]) for place in order]
                return self.places(quiz, "Their order, as in 2, 1, 3:", order, texts)
            case Match() as form:
                return self.pairs(quiz, [pair.left for pair in form.pairs], order, form.rights)
            case Curves() as form:
                curves = tuple(self.read_out(name, form.metric) for name in form.scenarios)
                return self.pairs(quiz, list(form.labels), order, curves)
            case Mark() as form:
                self.talk.say(f"The curve: {self.read_out(form.scenario, form.metric)}.")
                return self.talk.ask("Which step?", lambda text: checked(quiz, text))

    def pairs(
        self, quiz: Quiz, lefts: list[str], order: tuple[int, ...], rights: tuple[str, ...]
    ) -> str:
        """What belongs to each of some things in turn."""
        for letter, left in zip("abcdefghi", lefts, strict=False):
            self.talk.say(f"  {letter}. {sentence(left)}")
        prompt = f"For a to {'abcdefghi'[len(lefts) - 1]} in turn, as in 2, 1:"
        return self.places(quiz, prompt, order, [sentence(rights[place - 1]) for place in order])

    def places(
        self,
        quiz: Quiz,
        prompt: str,
        order: tuple[int, ...],
        texts: list[str],
        in_order: bool = False,
    ) -> str:
        """Numbers of things that are read out first, as the author counts them."""
        for place, text in enumerate(texts, 1):
            self.talk.say(f"  {place}. {text}")

        def read(text: str) -> str:
            numbers = [order[place - 1] for place in read_places(text, len(order))]
            return checked(quiz, write_places(tuple(sorted(numbers) if in_order else numbers)))

        return self.talk.ask(prompt, read)

    def read_out(self, scenario: str, metric: Metric) -> str:
        """A curve in a few of its values."""
        curve = self.curve_of(scenario, metric)
        values = column_values(curve, min(POINTS, len(curve.values)))
        ends = f"steps {curve.first} to {curve.last}"
        return f"{METRIC_WORDS[metric]} over {ends}: {', '.join(map(number, values))}"

    def curve_of(self, scenario: str, metric: Metric) -> RunCurve:
        """The curve of the learner's run of a scenario; raises Skipped before there is one."""
        run = self.keeper.record.run_of(scenario, self.lesson.lab.seed)
        curve = self.curve(run.run, metric) if run else None
        if curve is None:
            label = find_scenario(self.lesson, scenario).label
            self.talk.say(f"It is about your run of {label}, which is not there.")
            raise Skipped
        return curve

    def truth(self, quiz: Quiz) -> Stretch | None:
        """The right steps where one is to be pointed at."""
        if not isinstance(quiz.form, Mark):
            return None
        self.curve_of(quiz.form.scenario, quiz.form.metric)
        run = self.keeper.record.run_of(quiz.form.scenario, self.lesson.lab.seed)
        assert run is not None
        try:
            return self.locate(quiz.form, run.run)
        except (TutorError, EngineError) as error:
            self.talk.say(f"{error.problem.title}. {error.problem.reason}")
            raise Skipped from error

    def said(self, quiz: Quiz, answer: str) -> str:
        """An answer in words."""
        form = quiz.form
        if isinstance(form, Choices):
            try:
                places = read_places(answer, len(form.choices))
            except BadValue:
                return answer
            return "; ".join(sentence(form.choices[place - 1].text) for place in places)
        return f"step {answer}" if isinstance(form, Mark) else answer


def checked(quiz: Quiz, text: str) -> str:
    """The answer if it is one. Raises BadValue."""
    answerable(quiz, text)
    return text


def plain_questions(
    talk: Talk, lesson: Lesson, keeper: LessonKeeper, engine: Engine, *, ask_sure: bool
) -> PlainQuestions:
    """Questions about a lesson whose runs lie with an engine."""
    return PlainQuestions(
        talk,
        lesson,
        keeper,
        curve=lambda run, metric: read_curve(engine.runs, run, metric),
        locate=lambda form, run: locate(
            form, run, engine.runs.root, lambda name, given: engine.call(name, *given)
        ),
        ask_sure=ask_sure,
    )
