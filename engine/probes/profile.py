"""Where the time and the memory of one step go."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

import torch
from torch import Tensor, nn

from engine import kernels, nested
from engine.data import Batch
from engine.errors import at_least
from engine.observations import StepProfile
from engine.optim import Stepper
from engine.probes.apart import apart
from engine.probes.base import Scene, Still, unfit
from engine.probes.twin import Twin

StepLoss = Callable[[nn.Module, Batch | None], Tensor]


@dataclass(frozen=True, slots=True)
class Profile:
    """Seconds of a step by phase, and bytes by use, measured on a twin of the model.

    The batch is gathered by index, as the engine does where the data fit into memory.
    """

    repeats: int = 5
    """Steps timed at each look; the median of each phase counts."""
    name: str = field(default="profile", init=False)

    def __post_init__(self) -> None:
        at_least("Profile.repeats", self.repeats, 1)

    def start(self) -> ProfileObserver:
        """Make the observer of one run."""
        return ProfileObserver(self.repeats)


class ProfileObserver(Still):
    """Trains a twin for a few steps at every look."""

    def __init__(self, repeats: int) -> None:
        self._repeats = repeats

    def begin(self, scene: Scene) -> None:
        """Copy the model. Raises ConfigurationError where loss or optimiser are not known."""
        self._twin = Twin(scene, "Profile")
        if scene.stepper is None:
            raise unfit(
                "Profile",
                "to know how the run updates its weights",
                "Train through engine.train, or give the Scene its stepper.",
            )
        self._stepper = scene.stepper

    def look(self, scene: Scene) -> StepProfile:
        """A few steps, timed."""
        assert scene.loss is not None
        self._twin.follow()
        with apart(scene.device):
            return profile_step(
                self._twin.model,
                scene.loss,
                self._stepper(self._twin.model),
                lambda: _batch(scene),
                scene.device,
                repeats=self._repeats,
            )


def profile_step(
    model: nn.Module,
    loss: StepLoss,
    stepper: Stepper,
    gather: Callable[[], Batch | None],
    device: torch.device,
    *,
    repeats: int = 5,
) -> StepProfile:
    """Train `model` for `repeats` steps, and one before them, and say what they cost.

    Every phase is waited for, so that on an accelerator the time is that of the phase itself.
    Changes the model and draws random numbers: give it a copy.
    """
    times = []
    kept: list[int] = []
    batch = None
    for number in range(repeats + 1):
        began = _now(device)
        batch = gather()
        gathered = _now(device)
        if number == 0:
            with _counting(model, batch, kept):
                value = loss(model, batch)
        else:
            value = loss(model, batch)
        computed = _now(device)
        kernels.backward(value)
        differentiated = _now(device)
        stepper.step(stepper.base_lrs)
        ended = _now(device)
        times.append(
            (
                gathered - began,
                computed - gathered,
                differentiated - computed,
                ended - differentiated,
            )
        )
        gradients = _bytes(p.grad for p in model.parameters() if p.grad is not None)
        for parameter in model.parameters():
            parameter.grad = None
    # The first step allocates what the others use again.
    data, forward, backward, optimizer = (median(phase) for phase in zip(*times[1:], strict=True))
    return StepProfile(
        data=data,
        forward=forward,
        backward=backward,
        optimizer=optimizer,
        samples=0 if batch is None else len(batch.inputs),
        parameters=_bytes(model.parameters()),
        gradients=gradients,
        optimizer_state=_bytes(nested.tensors(stepper.state_dict())),
        activations=sum(kept),
    )


def _batch(scene: Scene) -> Batch | None:
    """Random examples, as many as a step has."""
    if scene.data is None:
        return None
    train = scene.data.train
    size = min(scene.batch_size or len(train), len(train))
    chosen = torch.randint(len(train), (size,)).to(train.inputs.device)
    batch = Batch(train.inputs.index_select(0, chosen), train.targets.index_select(0, chosen))
    return batch.to(scene.device)


def _now(device: torch.device) -> float:
    """The time at which the device has done all that it was asked."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
    return time.perf_counter()


@contextmanager
def _counting(model: nn.Module, batch: Batch | None, kept: list[int]) -> Iterator[None]:
    """Note the bytes of everything that the graph keeps, each piece of memory once.

    Parameters, buffers and the batch are there anyway and do not count.
    """
    there = [*model.parameters(), *model.buffers(), *(batch or ())]
    known = {tensor.untyped_storage().data_ptr() for tensor in there}

    def keep(tensor: Tensor) -> Tensor:
        storage = tensor.untyped_storage()
        if storage.data_ptr() not in known:
            known.add(storage.data_ptr())
            kept.append(storage.nbytes())
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        yield


def _bytes(tensors: Iterable[Tensor | None]) -> int:
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors if tensor is not None)
