"""What the exercise shows: task, code and results in panes, one of which has the keys."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.getters import query_one
from textual.reactive import reactive

from lessons.checking.verdict import Judgement
from lessons.exercises import hints
from lessons.exercises.exercise import Exercise
from lessons.exercises.folder import read_starter
from lessons.exercises.learner_file import LearnerFile
from lessons.progress.records import LessonRecord
from lessons.schema import Lesson
from tui.commands import Command
from tui.exercises.asked import task_of
from tui.exercises.telling import Line, Telling
from tui.key_words import KeyWords
from tui.screens.exercise.commands import ACTIONS
from tui.screens.lesson_keeper import LessonKeeper
from tui.screens.scrolling import MOVES, ScrollingScreen
from tui.symbols import Symbols
from tui.widgets.code_editor import CodeEditor
from tui.widgets.code_view import CodeView
from tui.widgets.key_bar import KeyBar
from tui.widgets.line_order import LineOrder
from tui.widgets.pane_head import PaneHead
from tui.widgets.prose import Prose
from tui.widgets.told_lines import ToldLines
from tui.widgets.top_line import TopLine

TASK, CODE, RESULTS = "task", "code", "results"
PANES_IN_ORDER = (TASK, CODE, RESULTS)
NO_TEXT = re.compile(r"ctrl\+|f[0-9]+$|escape$")
"""Keys that no editor takes for text or for moving about in it."""


class ExerciseBase(ScrollingScreen):
    """Panes and what they hold. What is done with them is told by the classes that follow."""

    ACTIONS = ACTIONS
    PLACE = "Exercise"
    PANES = (CodeEditor, LineOrder)
    AUTO_FOCUS = ""

    front: reactive[str] = reactive(CODE, init=False)
    """The pane that has the keys."""

    top = query_one(TopLine)
    results = query_one("#told", ToldLines)

    def __init__(self, lesson: Lesson, exercise: Exercise, file: LearnerFile) -> None:
        super().__init__()
        self.lesson, self.exercise, self.file = lesson, exercise, file
        self.judgement: Judgement | None = None
        self.judged = ""
        """The text that was judged."""

    def compose(self) -> ComposeResult:
        """Task on the left, code above results; small terminals show one of them."""
        signs = self.tutor.symbols
        yield TopLine()
        with Horizontal(id="panes"):
            with Vertical(id=TASK, classes="pane"):
                yield PaneHead("Task", signs, id="task-head")
                with VerticalScroll(id="task-body", can_focus=False):
                    yield Prose(task_of(self.exercise))
                    yield ToldLines(id="hints")
            with Vertical(id="work"):
                with Vertical(id=CODE, classes="pane"):
                    yield PaneHead(self.code_title, signs, id="code-head")
                    yield from self.compose_writing(signs)
                with Vertical(id=RESULTS, classes="pane"):
                    yield PaneHead("Results", signs, id="results-head")
                    with VerticalScroll(id="results-body", can_focus=False):
                        yield ToldLines(id="told")
        yield KeyBar(signs)

    def compose_writing(self, _signs: Symbols) -> ComposeResult:
        """What the learner writes with."""
        if self.exercise.kind == "output":
            with VerticalScroll(id="program", can_focus=False):
                yield CodeView(read_starter(self.exercise))
            yield PaneHead("What it prints", self.tutor.symbols, id="field-head")
        yield CodeEditor(self.file.text, python=self.exercise.kind != "output")

    @property
    def code_title(self) -> str:
        """What the middle pane is called."""
        match self.exercise.kind:
            case "output":
                return "Program"
            case "order":
                return "Lines"
        return self.file.path.name

    @property
    def keeper(self) -> LessonKeeper:
        """Keeps what the learner does."""
        return LessonKeeper(self.lesson, self.tutor.progress, self.tutor.announce)

    @property
    def record(self) -> LessonRecord:
        """What the learner has done in the lesson."""
        return self.tutor.progress.lesson(self.lesson.id)

    @property
    def written(self) -> str:
        """What the learner has written, as it stands on the screen."""
        return self.query_one(CodeEditor).text

    @property
    def writing(self) -> CodeEditor | LineOrder:
        """What takes the keys while the learner writes."""
        return self.query_one(CodeEditor)

    @property
    def types(self) -> bool:
        """Whether letters are text now."""
        return self.front == CODE and self.exercise.kind != "order"

    def key_now(self, command: str) -> str:
        """The key of a command that works where the learner is."""
        if self.types:
            found = self.while_typing(one for one in self.ACTIONS if one.id == command)
            if found:
                return KeyWords(symbols=self.tutor.symbols).of(found[0])
        return self.key_of(command)

    @property
    def is_narrow(self) -> bool:
        """Whether only one pane is shown."""
        return self.has_class("-narrow")

    @property
    def scroller(self) -> VerticalScroll:
        """What the keys move: the pane in front."""
        return self.query_one(
            "#results-body" if self.front == RESULTS else "#task-body", VerticalScroll
        )

    def head(self, pane: str) -> PaneHead:
        """The first row of a pane."""
        return self.query_one(f"#{pane}-head", PaneHead)

    def say_on(self, pane: str, detail: str) -> None:
        """Write a state at the right end of a pane's first row, while there is one."""
        for head in self.query(f"#{pane}-head").results(PaneHead):
            head.detail = detail

    def watch_front(self) -> None:
        """Give the keys to the pane in front, and show which it is."""
        for pane in PANES_IN_ORDER:
            self.set_class(self.front == pane, f"-front-{pane}")
            self.head(pane).front = self.front == pane
        if self.front == CODE:
            self.writing.focus(scroll_visible=False)
        else:
            self.set_focus(None)
        self.show_told()
        self.show_keys()

    def use_symbols(self, symbols: Symbols) -> None:
        """Write with other signs from now on."""
        super().use_symbols(symbols)
        for head in self.query(PaneHead):
            head.symbols = symbols
        self.show_told()
        self.show_place()

    def show_place(self) -> None:
        """Write the first row: where the learner is, and how far."""
        signs = self.tutor.symbols
        self.top.left = Content.assemble(
            (f"{self.lesson.title} {signs.step_in} ", "$muted"), (self.exercise.title, "bold")
        )
        solved = self.record.solved(self.exercise.id)
        self.top.right = f"{signs.done} solved" if solved else ""

    def show_hints(self) -> None:
        """Write the hints that the learner has, below the task."""
        given = hints.given(self.exercise, self.record)
        lines = [Line()] if given else []
        for hint in given:
            lines += [Line(hint.ask, "quiet", "Hint  "), Line(hint.text, "text", "      "), Line()]
        self.query_one("#hints", ToldLines).tell = lambda _width: tuple(lines)

    def show_told(self) -> None:
        """Write what the last check has led to, or what will be there."""
        judgement, signs, limits = self.judgement, self.tutor.symbols, self.exercise.limits
        self.set_class(judgement is not None, "-judged")
        if judgement is None:
            waiting = Line(f"{self.key_now('check')} checks what you have written.", "quiet")
            self.results.tell = lambda _width: (waiting,)
            return
        after = self.after(judgement)
        self.results.tell = lambda width: (
            *Telling(symbols=signs, limits=limits, width=width).told(judgement),
            *after,
        )

    def after(self, _judgement: Judgement) -> tuple[Line, ...]:
        """What can be done next, below the results."""
        return ()

    def pane_commands(self) -> tuple[Command, ...]:
        """Of the lines to order; those of the editor are known from every other one."""
        return () if self.exercise.kind != "order" else super().pane_commands()

    def footer_commands(self) -> tuple[Command, ...]:
        """While the learner types, only what is no letter; with the key that works then."""
        offered = super().footer_commands()
        if self.record.solved(self.exercise.id):
            offered = tuple(sorted(offered, key=lambda one: one.id != "next_waiting"))
        else:
            offered = tuple(one for one in offered if one.id != "next_waiting")
        if not self.types:
            return offered
        return self.while_typing(one for one in offered if one not in MOVES)

    def show_keys(self) -> None:
        """Write the last row; what works everywhere does so with other keys while one types."""
        super().show_keys()
        if self.types and not self.gone and self.query(KeyBar):
            bar = self.query_one(KeyBar)
            bar.keys = replace(bar.keys, everywhere=self.while_typing(bar.keys.everywhere))

    def while_typing(self, commands: Iterable[Command]) -> tuple[Command, ...]:
        """Commands with those of their keys that are no text; those that have none are left out."""
        keymap = self.tutor.settings.keymap
        typed = ((one, [key for key in keymap.keys(one) if NO_TEXT.match(key)]) for one in commands)
        return tuple(replace(one, keys=tuple(keys), label="") for one, keys in typed if keys)
