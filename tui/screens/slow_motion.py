"""Slow motion: one update taken apart, its code on the left, its real numbers on the right."""

from __future__ import annotations

from dataclasses import replace

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.getters import query_one
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import get_current_worker

from engine.errors import EngineError
from engine.events import Problem
from engine.request import RunRequest
from engine.study.parts import PARTS, Part, SlowMotion, TakenApart
from lessons.schema import Lesson
from tui.commands import Command, bindings
from tui.lab.lab_lines import deciding_lines, experiment_line
from tui.lab.loop_changes import doubled, left_out
from tui.lab.play_code import deciding_settings
from tui.lab.slow_motion import Frame, frames, sentence
from tui.lab.slow_numbers import NumbersLook, rows
from tui.lab_source import lab_source
from tui.screens.base import TutorScreen
from tui.symbols import Symbols
from tui.widgets.key_bar import KeyBar
from tui.widgets.marked_code import MarkedCode, MarkedSource
from tui.widgets.top_line import TopLine

UPDATES, MORE, MOST = 3, 3, 24
"""Updates that are shown at first, that a key adds, and at most."""
A_PART = 1.0
"""Seconds that a part is shown while the film plays."""
PLAIN = str.maketrans("→–−·…", ">--*.")
"""What stands for signs that ASCII has not."""


