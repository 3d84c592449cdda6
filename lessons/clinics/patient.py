"""What a trial is made with, and what several of them measure."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from engine.data import Dataset, Examples
from engine.experiment import Experiment
from lessons.clinics.training import first_batches, norm


@dataclass(frozen=True, slots=True)
class Patient:
    """What a trial is made with."""

    run: Experiment
    variant: Experiment | None
    seed: int

    @property
    def changed(self) -> Experiment:
        """The changed experiment. Raises AssertionError where the case names none."""
        assert self.variant is not None
        return self.variant


def only_one_batch(patient: Patient) -> Dataset:
    """The data with nothing but the first batch to train on."""
    data = patient.run.data
    assert data is not None
    (batch,) = first_batches(patient.run, patient.seed)
    return replace(data, train=Examples(batch.inputs, batch.targets))


def answers(patient: Patient, model: nn.Module) -> Tensor:
    """What the model says to the validation examples."""
    data = patient.run.data
    assert data is not None
    model.eval()
    with torch.no_grad():
        given: Tensor = model(data.validation.inputs)
    return given


def norm_of(parameters: tuple[nn.Parameter, ...]) -> float:
    """Length of the gradient that these parameters have now."""
    return norm([parameter.grad for parameter in parameters if parameter.grad is not None])


def length(model: nn.Module) -> float:
    """Length of all weight matrices together."""
    return norm([parameter.detach() for parameter in model.parameters() if parameter.ndim > 1])


def late(losses: tuple[float, ...]) -> float:
    """Mean of the last ten."""
    last = losses[-10:]
    return sum(last) / len(last)
