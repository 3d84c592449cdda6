"""Smaller models: what it does to size, answers and time, against PyTorch's own arithmetic."""

from __future__ import annotations

import math
import sys
import warnings
from importlib.util import find_spec

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from recipes import MODELS, moons, of
from torch import nn
from torch.nn import functional as F

from engine import Experiment, data, fit, optim
from engine.compress import (
    Ensemble,
    bytes_at,
    compare,
    distillation,
    fitted_along,
    measure,
    prune,
    prune_rows,
    quantize,
    round_model,
    round_weights,
    sparsity,
)
from engine.compress.catalog import methods
from engine.data import Batch, Examples
from engine.errors import ConfigurationError, EngineError
from engine.events import Evaluated
from engine.training import train

few = settings(max_examples=20)


@pytest.fixture(scope="module")
def digits() -> Examples:
    """Images to measure on."""
    return data.digits().validation


@pytest.fixture(scope="module")
def reader() -> nn.Module:
    """A small model that reads digits well."""
    return fit(digit_reader(128))


def digit_reader(width: int, **more: object) -> Experiment:
    """A network with one hidden layer on the digits."""
    given = {
        "model": lambda: nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, 10)),
        "data": data.digits(),
        "loss": F.cross_entropy,
        "optimizer": optim.AdamW(3e-3),
        "batch_size": 64,
        "epochs": 8,
    }
    return Experiment(**{**given, **more})  # type: ignore[arg-type]


def weights(seed: int, rows: int, columns: int) -> torch.Tensor:
    """A weight matrix of the usual sizes."""
    return torch.randn(rows, columns, generator=torch.Generator().manual_seed(seed))


# Rounding


@few
@given(st.integers(0, 9), st.integers(1, 6), st.integers(1, 9), st.sampled_from([2, 4, 8, 12]))
def test_rounding_is_pytorchs_per_channel_quantisation(
    seed: int, rows: int, columns: int, bits: int
) -> None:
    w = weights(seed, rows, columns)
    rounded = round_weights(w, bits)
    largest = 2 ** (bits - 1) - 1
    scale = w.abs().amax(dim=1) / largest
    zero = torch.zeros(rows, dtype=torch.int32)
    theirs = torch.fake_quantize_per_channel_affine(w, scale, zero, 0, -largest, largest)
    torch.testing.assert_close(rounded.values, theirs, rtol=1e-5, atol=0)


@few
@given(st.integers(0, 9), st.sampled_from([2, 3, 4, 8]))
def test_no_weight_moves_by_more_than_half_a_unit(seed: int, bits: int) -> None:
    w = weights(seed, 5, 7).double()
    rounded = round_weights(w, bits)
    assert ((rounded.values - w).abs() <= rounded.scale / 2 * (1 + 1e-12)).all()
    assert rounded.integers.unique().numel() <= 2**bits - 1
    assert round_weights(rounded.values, bits).values.allclose(rounded.values, rtol=1e-12)


def test_two_bits_leave_three_values_and_zero_rows_stay() -> None:
    w = torch.tensor([[0.1, -1.0, 0.6], [0.0, 0.0, 0.0]])
    rounded = round_weights(w, 2)
    assert rounded.integers.tolist() == [[0, -1, 1], [0, 0, 0]]
    assert rounded.values.tolist() == [[0, -1, 1], [0, 0, 0]]


@pytest.mark.parametrize("bits", [1, 0, 17, 2.5])
def test_bits_that_make_no_sense_are_refused(bits: int) -> None:
    with pytest.raises(ConfigurationError, match="bits"):
        round_weights(torch.ones(1, 1), bits)


def test_fewer_bits_cost_more_accuracy_and_fewer_bytes(reader: nn.Module, digits: Examples) -> None:
    before = measure(reader, digits, repeats=1)
    scores = [measure(round_model(reader, bits), digits, repeats=1).score for bits in (8, 4, 2)]
    assert before.score > 0.9
    assert abs(scores[0] - before.score) < 0.01
    assert scores[0] >= scores[1] > scores[2]
    full = 4 * (64 * 128 + 128 * 10)
    rest = 4 * (128 + 10)
    scales = 4 * (128 + 10)
    assert [bytes_at(reader, bits) for bits in (8, 4)] == [
        full // 4 + rest + scales,
        full // 8 + rest + scales,
    ]


