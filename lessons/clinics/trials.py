"""The experiments that confirm or refute a suspicion. Each is really made, in a worker.

A trial is given the broken experiment (and a changed one, where it compares two) and a seed. It
measures, and reads one word off its figures: a case says what that word would mean.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor, nn

from engine import references
from engine.data import Batch, Dataset, Examples, with_shuffled_labels
from engine.evaluate import evaluate
from engine.experiment import Experiment
from lessons.clinics.case_file import load_case
from lessons.clinics.shown import Figure, Shown, Trail
from lessons.clinics.training import CPU, first_batches, fresh, norm, trained

AGREE = 0.05
"""Share by which two figures may differ and still count as the same."""


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


def perform(folder: str, trial: str, seed: int) -> Shown:
    """Make a trial of the case in that folder. Called in a worker. Raises EngineError."""
    case = load_case(Path(folder))
    asked = case.trial(trial)
    lab = f"{case.package}.lab"
    variant = references.resolve(f"{lab}:{asked.variant}")() if asked.variant else None
    patient = Patient(references.resolve(f"{lab}:run")(), variant, seed)
    return DOES[asked.does](patient)


def rerun(patient: Patient) -> Shown:
    """The same run with one thing changed."""
    before = trained(patient.run, patient.seed).losses
    after = trained(patient.changed, patient.seed).losses
    first, last = _late(before), _late(after)
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
        patient.run, data=_only(patient), order=None, steps=150, epochs=None, evaluate_on=()
    )
    losses = trained(alone, patient.seed).losses
    left = _late(losses) / losses[0]
    outcome = "learned" if left < 0.25 else "not_learned"
    return Shown(
        outcome=outcome,
        figures=(
            Figure("first", "loss at the first step", losses[0]),
            Figure("last", "loss after 150 steps", _late(losses)),
        ),
        trails=(Trail("one batch", losses),),
    )


def gradient_twice(patient: Patient) -> Shown:
    """Make two steps at a rate of 0 on the same batch: the same gradient should come twice."""
    setup = fresh(patient.run, patient.seed)
    (batch,) = first_batches(patient.run, patient.seed)
    norms = []
    for _ in range(2):
        setup.compute(batch).backward()
        norms.append(_norm_of(setup.parameters))
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


def zeros(patient: Patient) -> Shown:
    """Share of the units of the first bend that answer 0 to every example, after training."""
    model = trained(patient.run, patient.seed).model
    seen: list[Tensor] = []
    layers = [layer for layer in model.modules() if isinstance(layer, nn.ReLU)]
    if not layers:
        return Shown(outcome="none", figures=(Figure("dead", "units that are always 0", 0.0),))
    handle = layers[0].register_forward_hook(lambda *parts: seen.append(parts[-1]))
    _look(patient, model)
    handle.remove()
    dead = float((seen[0] <= 0).all(0).float().mean())
    return Shown(
        outcome="dead" if dead > 0.9 else "alive",
        figures=(Figure("dead", "share of units that are always 0", dead),),
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


def outputs(patient: Patient) -> Shown:
    """What the network itself gives out for each example: its largest number, and their sum."""
    model = trained(patient.run, patient.seed).model
    given = _look(patient, model)
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


def batch_sizes(patient: Patient) -> Shown:
    """Norm of the gradient on 8 examples and on 64 of the same batch."""
    found = []
    (batch,) = first_batches(patient.run, patient.seed)
    for size in (8, len(batch.inputs)):
        setup = fresh(patient.run, patient.seed)
        setup.compute(Batch(batch.inputs[:size], batch.targets[:size])).backward()
        found.append(_norm_of(setup.parameters))
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


def neighbour_labels(patient: Patient) -> Shown:
    """How often the network's answer is the label, and how often the label less one."""
    model = trained(patient.run, patient.seed).model
    data = patient.run.data
    assert data is not None
    answer, classes = _look(patient, model).argmax(1), len(data.classes)
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


def weights(patient: Patient) -> Shown:
    """Length of all weights together before and after training."""
    before = _length(fresh(patient.run, patient.seed).model)
    after = _length(trained(patient.run, patient.seed).model)
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
        outcome="learned" if _late(losses) < 0.5 * losses[0] else "not_learned",
        figures=(
            Figure("first", "loss at the first step", losses[0]),
            Figure("last", "loss at the end", _late(losses)),
        ),
        trails=(Trail("labels at random", losses),),
    )


def _only(patient: Patient) -> Dataset:
    """The data with nothing but the first batch to train on."""
    data = patient.run.data
    assert data is not None
    (batch,) = first_batches(patient.run, patient.seed)
    return replace(data, train=Examples(batch.inputs, batch.targets))


def _look(patient: Patient, model: nn.Module) -> Tensor:
    """What the model says to the validation examples."""
    data = patient.run.data
    assert data is not None
    model.eval()
    with torch.no_grad():
        given: Tensor = model(data.validation.inputs)
    return given


def _norm_of(parameters: tuple[nn.Parameter, ...]) -> float:
    return norm([parameter.grad for parameter in parameters if parameter.grad is not None])


def _length(model: nn.Module) -> float:
    return norm([parameter.detach() for parameter in model.parameters() if parameter.ndim > 1])


def _late(losses: tuple[float, ...]) -> float:
    last = losses[-10:]
    return sum(last) / len(last)


DOES: dict[str, Callable[[Patient], Shown]] = {
    function.__name__: function
    for function in (
        rerun,
        one_batch,
        gradient_twice,
        layer_gradients,
        zeros,
        signals,
        evaluate_twice,
        outputs,
        batch_sizes,
        batch_labels,
        shared_examples,
        shapes,
        neighbour_labels,
        weights,
        rates,
        splits,
        step_size,
        shuffled_labels,
    )
}
"""Every trial by its name."""
