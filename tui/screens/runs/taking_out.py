"""Runs written out of the house, and room made on disk."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from textual import work

from engine.cleaning import DiskUse, carry_out, disk_use
from engine.errors import EngineError
from lessons.paths import data_folder
from tui.figures import size
from tui.runs.cleaning_offers import CleaningOffer, cleaning_offers, use_in_words
from tui.runs.exports import ABOUT, EXPORTS, FORMATS, Format, Sources, export
from tui.runs.listed import Listed
from tui.runs.outcome import Outcome, counted
from tui.screens.choice import ChoiceScreen
from tui.screens.runs.noting import Noting
from tui.widgets.row_list import Row

WRITER = "engine.exporting.stored:export"
KEEP, CARRY_OUT = "keep", "carry out"


class TakingOut(Noting):
    """The part of the runs screen that exports and cleans up."""

    @property
    def exports(self) -> Path:
        """Where exports go."""
        return data_folder() / EXPORTS

    def ask(self, title: str, rows: list[Row], about: str) -> ChoiceScreen:
        """The screen that lets the learner choose."""
        return ChoiceScreen(title, rows, about, self.tutor.symbols)

    def action_export(self) -> None:
        """Ask for a format, then write the runs."""
        runs = self.meant()
        if not runs:
            return
        rows = [Row(key=kind, mark="", text=kind, note=ABOUT[kind]) for kind in FORMATS]

        def chosen(kind: str | None) -> None:
            if kind:
                self.write_out(cast(Format, kind), runs)

        question = self.ask(f"Write {counted(len(runs))}", rows, f"to {self.exports}")
        self.app.push_screen(question, chosen)

    @work(thread=True, group="export", exit_on_error=False)
    def write_out(self, kind: Format, runs: list[Listed]) -> None:
        """Write them; whole records in a worker, so that the screen stays quick."""
        tutor, folder = self.tutor, self.exports
        sources = Sources(store=self.store, catalog=tutor.catalog, record=tutor.progress.lesson)

        def record(run: str, kind: Format, folder: Path) -> str:
            root = str(self.store.root)
            return str(tutor.engine.call(WRITER, root, run, kind, str(folder)))

        try:
            written = export(kind, [one.entry for one in runs], folder, sources, record)
        except (OSError, ValueError) as error:
            problem = EngineError("The runs could not be written", f"{error}.", "").problem
            tutor.call_from_thread(self.changed, Outcome(problems=(problem,)))
            return
        paths = written.paths
        text = ""
        if paths:
            text = f"Written: {paths[0]}" if len(paths) == 1 else f"{len(paths)} in {folder}"
        tutor.call_from_thread(self.changed, Outcome(text=text, problems=written.problems[:1]))

    def action_disk(self) -> None:
        """Say what takes how much, and offer to clean up."""
        self.look_at_disk()

    @work(thread=True, group="disk", exclusive=True, exit_on_error=False)
    def look_at_disk(self) -> None:
        """Add up what lies there."""
        use = disk_use(self.store, [one.entry for one in self.every])
        self.app.call_from_thread(self.offer_cleaning, use)

    def offer_cleaning(self, use: DiskUse) -> None:
        """Let the learner choose what to clean up."""
        offers = {
            offer.key: offer for offer in cleaning_offers([one.entry for one in self.every], use)
        }
        rows = [
            Row(key=offer.key, mark="", text=offer.text, right=size(offer.size), note=offer.note)
            for offer in offers.values()
        ]
        rows = rows or [Row(key="", mark="", text="There is nothing to clean up.")]
        self.app.push_screen(
            self.ask("On disk", rows, use_in_words(use)),
            lambda key: self.confirm(offers[key]) if key else None,
        )

    def confirm(self, offer: CleaningOffer) -> None:
        """Ask again before what cannot be taken back."""
        if not offer.question:
            self.clean(offer)
            return
        rows = [
            Row(key=KEEP, mark="", text="Keep them"),
            Row(key=CARRY_OUT, mark="", text="Remove them", right=f"frees {size(offer.size)}"),
        ]
        self.app.push_screen(
            self.ask(offer.question, rows, offer.note),
            lambda key: self.clean(offer) if key == CARRY_OUT else None,
        )

    def clean(self, offer: CleaningOffer) -> None:
        """Do it."""
        sweep = offer.sweep
        if sweep is None:
            self.change(lambda: Outcome(text=f"{size(self.store.empty_trash())} freed."))
        elif offer.what == "runs":
            self.discard(sweep.runs)
        else:
            self.change(
                lambda: Outcome(
                    text=f"{size(sweep.size)} freed.",
                    problems=carry_out(self.store, sweep).problems,
                )
            )
