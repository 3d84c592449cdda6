"""Lines out, answers in: all that the plain mode asks of a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO, TypeVar

from lessons.errors import BadValue

WIDEST = 88
ANY = "Also: s skips, q leaves (everything is kept)."

Answer = TypeVar("Answer")


class Skipped(Exception):  # noqa: N818 - it is no error
    """The learner reads on without answering."""


class Left(Exception):  # noqa: N818
    """The learner wants to leave, or there is nobody who could answer."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in lines."""

    source: TextIO
    target: TextIO
    unattended: bool = False
    """Whether nobody answers: every question is skipped."""

    @property
    def width(self) -> int:
        """Columns that a line may have."""
        return min(WIDEST, max(20, shutil.get_terminal_size().columns))

    def say(self, text: str = "") -> None:
        """A line, wrapped between words; an empty one parts what belongs apart."""
        lines = textwrap.wrap(text, self.width, break_long_words=False) or [""]
        self.write("\n".join(lines))

    def write(self, text: str) -> None:
        """Text that is laid out already."""
        self.target.write(text + "\n")
        self.target.flush()

    def ask(self, prompt: str, read: Callable[[str], Answer]) -> Answer:
        """Ask until `read` makes something of the answer; it raises BadValue where it cannot.

        Raises Skipped or Left where the learner wants that.
        """
        while True:
            self.target.write(f"{prompt} ")
            self.target.flush()
            if self.unattended:
                self.write("(skipped)")
                raise Skipped
            typed = self.source.readline()
            if not typed:
                self.write("(no more input)")
                raise Left
            match typed.strip().casefold():
                case "q" | "quit":
                    raise Left
                case "s" | "skip":
                    raise Skipped
                case "?" | "help":
                    self.say(ANY)
                    continue
            try:
                return read(typed.strip())
            except BadValue as error:
                self.say(f"{error.reason} {error.next_step} {ANY}")

    def choose(self, prompt: str, options: list[str]) -> int:
        """Number of an option, from 1, after all of them were read out."""
        for place, option in enumerate(options, 1):
            self.say(f"  {place}. {option}")

        def read(text: str) -> int:
            if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= len(options):
                return int(text)
            step = f"Give a number from 1 to {len(options)}."
            raise BadValue("answer", f'"{text[:40]}" is no answer to this.', step)

        return self.ask(prompt, read)
