"""The tensor workbench in lines of text: the pictures of the screen, without colour."""

from __future__ import annotations

from dataclasses import dataclass

from engine.client import Engine
from engine.errors import EngineError
from lessons.workbench.sitting import Sitting
from lessons.workbench.workbench import Workbench
from tui.plain.talk import Talk
from tui.plots.canvas import Canvas
from tui.plots.palette import Look
from tui.sentence import sentence
from tui.workbench.picture import draw_laid_out, draw_made

GO_ON = "Type a statement; an empty line makes the suggested step, or goes on after the last."

PLAIN = Look(no_color=True)


@dataclass(frozen=True, slots=True)
class PlainWorkbench:
    """One workbench as a conversation. Raises Skipped and Left as the learner wants."""

    talk: Talk
    bench: Workbench
    engine: Engine
    look: Look = PLAIN

    def take(self) -> None:
        """Lay the tensors out, and run what is typed until the learner goes on."""
        talk = self.talk
        talk.say(f"Tensor workbench: {sentence(self.bench.ask)}")
        try:
            sitting = self.laid_out()
            if sitting is None:
                return
            talk.say(GO_ON)
            while text := self.asked(sitting):
                sitting = self.made(sitting, text)
        except EngineError as error:
            problem = error.problem
            talk.say(f"{problem.title}. {problem.reason} {problem.next_step}")

    def asked(self, sitting: Sitting) -> str:
        """The next statement; empty where the learner goes on."""
        suggested = sitting.suggestion
        prompt = f"[{suggested.text}] >" if suggested else ">"
        return self.talk.ask(prompt, str) or (suggested.text if suggested else "")

    def laid_out(self) -> Sitting | None:
        """What is there at the beginning; None where it cannot be laid out. Raises EngineError."""
        sitting = Sitting(self.bench)
        sitting = sitting.open(self.engine.call) if self.bench.given else sitting
        self.write(draw_laid_out(sitting.opened, self.look, self.talk.width))
        broken = any(step.error is not None for step in sitting.opened)
        return None if broken else sitting

    def made(self, sitting: Sitting, text: str) -> Sitting:
        """Run one statement, and show it. Raises EngineError."""
        after = sitting.make(text, self.engine.call)
        if len(after.done) > len(sitting.done):
            step, before = after.done[-1], after.before(len(after.done) - 1)
            self.talk.say()
            self.write(draw_made(step, before, self.look, self.talk.width))
        return after

    def write(self, canvas: Canvas) -> None:
        """A picture, row by row."""
        for row in rows_of(canvas):
            self.talk.write(row)


def rows_of(canvas: Canvas) -> list[str]:
    """Its rows as text, without the space at their ends."""
    return [strip.text.rstrip() for strip in canvas.strips()]
