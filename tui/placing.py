"""What a placement says, page by page: a question, how sure, and at the end the place."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from engine.events import Problem
from lessons.placement.items import Asked
from lessons.placement.placement import Placed, Placement
from lessons.questions.forms import Choices, Number
from lessons.questions.grading import grade
from lessons.questions.shuffling import presented
from lessons.schema import Predict
from tui.symbols import Symbols
from tui.widgets.confidence import confidence_question
from tui.widgets.lines import BLANK, Paragraph, inline


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyNames:
    """How the keys are written that the pages name."""

    unknown: str
    again: str
    write: str
    take: str
    leave: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of the answers that a digit gives."""

    key: str
    """As it is graded."""
    text: str


def answers(asked: Asked) -> tuple[Answer, ...]:
    """The answers in the order in which they are shown; none where a number is typed."""
    question = asked.question
    if isinstance(question, Predict):
        return tuple(Answer(key=one.key, text=one.text) for one in question.placement_options)
    if not isinstance(question.form, Choices):
        return ()
    choices = question.form.choices
    return tuple(Answer(key=str(one), text=choices[one - 1].text) for one in presented(question))


def takes_number(asked: Asked) -> bool:
    """Whether the answer is typed."""
    return not isinstance(asked.question, Predict) and isinstance(asked.question.form, Number)


def is_right(asked: Asked, answer: str) -> bool | None:
    """Whether a question is answered rightly; None where runs decide. Raises BadValue."""
    return None if isinstance(asked.question, Predict) else grade(asked.question, answer).right


def words_of(asked: Asked) -> str:
    """What is asked, in words that need no lesson."""
    question = asked.question
    return question.placement if isinstance(question, Predict) else question.ask


def question_page(  # noqa: PLR0917 - all of it is on the page
    placement: Placement, asked: Asked, chosen: str, said: str, keys: KeyNames, symbols: Symbols
) -> tuple[Paragraph, ...]:
    """A question. `chosen`: the answer whose confidence is asked for; `said`: why one was none."""
    number = len(placement.given) + 1
    foretold = isinstance(asked.question, Predict)
    kind = "Prediction" if foretold else "Question"
    head = f"{kind} {symbols.dot} {number} of at most {placement.most}"
    page = [
        Paragraph(Content.styled(head, "$muted")),
        BLANK,
        Paragraph(inline(words_of(asked))),
        BLANK,
    ]
    for place, one in enumerate(answers(asked), 1):
        here = chosen == one.key
        lead = Content.assemble(
            (f" {symbols.pointer if here else ' '} ", "bold $accent"),
            (f"{place}  ", "bold $accent"),
        )
        page.append(Paragraph(inline(one.text, "bold" if here else ""), lead))
    if chosen and not answers(asked):
        page.append(Paragraph(Content.styled(chosen, "bold"), Content("   ")))
    if said:
        page += [BLANK, Paragraph(Content.styled(said, "bold"))]
    page.append(BLANK)
    if chosen:
        return (*page, *confidence_question(keys.again))
    way = f"{keys.write} types a number" if takes_number(asked) else "A digit answers"
    hint = f"{way}; {keys.unknown} if you do not know. A guess would only put you too far ahead."
    page.append(Paragraph(Content.styled(hint, "$muted")))
    if foretold:
        page.append(Paragraph(Content.styled(FOR_REAL, "$muted")))
    return tuple(page)


def meanwhile(placement: Placement) -> str:
    """What happens in the background."""
    pending = sum(one.pending for one in placement.given)
    if pending:
        which = "your prediction" if pending == 1 else f"{pending} of your predictions"
        return f"Meanwhile the runs of {which} are being made."
    made = any(one.foretold and one.right is not None and not one.void for one in placement.given)
    return "What the runs of your predictions said comes at the end." if made else ""


def trouble(problem: Problem) -> str:
    """Why there are no further predictions."""
    reason = f"{problem.title.rstrip('.')}: {problem.reason}"
    return f"The runs of predictions cannot be made here. {reason} Questions go on instead."


def waiting_page(placement: Placement, keys: KeyNames) -> tuple[Paragraph, ...]:
    """Nothing is left to ask before runs have decided."""
    pending = sum(one.pending for one in placement.given)
    which = "a prediction of yours" if pending == 1 else f"{pending} predictions of yours"
    without = f"{keys.take} finds the place without them."
    return (
        Paragraph(Content.styled("The last runs are being made", "bold")),
        BLANK,
        Paragraph(Content(f"They decide about {which}. This goes on by itself.")),
        Paragraph(Content.styled(without, "$muted")),
    )


def end_page(
    placement: Placement, placed: Placed, keys: KeyNames, symbols: Symbols
) -> tuple[Paragraph, ...]:
    """Where to start."""
    nodes = placement.graph.nodes
    page = [Paragraph(Content.styled(headline(placement, placed), "bold")), BLANK]
    if placed.start is not None:
        page += [Paragraph(inline(nodes[placed.start].lesson.aim)), BLANK]
    if placed.known:
        page.append(Paragraph(Content("You seem to know these already:")))
        page += [
            Paragraph(
                Content(nodes[name].lesson.title),
                Content.styled(f"  {symbols.known} ", "$success"),
            )
            for name in placed.known
        ]
        page.append(BLANK)
    taken = "marks these as known and opens it" if placed.start else "marks these as known"
    if not placed.known:
        taken = "opens it"
    if placed.known or placed.start:
        ways = f"{keys.take} {taken}; {keys.leave} leaves everything as it is."
        page.append(Paragraph(Content.styled(ways, "$muted")))
    return (*page, Paragraph(Content.styled(NOTHING_LOCKED, "$muted")))


def headline(placement: Placement, placed: Placed) -> str:
    """The place in a sentence."""
    if placed.start is None:
        return "You seem to know all of it already. Choose whatever draws you."
    return f"Start with “{placement.graph.nodes[placed.start].lesson.title}”."


FOR_REAL = "The runs are made for real while you go on, and decide whether you were right."
NOTHING_LOCKED = (
    "Nothing is locked: every lesson can be opened at any time, and a mark taken back on the map."
)
NOTHING = (
    Paragraph(Content.styled("There is nothing to ask", "bold")),
    BLANK,
    Paragraph(Content("Every lesson that could be asked about is done already.")),
)
