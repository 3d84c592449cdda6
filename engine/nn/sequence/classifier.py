"""A recurrent net that reads a sequence and names its class."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence

from engine.errors import ConfigurationError, share
from engine.nn.sequence.layers import Kind, RecurrentInit, recurrent


def lengths_of(tokens: Tensor) -> Tensor:
    """How many tokens stand before the padding at the end: (n, length) → (n,), at least 1.

    Everything up to the last token that is not 0 counts. Packing needs a length of 1 or more; a
    sequence of nothing but padding counts as one padding token.
    """
    places = torch.arange(1, tokens.shape[1] + 1, device=tokens.device)
    return ((tokens != 0) * places).amax(dim=1).clamp(min=1)


class RecurrentClassifier(nn.Module):
    """Embedding, recurrent layers, and a linear layer on the last state of the last layer.

    Takes tokens (n, length), int64, 0 is padding at the end, to logits (n, classes). `packed` ends
    every sequence at its own last token. Otherwise the net runs on through the padding, and what
    is classified is what it still remembers after that; a reverse pass then begins in padding.
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
        packed: bool = True,
        dropout: float = 0.0,
        recurrent_init: RecurrentInit = "default",
        from_scratch: bool = False,
    ) -> None:
        """`width` of the embedding; `dropout` before the linear layer.

        `from_scratch` takes our own layers, which read every sequence to the end of the tensor:
        raises ConfigurationError together with `packed` or `bidirectional`.
        """
        super().__init__()
        share("dropout", dropout)
        if from_scratch and packed:
            remedy = "Give packed=False, or leave from_scratch out."
            raise ConfigurationError("packed", packed, remedy, "Our own layers do not pack.")
        self.packed = packed
        self.directions = 2 if bidirectional else 1
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
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(self.directions * hidden, classes)

    def forward(self, tokens: Tensor) -> Tensor:
        """(n, length) → (n, classes)."""
        x = self.embedding(tokens)
        if self.packed:
            lengths = lengths_of(tokens).cpu()
            x = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        _, state = self.recurrent(x)
        h = state[0] if isinstance(state, tuple) else state  # (layers · directions, n, hidden)
        last = torch.cat(list(h[-self.directions :]), dim=1)  # forward, then backward
        return cast("Tensor", self.head(self.dropout(last)))


def bilstm_classifier(
    vocabulary: int,
    classes: int,
    *,
    width: int = 32,
    hidden: int = 64,
    layers: int = 1,
    packed: bool = True,
    dropout: float = 0.0,
) -> RecurrentClassifier:
    """An LSTM that reads a text in both directions and names its class.

    Source: Graves and Schmidhuber, "Framewise Phoneme Classification with Bidirectional LSTM",
    2005.
    """
    return RecurrentClassifier(
        vocabulary,
        classes,
        width=width,
        hidden=hidden,
        layers=layers,
        bidirectional=True,
        packed=packed,
        dropout=dropout,
    )
