"""The Python language reference as text to be continued, character by character."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.data.base import Dataset, Examples
from engine.data.splits import generator
from engine.data.text.vocabulary import Vocabulary
from engine.errors import ConfigurationError, at_least

if TYPE_CHECKING:
    from torch import Generator

HELD_OUT_SHARE = 0.1
"""Of validation, and of test."""


def python_reference_documents() -> list[str]:
    """The topics of `help()`, each a document; a passage that many of them hold is in one only.

    From the standard library of the Python that runs: versions of Python have other texts.
    Copyright Python Software Foundation, PSF licence.
    """
    from pydoc_data.topics import topics

    seen: set[str] = set()
    documents = []
    for name in sorted(topics):
        fresh = []
        for paragraph in topics[name].split("\n\n"):
            words = " ".join(paragraph.split())
            if words and words not in seen:
                seen.add(words)
                fresh.append(paragraph)
        if fresh:
            documents.append("\n\n".join(fresh) + "\n")
    return documents


def python_reference(
    *,
    context: int = 64,
    stride: int | None = None,
    seed: int = 0,
    min_freq: int = 1,
) -> Dataset:
    """What comes next? Inputs (n, context), int64, and as targets the same one character later.

    Whole documents go into one split, about 80 % of the text into training, 10 % into validation
    and 10 % into test: neither a window nor a paragraph is in two of them. Windows start every
    `stride` characters (None: `context`, so that they do not overlap). The vocabulary is made of
    the training split alone; other characters are 1, and 0 does not occur. The same seed gives
    the same split. Raises ConfigurationError for a context that the shortest split cannot fill.
    """
    stride = context if stride is None else stride
    at_least("context", context, 1)
    at_least("stride", stride, 1)
    texts = _split(python_reference_documents(), generator(seed))
    if context >= min(map(len, texts)):
        remedy = f"Give a number below {min(map(len, texts))}."
        raise ConfigurationError("context", context, remedy, "A window has to fit into a split.")
    vocabulary = Vocabulary.build([texts[0]], min_freq=min_freq)

    def windows(text: str) -> Examples:
        import torch

        numbers = torch.tensor(vocabulary.encode(text))
        cut = numbers.unfold(0, context + 1, stride)  # (n, context + 1)
        return Examples(cut[:, :-1].contiguous(), cut[:, 1:].contiguous())

    train, validation, test = map(windows, texts)
    return Dataset("Python reference", train, validation, test, tokens=vocabulary.tokens)


def _split(documents: Sequence[str], random: Generator) -> tuple[str, str, str]:
    """Text of the three splits. Documents in random order go where they still fit, else train."""
    import torch

    total = sum(map(len, documents))
    parts: tuple[list[str], list[str], list[str]] = ([], [], [])
    room = [0.0, HELD_OUT_SHARE * total, HELD_OUT_SHARE * total]
    for index in torch.randperm(len(documents), generator=random).tolist():
        document = documents[index]
        part = next((part for part in (1, 2) if len(document) <= room[part]), 0)
        parts[part].append(document)
        room[part] -= len(document)
    train, validation, test = ("\n\n".join(part) for part in parts)
    return train, validation, test
