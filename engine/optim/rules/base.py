"""What the rules have in common: the settings of `torch.optim`, and three who execute them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Literal, get_args

from engine.errors import ConfigurationError, one_of

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Stepper

Source = Literal["fast", "torch", "scratch"]
"""The quickest exact means, `torch.optim` as anybody would call it, or our own page of Python."""


@dataclass(frozen=True, slots=True)
class TorchRule:
    """The settings of an optimiser of `torch.optim`: same names, same defaults, same meaning.

    Raises ConfigurationError for a setting that cannot be, when it is made.
    """

    source: Source = field(default="fast", kw_only=True)
    """Who executes it. All three do the same, to rounding."""

    torch_name: ClassVar[str]
    """Its class in `torch.optim`."""
    not_settings: ClassVar[frozenset[str]] = frozenset({"source"})
    """Fields that `torch.optim` does not know."""
    foreach: ClassVar[bool | None] = None
    """True where going through all tensors together is quicker on a CPU as well."""

    def __post_init__(self) -> None:
        one_of("source", self.source, get_args(Source))
        self.check()

    def check(self) -> None:
        """Raise ConfigurationError for a setting that cannot be."""

    def settings(self) -> dict[str, Any]:
        """Keywords for the class of `torch.optim`."""
        return {
            entry.name: getattr(self, entry.name)
            for entry in fields(self)
            if entry.name not in self.not_settings
        }

    def build(self, parameters: Sequence[nn.Parameter]) -> Stepper:
        """The stepper of this rule's source for these parameters, in this order."""
        if self.source == "scratch":
            return self.from_scratch(parameters)
        quicker = self.fast(parameters) if self.source == "fast" else None
        return quicker or self.by_torch(parameters)

    def fast(self, parameters: Sequence[nn.Parameter]) -> Stepper | None:
        """Quicker than torch's default for these parameters, or None where that is the quickest."""
        together = self.foreach and all(p.device.type in ("cpu", "cuda") for p in parameters)
        return self.by_torch(parameters, foreach=True) if together else None

    def by_torch(self, parameters: Sequence[nn.Parameter], **how: Any) -> Stepper:
        """The object of `torch.optim`; `how` says which of its implementations."""
        import torch

        from engine.optim.torch_optimizer import TorchStepper

        make = getattr(torch.optim, self.torch_name, None)
        if make is None:
            raise ConfigurationError(
                "optimizer",
                self.torch_name,
                'Update PyTorch, or choose source="scratch".',
                f"PyTorch {torch.__version__} does not have it.",
            )
        return TorchStepper(make(parameters, **self.settings(), **how))

    def from_scratch(self, parameters: Sequence[nn.Parameter]) -> Stepper:
        """Our own, to be read."""
        from engine.optim import from_scratch

        make = getattr(from_scratch, self.scratch_name())
        optimizer = make(list(parameters), **self.scratch_settings())
        return from_scratch.FromScratchStepper(optimizer, parameters)

    def scratch_name(self) -> str:
        """Its class in `engine.optim.from_scratch`."""
        return self.torch_name

    def scratch_settings(self) -> dict[str, Any]:
        """Keywords for that class."""
        return self.settings()