class SlowMotionScreen(TutorScreen):
    """Shows the parts of updates, one at a time; nothing moves unless it is asked to."""

    CSS_PATH = "slow_motion.tcss"
    PLACE = "Slow motion"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (180, "-wide")]
    ACTIONS = (
        Command("part(1)", ("right", "l"), "part", "The next part.", label="←→"),
        Command("part(-1)", ("left", "h"), "part before", "The part before.", footer=False),
        Command("play", ("space",), "play", "A part a second, or stop.", label="space"),
        Command("update(1)", ("n",), "next update", "The same part of the next update."),
        Command("update(-1)", ("N",), "update before", "The update before.", footer=False),
        Command("zero_grad", ("z",), "zero_grad", "Leave zero_grad out, or put it back."),
        Command("leave_out", ("x",), "leave out", "Leave this part out, or put it back."),
        Command("twice", ("d",), "twice", "Do this part twice, or once again."),
        Command("number(1)", ("down", "j"), "number", "Watch the next number.", label="↑↓"),
        Command("number(-1)", ("up", "k"), "number above", "The one above.", footer=False),
        Command(
            "more_updates", ("plus", "equals_sign"), "more updates", "Show three more updates."
        ),
        Command("start", ("home",), "start", "Back to the first part.", footer=False),
        Command("back", ("escape", "q"), "back", "Back to the lab.", palette=False),
    )
    BINDINGS = bindings(ACTIONS)

    loop = query_one("#loop", MarkedCode)
    lab = query_one("#lab", MarkedCode)
    top = query_one(TopLine)

    def __init__(self, lesson: Lesson, request: RunRequest, program: str | None = None) -> None:
        """`program`: the run as code, where it is not made by the lesson's `lab.py`."""
        super().__init__()
        self.program = program
        self.lesson = lesson
        self.request = request
        self.show = SlowMotion(updates=UPDATES, lively=True)
        self.taken: TakenApart | None = None
        self.frames: tuple[Frame, ...] = ()
        self.at = 0
        """Which frame is shown."""
        self.watched = 0
        """Which of the watched numbers the sentences are about."""
        self.problem: Problem | None = None
        self.film: Timer | None = None
        """What plays; None: nothing does."""

    def compose(self) -> ComposeResult:
        """Code and numbers beside each other, what happened below."""
        yield TopLine()
        with Horizontal(id="parts"):
            with Vertical(id="left"):
                yield MarkedCode(id="loop")
                yield Static(id="lab-title")
                yield MarkedCode(id="lab")
            yield Static(id="numbers")
        yield Static(id="said")
        yield KeyBar(self.tutor.symbols)

    def on_mount(self) -> None:
        """Ask for the first updates."""
        self.show_keys()
        self.draw()
        self.take_apart(self.show)

    def on_resize(self) -> None:
        """More room, or less."""
        self.call_after_refresh(self.draw)

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        self.draw()

    @work(thread=True, exclusive=True, group="slow motion", exit_on_error=False)
    def take_apart(self, show: SlowMotion) -> None:
        """Make the updates in a worker process."""
        worker = get_current_worker()
        try:
            taken = self.tutor.engine.take_apart(self.request, show)
        except EngineError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.refused, error.problem)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(self.take, show, taken)

    def take(self, show: SlowMotion, taken: TakenApart) -> None:
        """Show them, at the part that was shown before."""
        here = self.frames[self.at] if self.frames else None
        self.show, self.taken, self.frames = show, taken, frames(taken)
        self.problem = None
        places = [(frame.update, frame.part) for frame in self.frames]
        self.at = places.index((here.update, here.part)) if here is not None else 0
        self.draw()

    def refused(self, problem: Problem) -> None:
        """What cannot be shown leaves what is shown as it is."""
        self.problem = problem
        self.draw()

    def ask(self, show: SlowMotion) -> None:
        """The same updates in another way."""
        self.problem = None
        self.take_apart(show)

    @property
    def frame(self) -> Frame | None:
        """The part that is shown."""
        return self.frames[self.at] if self.frames else None

    def action_part(self, further: int) -> None:
        """Another part; by hand, the film stops."""
        self.stop()
        self.go(self.at + further)

    def go(self, place: int) -> None:
        """Show a frame; the ends hold."""
        self.problem = None
        self.at = max(0, min(place, len(self.frames) - 1))
        self.draw()

    def action_update(self, further: int) -> None:
        """The same part of another update; more are made where there are no more."""
        self.stop()
        if self.at + further * len(PARTS) >= len(self.frames) > 0:
            self.action_more_updates()
        elif self.at + further * len(PARTS) >= 0:
            self.go(self.at + further * len(PARTS))

    def action_start(self) -> None:
        """The first part."""
        self.stop()
        self.go(0)

    def action_play(self) -> None:
        """A part a second, until the last one."""
        if self.film is not None:
            self.stop()
        elif self.frames:
            if self.at == len(self.frames) - 1:
                self.at = 0
            self.film = self.set_interval(A_PART, self.turn)
        self.draw()

    def turn(self) -> None:
        """The film goes on."""
        if self.at >= len(self.frames) - 1:
            self.stop()
        self.go(self.at + 1)

    def stop(self) -> None:
        """The film stands still."""
        if self.film is not None:
            self.film.stop()
            self.film = None

    def action_number(self, further: int) -> None:
        """Another of the watched numbers."""
        if self.taken is not None and self.taken.done:
            self.watched = (self.watched + further) % len(self.taken.done[0].watched)
            self.draw()

    def action_zero_grad(self) -> None:
        """Leave it out, or put it back."""
        self.ask(left_out(self.show, "zero_grad"))

    def action_leave_out(self) -> None:
        """Leave the part that is shown out, or put it back; what needs it goes with it."""
        if self.frame is not None:
            self.ask(left_out(self.show, self.frame.part))

    def action_twice(self) -> None:
        """Do the part that is shown twice, or once."""
        if self.frame is not None and self.frame.done:
            self.ask(doubled(self.show, self.frame.part))

    def action_more_updates(self) -> None:
        """More updates."""
        updates = min(MOST, self.show.updates + MORE)
        if updates > self.show.updates:
            self.ask(replace(self.show, updates=updates))
        else:
            self.notify(f"{MOST} updates are shown; the lab shows them all.", timeout=4)

    def action_back(self) -> None:
        """Back to the lab."""
        self.stop()
        self.app.pop_screen()

    def draw(self) -> None:
        """Show the frame."""
        if not self.is_mounted or self.gone:
            return
        self.draw_top()
        self.draw_code()
        self.draw_numbers()
        self.query_one("#said", Static).update(self.written(self.said()))

    def draw_top(self) -> None:
        """Where the learner is, and what has been changed about the loop."""
        step = f" {self.tutor.symbols.step_in} "
        self.top.left = Content.assemble(
            (self.lesson.title, "$muted"), (step, "$muted"), ("slow motion", "bold")
        )
        out, twice = self.show.leave_out, self.show.repeat
        said = [f"without {', '.join(out)}"] if out else []
        said += [f"{', '.join(twice)} twice"] if twice else []
        said += ["playing"] if self.film is not None else []
        self.top.right = "   ".join(said)

    def draw_code(self) -> None:
        """The loop and the lab, with the part that is shown."""
        taken, frame = self.taken, self.frame
        if taken is None or frame is None:
            return
        lines = [*taken.setting_up, taken.head]
        above = len(lines)
        lines += [f"    {line.text}" for line in taken.lines]
        out = (above + 1 + PARTS.index(part) for part in self.show.leave_out)
        lines = [
            line + "  # twice" if part in self.show.repeat else line
            for line, part in zip(lines, [*[""] * above, *PARTS], strict=True)
        ]
        self.loop.source = MarkedSource(
            "\n".join(lines), (above + 1 + PARTS.index(frame.part),), tuple(out), numbers=False
        )
        self.draw_source(frame.part, landscape=taken.head.startswith("for step"))

    def draw_source(self, part: Part, *, landscape: bool) -> None:
        """What the run was made by, with the lines that decide a part."""
        name, source = "lab.py", lab_source(self.lesson).rstrip()
        if self.program is not None:
            name, source = "the run as a program", self.program.rstrip()
            marked, around = deciding_settings(source, part), 1
        else:
            marked = deciding_lines(source, part, landscape=landscape)
            around = experiment_line(source, landscape=landscape)
        self.lab.source = MarkedSource(source, marked, around=around)
        said = "the lines that decide this part" if marked else "nothing in it decides this part"
        self.query_one("#lab-title", Static).update(f"{name}: {said}")

    def draw_numbers(self) -> None:
        """The numbers."""
        pane = self.query_one("#numbers", Static)
        if self.taken is None or self.frame is None:
            return
        plain = self.app.has_class("-ascii")
        look = NumbersLook(
            width=pane.content_size.width,
            height=pane.size.height,
            pointer=self.tutor.symbols.pointer,
            bar="#" if plain else "▇",
            chosen=self.watched,
        )
        pane.update(self.written(Content("\n").join(rows(self.taken, self.frame, look))))

    def written(self, text: Content) -> Content:
        """In plain ASCII where nothing else may be drawn; sign for sign, so that styles hold."""
        if not self.app.has_class("-ascii"):
            return text
        return Content(text.plain.translate(PLAIN), spans=list(text.spans))

    def said(self) -> Content:
        """What the part did, or why it cannot be shown."""
        if self.problem is not None:
            problem = self.problem
            return Content.assemble(
                (problem.title, "bold $error"), f". {problem.reason}\n{problem.next_step}"
            )
        if self.taken is None or self.frame is None:
            return Content.styled("An update is being made, part by part …", "$muted")
        line = self.taken.lines[PARTS.index(self.frame.part)]
        return Content(sentence(self.frame, line, self.watched))
