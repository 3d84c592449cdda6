"""All keys of a screen and of the app, and what the signs mean."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from tui.commands import Command, all_keys
from tui.screens.reading import ReadingScreen
from tui.symbols import Symbols, spell
from tui.widgets.lines import BLANK, Lines, Paragraph

KEYS_WIDTH = 24


class HelpScreen(ReadingScreen):
    """Written from the commands of the screen it was asked for on."""

    PLACE = "Help"

    def __init__(self, place: str, here: Iterable[Command], app: Iterable[Command], signs: Symbols):
        lines = Lines()
        lines.paragraphs = (
            *keys(place, here, signs),
            BLANK,
            *keys("Everywhere", app, signs),
            BLANK,
            *legend(signs),
        )
        super().__init__(Content.assemble(("Help  ", "$muted"), (place, "bold")), lines)


def keys(title: str, commands: Iterable[Command], signs: Symbols) -> list[Paragraph]:
    """One line a command, under a title."""
    heading = Paragraph(Content.styled(title, "bold $accent"))
    return [heading, *(row(command, signs) for command in commands)]


def row(command: Command, signs: Symbols) -> Paragraph:
    """Keys and what they do."""
    names = "  ".join(spell(key, signs) for key in all_keys(command).split("  "))
    lead = Content.assemble("  ", (names.ljust(KEYS_WIDTH), "bold"))
    return Paragraph(Content(command.help), lead)


def legend(signs: Symbols) -> list[Paragraph]:
    """What the signs mean."""
    meanings = (
        (signs.done, "done, finished, or right"),
        (signs.started, "begun"),
        (signs.new, "not begun, or still waiting for you"),
        (signs.wrong, "not right, or not what the runs say"),
        (signs.pointer, "where your keys go, or what you chose"),
    )
    rows = [
        Paragraph(Content(text), Content.assemble("  ", (sign.ljust(KEYS_WIDTH), "bold")))
        for sign, text in meanings
    ]
    return [Paragraph(Content.styled("Signs", "bold $accent")), *rows]
