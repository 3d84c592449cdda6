"""Open a share string: of a lesson's lab, or of the playground."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from lessons import playground, share
from lessons.errors import TutorError
from tui.lab.opening import Opening
from tui.left_once import LeftOnce
from tui.messages import LabRequested, PlaygroundRequested

if TYPE_CHECKING:
    from tui.app import TutorApp

EXAMPLE = "Such as  playground?data=spirals&lr=0.02#seed=3  or  optimizers/momentum?lr=0.01"


COPIED = "Copied, where the terminal allows it. tutor run '…' trains it too.\nesc goes back"


class WholeLine(Static):
    """One line of text, folded at the last cell of a row: a break in it is never of its own."""

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002 - as all widgets call it
        super().__init__("", markup=False, id=id)
        self.text = text

    def on_resize(self) -> None:
        """Fold it anew."""
        room = max(1, self.content_size.width)
        parts = [self.text[at : at + room] for at in range(0, len(self.text), room)]
        self.update("\n".join(parts))


class ShareScreen(ModalScreen[None], LeftOnce[None]):
    """A field for one line; what is wrong with it is said below."""

    CSS = """
    ShareScreen {
        align: center middle;
        background: $background 60%;
    }
    ShareScreen > Vertical {
        width: 90%;
        max-width: 110;
        height: auto;
        padding: 1 2;
        background: $surface;
        border: solid $rule;
    }
    ShareScreen Input { height: 1; border: none; padding: 0; background: $selected; margin: 1 0; }
    ShareScreen Input:focus { border: none; }
    ShareScreen #said { height: auto; color: $muted; }
    ShareScreen #whole { height: auto; margin: 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]
    AUTO_FOCUS = "Input"

    def __init__(self, text: str = "", *, copied: bool = False) -> None:
        super().__init__()
        self.text = text
        self.copied = copied
        """Whether it is shown because it was copied, rather than to open another one."""

    def compose(self) -> ComposeResult:
        """Title, field, and what to write or what is wrong; what was copied, to be read whole."""
        with Vertical():
            if self.copied:
                yield Static(Content.styled("Share string", "bold"))
                yield WholeLine(self.text, id="whole")
                yield Static(COPIED, id="said", markup=False)
                return
            yield Static(Content.styled("Open a share string", "bold"))
            yield Input(self.text, compact=True, max_length=2000)
            yield Static(f"{EXAMPLE}\nenter opens it   esc leaves it", id="said", markup=False)

    @on(Input.Submitted)
    def open(self, message: Input.Submitted) -> None:
        """Open it, or say what is wrong."""
        tutor = cast("TutorApp", self.app)
        try:
            request = requested(message.value, tutor)
        except TutorError as error:
            self.query_one("#said", Static).update(Content.styled(str(error), "bold"))
            return
        self.dismiss()
        tutor.post_message(request)

    def action_leave(self) -> None:
        """Leave everything as it is."""
        self.dismiss()


def requested(text: str, tutor: TutorApp) -> LabRequested | PlaygroundRequested:
    """What a share string asks the app for. Raises TutorError."""
    if playground.is_playground(text):
        return PlaygroundRequested(playground.parse(text, tutor.catalog))
    shared = share.parse(text, tutor.catalog)
    opening = Opening(scenario=shared.scenario, settings=shared.settings, seed=shared.seed)
    return LabRequested(tutor.catalog.lesson(shared.lesson), opening)
