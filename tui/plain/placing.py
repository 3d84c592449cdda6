"""Where to start, found in lines of text."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.catalog import Catalog
from lessons.errors import BadValue
from lessons.placement import Asked, Placed, Placement
from lessons.progress import ProgressStore
from lessons.questions.forms import Choices
from lessons.questions.grading import grade
from tui.placing import headline, options
from tui.plain.markup import sentence
from tui.plain.talk import Left, Skipped, Talk
from tui.widgets.confidence import CONFIDENCE

BY_ANSWERS = "placement"
"""What it rests on that a lesson is known."""


@dataclass(frozen=True, slots=True)
class PlainPlacement:
    """A few questions, and at the end a place."""

    talk: Talk
    catalog: Catalog
    store: ProgressStore

    def take(self) -> None:
        """Ask, and keep what is known where the learner wants that."""
        records = {one.lesson: one for one in self.store.all()}
        placement = Placement.begin(self.catalog, records)
        if placement.question() is None:
            self.talk.say("There is nothing to ask: all that could be asked about is done.")
            return
        self.talk.say("A few questions find your place. Nothing is kept until you say so.")
        self.talk.say("s says that you do not know; a guess would only put you too far ahead.")
        try:
            while (asked := placement.question()) is not None:
                self.talk.say()
                placement = self.ask(placement, asked)
            self.talk.say()
            self.conclude(placement, placement.outcome())
        except Left:
            self.talk.say("Everything stays as it is.")

    def ask(self, placement: Placement, asked: Asked) -> Placement:
        """One question. Raises Left."""
        question = asked.question
        self.talk.say(sentence(question.ask))
        try:
            if isinstance(question.form, Choices):
                shown = options(asked)
                texts = [sentence(question.form.choices[one - 1].text) for one in shown]
                answer = str(shown[self.talk.choose("Your answer?", texts) - 1])
            else:
                answer = self.talk.ask("Your answer?", lambda text: _graded(asked, text))
            sure = self.talk.choose("How sure are you?", list(CONFIDENCE))
        except Skipped:
            return placement.after(asked, right=False, confidence=None)
        right = grade(question, answer).right
        return placement.after(asked, right=right, confidence=sure)

    def conclude(self, placement: Placement, placed: Placed) -> None:
        """Say the place. Raises Left."""
        self.talk.say(headline(placement, placed))
        if placed.start is not None:
            self.talk.say(f"tutor learn {placed.start}")
        if not placed.known:
            return
        nodes = placement.graph.nodes
        titles = ", ".join(nodes[name].lesson.title for name in placed.known)
        self.talk.say(f"You seem to know these already: {titles}.")
        try:
            if self.talk.choose("Mark them as known?", ["yes", "no"]) == 1:
                self.store.record_known(placed.known, BY_ANSWERS)
                self.talk.say("Done. They can be taken all the same.")
        except Skipped:
            self.talk.say("They stay open.")


def _graded(asked: Asked, text: str) -> str:
    """What was typed, if it is an answer. Raises BadValue."""
    if not text:
        raise BadValue("answer", "Nothing was typed.", "Type a number.")
    grade(asked.question, text)
    return text