def test_rounding_a_model_leaves_the_original(reader: nn.Module) -> None:
    before = reader[0].weight.clone()  # type: ignore[index]
    rounded = round_model(reader, 2)
    assert torch.equal(reader[0].weight, before)  # type: ignore[index]
    assert torch.equal(rounded[0].bias, reader[0].bias)  # type: ignore[index]
    assert not torch.equal(rounded[0].weight, before)  # type: ignore[index]


# Quantisation

# Looked for, not imported: what the import says belongs to what is tested.
needs_torchao = pytest.mark.skipif(find_spec("torchao") is None, reason="torchao is not installed")


@needs_torchao
@pytest.mark.parametrize("how", ["weight-only", "dynamic"])
def test_int8_takes_about_a_quarter_and_keeps_the_answers(
    how: str, reader: nn.Module, digits: Examples, capfd: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        quantized = quantize(reader, how)  # type: ignore[arg-type]
        found = compare(reader, quantized, digits, repeats=2)
    assert capfd.readouterr() == ("", "")
    assert found.size < 0.45  # a quarter of the weights; scales, biases, file headers stay
    assert abs(found.change) <= 0.01
    assert found.after.weights == found.before.weights


@needs_torchao
def test_weight_only_is_the_arithmetic_of_the_lesson_with_another_unit() -> None:
    layer = nn.Linear(9, 4)
    weights = layer.weight.detach()
    stored = quantize(nn.Sequential(layer))[0].weight  # type: ignore[index]
    unit = weights.abs().amax(dim=1, keepdim=True) / 127.5
    torch.testing.assert_close(stored.scale.reshape(-1, 1), unit)
    assert ((stored.dequantize() - weights).abs() <= unit / 2 * (1 + 1e-5)).all()
    assert ((round_weights(weights).values - weights).abs() <= unit / 2 * (1 + 1e-2)).all()


@needs_torchao
def test_quantising_changes_no_global_setting(reader: nn.Module) -> None:
    from torch._inductor import config

    before = config.get_config_copy()
    state = torch.get_rng_state()
    quantize(reader)
    assert config.get_config_copy() == before
    assert torch.equal(torch.get_rng_state(), state)
    assert isinstance(reader[0].weight, nn.Parameter)  # type: ignore[index]


def test_a_model_without_linear_layers_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no linear layers"):
        quantize(nn.Sequential(nn.Conv2d(1, 2, 3)))
    with pytest.raises(ConfigurationError, match="how"):
        quantize(nn.Linear(1, 1), "static")  # type: ignore[arg-type]


def test_a_missing_extra_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torchao.quantization", None)
    with pytest.raises(EngineError, match=r'pip install "tutor\[quantize\]"'):
        quantize(nn.Linear(1, 1))


def test_the_old_way_warns() -> None:
    """What the module says of PyTorch 2.13."""
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        torch.ao.quantization.quantize_dynamic(nn.Linear(1, 1), {nn.Linear}, dtype=torch.qint8)
    deprecated = [each for each in said if each.category is DeprecationWarning]
    assert any("torchao" in str(each.message) for each in deprecated)


# Pruning


@few
@given(st.floats(0, 1))
def test_the_smallest_weights_of_the_whole_model_go(amount: float) -> None:
    torch.manual_seed(3)
    model = nn.Sequential(nn.Linear(6, 9), nn.Linear(9, 4))
    pruned = prune(model, amount)
    count = 6 * 9 + 9 * 4
    assert sparsity(pruned) * count == pytest.approx(round(amount * count), abs=1e-6)
    sizes = torch.cat([model[0].weight.flatten(), model[1].weight.flatten()]).abs()
    kept = torch.cat([pruned[0].weight.flatten(), pruned[1].weight.flatten()]) != 0  # type: ignore[index]
    if kept.any() and not kept.all():
        assert sizes[kept].min() >= sizes[~kept].max()
    assert sparsity(model) == 0


def test_zeros_stay_in_the_file_which_doubles_until_pruning_is_permanent(
    reader: nn.Module, digits: Examples
) -> None:
    masked = compare(reader, prune(reader, 0.9, permanent=False), digits, repeats=1)
    permanent = compare(reader, prune(reader, 0.9), digits, repeats=1)
    assert masked.size > 1.9
    assert permanent.size == pytest.approx(1, abs=0.02)
    assert permanent.after.weights == permanent.before.weights
    assert masked.after.zeros == permanent.after.zeros >= 0.9 * 9472
    assert masked.after.score == permanent.after.score < permanent.before.score


def test_whole_units_of_hidden_layers_go(reader: nn.Module) -> None:
    pruned = prune_rows(reader, 0.25)
    rows = (pruned[0].weight == 0).all(dim=1)  # type: ignore[index]
    norms = reader[0].weight.norm(dim=1)  # type: ignore[index]
    assert int(rows.sum()) == 32
    assert norms[~rows].min() >= norms[rows].max()
    assert torch.equal(pruned[2].weight, reader[2].weight)  # type: ignore[index]
    with pytest.raises(ConfigurationError, match="only layer"):
        prune_rows(nn.Linear(3, 3))


def test_pruning_of_what_cannot_be_pruned_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="amount"):
        prune(nn.Linear(2, 2), 1.5)
    with pytest.raises(ConfigurationError, match="no layer"):
        sparsity(nn.ReLU())


