"""Runs to make: which scenarios, which of them are finished, and with what result."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from tui.key_words import key_of
from tui.symbols import Symbols
from tui.widgets.card import Card
from tui.widgets.lines import BLANK, Paragraph, inline


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """One scenario of a run card."""

    label: str
    finished: bool
    result: str = ""
    """One line about the finished runs, one of each seed."""


class RunCard(Card):
    """Scenarios with their results. Its screen starts the runs."""

    KIND = "Run"

    results: reactive[tuple[RunResult, ...]] = reactive((), init=False)
    """The scenarios, in the order of the lesson."""
    skipped: reactive[bool] = reactive(False, init=False)
    """Whether the learner read past them."""

    class Skipped(Message):
        """The learner reads past the runs."""

        def __init__(self, block: str) -> None:
            super().__init__()
            self.block = block

    def __init__(self, block: str, seeds: int, symbols: Symbols) -> None:
        super().__init__(block, symbols)
        self.seeds = seeds

    def offers(self) -> frozenset[str]:
        """Reading past the runs, while they are not made."""
        return frozenset() if self.done else frozenset({"skip"})

    def skip(self) -> None:
        """Read on without the runs."""
        if not self.done:
            self.post_message(self.Skipped(self.block))

    def watch_results(self) -> None:
        """Show them."""
        self.show()

    watch_skipped = watch_results

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The scenarios, and what to press."""
        return (*(self.scenario(result) for result in self.results), BLANK, self.invitation())

    def scenario(self, result: RunResult) -> Paragraph:
        """Mark, label and result of one."""
        widest = max(Content(other.label).cell_length for other in self.results)
        mark = self.symbols.done if result.finished else self.symbols.new
        pad = " " * (widest - Content(result.label).cell_length + 3)
        style = "bold $success" if result.finished else "$muted"
        lead = Content.assemble(" ", (mark, style), "  ", result.label, pad)
        return Paragraph(Content.styled(result.result, "$muted"), lead)

    def invitation(self) -> Paragraph:
        """What to press."""
        run = key_of(self, "run")
        one = len(self.results) == 1
        each = "" if one else ", each"
        seeds = f"{each} with {self.seeds} seeds" if self.seeds > 1 else ""
        if all(result.finished for result in self.results):
            lab = key_of(self, "lab")
            text = f"{run} makes them again; {lab} opens the lab to try settings of your own."
        elif self.skipped:
            text = f"You read past these runs. {run} still makes them."
        elif any(result.finished for result in self.results):
            text = f"Press **{run}** to make the rest{seeds}."
        else:
            count = "this run" if one else f"these {len(self.results)} runs"
            skip = f"{key_of(self, 'skip')} reads on without, which is noted"
            text = f"Press **{run}** to make {count}{seeds}. {skip}."
        return Paragraph(inline(text, "$muted" if self.done else ""))
