"""Models out: exported, loaded again, compared; and nothing left behind in the original."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from engine.deploy import latency, load_program, onnx_export, race, torch_export
from engine.deploy.catalog import targets
from engine.deploy.difference import differences
from engine.errors import ConfigurationError, EngineError
from engine.extras import load
from engine.silence import quietly

Export = Callable[..., Any]


@pytest.fixture(params=["torch_export", "onnx"])
def export(request: pytest.FixtureRequest) -> Export:
    """Either way out."""
    if request.param == "onnx":
        for module in ("onnx", "onnxruntime", "onnxscript"):
            pytest.importorskip(module)
    return targets[request.param].make


def trained() -> nn.Module:
    """A model whose answers would differ in train mode, and whose buffers are not the initial."""
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Dropout(0.5), nn.ReLU(), nn.Linear(8, 3)
    )
    model(torch.randn(64, 4) * 3 + 1)
    return model


class Branching(nn.Module):
    """Doubles what is positive in sum, negates the rest."""

    def forward(self, inputs: Tensor) -> Tensor:
        if inputs.sum() > 0:
            return inputs * 2
        return -inputs


class ThreeOnly(nn.Module):
    """Knows how many samples there are."""

    def forward(self, inputs: Tensor) -> Tensor:
        return inputs.reshape(3, 4) * 2


class Embedded(nn.Module):
    """Token numbers in, two outputs."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(7, 5)
        self.cell = nn.GRU(5, 6, batch_first=True)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        outputs, _ = self.cell(self.table(tokens))
        return outputs, outputs[:, -1]


def test_an_export_answers_like_the_model_at_every_batch_size(
    export: Export, tmp_path: Path
) -> None:
    report = export(model=trained(), inputs=torch.randn(5, 4), path=tmp_path / "deep" / "model")
    assert report.dynamic_batch
    assert [each.batch for each in report.differences] == [1, 5, 8, 11]
    assert all(each.absolute < 1e-5 and each.relative < 1e-5 for each in report.differences)
    assert report.bytes == (tmp_path / "deep" / "model").stat().st_size > 4 * 71


def test_an_export_leaves_no_trace(export: Export, tmp_path: Path) -> None:
    model = trained()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    modes = [module.training for module in model.modules()]
    state, grad, level = torch.get_rng_state(), torch.is_grad_enabled(), logging.root.level
    disabled, filters = logging.root.manager.disable, list(warnings.filters)
    export(model=model, inputs=torch.ones(2, 4), path=tmp_path / "model")
    assert [module.training for module in model.modules()] == modes
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert all(parameter.requires_grad for parameter in model.parameters())
    assert torch.equal(torch.get_rng_state(), state)
    assert (torch.is_grad_enabled(), logging.root.level) == (grad, level)
    assert (logging.root.manager.disable, list(warnings.filters)) == (disabled, filters)


