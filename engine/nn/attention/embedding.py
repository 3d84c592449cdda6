"""Token embeddings, and how large they are beside the positions that are added to them."""

from __future__ import annotations

import math

from torch import Tensor, nn

from engine.errors import at_least


class TokenEmbedding(nn.Module):
    """A learned vector for every token, multiplied by √width where `scaled`.

    The factor belongs to weights of standard deviation 1/√width, which the paper shares with the
    output layer: the product then has standard deviation 1, as large as the positions. With
    PyTorch's own start, standard deviation 1, the factor makes tokens √width times too loud and
    positions are hardly heard.

    Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.4.
    """

    def __init__(
        self,
        vocabulary: int,
        width: int,
        *,
        std: float | None = None,
        scaled: bool = True,
        padding: int | None = 0,
    ) -> None:
        """`std` of the first weights; None: 1/√width. The vector of `padding` is 0 and stays so."""
        super().__init__()
        at_least("vocabulary", vocabulary, 1)
        self.std = width**-0.5 if std is None else std
        self.factor = math.sqrt(width) if scaled else 1.0
        self.table = nn.Embedding(vocabulary, width, padding_idx=padding)
        nn.init.normal_(self.table.weight, 0.0, self.std)
        if padding is not None:
            nn.init.zeros_(self.table.weight[padding])

    def forward(self, tokens: Tensor) -> Tensor:
        """(n, length), int64 → (n, length, width)."""
        return self.table(tokens) * self.factor  # type: ignore[no-any-return]
