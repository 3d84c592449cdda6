"""What a judgement says to a learner, line by line; screen, command and plain mode share it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from lessons.checking.verdict import Checked, Difference, Explained, Judgement
from lessons.exercises.exercise import Limits
from tui.exercises.beside import beside
from tui.exercises.limits import stopped
from tui.sentence import sentence
from tui.symbols import Symbols

Tone = Literal["good", "bad", "calm", "title", "text", "quiet", "code", "original"]
"""How a line is meant; no meaning is left to its colour alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or a paragraph that may be wrapped."""

    text: str = ""
    tone: Tone = "text"
    lead: str = ""
    """Stands in front of the first line; the others are indented by it."""


BLANK = Line()
UNTOUCHED = "This is what the exercise began with. Write your part, then have it checked."


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Tells of judgements at a given width, with the signs that are on."""

    symbols: Symbols
    limits: Limits
    width: int

    def told(self, judgement: Judgement) -> tuple[Line, ...]:
        """All of it: how it went, check by check, what was printed."""
        return (*self.headline(judgement), *self.body(judgement))

    def rows(self, judgement: Judgement) -> Iterator[str]:
        """The same as plain rows, wrapped to the width."""
        for line in self.told(judgement):
            if line.tone == "code" or not line.text:
                yield f"{line.lead}{line.text}".rstrip()
            else:
                text = line.text if line.tone == "original" else sentence(line.text)
                indent = " " * len(line.lead)
                yield from wrap(
                    text, max(20, self.width), initial_indent=line.lead, subsequent_indent=indent
                )

    def headline(self, judgement: Judgement) -> Iterator[Line]:
        """How it went, in one sentence."""
        signs = self.symbols
        passed = sum(check.passed is True for check in judgement.checks)
        match judgement.outcome:
            case "passed":
                yield Line(f"Passed. {_held(len(judgement.checks))}", "good", f"{signs.done} ")
            case "not_attempted":
                yield Line("Not attempted yet.", "calm", f"{signs.new} ")
            case "over_limit":
                yield Line(
                    f"Stopped. {stopped(judgement.over, self.limits).what}",
                    "bad",
                    f"{signs.wrong} ",
                )
            case "failed" if judgement.error is not None and not _reached(judgement):
                yield Line("Not yet: the file cannot be run.", "bad", f"{signs.wrong} ")
            case "failed":
                at, of = passed + 1, len(judgement.checks)
                which = f"check {at} of {of} does not hold" if of > 1 else "it does not hold"
                yield Line(f"Not yet: {which}.", "bad", f"{signs.wrong} ")

    def body(self, judgement: Judgement) -> Iterator[Line]:
        """What stands below it."""
        if judgement.outcome == "over_limit":
            yield Line(stopped(judgement.over, self.limits).usually)
        elif judgement.message:
            yield Line(judgement.message)
        elif judgement.outcome == "not_attempted":
            yield Line(UNTOUCHED)
        if judgement.error is not None:
            yield BLANK
            yield from self.error(judgement.error)
        if judgement.checks and (_reached(judgement) or judgement.outcome != "not_attempted"):
            yield BLANK
            for check in judgement.checks:
                yield from self.check(check, everything=judgement.outcome == "passed")
        if judgement.output.strip():
            yield BLANK
            yield Line("What it printed", "title")
            for row in judgement.output.rstrip().splitlines():
                yield Line(row, "code", "  ")

    def check(self, check: Checked, *, everything: bool) -> Iterator[Line]:
        """One check; unfolded where it failed, or where there is nothing left to find out."""
        signs = self.symbols
        if check.passed is None:
            yield Line(f"{check.tests} (not reached)", "quiet", f"{signs.new} ")
            return
        if check.passed:
            yield Line(check.tests, "text", f"{signs.done} ")
            if everything and check.why:
                yield Line(check.why, "quiet", "  ")
            return
        yield Line(check.tests, "bad", f"{signs.wrong} ")
        if check.why:
            yield Line(f"Why it matters: {check.why}", "quiet", "  ")
        if check.message:
            yield BLANK
            yield Line(check.message, "text", "  ")
        if check.error is not None:
            yield BLANK
            yield from (
                Line(line.text, line.tone, "  " + line.lead) for line in self.error(check.error)
            )
        if check.difference is not None:
            yield BLANK
            yield from self.difference(check.difference)
        yield BLANK

    def error(self, error: Explained) -> Iterator[Line]:
        """An error in plain words, with PyTorch's or Python's own below them."""
        where = f"Line {error.line}: " if error.line is not None else ""
        if error.title:
            yield Line(f"{where}{error.title}", "bad")
        if error.words:
            yield Line(error.words)
        if error.original:
            yield Line(error.original if error.title else f"{where}{error.original}", "original")
        for row in error.traceback.rstrip().splitlines():
            yield Line(row, "quiet", "  ")

    def difference(self, difference: Difference) -> Iterator[Line]:
        """Expected beside got, and where they part."""
        yield from (Line(row, "code", "  ") for row in beside(difference, self.width - 4))
        if difference.first:
            yield Line(f"First difference: {difference.first}", "text", "  ")


def _reached(judgement: Judgement) -> bool:
    """Whether any check was."""
    return any(check.passed is not None for check in judgement.checks)


def _held(checks: int) -> str:
    return "It does what was asked." if checks < 2 else f"All {checks} checks hold."


def error_line(judgement: Judgement) -> int | None:
    """The line of the learner's file that the error comes from; None where there is no error."""
    errors = [judgement.error, *(check.error for check in judgement.checks)]
    return next((one.line for one in errors if one is not None and one.line is not None), None)
