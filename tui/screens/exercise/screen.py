"""A code exercise: written, checked and understood in one place."""

from __future__ import annotations

import os

from textual import events
from textual.app import SuspendNotSupported

from lessons.errors import TutorError
from tui.commands import bindings
from tui.exercises.own_editor import OwnEditor, own_editor
from tui.exercises.telling import error_line
from tui.screens.exercise.base import CODE, PANES_IN_ORDER, RESULTS, TASK
from tui.screens.exercise.commands import ACTIONS
from tui.screens.exercise.helping import Helping
from tui.widgets.code_editor import CodeEditor


class ExerciseScreen(Helping):
    """Binds and routes: keys to panes, the file to the learner's own editor."""

    CSS_PATH = "exercise.tcss"
    BINDINGS = bindings(ACTIONS)

    def on_mount(self) -> None:
        """Open where the learner was."""
        self.add_class(f"-{self.exercise.kind}")
        self.show_place()
        self.show_hints()
        self.show_told()
        self.begin_writing()
        begun = bool(self.record.attempts_at(self.exercise.id)) or not self.file.untouched
        self.front = CODE if begun or not self.app.size.width < 100 else TASK
        self.watch_front()

    def on_descendant_focus(self) -> None:
        """A click into the code brings its pane to the front."""
        if self.focused is self.writing:
            self.front = CODE
        self.call_later(self.show_keys)

    def on_click(self, event: events.Click) -> None:
        """A click on a pane brings it to the front."""
        if event.widget is None:
            return
        ids = {node.id for node in event.widget.ancestors_with_self}
        clicked = next((pane for pane in (TASK, RESULTS) if pane in ids), None)
        if clicked is not None:
            self.front = clicked

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What means something only at times is offered only then."""
        means_something = {
            "to_error": self.judgement is not None and error_line(self.judgement) is not None,
            "write": self.front != CODE,
            "starter": self.exercise.kind not in ("output", "order"),
        }
        return means_something.get(action, True) and super().check_action(action, parameters)

    def action_write(self) -> None:
        """Into the code."""
        self.front = CODE

    def action_pane_next(self) -> None:
        """The keys go to the next pane."""
        self.go_to_pane(1)

    def action_pane_previous(self) -> None:
        """The keys go to the pane before."""
        self.go_to_pane(-1)

    def go_to_pane(self, by: int) -> None:
        """Round and round."""
        at = PANES_IN_ORDER.index(self.front) + by
        self.front = PANES_IN_ORDER[at % len(PANES_IN_ORDER)]

    def action_to_error(self) -> None:
        """To the line that an error points at, which may have moved since."""
        line = error_line(self.judgement) if self.judgement else None
        if line is None:
            return
        self.front = CODE
        writing = self.writing
        if isinstance(writing, CodeEditor):
            writing.go_to_line(writing.meant[0] if writing.meant else line)
        elif writing.meant is not None:
            writing.row = writing.meant
            writing.changed()

    def action_back(self) -> None:
        """End the check, else leave the code, else the exercise."""
        if self.end_check():
            self.show_saved()
            self.notify("The check is ended.", markup=False)
        elif self.front == CODE:
            self.front = TASK if self.judgement is None else RESULTS
        else:
            self.leave()

    def leave(self) -> None:
        """Back to the lesson, with everything kept; where the disk refuses, it is said first."""
        self.save()
        self.app.pop_screen()

    def action_next_waiting(self) -> None:
        """Back to the lesson, to what waits there."""
        from tui.screens.lesson import LessonScreen

        self.leave()
        below = self.app.screen
        if isinstance(below, LessonScreen):
            below.call_later(below.action_next_waiting)

    def action_open_editor(self) -> None:
        """Open the file in the learner's own editor."""
        if not self.save():
            return
        try:
            editor = own_editor(os.environ)
            if editor.graphical:
                editor.beside(self.file.path)
                self.notify(
                    f"{self.file.path.name} is open in {editor.command[0]}. What you save there "
                    "is read here.",
                    markup=False,
                )
            else:
                self.edit_here(editor)
        except TutorError as error:
            self.say(error.problem)

    def edit_here(self, editor: OwnEditor) -> None:
        """Lend the terminal to an editor until it is left. Raises TutorError."""
        refused, status = None, 0
        try:
            with self.app.suspend():
                try:
                    status = editor.here(self.file.path)
                except TutorError as error:  # raised through, it would leave the app suspended
                    refused = error
        except SuspendNotSupported as error:
            raise TutorError(
                "The terminal cannot be lent",
                f"{editor.command[0]} needs it, and here it belongs to the app alone.",
                f"Open {self.file.path} elsewhere: what is saved there is read here.",
            ) from error
        if refused is not None:
            raise refused
        self.app.refresh()
        if status and not self.file.changed_outside():
            self.notify(
                f"{editor.command[0]} ended with status {status} and wrote nothing. VISUAL or "
                "EDITOR names the editor; set it before you start the app.",
                markup=False,
            )
        self.look_at_file()
