"""Muon as a rule: hidden matrices by Muon, everything else by another rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar

from engine.errors import ConfigurationError, one_of
from engine.optim.matching import matches
from engine.optim.parts import Named, Part, build, flat, named_parameters
from engine.optim.rules.adam import AdamW
from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import not_negative, number, numbers, switch

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Stepper


@dataclass(frozen=True, slots=True)
class Muon(TorchRule):
    """A step for a matrix as a whole (Jordan et al. 2024), and AdamW for what is not a matrix.

    Same meaning and defaults as `torch.optim.Muon`, which takes matrices only and is made for
    those inside a network: biases, scales, kernels of convolutions, embeddings, and the matrices
    of the first and the last layer go to `others`.
    """

    lr: float = 1e-3
    weight_decay: float = field(default=0.1, kw_only=True)
    momentum: float = field(default=0.95, kw_only=True)
    nesterov: bool = field(default=True, kw_only=True)
    ns_coefficients: tuple[float, float, float] = field(
        default=(3.4445, -4.775, 2.0315), kw_only=True
    )
    eps: float = field(default=1e-7, kw_only=True)
    ns_steps: int = field(default=5, kw_only=True)
    adjust_lr_fn: str | None = field(default=None, kw_only=True)
    """None or `original`: the rate times √max(1, n/m). `match_rms_adamw`: times 0.2 √max(n, m),
    so that a rate found for AdamW can be kept."""
    others: AdamW | None = field(default=AdamW(), kw_only=True)
    """Moves the rest, by the same source. None: there must be no rest."""
    hidden: str | None = field(default=None, kw_only=True)
    """Pattern for the names of the matrices that are Muon's; None: those inside the network."""

    torch_name: ClassVar[str] = "Muon"
    not_settings: ClassVar[frozenset[str]] = frozenset({"source", "others", "hidden"})

    def check(self) -> None:
        """Nothing negative; a momentum below 1; as many iterations as torch allows."""
        not_negative(self, "lr", "weight_decay", "eps")
        number("momentum", self.momentum, 0, 1)
        number("ns_steps", self.ns_steps, 0, 100)
        switch(self, "nesterov")
        for index, value in enumerate(numbers("ns_coefficients", self.ns_coefficients, 3)):
            number(f"ns_coefficients[{index}]", value)
        one_of("adjust_lr_fn", self.adjust_lr_fn, (None, "original", "match_rms_adamw"))

    def build_named(self, model: nn.Module) -> Stepper:
        """Muon for the hidden matrices of a model, `others` for the rest.

        Raises ConfigurationError where there is no such matrix.
        """
        return build(flat(self, named_parameters(model)))

    def build(self, parameters: Sequence[nn.Parameter]) -> Stepper:
        """Muon for all matrices, `others` for the rest: without a model, none is known as hidden.

        Raises ConfigurationError for a rest that nobody moves.
        """
        if self.others is not None:
            return build(flat(replace(self, hidden="*"), _numbered(parameters)))
        for parameter in parameters:
            if parameter.dim() != 2:
                raise ConfigurationError(
                    "others",
                    None,
                    "Let a rule such as AdamW() move the others.",
                    f"Muon moves matrices only, and one parameter is {tuple(parameter.shape)}.",
                )
        return TorchRule.build(self, parameters)

    def parts(self, named: Sequence[Named]) -> list[Part]:
        """The matrices, and the rest."""
        if self.others is None:
            return [Part(self, tuple(named))]
        mine = [entry for entry in named if self._takes(entry, named)]
        if not mine:
            raise ConfigurationError(
                "hidden",
                self.hidden,
                'Add a hidden layer, or give Muon every matrix with hidden="*".',
                "The model has no matrix between its first and its last layer."
                if self.hidden is None
                else "No matrix is called so.",
            )
        names = {entry.name for entry in mine}
        rest = tuple(entry for entry in named if entry.name not in names)
        others = replace(self.others, source=self.source)
        return [Part(replace(self, others=None), tuple(mine)), Part(others, rest)]

    def _takes(self, entry: Named, named: Sequence[Named]) -> bool:
        from torch import nn

        if entry.parameter.dim() != 2:
            return False
        if self.hidden is not None:
            return matches(self.hidden, entry)
        weights = [other for other in named if other.parameter.dim() >= 2]
        outer = (weights[0].module, weights[-1].module)
        return not isinstance(entry.module, nn.Embedding) and entry.module not in outer


def _numbered(parameters: Sequence[nn.Parameter]) -> list[Named]:
    """Parameters of which nothing is known, called by their places."""
    from torch import nn

    nowhere = nn.Module()
    return [Named(str(index), parameter, nowhere) for index, parameter in enumerate(parameters)]
