"""A recurrent net that says something at every place: a label, or the next token."""

from __future__ import annotations

from typing import cast

from torch import Tensor, nn

from engine.nn.sequence.layers import Kind, RecurrentInit, recurrent


class RecurrentTagger(nn.Module):
    """Embedding, recurrent layers, and a linear layer at every place.

    Takes tokens (n, length), int64, to logits (n, length, classes). Reading one way it knows only
    what came before: with as many classes as tokens it is a language model.
    """

    def __init__(
        self,
        vocabulary: int,
        classes: int,
        *,
        kind: Kind = "lstm",
        width: int = 32,
        hidden: int = 64,
        layers: int = 1,
        bidirectional: bool = False,
        recurrent_init: RecurrentInit = "default",
        from_scratch: bool = False,
    ) -> None:
        """`width` of the embedding; `bidirectional` lets every place see the whole sequence."""
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=0)
        self.recurrent = recurrent(
            kind,
            width,
            hidden,
            layers=layers,
            bidirectional=bidirectional,
            recurrent_init=recurrent_init,
            from_scratch=from_scratch,
        )
        self.head = nn.Linear(hidden * (2 if bidirectional else 1), classes)

    def forward(self, tokens: Tensor) -> Tensor:
        """(n, length) → (n, length, classes)."""
        outputs, _ = self.recurrent(self.embedding(tokens))
        return cast("Tensor", self.head(outputs))
