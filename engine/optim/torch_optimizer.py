"""Any object of `torch.optim`, unmodified, behind the loop's interface."""

from __future__ import annotations

from collections.abc import Sequence

from torch.optim import Optimizer

from engine import kernels


class TorchStepper:
    """Sets each group's `lr`, then calls the optimiser's own `step()`."""

    def __init__(self, optimizer: Optimizer) -> None:
        self.optimizer = optimizer
        self.label = f"torch.optim.{type(optimizer).__name__}"
        self._step = kernels.unlabelled_step(optimizer)
        self._base_lrs = tuple(float(group["lr"]) for group in optimizer.param_groups)

    @property
    def base_lrs(self) -> tuple[float, ...]:
        """The groups' rates at the start."""
        return self._base_lrs

    def set(self, name: str, value: float) -> None:
        """Change a number in every group. Raises KeyError where no group has one of that name."""
        groups = [
            group
            for group in self.optimizer.param_groups
            if isinstance(group.get(name), (int, float))
        ]
        if not groups:
            raise KeyError(name)
        for group in groups:
            group[name] = value

    def step(self, lrs: Sequence[float]) -> None:
        """One update."""
        for group, lr in zip(self.optimizer.param_groups, lrs, strict=True):
            group["lr"] = lr
        self._step()
