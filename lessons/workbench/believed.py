"""From what a contained process says to a step: only data of the right kinds and sizes pass."""

from __future__ import annotations

import math
from typing import Any

import msgspec

from lessons.checking.harmless import harmless
from lessons.checking.verdict import Explained
from lessons.workbench.seen import MOST_CELLS, Cell, Memory, Seen, Step

MOST_DIMENSIONS = 12
MOST_SEEN = 40
LONGEST = 600
GARBLED = Explained(
    original="",
    title="What came back is no report on tensors",
    words="Something that the workbench itself needs was changed. Undo that step, or begin again.",
)


def believed(answer: object, statement: str) -> Step:
    """The step that an answer tells of; one with an error where it tells of none."""
    if not isinstance(answer, dict) or {"statement", "error", "over"} & answer.keys():
        return Step(statement=statement, error=GARBLED)
    try:
        plain = _plain(answer)
        step = msgspec.convert({**plain, "statement": statement}, Step)
    except (msgspec.ValidationError, RecursionError, TypeError):
        return Step(statement=statement, error=GARBLED)
    return step if _sound(step) else Step(statement=statement, error=GARBLED)


def _plain(value: Any) -> Any:
    """With every text harmless, and a word for each number that JSON has none for."""
    match value:
        case str():
            return harmless(value[:LONGEST])
        case bool() | None:
            return value
        case int() | float() | complex():
            return _number(value)
        case list() | tuple():
            return [_plain(one) for one in value]
        case dict():
            return {str(key): _plain(one) for key, one in value.items()}
    raise TypeError(type(value).__name__)


def _number(value: complex) -> Cell:
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)[:40]
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return f"{value:.3g}"


def _sound(step: Step) -> bool:
    groups = (step.tensors, step.results, step.inputs)
    counts = (*map(len, groups), len(step.calls), len(step.said), len(step.memories))
    return (
        max(counts) <= MOST_SEEN
        and all(_sound_tensor(one) for group in groups for one in group)
        and all(_sound_memory(one) for one in step.memories)
    )


def _sound_tensor(seen: Seen) -> bool:
    """Whether shape and numbers agree."""
    return (
        len(seen.shape) == len(seen.strides) <= MOST_DIMENSIONS
        and min(seen.shape, default=0) >= 0
        and len(seen.cells) in (0, seen.size)
        and len(seen.cells) <= MOST_CELLS
    )


def _sound_memory(memory: Memory) -> bool:
    return len(memory.cells) <= MOST_CELLS
