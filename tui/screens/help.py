"""All keys of a screen and of the app, and what the signs mean."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from tui.commands import Command, Place, all_keys
from tui.screens.reading import ReadingScreen
from tui.symbols import Symbols, spell
from tui.widgets.lines import BLANK, Lines, Paragraph

KEYS_WIDTH = 24


class HelpScreen(ReadingScreen):
    """Written from the commands of the screen it was asked for on, and of its panes."""

    PLACE = "Help"

    def __init__(self, place: str, places: Sequence[Place], signs: Symbols) -> None:
        """`places`: everything that has keys there, the nearest first."""
        lines = Lines()
        lines.paragraphs = (
            *(line for one in places for line in (*keys(one, signs), BLANK)),
            *legend(signs),
        )
        super().__init__(Content.assemble(("Help  ", "$muted"), (place, "bold")), lines)


def keys(place: Place, signs: Symbols) -> list[Paragraph]:
    """One line a command, under the name of the place."""
    heading = Paragraph(Content.styled(place.name, "bold $accent"))
    return [heading, *(row(command, signs) for command in place.commands)]


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
        (signs.known, "known, without having been taken here"),
        (signs.wrong, "not right, or not what the runs say"),
        (signs.pointer, "where your keys go, or what you chose"),
    )
    rows = [
        Paragraph(Content(text), Content.assemble("  ", (sign.ljust(KEYS_WIDTH), "bold")))
        for sign, text in meanings
    ]
    return [Paragraph(Content.styled("Signs", "bold $accent")), *rows]
