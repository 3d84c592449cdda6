"""Writes `FORMAT.md` from the shapes, with examples that a test loads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec

from lessons.format.meanings import about, meanings
from lessons.format.parts import PARTS, Part
from lessons.format.whole import entry_of
from lessons.format.words import default, words
from lessons.reading.markdown import Fence, split

HERE = Path(__file__).parent
EXAMPLES = HERE / "examples"
EXAMPLE_LESSON = EXAMPLES / "lesson.md"
FORMAT = HERE.parent / "FORMAT.md"
_MADE = "<!-- Made by `python -m lessons.format` from lessons/format and the shapes. -->"


def document() -> str:
    """All of it."""
    pieces = [_MADE, _text("intro.md"), "# Files and blocks"]
    for part in PARTS:
        if part.title:
            pieces += _section(part)
    pieces.append(_text("guide.md"))
    return "\n\n".join(pieces) + "\n"


def examples(name: str) -> list[str]:
    """Examples of a block or a file, as they are written."""
    if name == "lesson":
        text = EXAMPLE_LESSON.read_text(encoding="utf-8")
        return [text[: text.index("+++", 3) + 3]]
    file = EXAMPLES / f"{name}.toml"
    if file.exists():
        return [file.read_text(encoding="utf-8").strip()]
    return [_fenced(fence) for fence in _fences() if fence.kind == name]


def _section(part: Part) -> Iterator[str]:
    yield f"## {part.title}"
    yield about(part.shape)
    yield _table(part.shape)
    for path, shape in _inside(part.shape):
        yield f"### In `{path}`"
        yield about(shape)
        yield _table(shape)
    for example in examples(part.name):
        yield f"````\n{example}\n````" if part.is_block else f"```toml\n{example}\n```"


def _table(shape: type[msgspec.Struct]) -> str:
    meant = meanings(shape)
    rows = [
        f"| `{field.name}` | {words(field.type)} | {default(field)} | {meant[field.name]} |"
        for field in msgspec.structs.fields(shape)
    ]
    return "\n".join(["| key | value | left out | what it is |", "|---|---|---|---|", *rows])


def _inside(shape: type[msgspec.Struct]) -> list[tuple[str, type[msgspec.Struct]]]:
    """Tables within its tables, each once, with where it stands first."""
    found: list[tuple[str, type[msgspec.Struct]]] = []
    waiting = [("", shape)]
    while waiting:
        path, outer = waiting.pop(0)
        for field in msgspec.structs.fields(outer):
            inner = _shape_in(field.type)
            if inner is not None and inner not in [known for _, known in found]:
                found.append((f"{path}{field.name}", inner))
                waiting.append((f"{path}{field.name}.", inner))
    return found


def _shape_in(kind: Any) -> type[msgspec.Struct] | None:
    if (entry := entry_of(kind)) is not None:
        return entry[1]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    return next((shape for part in get_args(kind) if (shape := _shape_in(part))), None)


def _fences() -> list[Fence]:
    parts = split(EXAMPLE_LESSON.read_text(encoding="utf-8"), EXAMPLE_LESSON).parts
    return [part for part in parts if isinstance(part, Fence)]


def _fenced(fence: Fence) -> str:
    return f"```{fence.kind}\n{fence.table.text.rstrip()}\n```"


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8").strip()
