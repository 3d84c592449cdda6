"""Encoder and decoder: one recurrent net reads a sequence, another one writes its answer."""

from __future__ import annotations

from typing import Literal, cast

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from engine.errors import at_least, one_of, share
from engine.nn.attention.alignment import AdditiveAttention, DotAttention
from engine.nn.attention.recording import Recording
from engine.nn.sequence.classifier import lengths_of
from engine.nn.sequence.layers import Kind, recurrent

Attention = Literal["none", "additive", "dot"]


class Reader(nn.Module):
    """The encoder: the state after the last token, and what was thought at each of them."""

    def __init__(self, vocabulary: int, *, kind: Kind, width: int, hidden: int) -> None:
        """`width` of the embedding, `hidden` of the states."""
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=0)
        self.recurrent = recurrent(kind, width, hidden)

    def forward(self, source: Tensor) -> tuple[Tensor, object]:
        """(n, s) → outputs (n, s, hidden), 0 at padding, and the state at each one's last token."""
        packed = pack_padded_sequence(
            self.embedding(source),
            lengths_of(source).cpu(),
            batch_first=True,
            enforce_sorted=False,
        )
        outputs, state = self.recurrent(packed)
        padded, _ = pad_packed_sequence(outputs, batch_first=True, total_length=source.shape[1])
        return padded, state


class Writer(Recording):
    """The decoder: from the token written last to the logits of the next, (n, vocabulary).

    With attention it first looks, with the state it has, at everything that was read; what it
    finds goes into the recurrent net beside the token, and into the choice of the next one.
    """

    def __init__(
        self, vocabulary: int, *, kind: Kind, width: int, hidden: int, attention: Attention
    ) -> None:
        """`width` of the embedding, `hidden` of the states."""
        super().__init__()
        one_of("attention", attention, ("none", "additive", "dot"))
        found = 0 if attention == "none" else hidden
        self.attention: nn.Module | None = None
        if attention != "none":
            self.attention = (
                AdditiveAttention(hidden) if attention == "additive" else DotAttention()
            )
        self.embedding = nn.Embedding(vocabulary, width, padding_idx=0)
        self.recurrent = recurrent(kind, width + found, hidden)
        self.head = nn.Linear(hidden + found, vocabulary)

    def forward(
        self, token: Tensor, state: object, memory: Tensor, mask: Tensor
    ) -> tuple[Tensor, object, Tensor | None]:
        """token (n,), memory (n, s, hidden), mask (n, s) → logits, next state, weights (n, s)."""
        x, weights = self.embedding(token), None
        context = memory.new_zeros(len(token), 0)
        if self.attention is not None:
            h = state[0] if isinstance(state, tuple) else state
            context, weights = self.attention(cast("Tensor", h)[-1], memory, mask)
        x = torch.cat([x, context], dim=1)
        output, state = self.recurrent(x[:, None, :], state)
        logits = self.head(torch.cat([output[:, 0], context], dim=1))
        return logits, state, weights


class Seq2Seq(nn.Module):
    """From a sequence to another one: tokens (n, s) to logits (n, t, target vocabulary).

    Token 0 is padding and `start` is what the decoder is given first. Logits t are those of
    target t: there is no empty first step. Called with the target, each next input is the true
    token with probability `forcing` and otherwise the one just written; called without, the model
    is on its own, and takes the likeliest token each time.

    Sources: Sutskever, Vinyals and Le, "Sequence to Sequence Learning with Neural Networks", 2014;
    Williams and Zipser, "A Learning Algorithm for Continually Running Fully Recurrent Neural
    Networks", 1989, for teacher forcing; Bengio et al., "Scheduled Sampling for Sequence
    Prediction with Recurrent Neural Networks", 2015, for doing it sometimes.
    """

    def __init__(
        self,
        source_vocabulary: int,
        target_vocabulary: int,
        *,
        output_length: int,
        kind: Kind = "gru",
        width: int = 32,
        hidden: int = 64,
        attention: Attention = "none",
        start: int = 1,
    ) -> None:
        """`output_length`: how many tokens it writes by itself."""
        super().__init__()
        at_least("output_length", output_length, 1)
        self.output_length, self.start = output_length, start
        self.reader = Reader(source_vocabulary, kind=kind, width=width, hidden=hidden)
        self.writer = Writer(
            target_vocabulary, kind=kind, width=width, hidden=hidden, attention=attention
        )

    def forward(self, source: Tensor, target: Tensor | None = None, forcing: float = 1.0) -> Tensor:
        """(n, s), and the target (n, t) where it is known → logits (n, t, target vocabulary).

        Without a target t is `output_length`. One random number for each place, from torch's
        global generator, decides for the whole batch whether the true token is shown.
        """
        share("forcing", forcing, one=True)
        memory, state = self.reader(source)
        mask = source != 0
        length = self.output_length if target is None else target.shape[1]
        shown = (torch.rand(length) < forcing).tolist() if target is not None else [False] * length

        token = source.new_full((len(source),), self.start)
        logits, weights = [], []
        for t in range(length):
            scores, state, looked = self.writer(token, state, memory, mask)
            logits.append(scores)
            weights.append(looked)
            token = target[:, t] if target is not None and shown[t] else scores.argmax(dim=-1)
        if self.writer.recording and weights[0] is not None:
            self.writer.record(torch.stack(weights, dim=1)[:, None])  # one head: (n, 1, t, s)
        return torch.stack(logits, dim=1)
