"""The table of runs: shown, hidden, pinned, named, deleted."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import replace

from textual import on, work
from textual.content import Content
from textual.widgets import Static

from engine.annotations import name_in
from engine.errors import EngineError
from tui.lab.bench import MOST_SHOWN
from tui.lab.curation import Curation
from tui.lab.differs import parts, shorter
from tui.lab.live_run import LiveRun
from tui.lab.panes import RUNS
from tui.lab.table import named, rows
from tui.lab.undo import Setting
from tui.screens.lab.panes import Panes
from tui.screens.lab.undoing import Undoing
from tui.widgets.ask_row import AskRow
from tui.widgets.run_table import RunTable

NAME = "name "
"""What a question about a name begins with; the run's id follows."""
OVERLAYS = {
    "all": "All runs on the axes, up to eight.",
    "newest": "Only the newest run of the chosen scenario, and those pinned.",
    "bands": "Seeds of one setting as a band: the median, the lowest and the highest.",
    "twins": "Only the two runs made in lock-step.",
}


class Comparing(Panes, Undoing):
    """The part of the lab screen that keeps order among runs."""

    def __init__(self) -> None:
        super().__init__()
        self.noting = threading.Lock()
        """Held while notes are written: what was noted last is on the disk at last."""

    @property
    def table(self) -> RunTable:
        """The table."""
        return self.query_one(RunTable)

    def action_table(self) -> None:
        """To the table, or back."""
        self.toggle_pane(RUNS)
        self.show_table()

    def action_overlay(self) -> None:
        """All runs, the newest, seeds as bands, the twins: what there is of it."""
        self.bench.overlay = self.bench.next_overlay()
        self.notify(OVERLAYS[self.bench.overlay], timeout=3)
        self.forget_limits()

    def show_table(self) -> None:
        """The runs as they are now."""
        if RUNS in self.displayed():
            self.table.symbols = self.tutor.symbols
            self.table.rows = tuple(rows(self.bench))

    @on(RunTable.Wanted)
    def run_wanted(self, message: RunTable.Wanted) -> None:
        """Do what was asked for in the table."""
        run = self.bench.find(message.run)
        if run is None:
            return
        match message.what:
            case "toggle":
                self.toggle_run(run)
            case "pin":
                self.pin_run(run)
            case "name":
                now = self.bench.curation.name(run.info.run) or ""
                question = f"Name of {run.own_label} (none: its own)"
                self.query_one(AskRow).ask(NAME + run.info.run, question, now)
            case "delete":
                self.delete_run(run)
            case "only":
                every = frozenset(one.info.run for one in self.bench.runs)
                kept = self.bench.curation.only(run.info.run, every)
                self.curate(kept, f"only {run.label} shown")
            case "all":
                self.bench.overlay = "all"
                self.curate(self.bench.curation.showing_all(), "all runs shown")

    def toggle_run(self, run: LiveRun) -> None:
        """Hide a run that is drawn; draw one that is not, by pinning it where others crowd it."""
        drawn = run in self.bench.plotted()
        curation = self.bench.curation.showing(run.info.run, shown=not drawn)
        if drawn:
            unpinned = replace(curation, pinned=curation.pinned - {run.info.run})
            self.curate(unpinned, f"{run.label} hidden")
            return
        self.bench.overlay = "all"
        before = self.bench.as_set
        self.bench.curate(curation)
        if run not in self.bench.plotted():
            self.bench.curate(curation.pinning(run.info.run))
        self.did(f"{run.label} shown", before)
        self.redraw()

    def pin_run(self, run: LiveRun) -> None:
        """Pin a run, or let it go; not more than can be shown."""
        pinned = self.bench.curation.pinned
        if run.info.run not in pinned and len(pinned) >= MOST_SHOWN:
            self.notify(f"{MOST_SHOWN} runs are pinned, and no more can be told apart.")
            return
        words = "no longer pinned" if run.info.run in pinned else "pinned"
        self.curate(self.bench.curation.pinning(run.info.run), f"{run.label} {words}")

    def delete_run(self, run: LiveRun) -> None:
        """Take a run off the bench; its folder goes when the lab is left."""
        if run.under_way:
            self.notify(f"It is under way: {self.key_of('stop')} ends it first.", markup=False)
            return
        self.curate(self.bench.curation.deleting(run.info.run), f"{run.label} deleted")
        back = f"{self.key_of('undo')} brings it back"
        self.notify(f"{run.label} deleted. {back}.", timeout=4, markup=False)

    def curate(self, curation: Curation, words: str) -> None:
        """Make this of the runs, so that it can be undone."""
        before = self.bench.as_set
        self.bench.curate(curation)
        self.did(words, before)
        self.redraw()

    @on(AskRow.Answered)
    def name_typed(self, message: AskRow.Answered) -> None:
        """Call a run by its new name."""
        if message.about.startswith(NAME):
            run = self.bench.find(message.about.removeprefix(NAME))
            if run is not None:
                name, old = name_in(message.text), run.label
                given = self.bench.curation.naming(run.info.run, name)
                self.curate(given, f"{old} named {name or run.own_label}")
            self.back_from_asking()

    @on(AskRow.Left)
    def back_from_asking(self) -> None:
        """The keys go back to the table, where it was asked there."""
        self.set_focus(self.table if RUNS in self.displayed() else None)

    def curated(self, before: Setting) -> None:
        """Keep names, pins and what is hidden beside the runs they are about."""
        old, new = before.curation, self.bench.curation
        differing = (old.hidden ^ new.hidden) | (old.pinned ^ new.pinned)
        named = {one.run for one in {*old.given} ^ {*new.given}}
        if runs := differing | named:
            self.note(frozenset(runs))

    @work(thread=True, group="notes", exit_on_error=False)
    def note(self, runs: frozenset[str]) -> None:
        """Write it, whatever it is by now."""
        store = self.tutor.engine.runs
        with self.noting:
            curation = self.bench.curation
            for run in runs:
                if not store.folder(run).exists():
                    continue  # somebody has removed it meanwhile
                noted = replace(
                    store.annotations(run),
                    name=curation.name(run) or "",
                    pinned=run in curation.pinned,
                    hidden=run in curation.hidden,
                )
                try:
                    store.annotate(run, noted)
                except EngineError as error:
                    self.app.call_from_thread(self.say, error.problem)

    def on_unmount(self) -> None:
        """What was deleted and not brought back goes to the trash, which is one renaming each."""
        for run in self.bench.curation.deleted:
            with contextlib.suppress(EngineError):
                self.tutor.engine.runs.discard(run)

    def differences(self) -> tuple[str, ...]:
        """What the runs on the plots differ in: in full, then in fewer words; none where none."""
        every, plotted = self.bench.runs, self.bench.plotted()
        known = named(every)
        runs = [one for one, run in zip(known, every, strict=True) if run in plotted]
        found = parts(runs, known)
        if not found:
            return ()
        what = "settings" if len(found) > 1 else "setting"
        lists = f"{self.key_of('table')} lists {'them' if len(found) > 1 else 'it'}"
        few = f"differs: {len(found)} {what}, {lists}"
        return (*(f"differs: {words}" for words in shorter(found)), few)

    def count_words(self) -> str:
        """`8 of 13 shown`, where that is not all of them; what was made again is no loss."""
        plotted, runs = self.bench.plotted(), self.bench.runs
        whole = len(plotted) == len(self.bench.standing) and not self.bench.curation.hidden
        return "" if whole or not runs else f"   {len(plotted)} of {len(runs)} shown"

    def show_compared(self) -> None:
        """What the shown runs say about each other, in words; no row where they say nothing."""
        lines = self.compared_lines()
        self.query_one("#compared", Static).update(Content("\n".join(lines)))
        self.set_class(bool(lines), "-compared")

    def compared_lines(self) -> list[str]:
        """A sentence a row."""
        return []
