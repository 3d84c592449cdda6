"""Turns an experiment, a seed and a device into a model that is ready to train."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

from engine import seeding
from engine.data import Batch, Dataset
from engine.events import RunStarted
from engine.experiment import Experiment
from engine.optim import Stepper
from engine.optim.torch_optimizer import TorchStepper
from engine.schedules import Horizon

if TYPE_CHECKING:
    from engine.optim import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """Everything a run needs before its first step."""

    experiment: Experiment
    seed: int
    device: torch.device
    model: nn.Module
    parameters: tuple[nn.Parameter, ...]
    stepper: Stepper
    data: Dataset | None
    """The data, on the device."""
    loss: Callable[[nn.Module, Batch | None], Tensor]
    """What one step computes."""
    horizon: Horizon
    started: RunStarted

    @property
    def validates(self) -> bool:
        """Whether there is a validation split to measure."""
        return self.data is not None and len(self.data.validation) > 0

    def evaluation_due(self, step: int) -> bool:
        """Whether the validation split is measured after `step` updates."""
        every = self.experiment.evaluate_every or self.horizon.steps_per_epoch
        return bool(every) and step % every == 0 and self.validates


def prepare(
    experiment: Experiment,
    *,
    seed: int,
    device: torch.device,
    run: str = "",
    steps: int | None = None,
) -> Setup:
    """Build the model from the seed, move everything to the device, make the optimiser.

    `steps` replaces the experiment's own budget. Raises ValueError where it is less than 1.
    """
    if steps is not None and steps < 1:
        raise ValueError(f"a run has at least 1 step, not {steps}")
    with seeding.seeded(seeding.derive(seed, "init"), device):
        model = _model(experiment).to(device)
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    parameters = tuple(parameter for _, parameter in named)
    stepper = _stepper(experiment, parameters)
    horizon = Horizon(steps or experiment.total_steps, experiment.steps_per_epoch)
    data = experiment.data.to(device) if experiment.data is not None else None
    return Setup(
        experiment=experiment,
        seed=seed,
        device=device,
        model=model,
        parameters=parameters,
        stepper=stepper,
        data=data,
        loss=_step_loss(experiment),
        horizon=horizon,
        started=RunStarted(
            run=run,
            device=str(device),
            parameters=sum(parameter.numel() for parameter in parameters),
            steps=horizon.steps,
            steps_per_epoch=horizon.steps_per_epoch,
            layers=tuple(name for name, _ in named),
            groups=len(stepper.base_lrs),
            optimizer=stepper.label,
        ),
    )


def _model(experiment: Experiment) -> nn.Module:
    if experiment.landscape is not None:
        from engine.nn import LandscapeModel

        return LandscapeModel(experiment.landscape)
    assert experiment.model is not None
    return experiment.model()


def _stepper(experiment: Experiment, parameters: tuple[nn.Parameter, ...]) -> Stepper:
    if hasattr(experiment.optimizer, "build"):
        return cast("Rule", experiment.optimizer).build(parameters)
    return TorchStepper(experiment.optimizer(parameters))


def _step_loss(experiment: Experiment) -> Callable[[nn.Module, Batch | None], Tensor]:
    if experiment.step_loss is not None:
        return cast("Callable[[nn.Module, Batch | None], Tensor]", experiment.step_loss)
    if experiment.landscape is not None:
        return lambda model, _: cast("Tensor", model())
    loss = experiment.loss
    assert loss is not None

    def supervised(model: nn.Module, batch: Batch | None) -> Tensor:
        assert batch is not None
        return loss(model(batch.inputs), batch.targets)

    return supervised
