"""A lesson in parts small enough to be drawn between two keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lessons.schema import Block, Lesson, Prose

CARD_SIZE = 300
"""Characters of a card, roughly."""


def in_sections(lesson: Lesson) -> Lesson:
    """The same lesson, its text cut at the headings. First sections keep the id of their block."""
    blocks = tuple(part for block in lesson.blocks for part in sections_of(block))
    return replace(lesson, blocks=blocks)


def sections_of(block: Block) -> Iterator[Block]:
    """The sections of a text; any other block as it is."""
    if not isinstance(block, Prose):
        yield block
        return
    for number, markdown in enumerate(cut(block.markdown)):
        yield replace(block, id=f"{block.id}.{number}" if number else block.id, markdown=markdown)


def cut(markdown: str) -> list[str]:
    """Parts of a text, each from a heading to the next. A # in a code block is no heading."""
    parts: list[list[str]] = [[]]
    in_fence = False
    for line in markdown.splitlines():
        in_fence ^= line.startswith(("```", "~~~"))
        if line.startswith("#") and not in_fence and any(parts[-1]):
            parts.append([])
        parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def first_part(blocks: Sequence[Block], place: str, room: int) -> list[Block]:
    """Blocks up to a place, and beyond it about as many as fill `room` characters."""
    at = next((index for index, block in enumerate(blocks) if block.id == place), 0)
    taken = list(blocks[:at])
    for block in blocks[at:]:
        if room <= 0:
            break
        taken.append(block)
        room -= len(block.markdown) if isinstance(block, Prose) else CARD_SIZE
    return taken
