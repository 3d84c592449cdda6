"""Open a share string: of a lesson's lab, or of the playground."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widget import Widget
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


class WholeLine(Widget):
    """A share string in as many rows as it needs, broken between settings where it can be."""

    def __init__(self, text: str, *, id: str) -> None:  # noqa: A002 - as all widgets call it
        super().__init__(id=id)
        self.text = text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """As many rows as it is folded into."""
        return len(folded(self.text, max(1, width)))

    def render(self) -> Content:
        """All of them."""
        return Content("\n".join(folded(self.text, max(1, self.content_size.width))))


def folded(text: str, room: int) -> list[str]:
    """Rows of at most so many cells, which together are the text again."""
    rows = [""]
    for part in re.split(r"(?=[?&#])", text):
        if len(rows[-1]) + len(part) > room and rows[-1]:
            rows.append("")
        rows[-1] += part
        while len(rows[-1]) > room:  # a setting that is longer than a row
            rows[-1:] = [rows[-1][:room], rows[-1][room:]]
    return rows


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
