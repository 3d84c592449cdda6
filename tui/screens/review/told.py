"""What stands below a question, before the first one and after the last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from lessons.questions.forms import Choices
from lessons.review.sitting import Sitting, Turn
from lessons.review.solution import solution
from lessons.schema import Quiz
from tui.review.words import after_answer, closing, minutes_words, missed, nothing_due
from tui.sentence import sentence
from tui.widgets.lines import BLANK, Paragraph, inline
from tui.widgets.row_list import Row

if TYPE_CHECKING:
    from tui.screens.review.screen import ReviewScreen


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences, and lessons that are worth another look."""

    paragraphs: tuple[Paragraph, ...] = ()
    rows: tuple[Row, ...] = ()


def waiting() -> Said:
    """While it is looked up what is due."""
    return Said((Paragraph(Content.styled("Looking up what is due …", "$muted")),))


def after(screen: ReviewScreen, turn: Turn, answer: str, *, right: bool) -> Said:
    """What comes of an answer, and how to go on."""
    today = screen.clock.today()
    due = screen.review.desk.standing(turn.item).due_day(screen.clock)
    comes = after_answer(turn, right=right, due=due, today=today)
    goes_on = f"{screen.key_of('next_item')} goes on, {screen.key_of('undo')} takes it back."
    lines = [Paragraph(Content.styled(f"{comes} {goes_on}", "$muted"))]
    if not right:
        lines = [beside(turn.item.question, answer), BLANK, *lines]
    return Said(tuple(lines))


def beside(question: Quiz, answer: str) -> Paragraph:
    """What a wrong answer is to be held against: all reasons stand with choices, so that only what
    was chosen is left to say."""
    form = question.form
    if isinstance(form, Choices):
        chosen = (form.choices[int(number) - 1].text.rstrip(".") for number in answer.split(","))
        return Paragraph(inline("; ".join(chosen)), Content.styled("You said: ", "bold"))
    return Paragraph(inline(solution(question)), Content.styled("The right answer: ", "bold"))


def ended(screen: ReviewScreen) -> Said:
    """How the sitting went; where there was none, when the next one is."""
    sitting = screen.review.sitting
    back = f"{screen.key_of('back')} goes back."
    if sitting is None:
        first, *rest = nothing_due(screen.review.agenda, screen.clock, opening_key(screen))
        lines = [Paragraph(Content.styled(first, "bold")), BLANK]
        lines += [Paragraph(Content(text)) for text in rest]
        return Said((*lines, BLANK, Paragraph(Content.styled(back, "$muted"))))
    left = screen.review.left_over
    timed_out = sitting.unasked > 0
    title = f"That was {minutes_words(screen.minutes)}" if timed_out else "That is all for today"
    lines = [Paragraph(Content.styled(title, "bold")), BLANK]
    lines += [Paragraph(Content(text)) for text in closing(sitting, left)]
    more = f"{screen.key_of('another')} goes on, {back}" if left else back
    lines += [BLANK, Paragraph(Content.styled(more, "$muted"))]
    rows = again_rows(screen, sitting)
    if rows:
        lines += [BLANK, Paragraph(Content.styled("Worth another look", "bold"))]
    return Said(tuple(lines), rows)


def opening_key(screen: ReviewScreen) -> str:
    """Which key opens a lesson, where the lessons are."""
    from tui.screens.home import HomeScreen

    command = next(command for command in HomeScreen.ACTIONS if command.id == "open")
    return f"At home, {screen.tutor.key_words.of(command)} opens a lesson."


def again_rows(screen: ReviewScreen, sitting: Sitting) -> tuple[Row, ...]:
    """The lessons of what was not known, each once, with what was asked."""
    rows: dict[str, Row] = {}
    lessons = {lesson.id: lesson for lesson in screen.tutor.catalog.lessons}
    for item in missed(sitting.results):
        lesson = lessons.get(item.source)
        if lesson is not None and lesson.id not in rows:
            rows[lesson.id] = Row(
                key=lesson.id,
                mark=screen.tutor.symbols.new,
                text=lesson.title,
                note=sentence(item.question.ask),
            )
    return tuple(rows.values())
