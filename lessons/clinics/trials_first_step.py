"""Trials that look at the data and at the first step, before anything is learned."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import nn

from engine.data import Batch
from lessons.clinics.patient import Patient, norm_of
from lessons.clinics.shown import Figure, Shown
from lessons.clinics.training import first_batches, fresh


def gradient_twice(patient: Patient) -> Shown:
    """Make two steps at a rate of 0 on the same batch: the same gradient should come twice."""
    setup = fresh(patient.run, patient.seed)
    (batch,) = first_batches(patient.run, patient.seed)
    norms = []
    for _ in range(2):
        setup.compute(batch).backward()
        norms.append(norm_of(setup.parameters))
        if patient.run.zero_grad:
            for parameter in setup.parameters:
                parameter.grad = None
    ratio = norms[1] / max(norms[0], 1e-30)
    return Shown(
        outcome="doubles" if ratio > 1.5 else "same",
        figures=(
            Figure("once", "gradient norm, first time", norms[0]),
            Figure("twice", "gradient norm, second time", norms[1]),
        ),
    )


def layer_gradients(patient: Patient) -> Shown:
    """Norm of the gradient of every layer, on the first batch."""
    setup = fresh(patient.run, patient.seed)
    (batch,) = first_batches(patient.run, patient.seed)
    setup.compute(batch).backward()
    norms = [
        (name, 0.0 if parameter.grad is None else float(parameter.grad.norm()))
        for name, parameter in setup.model.named_parameters()
        if parameter.ndim > 1
    ]
    first, last = norms[0][1], norms[-1][1]
    if min(value for _, value in norms) == 0.0:
        outcome = "none_in_some"
    else:
        ratio = first / max(last, 1e-30)
        outcome = "fades" if ratio < 1e-3 else "grows" if first > 50 else "even"
    named = tuple(Figure(f"layer{n}", f"{name}", value) for n, (name, value) in enumerate(norms, 1))
    return Shown(
        outcome=outcome, figures=(*named, Figure("ratio", "first / last", first / max(last, 1e-30)))
    )


def signals(patient: Patient) -> Shown:
    """Size of what comes out of every layer, on the first batch, before any training."""
    setup = fresh(patient.run, patient.seed)
    sizes: list[float] = []
    layers = [layer for layer in setup.model.modules() if isinstance(layer, nn.Linear)]
    handles = [
        layer.register_forward_hook(lambda *parts: sizes.append(float(parts[-1].std())))
        for layer in layers
    ]
    (batch,) = first_batches(patient.run, patient.seed)
    with torch.no_grad():
        setup.model(batch.inputs)
    for handle in handles:
        handle.remove()
    ratio = sizes[-1] / max(sizes[0], 1e-30)
    return Shown(
        outcome="grows" if ratio > 10 else "fades" if ratio < 0.1 else "even",
        figures=(
            Figure("first", "spread after the first layer", sizes[0]),
            Figure("last", "spread after the last layer", sizes[-1]),
        ),
    )


def batch_sizes(patient: Patient) -> Shown:
    """Norm of the gradient on 8 examples and on 64 of the same batch."""
    found = []
    (batch,) = first_batches(patient.run, patient.seed)
    for size in (8, len(batch.inputs)):
        setup = fresh(patient.run, patient.seed)
        setup.compute(Batch(batch.inputs[:size], batch.targets[:size])).backward()
        found.append(norm_of(setup.parameters))
    ratio = found[1] / max(found[0], 1e-30)
    return Shown(
        outcome="grows_with_it" if ratio > 3 else "same",
        figures=(
            Figure("small", "gradient norm on 8 examples", found[0]),
            Figure("large", "gradient norm on the whole batch", found[1]),
            Figure("ratio", "ratio", ratio),
        ),
    )


def batch_labels(patient: Patient) -> Shown:
    """How many different labels the first batches hold."""
    kinds = [len(one.targets.unique()) for one in first_batches(patient.run, patient.seed, 8)]
    mean = sum(kinds) / len(kinds)
    return Shown(
        outcome="few" if mean < 3 else "mixed",
        figures=(Figure("kinds", "different labels in a batch, on average", mean),),
    )


def shared_examples(patient: Patient) -> Shown:
    """How many validation examples are, number for number, in the training split as well."""
    data = patient.run.data
    assert data is not None
    known = {row.numpy().tobytes() for row in data.train.inputs}
    shared = sum(row.numpy().tobytes() in known for row in data.validation.inputs)
    return Shown(
        outcome="shared" if shared > 0.05 * len(data.validation) else "apart",
        figures=(
            Figure("shared", "validation examples that are also trained on", float(shared)),
            Figure("examples", "validation examples", float(len(data.validation))),
        ),
    )


def shapes(patient: Patient) -> Shown:
    """How many numbers the loss compares, beside how many predictions there are."""
    setup = fresh(patient.run, patient.seed)
    (batch,) = first_batches(patient.run, patient.seed)
    predicted = setup.model(batch.inputs)
    with_itself = replace(patient.run, step_loss=None)
    assert with_itself.loss is not None
    loss = with_itself.loss(predicted, batch.targets)
    (slope,) = torch.autograd.grad(loss, predicted)
    mine = torch.zeros_like(predicted)
    mine[0] = 1.0
    moved = with_itself.loss(predicted.detach() + mine, batch.targets) - loss.detach()
    own = with_itself.loss(predicted.detach()[:1] + 1.0, batch.targets[:1])
    own = own - with_itself.loss(predicted.detach()[:1], batch.targets[:1])
    share = float(moved) * len(predicted) - float(own)
    crossed = abs(share) > 0.01 * max(1.0, abs(float(own)))
    return Shown(
        outcome="crossed" if crossed else "own",
        figures=(
            Figure(
                "moved",
                "change of the loss when the first prediction grows by 1, times n",
                float(moved) * len(predicted),
            ),
            Figure("own", "the same for the first example alone", float(own)),
            Figure("slope", "largest slope on a prediction", float(slope.abs().max())),
        ),
    )