# Distillation


def test_a_student_learns_from_a_frozen_teacher_and_is_judged_by_the_labels(
    reader: nn.Module,
) -> None:
    teacher = nn.Sequential(reader, nn.Dropout(0.5)).train()
    before = {name: value.clone() for name, value in teacher.state_dict().items()}
    step_loss = distillation(teacher, temperature=4, alpha=0.7)
    student = nn.Linear(64, 10)
    batch = Batch(torch.rand(5, 64), torch.tensor([0, 1, 2, 3, 4]))
    loss = step_loss(student, batch)
    loss.backward()
    scores = student(batch.inputs)
    known, learned = F.softmax(reader(batch.inputs) / 4, 1), F.log_softmax(scores / 4, 1)
    soft = 4**2 * F.kl_div(learned, known, reduction="batchmean")
    torch.testing.assert_close(loss, 0.7 * soft + 0.3 * F.cross_entropy(scores, batch.targets))
    assert all(parameter.grad is None for parameter in teacher.parameters())
    assert all(torch.equal(value, before[name]) for name, value in teacher.state_dict().items())
    student.eval()
    torch.testing.assert_close(
        step_loss(student, batch), F.cross_entropy(student(batch.inputs), batch.targets)
    )


def test_a_distilled_run_is_a_run_like_all_others(reader: nn.Module) -> None:
    experiment = digit_reader(4, loss=None, step_loss=distillation(reader), epochs=3)
    losses = [event.loss for event in of(Evaluated, train(experiment, device="cpu"))]
    assert losses[-1] < losses[0] < math.log(10)


def test_impossible_teaching_is_refused(reader: nn.Module) -> None:
    with pytest.raises(ConfigurationError, match="temperature"):
        distillation(reader, temperature=0)
    with pytest.raises(ConfigurationError, match="alpha"):
        distillation(reader, alpha=1.5)
    batch = Batch(torch.rand(2, 64), torch.tensor([0, 1]))
    with pytest.raises(ConfigurationError, match="same classes"):
        distillation(reader)(nn.Linear(64, 7), batch)


# Ensembles


class Says(nn.Module):
    """The same scores for every input."""

    def __init__(self, *scores: float) -> None:
        super().__init__()
        self.scores = nn.Parameter(torch.tensor([scores], dtype=torch.float64))

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.scores.expand(len(inputs), -1)


