"""M22, saving, compression, export, deployment: every live experiment, made by the engine.

22.7 (TorchServe, mobile) has no experiment.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import torch
from m16_m23 import digits, losses, score
from torch import Tensor, nn
from trained import SEEDS

from engine import data, fit, optim, train
from engine.compress import bytes_at, compare, prune, round_model, sparsity
from engine.deploy import latency, onnx_export, torch_export
from engine.errors import EngineError
from engine.experiment import Experiment
from engine.travel.keeping import InMemory
from engine.travel.snapshot import Snapshot

READER = digits(64, epochs=8)
DIGITS = data.digits()


@cache
def reader() -> nn.Module:
    """A trained model."""
    return fit(READER, device="cpu")


def resumed(made: Experiment, seed: int, start: Snapshot) -> list[float]:
    """Losses of the run that goes on from there."""
    return losses(train(made, seed=seed, device="cpu", start=start))


@pytest.mark.parametrize("seed", SEEDS)
def test_22_1_resuming_without_the_optimizers_state_jumps(seed: int) -> None:
    """22.1 Save and load: interrupt, resume with and without the state of the optimiser."""
    made = digits(64, optimizer=optim.SGD(0.05, momentum=0.95), steps=200)
    keeper = InMemory(100)
    whole = losses(train(made, seed=seed, device="cpu", keeper=keeper))
    half = keeper.at(100)
    assert resumed(made, seed, half) == whole[100:]  # to the bit
    fresh = resumed(made, seed, half.without_optimizer())
    assert fresh[0] == whole[100]  # the weights are the same, the momentum is gone
    gap = [abs(one - other) for one, other in zip(fresh, whole[100:], strict=True)]
    assert max(gap[:20]) > 0.005


def test_22_1_a_pickled_model_is_refused(tmp_path: Path) -> None:
    """22.1 EX: UnpicklingError; weights alone are read."""
    torch.save(reader(), tmp_path / "model.pt")
    with pytest.raises(pickle.UnpicklingError):
        torch.load(tmp_path / "model.pt")
    torch.save(reader().state_dict(), tmp_path / "weights.pt")
    assert torch.load(tmp_path / "weights.pt").keys() == reader().state_dict().keys()


def test_22_2_rounded_to_eight_four_and_two_bits() -> None:
    """22.2 Quantisation: accuracy and bytes before and after. EX: int8 takes a quarter."""
    right = score(READER, reader())
    at = {bits: score(READER, round_model(reader(), bits)) for bits in (8, 4, 2)}
    assert at[8] > right - 0.01
    assert at[4] > right - 0.06
    assert at[2] < right - 0.1
    weights = nn.Linear(4096, 64, bias=False)
    assert bytes_at(weights, 8) / (4 * weights.weight.numel()) == pytest.approx(0.25, abs=0.001)


def test_22_3_pruned_weights_cost_accuracy_late_and_no_time_at_all() -> None:
    """22.3 Pruning: sparsity 0 to 95 %; time and number of weights stay. EX: numel unchanged."""
    right = score(READER, reader())
    at = {amount: score(READER, prune(reader(), amount)) for amount in (0.0, 0.3, 0.5, 0.95)}
    assert at[0.0] == right
    assert at[0.3] > right - 0.03
    assert at[0.95] < right - 0.3
    assert DIGITS.test is not None
    nine = prune(reader(), 0.9)
    compared = compare(reader(), nine, DIGITS.test, repeats=60)
    assert sparsity(nine) == pytest.approx(0.9, abs=0.001)
    assert compared.after.weights == compared.before.weights
    assert compared.size == pytest.approx(1.0, abs=0.02)
    assert 0.5 < compared.time < 2.0
    kept = prune(reader(), 0.9, permanent=False)
    assert compare(reader(), kept, DIGITS.test, repeats=1).size == pytest.approx(2.0, abs=0.2)


class Branching(nn.Module):
    """f doubles what is positive in sum, and negates the rest."""

    def forward(self, x: Tensor) -> Tensor:
        return x * 2 if x.sum() > 0 else -x


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning")
def test_22_4_a_trace_freezes_one_branch(tmp_path: Path) -> None:
    """22.4 TorchScript: the traced branch is frozen; `torch.export` refuses instead."""
    below = torch.tensor([[-1.0, -1.0]])
    assert Branching()(below).tolist() == [[1.0, 1.0]]
    traced = torch.jit.trace(Branching(), torch.ones(1, 2))
    assert traced(below).tolist() == [[-2.0, -2.0]]  # EX
    with pytest.raises(EngineError, match="depends on the values"):
        torch_export(Branching(), torch.ones(2, 2), tmp_path / "branching.pt2")


def test_22_5_an_exported_model_answers_alike(tmp_path: Path) -> None:
    """22.5 ONNX: the difference between eager and exported. EX: opset 18 whatever is asked."""
    for module in ("onnx", "onnxruntime", "onnxscript"):
        pytest.importorskip(module)
    made = onnx_export(reader(), DIGITS.train.inputs[:3], tmp_path / "reader.onnx", opset=11)
    assert (made.opset_requested, made.opset) == (11, 18)
    assert {found.batch for found in made.differences} >= {1, 3}
    assert max(found.absolute for found in made.differences) < 1e-4


def test_22_6_a_request_loop_and_its_latencies() -> None:
    """22.6 Web API: one image a request; a histogram of the latencies."""
    image, model = DIGITS.train.inputs[0], reader()

    def answer() -> int:
        with torch.no_grad():
            return int(model(image.unsqueeze(0)).argmax())  # EX: unsqueeze adds the batch axis

    assert answer() == int(DIGITS.train.targets[0])
    found = latency(answer, repeats=200)
    counts = torch.histc(torch.tensor(found.milliseconds), bins=10)
    assert int(counts.sum()) == 200
    assert 0 < found.median <= found.quantile(0.99) < 200
    one, many = (
        latency(lambda batch=batch: reader()(batch), repeats=30).median / len(batch)  # type: ignore[misc]
        for batch in (image[None], DIGITS.train.inputs[:64])
    )
    assert many < one / 4  # per image, a batch is much cheaper


def test_22_1_what_is_saved_is_small_and_safe() -> None:
    """22.1 A snapshot holds no code: it is read with weights only."""
    keeper = InMemory(5)
    list(train(replace(READER, epochs=None, steps=5), device="cpu", keeper=keeper))
    buffer = io.BytesIO()
    torch.save(keeper.at(5).model, buffer)
    buffer.seek(0)
    assert torch.load(buffer, weights_only=True).keys() == reader().state_dict().keys()
