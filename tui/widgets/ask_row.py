"""A row in which something is asked and typed: a name, a number."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class AskRow(Horizontal):
    """Comes when something is asked, and goes with the answer or with esc."""

    DEFAULT_CSS = """
    AskRow {
        display: none;
        height: 1;
        padding: 0 1;
        background: $selected;
        Static {
            width: auto;
            max-width: 80%;
            margin: 0 1 0 0;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        Input {
            width: 1fr;
            height: 1;
            border: none;
            padding: 0;
            background: $selected;
            &:focus { border: none; }
            &:ansi { text-style: underline; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]

    class Answered(Message):
        """What was typed, and about what."""

        def __init__(self, about: str, text: str) -> None:
            super().__init__()
            self.about = about
            self.text = text

    class Left(Message):
        """Nothing is to be done."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - what Textual calls it
        super().__init__(id=id)
        self.about = ""
        """What the answer is about; given back with it."""

    def compose(self) -> ComposeResult:
        """The question, and a field."""
        yield Static()
        field = Input(compact=True, max_length=80)
        field.can_focus = False
        yield field

    def ask(self, about: str, question: str, value: str) -> None:
        """Come up with a question and the answer it has now."""
        self.about = about
        self.query_one(Static).update(Content.styled(question, "bold"))
        field = self.query_one(Input)
        field.can_focus, field.value = True, value
        self.display = True
        field.focus()

    def leave(self) -> None:
        """Go."""
        self.query_one(Input).can_focus = False
        self.display = False

    @on(Input.Submitted)
    def submit(self, message: Input.Submitted) -> None:
        """Give the answer back."""
        message.stop()
        self.leave()
        self.post_message(self.Answered(self.about, message.value))

    def action_leave(self) -> None:
        """Go without an answer."""
        self.leave()
        self.post_message(self.Left())
