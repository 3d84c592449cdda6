"""What the fused optimisers share: parameters, one group, numbers by name, state."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self, cast

from torch import Tensor, nn

from engine import kernels
from engine.nested import copied
from engine.optim.aliases import own_name
from engine.optim.state import check_origin, chosen, restore


class FusedStepper:
    """Owns the parameters; a subclass owns the state and calls the kernel."""

    kernel_name: ClassVar[str]
    label = ""

    def __init__(
        self, rule: Any, parameters: Sequence[nn.Parameter], kernel: Callable[..., Any]
    ) -> None:
        self._parameters = list(parameters)
        # Aliases of the weights that autograd does not watch, so that no step needs `no_grad`.
        self._values = [parameter.detach() for parameter in parameters]
        self._kernel = kernel
        self._all = range(len(self._parameters))
        self._lr = rule.lr
        self._settings = self._numbers(rule)
        self._given = dict(self._settings)

    @classmethod
    def create(cls, rule: Any, parameters: Sequence[nn.Parameter]) -> Self | None:
        """The stepper, or None where torch has no one kernel for all these parameters."""
        if len({(parameter.device, parameter.dtype) for parameter in parameters}) > 1:
            return None
        kernel = kernels.fused(cls.kernel_name, parameters)
        return cls(rule, parameters, kernel) if kernel else None

    @property
    def base_lrs(self) -> tuple[float, ...]:
        """One group."""
        return (self._lr,)

    @property
    def hyperparameters(self) -> dict[str, float]:
        """The rule's numbers as they are now."""
        return dict(self._settings)

    def set(self, name: str, value: float) -> None:
        """Change one of the rule's numbers. Raises KeyError for others."""
        name = own_name(name, self._settings)
        if name not in self._settings:
            raise KeyError(name)
        self._settings[name] = value

    def state_dict(self) -> dict[str, Any]:
        """The numbers and the kernel's tensors, copied."""
        return {
            "stepper": self.label,
            "given": dict(self._given),
            "settings": dict(self._settings),
            "tensors": copied(self._memory()),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back there. Raises ConfigurationError for the state of something else."""
        check_origin(state, self.label)
        for name, tensors in self._memory().items():
            restore(tensors, state["tensors"][name])
        self._settings = chosen(self._given, state["given"], state["settings"])

    def _numbers(self, rule: Any) -> dict[str, float]:
        """The kernel's keywords that can be changed on the way."""
        raise NotImplementedError

    def _memory(self) -> dict[str, list[Tensor]]:
        """The kernel's tensors, one of each kind for every parameter."""
        raise NotImplementedError

    def _present(self) -> tuple[Sequence[int], list[Tensor]]:
        """Indices and gradients of the parameters that took part in this step's loss."""
        gradients = [parameter.grad for parameter in self._parameters]
        if not any(gradient is None for gradient in gradients):
            return self._all, cast("list[Tensor]", gradients)
        pairs = [(index, g) for index, g in enumerate(gradients) if g is not None]
        return [index for index, _ in pairs], [gradient for _, gradient in pairs]

    def _take(self, tensors: list[Tensor], indices: Sequence[int]) -> list[Tensor]:
        return tensors if indices is self._all else [tensors[index] for index in indices]
