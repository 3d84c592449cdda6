"""A question of which several choices are right: mark all that fit, then hand in."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from lessons.questions.written import known_places, write_places
from tui.key_words import key_of
from tui.widgets.lines import Paragraph, inline
from tui.widgets.questions.choice_card import ChoiceCard
from tui.widgets.questions.question_card import Answer


class SeveralCard(ChoiceCard):
    """Digits mark and unmark."""

    KIND = "Question, several answers"

    marked: reactive[frozenset[int]] = reactive(frozenset(), init=False)
    """Numbers of the choices that are marked, as the author counts."""

    def offered(self) -> frozenset[str]:
        """Marking, and handing in what is marked."""
        return frozenset({"answer", "write"}) if self.marked else frozenset({"answer"})

    def asked_for(self) -> str:
        """What a digit does."""
        return "mark"

    def writes(self) -> str:
        """What the key of a field does here."""
        return "hand in"

    def choose(self, digit: int) -> None:
        """Mark, or unmark."""
        self.marked = self.marked ^ {self.order[digit - 1]}
        self.post_message(self.Chosen())

    def write(self) -> None:
        """Hand in."""
        if self.open and self.marked:
            self.hand_in(write_places(tuple(sorted(self.marked))))

    def take_up(self, answer: Answer) -> None:
        """Mark what was marked in another sitting."""
        self.marked = frozenset(known_places(answer.answer, len(self.order)))
        super().take_up(answer)

    def watch_marked(self) -> None:
        """Show it."""
        self.show()

    def choice(self, place: int, number: int, tried: bool) -> list[Paragraph]:  # noqa: ARG002
        """One choice with its box; all reasons once the question is settled."""
        choice = self.choices[number - 1]
        chosen = number in self.marked
        box = "[x]" if chosen else "[ ]"
        if self.settled:
            sign, style = self.grade_sign(choice.right)
            lead = Content.assemble(" ", (sign, style), f" {place}  ")
            why = Paragraph(inline(choice.why, "$muted"), Content(" " * 6))
            return [Paragraph(inline(choice.text, "bold" if choice.right else ""), lead), why]
        key = (str(place), "$muted" if self.pending else "bold $accent")
        lead = Content.assemble(" ", key, " ", (box, "bold" if chosen else "$muted"), " ")
        return [Paragraph(inline(choice.text, "bold" if chosen else ""), lead)]

    def outcome(self) -> list[Paragraph]:
        """What the latest set is worth; the reasons for the right one stand with the choices."""
        return [] if self.right else super(ChoiceCard, self).outcome()

    def how_to(self) -> str:
        """What to press."""
        marks = f"1 to {self.digits()} mark what fits"
        return f"{marks}, {key_of(self, 'write')} hands in. More than one fits."
