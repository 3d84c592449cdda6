"""Trials that train: what became of the run, or of another one beside it."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn

from engine.data import with_shuffled_labels
from engine.evaluate import evaluate
from lessons.clinics.patient import Patient, answers, late, length, only_one_batch
from lessons.clinics.shown import Figure, Shown, Trail
from lessons.clinics.training import CPU, fresh, norm, trained


def rerun(patient: Patient) -> Shown:
    """The same run with one thing changed."""
    before = trained(patient.run, patient.seed).losses
    after = trained(patient.changed, patient.seed).losses
    first, last = late(before), late(after)
    outcome = "better" if last < 0.7 * first else "worse" if last > 1.4 * first else "same"
    if not last < float("inf"):
        outcome = "worse"
    return Shown(
        outcome=outcome,
        figures=(
            Figure("before", "loss at the end, as it was", first),
            Figure("after", "loss at the end, changed", last),
        ),
        trails=(Trail("as it was", before), Trail("changed", after)),
    )


def one_batch(patient: Patient) -> Shown:
    """Train on one batch only, again and again: a sound program learns it by heart."""
    alone = replace(
        patient.run,
        data=only_one_batch(patient),
        order=None,
        steps=150,
        epochs=None,
        evaluate_on=(),
    )
    losses = trained(alone, patient.seed).losses
    left = late(losses) / losses[0]
    outcome = "learned" if left < 0.25 else "not_learned"
    return Shown(
        outcome=outcome,
        figures=(
            Figure("first", "loss at the first step", losses[0]),
            Figure("last", "loss after 150 steps", late(losses)),
        ),
        trails=(Trail("one batch", losses),),
    )


def evaluate_twice(patient: Patient) -> Shown:
    """Measure the same model on the same examples twice in a row."""
    model = trained(patient.run, patient.seed).model
    data = patient.run.data
    assert data is not None
    found = []
    for seed in (1, 2):
        torch.manual_seed(seed)
        found.append(evaluate(patient.run, model, data, CPU, step=0).loss)
    differs = abs(found[0] - found[1]) > 1e-4 * abs(found[0])
    return Shown(
        outcome="differs" if differs else "same",
        figures=(
            Figure("once", "validation loss, first time", found[0]),
            Figure("twice", "validation loss, second time", found[1]),
        ),
    )


def weights(patient: Patient) -> Shown:
    """Length of all weights together before and after training."""
    before = length(fresh(patient.run, patient.seed).model)
    after = length(trained(patient.run, patient.seed).model)
    outcome = "shrinks" if after < 0.6 * before else "grows" if after > 1.1 * before else "holds"
    return Shown(
        outcome=outcome,
        figures=(
            Figure("before", "length of the weights before training", before),
            Figure("after", "length of the weights after it", after),
        ),
    )


def rates(patient: Patient) -> Shown:
    """The learning rate of every step."""
    steps = trained(patient.run, patient.seed).steps
    used = tuple(step.lr[0] for step in steps)
    per_epoch = max(1, patient.run.steps_per_epoch)
    after = used[min(per_epoch, len(used) - 1)]
    outcome = "collapses" if after < 0.05 * used[0] else "falls" if after < used[0] else "steady"
    return Shown(
        outcome=outcome,
        figures=(
            Figure("first", "rate of the first step", used[0]),
            Figure("after", "rate after one epoch", after),
            Figure("last", "rate of the last step", used[-1]),
        ),
        trails=(Trail("learning rate", used),),
    )


def splits(patient: Patient) -> Shown:
    """Loss and accuracy on training, validation and test, after training."""
    model = trained(patient.run, patient.seed).model
    data = patient.run.data
    assert data is not None
    found = []
    for name in ("train", "validation", "test"):
        seen = evaluate(patient.run, model, data, CPU, step=0, split=name)
        value = seen.value("accuracy")
        assert value is not None
        found.append(Figure(name, f"accuracy on {name}", value))
    train, validation, test = (figure.value for figure in found)
    if validation - test > 0.07:
        outcome = "validation_flatters"
    elif train - test > 0.15:
        outcome = "train_far_ahead"
    else:
        outcome = "low" if train < 0.85 else "close"
    return Shown(outcome=outcome, figures=tuple(found))


def step_size(patient: Patient) -> Shown:
    """How far one update moves the weights, beside how long they are."""
    setup = fresh(patient.run, patient.seed)
    before = [parameter.detach().clone() for parameter in setup.parameters]
    moved = trained(patient.run, patient.seed, steps=1).model
    after = [parameter for parameter in moved.parameters() if parameter.requires_grad]
    far = norm([new.detach() - old for new, old in zip(after, before, strict=True)])
    share = far / norm(before)
    outcome = "tiny" if share < 1e-4 else "huge" if share > 0.3 else "usual"
    return Shown(
        outcome=outcome,
        figures=(
            Figure("moved", "length of the first update", far),
            Figure("share", "the same as a share of the weights", share),
        ),
    )


def shuffled_labels(patient: Patient) -> Shown:
    """Train with labels dealt out at random: what is learned then is learned by heart."""
    data = patient.run.data
    assert data is not None
    mixed = replace(patient.run, data=with_shuffled_labels(data), evaluate_on=())
    losses = trained(mixed, patient.seed).losses
    return Shown(
        outcome="learned" if late(losses) < 0.5 * losses[0] else "not_learned",
        figures=(
            Figure("first", "loss at the first step", losses[0]),
            Figure("last", "loss at the end", late(losses)),
        ),
        trails=(Trail("labels at random", losses),),
    )


def zeros(patient: Patient) -> Shown:
    """Share of the units of the first bend that answer 0 to every example, after training."""
    model = trained(patient.run, patient.seed).model
    seen: list[Tensor] = []
    layers = [layer for layer in model.modules() if isinstance(layer, nn.ReLU)]
    if not layers:
        return Shown(outcome="none", figures=(Figure("dead", "units that are always 0", 0.0),))
    handle = layers[0].register_forward_hook(lambda *parts: seen.append(parts[-1]))
    answers(patient, model)
    handle.remove()
    dead = float((seen[0] <= 0).all(0).float().mean())
    return Shown(
        outcome="dead" if dead > 0.9 else "alive",
        figures=(Figure("dead", "share of units that are always 0", dead),),
    )


def outputs(patient: Patient) -> Shown:
    """What the network itself gives out for each example: its largest number, and their sum."""
    model = trained(patient.run, patient.seed).model
    given = answers(patient, model)
    total = float(given.sum(1).mean())
    spread = float(given.sum(1).std())
    sums = abs(total - 1) < 1e-3 and spread < 1e-3
    return Shown(
        outcome="sums_to_one" if sums else "free",
        figures=(
            Figure("largest", "largest output, on average", float(given.amax(1).mean())),
            Figure("sum", "sum of the outputs", total),
            Figure("spread", "how much that sum varies", spread),
        ),
    )


def neighbour_labels(patient: Patient) -> Shown:
    """How often the network's answer is the label, and how often the label less one."""
    model = trained(patient.run, patient.seed).model
    data = patient.run.data
    assert data is not None
    answer, classes = answers(patient, model).argmax(1), len(data.classes)
    targets = data.validation.targets
    right = float((answer == targets).float().mean())
    beside = float((answer == (targets - 1) % classes).float().mean())
    return Shown(
        outcome="one_off" if beside > 0.5 > right else "in_place",
        figures=(
            Figure("right", "answers that are the label", right),
            Figure("beside", "answers that are the label less one", beside),
        ),
    )
