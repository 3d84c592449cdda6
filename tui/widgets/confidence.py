"""How sure a learner is: four words, and the question for them."""

from __future__ import annotations

from textual.content import Content

from tui.widgets.lines import Paragraph

CONFIDENCE = ("guess", "unsure", "fairly sure", "certain")


def confidence_question(back: str = "") -> tuple[Paragraph, ...]:
    """The question with its four answers; `back` is the key that chooses again."""
    scale = "   ".join(f"[bold $accent]{n}[/] {word}" for n, word in enumerate(CONFIDENCE, 1))
    again = Content.styled(f"   {back} chooses again" if back else "", "$muted")
    return (
        Paragraph(Content("How sure are you?") + again),
        Paragraph(Content.from_markup(scale), Content("   ")),
    )