def test_averages_of_probabilities_logits_and_votes_differ() -> None:
    members = [Says(0.0, 9.0), Says(1.0, 0.0), Says(1.0, 0.0)]
    inputs = torch.empty(2, 1)
    probabilities = torch.stack([F.softmax(m.scores, 1) for m in members]).mean(0)
    found = {
        how: Ensemble(members, how)(inputs).exp() for how in ("probabilities", "logits", "votes")
    }  # type: ignore[arg-type]
    torch.testing.assert_close(found["probabilities"], probabilities.expand(2, -1))
    logits = F.softmax(torch.tensor([[2 / 3, 3.0]], dtype=torch.float64), 1)
    torch.testing.assert_close(found["logits"], logits.expand(2, -1))
    torch.testing.assert_close(found["votes"][0], torch.tensor([2 / 3, 1 / 3]).double())
    # One member that is very sure outweighs two that are a little sure, but not by votes.
    assert [found[how][0].argmax().item() for how in found] == [1, 1, 0]


def test_an_ensemble_never_drops_out_and_needs_no_gradient() -> None:
    torch.manual_seed(0)
    ensemble = Ensemble([MODELS["dropping"]() for _ in range(3)]).train()
    inputs = torch.randn(6, 2)
    answers = ensemble(inputs)
    assert torch.equal(answers, ensemble(inputs))
    assert not answers.requires_grad
    torch.testing.assert_close(answers.exp().sum(1), torch.ones(6))
    with pytest.raises(ConfigurationError, match="at least one"):
        Ensemble([])
    with pytest.raises(ConfigurationError, match="how"):
        Ensemble([ensemble], "median")  # type: ignore[arg-type]


# Fitting and comparing


def test_a_fitted_model_is_the_one_a_run_would_have() -> None:
    state = torch.get_rng_state()
    model = fit(moons(model="dropping"), seed=5, device="cpu")
    assert torch.equal(torch.get_rng_state(), state)
    assert not model.training
    *_, last = of(Evaluated, train(moons(model="dropping"), seed=5, device="cpu"))
    split = data.moons().validation
    with torch.no_grad():
        assert F.cross_entropy(model(split.inputs), split.targets).item() == pytest.approx(
            last.loss, rel=1e-6
        )


def test_snapshots_of_one_run_are_the_models_it_had_on_its_way() -> None:
    start, middle, end = fitted_along(moons(model="dropping"), (0, 25, 40), seed=5, device="cpu")
    # A constant rate: 25 steps of the run are a run of 25 steps.
    short = fit(moons(model="dropping"), seed=5, device="cpu", steps=25)
    inputs = data.moons().validation.inputs
    assert torch.equal(middle(inputs), short(inputs))
    assert torch.equal(end(inputs), fit(moons(model="dropping"), seed=5, device="cpu")(inputs))
    assert not torch.equal(start(inputs), middle(inputs))
    assert not any(model.training for model in (start, middle, end))
    with pytest.raises(ConfigurationError, match="from 0 to 40"):
        fitted_along(moons(), (41,))


def test_a_fit_that_diverges_says_so() -> None:
    with pytest.raises(EngineError):
        fit(moons(lr=1e9, steps=200), device="cpu")


def test_comparing_leaves_modes_and_random_state(digits: Examples) -> None:
    model = nn.Sequential(nn.Dropout(0.5), nn.Linear(64, 10)).train()
    state = torch.get_rng_state()
    found = compare(model, model, digits, repeats=3, batch=7)
    assert model.training
    assert torch.equal(torch.get_rng_state(), state)
    assert (found.size, found.change) == (1, 0)
    assert found.time == found.after.latency.median / found.before.latency.median
    assert len(found.after.latency.milliseconds) == 3


def test_methods_are_made_by_name(reader: nn.Module) -> None:
    assert methods.names == ("round", "quantize", "prune", "prune_rows")
    assert sparsity(methods.make("prune", model=reader, amount=0.5)) == pytest.approx(0.5, abs=1e-3)
