"""What a placement says, page by page: a question, how sure, and at the end the place."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content

from lessons.placement import MOST, Asked, Placed, Placement
from lessons.questions.forms import Choices, Number
from lessons.questions.shuffling import presented
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


def options(asked: Asked) -> tuple[int, ...]:
    """Author's numbers of the choices, in the order in which they are shown."""
    return presented(asked.question)


def question_page(  # noqa: PLR0917 - all of it is on the page
    placement: Placement, asked: Asked, chosen: str, said: str, keys: KeyNames, symbols: Symbols
) -> tuple[Paragraph, ...]:
    """A question. `chosen`: the answer whose confidence is asked for; `said`: why one was none."""
    number = len(placement.given) + 1
    head = f"Question {number} of at most {min(MOST, most_of(placement))}"
    page = [
        Paragraph(Content.styled(head, "$muted")),
        BLANK,
        Paragraph(inline(asked.question.ask)),
        BLANK,
    ]
    form = asked.question.form
    if isinstance(form, Choices):
        for place, one in enumerate(options(asked), 1):
            here = chosen == str(one)
            lead = Content.assemble(
                (f" {symbols.pointer if here else ' '} ", "bold $accent"),
                (f"{place}  ", "bold $accent"),
            )
            page.append(Paragraph(inline(form.choices[one - 1].text, "bold" if here else ""), lead))
    elif chosen:
        page.append(Paragraph(Content.styled(chosen, "bold"), Content("   ")))
    if said:
        page += [BLANK, Paragraph(Content.styled(said, "bold"))]
    page.append(BLANK)
    if chosen:
        return (*page, *confidence_question(keys.again))
    way = f"{keys.write} types a number" if isinstance(form, Number) else "A digit answers"
    hint = f"{way}; {keys.unknown} if you do not know. A guess would only put you too far ahead."
    return (*page, Paragraph(Content.styled(hint, "$muted")))


def most_of(placement: Placement) -> int:
    """Questions that there can be at all."""
    return sum(min(len(rung.questions), 2) for rung in placement.rungs)


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


NOTHING_LOCKED = (
    "Nothing is locked: every lesson can be opened at any time, and a mark taken back on the map."
)
NOTHING = (
    Paragraph(Content.styled("There is nothing to ask", "bold")),
    BLANK,
    Paragraph(Content("Every lesson that could be asked about is done already.")),
)
