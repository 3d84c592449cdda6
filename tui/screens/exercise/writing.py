"""Keeps what the learner writes as it is typed, and notices what other programs do to the file."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import TextArea

from lessons.checking.verdict import Judgement
from lessons.exercises.exercise import Exercise
from lessons.exercises.learner_file import ChangedOutside, LearnerFile, WorkspaceError
from lessons.exercises.order import arrangement, assembled
from lessons.exercises.starter import puzzle_of
from lessons.schema import Lesson
from tui.exercises.cursors import Cursors
from tui.screens.exercise.base import CODE, ExerciseBase
from tui.symbols import Symbols
from tui.widgets.code_editor import CodeEditor
from tui.widgets.line_order import LineOrder

PAUSE = 0.5
"""Seconds without a key after which the file is written."""
LOOK = 1.0
"""Seconds between two looks at the file."""


class Writing(ExerciseBase):
    """The file, and the widget that shows it."""

    def __init__(self, lesson: Lesson, exercise: Exercise, file: LearnerFile) -> None:
        super().__init__(lesson, exercise, file)
        self.puzzle = puzzle_of(exercise) if exercise.kind == "order" else None
        self.typed = file.text
        """What is on the screen, also while the screen is being taken down."""
        self.place = (0, 0)
        """Where the cursor is."""
        self.waiting: Timer | None = None
        self.refused = ""
        """Why the file could not be written the last time; it is said once."""
        self.begin_asked = False
        """Whether the learner was asked to confirm that the exercise begins again."""

    def compose_writing(self, signs: Symbols) -> ComposeResult:
        """An editor, or a list of lines."""
        if self.puzzle is None:
            yield from super().compose_writing(signs)
        else:
            yield LineOrder(self.puzzle, arrangement(self.puzzle, self.file.text), signs)

    @property
    def writing(self) -> CodeEditor | LineOrder:
        """What takes the keys while the learner writes."""
        return self.query_one(CodeEditor) if self.puzzle is None else self.query_one(LineOrder)

    @property
    def written(self) -> str:
        """What the learner has written, as it stands on the screen."""
        writing = self.writing
        if isinstance(writing, LineOrder):
            return assembled(writing.puzzle, writing.arrangement)
        return writing.text

    def begin_writing(self) -> None:
        """Go on where the learner was, and begin to look at the file."""
        if isinstance(self.writing, CodeEditor):
            self.place = self.cursors.of(self.file.path)
            row = min(self.place[0], self.writing.document.line_count - 1)
            column = min(self.place[1], len(self.writing.document.get_line(row)))
            self.writing.move_cursor((row, column))
        self.set_interval(LOOK, self.look_at_file)
        if self.file.notice:
            self.tutor.announce(self.file.notice)
        if self.file.starter_changed:
            self.tutor.announce(
                "The lesson has been updated since you began: it starts with other code now. "
                f"Yours is untouched; {self.key_of('starter')} compares the two, outside the code."
            )
        self.show_saved()

    @property
    def cursors(self) -> Cursors:
        """Where the cursor was in each file."""
        return Cursors(self.tutor.settings_store.path.parent)

    @on(TextArea.Changed)
    @on(LineOrder.Moved)
    def changed(self) -> None:
        """Wait for a pause in the typing."""
        self.typed = self.written
        if self.typed == self.file.text:
            return
        if self.waiting is not None:
            self.waiting.stop()
        self.waiting = self.set_timer(PAUSE, self.save)
        self.show_saved()

    @on(TextArea.SelectionChanged)
    def cursor_moved(self, event: TextArea.SelectionChanged) -> None:
        """Remember where the cursor is."""
        self.place = event.selection.end

    def save(self) -> bool:
        """Write what is typed to the file; False where it could not be."""
        if self.waiting is not None:
            self.waiting.stop()
            self.waiting = None
        if self.typed == self.file.text and self.file.lasting:
            return True
        try:
            try:
                self.file.save(self.typed)
            except ChangedOutside:
                self.file.save(self.typed, over=True)
                self.tutor.announce(
                    f"Another program wrote {self.file.path.name} while you typed here. What is "
                    "here is kept; the other text is a copy beside it: "
                    f"{self.file.copies()[0].name}."
                )
        except WorkspaceError as error:
            if str(error) != self.refused:
                self.refused = str(error)
                self.tutor.announce(error.problem)
            self.show_saved()
            return False
        self.refused = ""
        self.show_saved()
        return True

    def show_saved(self) -> None:
        """Say whether what is on the screen is on disk."""
        if self.refused:
            state = "not saved: the disk refuses"
        elif not self.file.lasting:
            state = "not on disk"
        else:
            state = "saved" if self.typed == self.file.text else "saving"
        self.say_on(CODE, state)

    def look_at_file(self) -> None:
        """Read the file again where another program wrote it."""
        if self.gone or not self.file.lasting or not self.file.changed_outside():
            return
        if self.typed != self.file.text:
            self.save()  # keeps both
            return
        try:
            text = self.file.reload()
        except WorkspaceError as error:
            self.tutor.announce(error.problem)
            return
        if self.file.notice:
            self.tutor.announce(self.file.notice)
            self.show_saved()
        if text != self.typed:
            self.show_text(text)
            self.saved_outside()

    def saved_outside(self) -> None:
        """Another program has saved the file."""
        self.notify(f"{self.file.path.name} was changed by another program: read again.")

    def show_text(self, text: str) -> None:
        """Show another text, which is in the file."""
        self.typed = text
        if isinstance(self.writing, LineOrder):
            self.writing.take(arrangement(self.writing.puzzle, text))
        else:
            self.writing.put(text)
        self.show_saved()

    def on_unmount(self) -> None:
        """Keep what was typed in the last half second, also when the app is being closed."""
        self.save()
        if self.puzzle is None:
            self.cursors.keep(self.file.path, self.place)

    def action_begin_again(self) -> None:
        """Begin with the starter, once the same key has confirmed it."""
        if not self.begin_asked:
            self.begin_asked = True
            self.notify(
                f"{self.key_of('begin_again')} again begins with the starter. What you have "
                f"written is kept as a copy; {self.key_of('undo_begin_again')} brings it back.",
                markup=False,
            )
            return
        self.begin_asked = False
        self.save()
        try:
            kept = self.file.reset()
        except WorkspaceError as error:
            self.say(error.problem)
            return
        self.show_text(self.file.text)
        self.forget_judgement()
        said = f"Yours is kept as {kept.name}." if kept else "Nothing had been written yet."
        self.notify(f"This is the starter again. {said}", markup=False)

    def forget_judgement(self) -> None:
        """What was judged is no longer there."""
        self.judgement = None
        self.show_told()

    def action_undo_begin_again(self) -> None:
        """Take the latest copy back."""
        self.save()
        copies = self.file.copies()
        if not copies:
            self.notify("There is no copy to take back.", markup=False)
            return
        try:
            text = self.file.restore(copies[0])
        except WorkspaceError as error:
            self.say(error.problem)
            return
        self.show_text(text)
        self.notify(f"{copies[0].name} is back in the editor.", markup=False)

    def is_of_this_text(self, judgement: Judgement | None) -> bool:
        """Whether a judgement is about what is on the screen now."""
        return judgement is not None and self.judged == self.typed
