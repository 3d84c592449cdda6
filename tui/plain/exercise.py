"""A code exercise in lines of text: the file is written elsewhere, checked and explained here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.client import Engine
from engine.errors import EngineError
from lessons.catalog import load_catalog
from lessons.errors import BadValue, TutorError
from lessons.exercises import hints, order
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import read_starter
from lessons.exercises.ideas import ideas
from lessons.exercises.judged import judge_attempt
from lessons.exercises.learner_file import LearnerFile
from lessons.exercises.starter import puzzle_of
from lessons.exercises.using import with_own_answers
from lessons.exercises.workspace import Workspace
from tui.exercises.asked import task_of
from tui.exercises.attempt import attempt_of, state_of
from tui.exercises.telling import Telling
from tui.plain.markup import prose
from tui.plain.talk import Talk
from tui.screens.lesson_keeper import LessonKeeper
from tui.sentence import sentence
from tui.symbols import ASCII

MOVED = re.compile(r"([0-9]+)(>*)")


@dataclass(frozen=True, slots=True)
class PlainExercise:
    """One exercise as a conversation. Raises Skipped and Left as the learner wants."""

    talk: Talk
    exercise: Exercise
    keeper: LessonKeeper
    engine: Engine

    def take(self) -> None:
        """Task, file, and checks until it is solved or skipped."""
        talk, exercise = self.talk, self.exercise
        talk.say(f"Exercise: {exercise.title}.")
        talk.write(prose(task_of(exercise), talk.width))
        if state := state_of(exercise.id, self.keeper.record):
            talk.say(state)
        if self.keeper.record.solved(exercise.id):
            return
        try:
            file = Workspace().open(self.keeper.lesson.id, exercise)
            self.show(file)
            while not self.once(file):
                pass
        except TutorError as error:
            talk.say(f"{error.title}. {error.reason} {error.next_step}")

    def show(self, file: LearnerFile) -> None:
        """What there is to work on, and where."""
        talk = self.talk
        if self.exercise.kind == "output":
            for number, line in enumerate(read_starter(self.exercise).splitlines(), 1):
                talk.write(f"{number:3}  {line}".rstrip())
        if self.exercise.kind == "order":
            for number, piece in enumerate(self.puzzle.pieces, 1):
                talk.write(f"{number:3}. " + piece.replace("\n", "\n     "))
            talk.say(
                "Give the numbers in order, with a > behind a number for each level that its line "
                "stands further in: 2 1> 3>. Lines that belong nowhere are left out."
            )
        else:
            talk.say("Write in this file with your own editor:")
            talk.write(f"  {file.path}")
        if file.notice:
            talk.say(file.notice)

    @property
    def puzzle(self) -> order.Puzzle:
        """The lines to order."""
        return puzzle_of(self.exercise)

    def once(self, file: LearnerFile) -> bool:
        """One thing that the learner wants; whether the exercise is done with it."""
        is_order = self.exercise.kind == "order"
        prompt = "Your order?" if is_order else "Enter checks the file."
        read = str if is_order else self.command
        wanted = self.talk.ask(f"{prompt} Or: hint, solution.", read)
        match wanted.casefold():
            case "hint" | "h":
                self.hint()
                return False
            case "solution":
                return self.solution(file)
        if is_order:
            try:
                file.save(self.arranged(wanted), over=True)
            except BadValue as error:
                self.talk.say(f"{error.reason} {error.next_step}")
                return False
        else:
            file.reload()
        return self.check(file)

    def arranged(self, typed: str) -> str:
        """The source that an order makes. Raises BadValue where it is none."""
        puzzle, placed = self.puzzle, []
        for word in typed.replace(",", " ").split():
            found = MOVED.fullmatch(word)
            number = int(found[1][:9]) if found else 0
            if found is None or not 1 <= number <= len(puzzle.pieces):
                step = f"Give numbers from 1 to {len(puzzle.pieces)}, such as 2 1> 3>."
                raise BadValue("order", f'"{word[:20]}" is no line.', step)
            placed.append(order.Placed(number - 1, min(len(found[2]), order.DEEPEST)))
        if not placed or len({one.piece for one in placed}) < len(placed):
            raise BadValue("order", "Each line can stand in one place only.", "Give it once.")
        return order.assembled(puzzle, order.Arrangement(tuple(placed), ()))

    def check(self, file: LearnerFile) -> bool:
        """Judge the file and tell of it; whether it is solved."""
        keeper, exercise = self.keeper, self.exercise
        self.talk.say("Checking.")
        try:
            if exercise.uses:
                exercise = with_own_answers(exercise, load_catalog(), keeper.store)
            judgement = judge_attempt(exercise, file.text, self.engine.call)
        except (TutorError, EngineError) as error:
            problem = error.problem
            self.talk.say(f"{problem.title}. {problem.reason} {problem.next_step}")
            return False
        made = attempt_of(judgement, file.text)
        keeper.write(lambda: keeper.store.record(keeper.lesson.id, exercise.id, made))
        telling = Telling(symbols=ASCII, limits=exercise.limits, width=self.talk.width)
        for row in telling.rows(judgement):
            self.talk.write(row)
        return judgement.outcome == "passed"

    def hint(self) -> None:
        """The question before the hint, then the hint."""
        keeper, exercise = self.keeper, self.exercise
        upcoming = hints.next_hint(exercise, keeper.record)
        if upcoming.standing == "try_first":
            self.talk.say("A hint is for what you have tried: let it be checked first.")
            return
        if upcoming.standing == "none_left":
            self.talk.say("No further hint.")
            return
        self.talk.say(f"Before the hint: {sentence(upcoming.ask)}")
        thought = self.talk.ask("What do you think?", self.some_words)
        taken = hints.take(exercise, keeper.record, thought)
        if taken is not None:
            keeper.write(lambda: keeper.store.record(keeper.lesson.id, exercise.id, taken))
            self.talk.say(sentence(hints.given(exercise, keeper.record)[-1].text))

    def solution(self, file: LearnerFile) -> bool:
        """Right solutions, for whoever says why; whether there is one to read."""
        keeper, exercise = self.keeper, self.exercise
        if not hints.solution(exercise, keeper.record).open:
            self.talk.say("It teaches more when you know what you look for.")
            self.talk.ask("What have you tried, and where does it not go on?", self.a_reason)
        if not keeper.record.solved(exercise.id):
            keeper.write(lambda: keeper.store.record_studied(keeper.lesson.id, exercise.id))
        for idea in ideas(exercise, file.text):
            self.talk.say(sentence(idea.idea))
            self.talk.write("\n".join(f"    {row}".rstrip() for row in idea.source.splitlines()))
        return True

    @staticmethod
    def command(text: str) -> str:
        """Nothing, or a word that means something; code is not typed here."""
        if text.casefold() not in ("", "h", "hint", "solution"):
            step = "What you write belongs into the file; then press Enter here."
            raise BadValue("command", f'"{text[:40]}" means nothing here.', step)
        return text

    @staticmethod
    def some_words(text: str) -> str:
        """An answer to a question before a hint."""
        if not hints.answers(text):
            raise BadValue("answer", "That is very short.", "A few words will do.")
        return text

    @staticmethod
    def a_reason(text: str) -> str:
        """Why the solution is wanted."""
        if not hints.is_reason(text):
            raise BadValue("answer", "That is very short.", "A whole sentence, please.")
        return text
