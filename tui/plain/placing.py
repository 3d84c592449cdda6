"""Where to start, found in lines of text."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field, replace

from lessons.catalog import Catalog
from lessons.errors import BadValue
from lessons.placement.items import Asked
from lessons.placement.placement import Placed, Placement
from lessons.placement.runs import Found, PlacementRuns
from lessons.progress.store import ProgressStore
from lessons.schema import Predict
from tui.placing import answers, headline, is_right, trouble, words_of
from tui.placing_found import Foretold, in_words
from tui.plain.talk import Left, Skipped, Talk
from tui.sentence import sentence
from tui.widgets.confidence import CONFIDENCE

BY_ANSWERS = "placement"
"""What it rests on that a lesson is known."""
INTRODUCED = (
    "A few predictions and questions find your place. Nothing is kept until you say so. The runs "
    "of a prediction are made for real, while you go on.",
    "s says that you do not know; a guess would only put you too far ahead.",
)


@dataclass(slots=True)
class PlainPlacement:
    """Predictions and a few questions, and at the end a place."""

    talk: Talk
    catalog: Catalog
    store: ProgressStore
    runs: PlacementRuns | None = None
    """What makes the runs of predictions; without it, only questions are asked."""
    foretold: list[Foretold] = field(default_factory=list)
    _found: queue.SimpleQueue[Found] = field(default_factory=queue.SimpleQueue)

    def take(self) -> None:
        """Ask, and keep what is known where the learner wants that."""
        records = {one.lesson: one for one in self.store.all()}
        placement = Placement.begin(self.catalog, records, foretelling=self.runs is not None)
        if placement.question() is None:
            self.talk.say("There is nothing to ask: all that could be asked about is done.")
            return
        for line in INTRODUCED:
            self.talk.say(line)
        try:
            placement = self.ask_all(placement)
            self.talk.say()
            self.compare()
            self.conclude(placement, placement.outcome())
        except Left:
            self.talk.say("Everything stays as it is.")
        finally:
            if self.runs is not None:
                self.runs.give_up()

    def ask_all(self, placement: Placement) -> Placement:
        """Until the place is found, and all runs are made. Raises Left."""
        waited = False
        while True:
            while not self._found.empty():
                placement = self.settle(placement, self._found.get())
            asked = placement.question()
            if asked is not None:
                self.talk.say()
                placement = self.ask(placement, asked)
            elif any(one.pending for one in placement.given):
                if not waited:
                    self.talk.say("The last runs are being made.")
                waited = True
                placement = self.settle(placement, self._found.get())
            else:
                return placement

    def ask(self, placement: Placement, asked: Asked) -> Placement:
        """One question. Raises Left."""
        lead = "Predict: " if isinstance(asked.question, Predict) else ""
        self.talk.say(f"{lead}{sentence(words_of(asked))}")
        try:
            shown = answers(asked)
            if shown:
                texts = [sentence(one.text) for one in shown]
                answer = shown[self.talk.choose("Your answer?", texts) - 1].key
            else:
                answer = self.talk.ask("Your answer?", lambda text: _graded(asked, text))
            sure = self.talk.choose("How sure are you?", list(CONFIDENCE))
        except Skipped:
            return placement.after(asked, right=False, confidence=None)
        if isinstance(asked.question, Predict):
            self.foretold.append(Foretold(asked=asked, chosen=answer, confidence=sure))
            self.begin(asked, asked.question)
        return placement.after(asked, right=is_right(asked, answer), confidence=sure)

    def begin(self, asked: Asked, predict: Predict) -> None:
        """Have the runs of a prediction made in the background."""
        assert self.runs is not None
        if self.runs.ask(self.catalog.lesson(asked.lesson), predict):
            threading.Thread(target=self.runs.work, args=(self._found.put,), daemon=True).start()

    def settle(self, placement: Placement, found: Found) -> Placement:
        """Take note of what runs said."""
        place = next(at for at, one in enumerate(self.foretold) if one.asked == found.asked)
        self.foretold[place] = made = replace(self.foretold[place], found=found)
        if found.problem is not None and placement.foretelling:
            self.talk.say(trouble(found.problem))
        if made.right is None:
            return placement.unsettled(found.asked)
        return placement.settled(found.asked, right=made.right)

    def compare(self) -> None:
        """Say each prediction beside what the runs said."""
        for one in self.foretold:
            if one.found is None or one.right is None:
                continue
            self.talk.say(sentence(words_of(one.asked)))
            self.talk.say(f"  You said: {sentence(one.said())}.")
            agreed = "as you said" if one.right else "otherwise"
            self.talk.say(f"  The runs say, {agreed}: {sentence(one.outcome())}.")
            for trace in one.found.traces:
                self.talk.say(f"    {in_words(trace)}")
            self.talk.say()

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
    is_right(asked, text)
    return text
