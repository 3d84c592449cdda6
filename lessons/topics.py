"""The topics that the curriculum has to teach, by id."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lessons.reading.shapes import TopicsShape
from lessons.reading.table import Table

TOPICS_FILE = Path(__file__).parent / "topics.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One thing to be taught."""

    id: str
    """Module and number, `07.3`."""
    title: str
    module: str
    """Title of the module it belongs to."""


@cache
def load_topics(file: Path = TOPICS_FILE) -> tuple[Topic, ...]:
    """All topics, in order; read once. Raises LessonError where the file is malformed."""
    table = Table.read(file, 1, file.read_text(encoding="utf-8"))
    topics: list[Topic] = []
    for module in table.keys:
        shape = table.shaped(TopicsShape, module)
        topics += [
            Topic(id=number, title=title, module=shape.title)
            for number, title in shape.topics.items()
        ]
    return tuple(topics)
