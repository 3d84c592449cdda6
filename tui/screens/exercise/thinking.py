"""A question before help is given: the learner writes a sentence, and then it comes."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tui.commands import Command, bindings
from tui.key_words import key_of
from tui.left_once import LeftOnce
from tui.widgets.lines import inline


class ThinkScreen(ModalScreen[str | None], LeftOnce[str | None]):
    """Gives back what was written; None where the learner goes on alone."""

    CSS_PATH = "thinking.tcss"
    AUTO_FOCUS = "Input"
    ACTIONS = (Command("back", ("escape",), "go on alone", "Leave without help.", palette=False),)
    BINDINGS = bindings(ACTIONS)

    def __init__(
        self, title: str, question: str, accepts: Callable[[str], bool], too_short: str
    ) -> None:
        """`accepts` says whether an answer is one; `too_short` is said where it is not."""
        super().__init__()
        self.heading, self.question = title, question
        self.accepts, self.too_short = accepts, too_short

    def compose(self) -> ComposeResult:
        """Title, question, field, keys."""
        with Vertical(id="box"):
            yield Static(Content.styled(self.heading, "bold"), id="title")
            yield Static(inline(self.question), id="question")
            yield Input()
            yield Static("", id="said")
            leave = f"{key_of(self, 'back')} go on alone"
            yield Static(Content.styled(f"{self.send_key} send   {leave}", "$muted"), id="keys")

    @property
    def send_key(self) -> str:
        """How the field's own key is written."""
        ascii_only = self.app.has_class("-ascii")
        return "enter" if ascii_only else "↵"

    @on(Input.Submitted)
    def answered(self, event: Input.Submitted) -> None:
        """Give back an answer that is one."""
        if self.accepts(event.value):
            self.dismiss(event.value.strip())
        else:
            self.query_one("#said", Static).update(Content.styled(self.too_short, "$warning"))

    def action_back(self) -> None:
        """Go on alone."""
        self.dismiss(None)
