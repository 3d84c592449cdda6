"""Shows one lesson, and shows it anew when its author has saved it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import work

from lessons.authoring.preview import Draft, Stamp, shortcomings, with_lesson
from lessons.errors import LessonError
from lessons.lint.findings import Finding
from lessons.schema import Lesson
from tui.app import TutorApp
from tui.messages import LessonChosen
from tui.screens.lesson import LessonScreen
from tui.widgets.key_bar import KeyBar
from tui.widgets.preview_notice import PreviewNotice

if TYPE_CHECKING:
    from engine.client import Engine
    from lessons.catalog import Catalog
    from lessons.exercises.exercise import Exercise
    from lessons.progress.store import ProgressStore
    from tui.settings import SettingsStore

EVERY = 0.5
"""Seconds between two looks at the files."""


class PreviewApp(TutorApp):
    """The whole app, opened in a lesson; nothing that is done in it is kept."""

    CSS_PATH = "../app.tcss"

    def __init__(
        self,
        draft: Draft,
        catalog: Catalog,
        progress: ProgressStore,
        settings: SettingsStore,
        engine: Engine,
        *,
        describe_runs: Callable[[Sequence[str]], str],
    ) -> None:
        super().__init__(catalog, progress, settings, engine, describe_runs=describe_runs)
        self.draft = draft
        self.stamp: Stamp = ()
        """The files as they were last read."""
        self.saved: Lesson | None = None
        """What is to be shown as soon as the learner's place is the lesson."""
        self.notices: tuple[str, ...] = ()

    def built(self, exercise: Exercise) -> Exercise:
        """With references: an author has not solved the exercises that it builds on."""
        from lessons.exercises.using import with_references

        return with_references(exercise, self.catalog)

    def on_mount(self) -> None:
        """Open the lesson, and begin to look."""
        self.post_message(LessonChosen(self.draft.id))
        self.set_interval(EVERY, self.look)
        self.look()

    @work(thread=True, exclusive=True, group="preview", exit_on_error=False)
    def look(self) -> None:
        """Read the lesson where something was saved."""
        stamp = self.draft.stamp()
        if stamp == self.stamp:
            self.call_from_thread(self.show_saved)
            return
        first, self.stamp = not self.stamp, stamp
        try:
            lesson = self.draft.read()
        except LessonError as error:
            self.call_from_thread(self.tell, (str(Finding.of(error)),))
        else:
            found = tuple(str(finding) for finding in shortcomings(lesson))
            self.call_from_thread(self.take, None if first else lesson, found)

    def take(self, lesson: Lesson | None, found: tuple[str, ...]) -> None:
        """Show it; `found` is what lint has to say."""
        self.saved = lesson
        self.tell(found)
        self.show_saved()

    def show_saved(self) -> None:
        """Put the new text in place of the old, unless the author is elsewhere."""
        if not isinstance(self.screen, LessonScreen):
            return
        if self.saved is not None:
            self.catalog = with_lesson(self.catalog, self.saved)
            self.saved = None
            self.post_message(LessonChosen(self.draft.id))
        elif not self.screen.gone:
            self.show_notice(self.screen)

    def tell(self, notices: tuple[str, ...]) -> None:
        """What is wrong; nothing takes it away again."""
        self.notices = tuple(notice.replace(f"{self.draft.folder}/", "") for notice in notices)
        if isinstance(self.screen, LessonScreen):
            self.show_notice(self.screen)

    def show_notice(self, screen: LessonScreen) -> None:
        """Say on the lesson itself what is wrong; what is shown stays meanwhile."""
        shown = list(screen.query(PreviewNotice))
        if not shown and self.notices and screen.query(KeyBar):
            screen.mount(PreviewNotice(self.notices, self.symbols), before=screen.query_one(KeyBar))
        for notice in shown:
            notice.notices = self.notices
