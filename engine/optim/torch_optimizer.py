"""Any object of `torch.optim`, unmodified, behind the loop's interface."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torch.optim import Optimizer

from engine import kernels
from engine.errors import ConfigurationError
from engine.nested import copied
from engine.optim.aliases import BETAS, own_name
from engine.optim.state import check_origin, chosen


class TorchStepper:
    """Sets each group's `lr`, then calls the optimiser's own `step()`."""

    def __init__(self, optimizer: Optimizer) -> None:
        """Raises ConfigurationError for an optimiser that wants to compute the loss itself."""
        _refuse_a_closure(optimizer)
        self.optimizer = optimizer
        self.label = _label(optimizer)
        self._step = kernels.unlabelled_step(optimizer)
        self._base_lrs = tuple(float(group["lr"]) for group in optimizer.param_groups)
        self._given = _settings(optimizer)

    @property
    def base_lrs(self) -> tuple[float, ...]:
        """The groups' rates at the start."""
        return self._base_lrs

    @property
    def hyperparameters(self) -> dict[str, float]:
        """Numbers of the first group as they are now, `betas` as `beta1` and `beta2`."""
        group = self.optimizer.param_groups[0]
        numbers = {name: value for name, value in group.items() if _is_number(value)}
        betas = group.get("betas", ())
        numbers.update({name: betas[place] for name, place in BETAS.items() if betas})
        return {name: value for name, value in numbers.items() if not name.endswith("lr")}

    def set(self, name: str, value: float) -> None:
        """Change a number in every group that has it; `beta1` and `beta2` mean those in `betas`.

        `momentum` is β₁ where a group has no momentum of that name. Raises KeyError where no
        group has it.
        """
        known = [_set(group, name, value) for group in self.optimizer.param_groups]
        if not any(known):
            raise KeyError(name)

    def step(self, lrs: Sequence[float]) -> None:
        """One update."""
        for group, lr in zip(self.optimizer.param_groups, lrs, strict=True):
            group["lr"] = lr
        self._step()

    def state_dict(self) -> dict[str, Any]:
        """The optimiser's own, copied."""
        return {
            "stepper": self.label,
            "given": copied(self._given),
            "optimizer": copied(self.optimizer.state_dict()),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back there. Raises ConfigurationError for the state of something else."""
        check_origin(state, self.label)
        saved = copied(state["optimizer"])
        try:
            self.optimizer.load_state_dict(saved)
        except ValueError as error:
            raise ConfigurationError(
                "optimiser state", self.label, "Load it beside the same groups.", f"{error}."
            ) from error
        _undo_casts(self.optimizer, saved["state"])
        groups = self.optimizer.param_groups
        for group, ours, given in zip(groups, self._given, state["given"], strict=True):
            group.update(chosen(ours, given, group))


def _settings(optimizer: Optimizer) -> list[dict[str, Any]]:
    """What each group was given."""
    return [
        {name: copied(value) for name, value in group.items() if name != "params"}
        for group in optimizer.param_groups
    ]


def _refuse_a_closure(optimizer: Optimizer) -> None:
    closure = inspect.signature(type(optimizer).step).parameters.get("closure")
    if closure is not None and closure.default is inspect.Parameter.empty:
        raise ConfigurationError(
            "optimizer",
            type(optimizer).__name__,
            "Choose one that takes a single step from one gradient, such as AdamW.",
            "It evaluates the loss several times within one step.",
        )


def _label(optimizer: Optimizer) -> str:
    kinds = [kind for kind in ("foreach", "fused") if optimizer.defaults.get(kind)]
    return ", ".join([f"torch.optim.{type(optimizer).__name__}", *kinds])


def _set(group: dict[str, Any], name: str, value: float) -> bool:
    """Whether the group has a number of that name."""
    name = own_name(name, group)
    if name in BETAS and "betas" in group:
        betas = list(group["betas"])
        betas[BETAS[name]] = value
        group["betas"] = tuple(betas)
        return True
    if not _is_number(group.get(name)):
        return False
    group[name] = value
    return True


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _undo_casts(optimizer: Optimizer, saved: dict[int, dict[str, Any]]) -> None:
    """Put numbers back in the precision they were saved in.

    `Optimizer.load_state_dict` turns all state but `step` into the dtype of the parameter, also
    that which is kept in single precision beside parameters in double or half.
    """
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    for index, entries in saved.items():
        loaded = optimizer.state[parameters[index]]
        for name, value in entries.items():
            now = loaded[name]
            if isinstance(value, Tensor) and name != "step" and value.dtype != now.dtype:
                loaded[name] = value.to(now.device)
