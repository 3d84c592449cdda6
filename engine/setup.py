"""Turns an experiment, a seed and a device into a model that is ready to train."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

import torch
from torch import Tensor, nn

from engine import seeding
from engine.data import Batch, Dataset
from engine.errors import EngineError
from engine.events import RunStarted
from engine.experiment import Experiment
from engine.optim import NamedRule, Stepper
from engine.optim.torch_optimizer import TorchStepper
from engine.schedules import Horizon
from engine.tricks.precision import autocast

if TYPE_CHECKING:
    from engine.distributed.world import World
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
    """The data, on the device, but where a loader fetches them from the CPU."""
    forward: nn.Module
    """What is called in training: the model itself, or compiled."""
    loss: Callable[[nn.Module, Batch | None], Tensor]
    """What one step computes."""
    compute: Callable[[Batch | None], Tensor]
    """The same of the model that is trained, here or in all processes together, and in the
    experiment's precision."""
    no_sync: Callable[[], AbstractContextManager[object]]
    """Keeps processes from averaging gradients until a window is complete."""
    horizon: Horizon
    started: RunStarted
    world: World | None = None
    """The processes among which every batch is divided; None: there is only this one."""
    prompt: bool = False
    """Say every step's figures at once; on an accelerator they otherwise come some steps later."""

    def new_stepper(self, model: nn.Module) -> Stepper:
        """A fresh optimiser of the run's kind for another model of the same form."""
        return _stepper(self.experiment, model)

    @property
    def reduce(self) -> Callable[[Tensor], Tensor] | None:
        """This process's part of a loss to that of all processes; None: there is only this one."""
        return None if self.world is None else self.world.mean

    @property
    def measured(self) -> tuple[str, ...]:
        """Splits to measure now and then: those asked for that have examples."""
        if self.data is None:
            return ()
        return tuple(name for name in self.experiment.evaluate_on if len(self.data.split(name)))


def prepare(
    experiment: Experiment,
    *,
    seed: int,
    device: torch.device,
    run: str = "",
    steps: int | None = None,
    world: World | None = None,
) -> Setup:
    """Build the model from the seed, move everything to the device, make the optimiser.

    `steps` replaces the experiment's own budget. Raises ValueError where it is less than 1.
    `world`: the processes that train together.
    """
    if steps is not None and steps < 1:
        raise ValueError(f"a run has at least 1 step, not {steps}")
    model = build_model(experiment, seed, device)
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    parameters = tuple(parameter for _, parameter in named)
    stepper = _stepper(experiment, model)
    horizon = Horizon(steps or experiment.total_steps, experiment.steps_per_epoch)
    data = experiment.data
    if data is not None and experiment.loader is None:
        data = data.to(device)
    forward, loss = _forward(experiment, model), _step_loss(experiment)
    together = None if world is None else world.spread(forward, loss)
    return Setup(
        experiment=experiment,
        seed=seed,
        device=device,
        model=model,
        parameters=parameters,
        stepper=stepper,
        data=data,
        forward=forward,
        world=world,
        loss=loss,
        compute=_in_precision(experiment, device, together or partial(loss, forward)),
        no_sync=nullcontext if together is None else together.no_sync,
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


def build_model(experiment: Experiment, seed: int, device: torch.device) -> nn.Module:
    """The model as a run with this seed begins, on the device."""
    with seeding.seeded(seeding.derive(seed, "init"), device):
        return _model(experiment).to(device)


def _model(experiment: Experiment) -> nn.Module:
    if experiment.landscape is not None:
        from engine.nn import LandscapeModel

        return LandscapeModel(experiment.landscape)
    assert experiment.model is not None
    return experiment.model()


def _stepper(experiment: Experiment, model: nn.Module) -> Stepper:
    parameters = tuple(p for p in model.parameters() if p.requires_grad)
    if not parameters:
        raise EngineError(
            "There is nothing to train",
            "The model has no parameter that requires a gradient.",
            "Give it a layer with weights, or leave some layers unfrozen.",
        )
    if isinstance(experiment.optimizer, NamedRule):
        return experiment.optimizer.build_named(model)
    if hasattr(experiment.optimizer, "build"):
        return cast("Rule", experiment.optimizer).build(parameters)
    return TorchStepper(experiment.optimizer(parameters))


def _forward(experiment: Experiment, model: nn.Module) -> nn.Module:
    if not experiment.compile:
        return model
    from engine.compiling import compiled

    return compiled(model)


def _in_precision(
    experiment: Experiment, device: torch.device, compute: Callable[[Batch | None], Tensor]
) -> Callable[[Batch | None], Tensor]:
    if experiment.precision == "fp32":
        return compute

    def cast(batch: Batch | None) -> Tensor:
        with autocast(experiment.precision, device):
            return compute(batch)

    return cast


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
