"""Tensors on a workbench: type an operation, see what it makes of them."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.widgets import Input, Static

from tui.commands import bindings
from tui.screens.workbench.commands import ACTIONS
from tui.screens.workbench.working import Working
from tui.symbols import Symbols
from tui.widgets.key_bar import KeyBar
from tui.widgets.lines import Lines, Paragraph, inline
from tui.widgets.step_view import Draw, StepPicture, TensorPicture
from tui.widgets.top_line import TopLine
from tui.workbench.completing import Completion, complete
from tui.workbench.picture import draw_laid_out, draw_made, draw_there

FREE = "type a statement, such as y = x + 1"


class WorkbenchScreen(Working):
    """Steps one below the other, a line to type the next one, and what is there beside them."""

    CSS_PATH = "workbench.tcss"
    PLACE = "Tensor workbench"
    ACTIONS = ACTIONS
    BINDINGS = bindings(ACTIONS)
    AUTO_FOCUS = "#line"

    top = query_one(TopLine)
    line = query_one("#line", Input)
    steps = query_one("#steps", VerticalScroll)

    completion: Completion | None = None
    completed = 0
    """How often tab was pressed since."""
    recalled = 0
    """How many lines back the learner has gone."""

    def compose(self) -> ComposeResult:
        """Steps and what is there; below them the line."""
        yield TopLine()
        with Horizontal(id="body"):
            with VerticalScroll(id="steps", can_focus=False):
                yield Lines(id="asked")
                yield TensorPicture(self.laid_out(), id="laid-out")
            with VerticalScroll(id="there", can_focus=False):
                yield Static("On the workbench now", id="there-head")
                yield TensorPicture(self.there(), id="there-now")
        with Vertical(id="typing"), Horizontal():
            yield Static(self.tutor.symbols.pointer, id="prompt")
            yield Input(id="line", compact=True, max_length=2000, select_on_focus=False)
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Lay out what there is."""
        self.query_one("#asked", Lines).paragraphs = (Paragraph(inline(self.bench.ask)),)
        self.show_state()
        self.take_up()

    def on_resize(self) -> None:
        """The newest step stays in view."""
        self.call_after_refresh(self.to_newest)

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        for prompt in self.query("#prompt").results(Static):
            prompt.update(symbols.pointer)
        for number, picture in enumerate(self.query(StepPicture)):
            picture.show(self.drawing(number))  # it may name a key
        self.show_state()

    @property
    def there_already(self) -> bool:
        """Whether it has its widgets, and has them still."""
        return not self.gone and bool(self.query("#steps")) and bool(self.query("#line"))

    def laid_out(self) -> Draw:
        """What was there at the beginning."""
        return partial(draw_laid_out, self.sitting.opened, loading=self.under_way is not None)

    def there(self) -> Draw:
        """What is there now."""
        return partial(draw_there, self.sitting.latest)

    def show_all(self) -> None:
        """Write what is new; what is there stays as it was drawn."""
        if not self.there_already:
            return
        self.query_one("#laid-out", TensorPicture).show(self.laid_out())
        self.query_one("#there-now", TensorPicture).show(self.there())
        shown = list(self.query(StepPicture))
        done = self.sitting.done
        same = next(
            (n for n, (a, b) in enumerate(zip(shown, done, strict=False)) if a.step is not b),
            min(len(shown), len(done)),
        )
        for widget in shown[same:]:
            widget.remove()
        self.steps.mount(*(self.picture(number) for number in range(same, len(done))))
        self.recalled, self.completion = 0, None
        self.show_state()
        self.call_after_refresh(self.to_newest)

    def picture(self, number: int) -> StepPicture:
        """One step, with what was there before it."""
        return StepPicture(self.sitting.done[number], self.drawing(number))

    def drawing(self, number: int) -> Draw:
        """How it is drawn."""
        step = self.sitting.done[number]
        mended = f"{self.key_of('line_before')} brings the line back."
        return partial(draw_made, step, self.sitting.before(number), mended=mended)

    def to_newest(self) -> None:
        """The newest step is seen from its beginning."""
        if not self.there_already:
            return
        pictures = list(self.query(StepPicture))
        if pictures:
            self.steps.scroll_to_widget(pictures[-1], animate=False, top=True, force=True)
        else:
            self.steps.scroll_home(animate=False, force=True)

    def show_state(self) -> None:
        """Where the learner is, what is under way, what is suggested."""
        if not self.there_already:
            return
        signs, sitting = self.tutor.symbols, self.sitting
        step = f" {signs.step_in} "
        where = f"{self.lesson.title}{step}" if self.lesson else ""
        self.top.left = Content.assemble((where, "$muted"), ("Tensor workbench", "bold"))
        steps = len(self.bench.steps)
        far = f"{sitting.offered} of {steps} suggested steps" if steps else ""
        self.top.right = "running" if self.under_way is not None else far
        suggested = sitting.suggestion
        key = self.key_of("run_line")
        self.line.placeholder = f"{suggested.text}    {key} makes this step" if suggested else FREE
        self.show_keys()

    @on(Input.Submitted, "#line")
    def submitted(self, message: Input.Submitted) -> None:
        """Run the line; an empty one stands for the suggestion."""
        message.stop()
        self.action_run_line()

    def action_run_line(self) -> None:
        """Run what was typed."""
        text = self.line.value.strip()
        if not text:
            self.action_next_step()
        elif self.under_way is None:
            self.line.value = ""
            self.make(text)
        else:
            self.make(text)  # which says that one is under way

    def action_next_step(self) -> None:
        """Make the step that the lesson proposes."""
        if (suggested := self.sitting.suggestion) is not None:
            self.make(suggested.text)
        else:
            self.notify("Every suggested step is made. Type one of your own.", timeout=4)

    def action_take_back(self) -> None:
        """Take back the last step."""
        if self.under_way is None and not self.take_step_back():
            self.notify("There is nothing to take back.", timeout=3)

    def action_lay_out_anew(self) -> None:
        """Begin again."""
        self.lay_out()

    @property
    def lines_typed(self) -> tuple[str, ...]:
        """Every line that was run, the newest last."""
        newest = dict.fromkeys(one.statement for one in reversed(self.sitting.done))
        return tuple(newest)[::-1]

    def recall(self, further: int) -> None:
        """Write an earlier line."""
        lines = self.lines_typed
        self.recalled = max(0, min(self.recalled + further, len(lines)))
        self.write(lines[-self.recalled] if self.recalled else "")

    def write(self, text: str) -> None:
        """Put a text into the line."""
        self.line.value = text
        self.line.cursor_position = len(text)

    def action_line_before(self) -> None:
        """One line back."""
        self.recall(1)

    def action_line_after(self) -> None:
        """One line on."""
        self.recall(-1)

    def action_complete(self) -> None:
        """Complete what was typed last; again: with the next that fits."""
        if self.completion is None or self.line.value != self.completion.line(self.completed):
            latest = self.sitting.latest
            names = [one.name for one in latest.tensors] if latest else []
            self.completion, self.completed = complete(self.line.value, names), 0
        else:
            self.completed += 1
        if self.completion is not None:
            self.write(self.completion.line(self.completed))

    def action_read_up(self) -> None:
        """Earlier steps."""
        self.steps.scroll_page_up(animate=False, force=True)

    def action_read_down(self) -> None:
        """Later steps."""
        self.steps.scroll_page_down(animate=False, force=True)

    def action_back(self) -> None:
        """End the step, or leave."""
        if not self.end():
            self.app.pop_screen()

    def on_unmount(self) -> None:
        """Nobody waits any more."""
        if self.under_way is not None:
            self.under_way.end_calls()
