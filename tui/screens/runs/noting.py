"""Names, tags, pins, and the trash: what is done to runs, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual import on

from engine.annotations import Annotations, name_in, tags_in
from engine.cleaning import discard_all
from tui.runs.listed import Listed
from tui.runs.outcome import Outcome, counted
from tui.runs.undoing import Before, Discarded, Renoted, Undo, renote, take_back
from tui.screens.runs.base import RunsBase
from tui.widgets.ask_row import AskRow
from tui.widgets.runs_list import RunsList

NAME, TAGS = "name", "tags"


class Noting(RunsBase):
    """The part of the runs screen that changes what is noted, and what is there."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = Undo()

    def action_rename(self) -> None:
        """Ask for a name of the highlighted run."""
        one = self.current()
        if one is not None:
            self.query_one(AskRow).ask(NAME, f"Name of “{one.label}”", one.entry.notes.name)

    def action_tag(self) -> None:
        """Ask for tags; several runs are given further ones, one run all of its own."""
        runs = self.meant()
        if len(runs) == 1:
            held = " ".join(runs[0].entry.notes.tags)
            self.query_one(AskRow).ask(TAGS, f"Tags of “{runs[0].label}”", held)
        elif runs:
            self.query_one(AskRow).ask(TAGS, f"Add tags to {counted(len(runs))}", "")

    @on(AskRow.Answered)
    def answered(self, message: AskRow.Answered) -> None:
        """Note what was typed."""
        self.query_one(RunsList).focus()
        one, runs = self.current(), self.meant()
        if message.about == NAME and one is not None:
            name = name_in(message.text)
            self.note([one], lambda notes: replace(notes, name=name), "Named.")
        elif message.about == TAGS and runs:
            added = tags_in(message.text)
            alone = len(runs) == 1

            def tagged(notes: Annotations) -> Annotations:
                held = () if alone else notes.tags
                return replace(notes, tags=tags_in(" ".join((*held, *added))))

            self.note(runs, tagged, f"Tags of {counted(len(runs))} kept.")

    @on(AskRow.Left)
    def nothing_typed(self) -> None:
        """Nothing was typed: back to the list."""
        self.query_one(RunsList).focus()

    def action_pin(self) -> None:
        """Pin the runs; where all of them are pinned, take the pins off."""
        runs = self.meant()
        pinned = not all(one.entry.notes.pinned for one in runs)
        words = f"{counted(len(runs))} {'pinned' if pinned else 'no longer pinned'}."
        self.note(runs, lambda notes: replace(notes, pinned=pinned), words)

    def note(
        self, runs: Sequence[Listed], change: Callable[[Annotations], Annotations], words: str
    ) -> None:
        """Change what is noted about some runs."""
        before = tuple(Before(one.run, one.entry.notes) for one in runs)
        after = tuple(Before(one.run, change(one.notes)) for one in before)
        if before and after != before:
            self.undo.note(Renoted(before))
            self.change(lambda: renote(self.store, after, words))

    def action_delete(self) -> None:
        """Put the runs into the trash."""
        runs = [one.run for one in self.meant()]
        if runs:
            self.unmark()
            self.discard(runs)

    def discard(self, runs: Sequence[str]) -> None:
        """Put these into the trash, from where they can be brought back."""
        back, empty = self.key_of("undo"), self.key_of("disk")

        def discarded() -> Outcome:
            swept = discard_all(self.store, runs)
            if not swept.runs:
                return Outcome(problems=swept.problems)
            self.undo.note(Discarded(swept.runs))
            words = (
                f"{counted(len(swept.runs))} in the trash. {back} brings back, {empty} empties it."
            )
            return Outcome(text=words, problems=swept.problems)

        self.change(discarded)

    def action_undo(self) -> None:
        """Take back the last thing done."""

        def undone() -> Outcome:
            done = self.undo.pop()
            return take_back(self.store, done) if done else Outcome(text="Nothing to undo here.")

        self.change(undone)