def test_an_export_says_nothing(
    export: Export, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        export(model=trained(), inputs=torch.ones(2, 4), path=tmp_path / "model")
        with pytest.raises(EngineError):
            export(model=Branching(), inputs=torch.ones(2, 4), path=tmp_path / "model")
    assert capfd.readouterr() == ("", "")


def test_a_single_example_is_enough(export: Export, tmp_path: Path) -> None:
    """torch takes a batch of one for a constant; the export does not."""
    report = export(model=trained(), inputs=torch.randn(1, 4), path=tmp_path / "model")
    assert [each.batch for each in report.differences] == [1, 3, 4]


def test_token_numbers_and_several_outputs(export: Export, tmp_path: Path) -> None:
    tokens = torch.tensor([[0, 1, 2], [6, 5, 4]])
    report = export(model=Embedded(), inputs=tokens, path=tmp_path / "model")
    assert max(each.absolute for each in report.differences) < 1e-5


def test_a_branch_on_values_is_refused_and_not_frozen(export: Export, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"torch\.where"):
        export(model=Branching(), inputs=torch.ones(2, 4), path=tmp_path / "model")
    assert list(tmp_path.iterdir()) == []


def test_a_fixed_batch_is_explained_and_can_be_asked_for(export: Export, tmp_path: Path) -> None:
    inputs = torch.randn(3, 4)
    with pytest.raises(EngineError, match="batches of one size") as caught:
        export(model=ThreeOnly(), inputs=inputs, path=tmp_path / "model")
    assert "dynamic_batch=False" in caught.value.problem.next_step
    report = export(model=ThreeOnly(), inputs=inputs, path=tmp_path / "model", dynamic_batch=False)
    assert [each.batch for each in report.differences] == [3]


@pytest.mark.parametrize(
    "inputs", [(), torch.tensor(1.0), torch.ones(0, 4), (torch.ones(2, 4), torch.ones(3, 4))]
)
def test_inputs_that_are_no_batches_are_refused(inputs: Any, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="inputs"):
        torch_export(trained(), inputs, tmp_path / "model")


def test_shapes_that_do_not_fit_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be exported"):
        torch_export(trained(), torch.ones(2, 5), tmp_path / "model")


def test_a_saved_program_needs_no_code_of_the_model(tmp_path: Path) -> None:
    model, inputs = trained().eval(), torch.randn(6, 4)
    torch_export(model, inputs[:2], tmp_path / "model.pt2")
    program = load_program(tmp_path / "model.pt2")
    torch.testing.assert_close(program(inputs), model(inputs))
    (tmp_path / "model.pt2").write_bytes(b"no graph")
    with pytest.raises(EngineError, match="cannot be loaded"):
        load_program(tmp_path / "model.pt2")


def test_the_operator_set_is_read_from_the_file(tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    pytest.importorskip("onnxscript")
    asked = onnx_export(trained(), torch.ones(2, 4), tmp_path / "old.onnx", opset=11)
    written = {each.domain: each.version for each in onnx.load(tmp_path / "old.onnx").opset_import}
    assert (asked.opset_requested, asked.opset) == (11, written[""])
    # The conversion down to 11 is not possible, which the exporter says in its log alone.
    assert asked.opset == 18
    assert asked.operations == ("Gemm", "Relu", "Gemm")


def test_tracing_is_deprecated_and_not_what_we_do() -> None:
    """What the module says of PyTorch 2.13: it warns, and freezes one branch."""
    with (
        pytest.warns(DeprecationWarning, match=r"torch\.export"),
        pytest.warns(torch.jit.TracerWarning),
    ):
        frozen = torch.jit.trace(Branching(), torch.ones(1, 2))
    assert frozen(torch.tensor([[-1.0, -1.0]])).tolist() == [[-2.0, -2.0]]


def test_a_missing_extra_is_named_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    with pytest.raises(EngineError, match=r'pip install "tutor\[onnx\]"'):
        onnx_export(trained(), torch.ones(2, 4), tmp_path / "model.onnx")


# Differences


def test_a_difference_is_the_largest_of_all_outputs() -> None:
    def doubled(x: Tensor) -> tuple[Tensor, ...]:
        return x, 2 * x

    def off(x: Tensor) -> tuple[Tensor, ...]:
        return x + 0.25, 2 * x

    (found,) = differences(doubled, off, [(torch.tensor([[4.0], [-1.0]]),)])
    assert (found.batch, found.absolute, found.relative) == (2, 0.25, 0.0625)


def test_values_that_are_not_finite_are_compared_too() -> None:
    inf, nan = float("inf"), float("nan")

    def gap(a: list[float], b: list[float]) -> float:
        (found,) = differences(
            lambda _: (torch.tensor(a),), lambda _: (torch.tensor(b),), [(torch.empty(1),)]
        )
        return found.absolute

    assert gap([nan, inf, 1.0], [nan, inf, 1.0]) == 0
    assert gap([nan], [1.0]) == inf
    assert gap([inf], [-inf]) == inf


# Latency


def test_calls_are_timed_in_turn() -> None:
    made: list[str] = []
    found = race(lambda: made.append("a"), lambda: made.append("b"), repeats=3, warm_up=1)
    assert made == ["a", "b", *["a", "b"] * 3]
    assert [len(each.milliseconds) for each in found] == [3, 3]


def test_the_tail_is_read_from_the_slowest_calls() -> None:
    found = latency(lambda: None, repeats=5)
    ordered = sorted(found.milliseconds)
    assert found.median == ordered[2]
    assert found.quantile(0.99) == found.quantile(1) == ordered[-1]
    assert found.quantile(0) == ordered[0]
    with pytest.raises(ConfigurationError, match="repeats"):
        latency(lambda: None, repeats=0)


# Silence


def test_silence_ends_with_the_last_thread_that_wants_it() -> None:
    filters, inside, leave = list(warnings.filters), threading.Event(), threading.Event()

    def other() -> None:
        with quietly():
            inside.set()
            leave.wait(10)

    thread = threading.Thread(target=other)
    with quietly():
        thread.start()
        assert inside.wait(10)
    assert logging.root.manager.disable == logging.CRITICAL
    leave.set()
    thread.join()
    assert logging.root.manager.disable == logging.NOTSET
    assert list(warnings.filters) == filters


def test_the_first_of_several_modules_is_the_one_returned() -> None:
    assert load("json", "math", extra="none").dumps(1) == "1"
