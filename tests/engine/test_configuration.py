"""A bad configuration is one clear error: the field, the value, the remedy, before training."""

from __future__ import annotations

import pickle
import shutil
from functools import partial
from typing import Any

import pytest
import recipes
import torch
from torch import nn
from torch.nn import functional as F

from engine import Experiment, data, optim, train
from engine.catalog import Catalog, Entry
from engine.data import Dataset, Examples
from engine.errors import ConfigurationError, EngineError, at_least, one_of, share
from engine.events import RunEnded
from engine.failure import explain
from engine.tricks import KeepBest


def digits(**more: Any) -> Experiment:
    """Ten classes, one epoch."""
    settings: dict[str, Any] = {
        "model": lambda: nn.Sequential(nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 10)),
        "data": data.digits(),
        "loss": F.cross_entropy,
        "optimizer": optim.SGD(0.1),
        "batch_size": 100,
        "steps": 3,
    }
    return Experiment(**{**settings, **more})


def complaint(experiment: Experiment) -> EngineError:
    """What the run raises before its first update."""
    events = []
    with pytest.raises(EngineError) as caught:
        events += list(train(experiment, device="cpu"))
    assert not any(hasattr(event, "grad_norm") for event in events)
    return caught.value


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"batch_size": 0}, "batch_size cannot be 0"),
        ({"accumulate": 0}, "accumulate cannot be 0"),
        ({"threads": -1}, "threads cannot be -1"),
        ({"precision": "fp8"}, "precision cannot be 'fp8'"),
        ({"batch_size": 5000, "drop_last": True}, "drop_last cannot be True"),
        ({"keep_best": KeepBest(metric="accuracy")}, r"keep_best\.metric cannot be 'accuracy'"),
    ],
)
def test_settings_that_cannot_be_are_refused_when_the_experiment_is_made(
    changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(ConfigurationError, match=field) as caught:
        digits(**changed)
    assert caught.value.problem.next_step


def test_tricks_that_need_data_say_so() -> None:
    with pytest.raises(ConfigurationError, match="keep_best cannot be"):
        Experiment(
            model=lambda: nn.Linear(1, 1),
            step_loss=lambda model, _: model.weight.sum(),
            optimizer=optim.SGD(0.1),
            steps=3,
            keep_best=KeepBest(),
        )


def test_layers_that_do_not_fit_are_named_with_both_shapes() -> None:
    wrong = digits(
        model=lambda: nn.Sequential(nn.Linear(64, 16), nn.ReLU(), nn.Linear(32, 10)), steps=1
    )
    problem = complaint(wrong).problem
    words = f"{problem.title} {problem.reason} {problem.next_step}"
    assert "2" in words
    assert "32" in words
    assert "(100, 16)" in words


def test_a_label_outside_the_classes_is_named() -> None:
    wrong = digits(model=lambda: nn.Linear(64, 7))
    error = complaint(wrong)
    assert isinstance(error, ConfigurationError)
    assert error.field == "label"
    assert int(error.value) >= 7  # type: ignore[call-overload]
    assert "7 outputs, for the classes 0 to 6" in error.problem.reason


def test_a_loss_of_two_shapes_says_both() -> None:
    wrong = digits(loss=lambda output, target: (output + target.reshape(-1, 7)).sum())
    problem = complaint(wrong).problem
    assert "(100, 10)" in problem.reason
    assert "(100,)" in problem.reason


def test_targets_of_the_wrong_type_are_called_so() -> None:
    source = data.digits()
    train_part = Examples(source.train.inputs, source.train.targets.float())
    wrong = digits(data=Dataset("floats", train_part, source.validation))
    assert "torch.float32" in complaint(wrong).problem.reason


def test_a_single_sample_under_batch_norm_is_explained() -> None:
    wrong = digits(model=lambda: nn.Sequential(nn.Linear(64, 10), nn.BatchNorm1d(10)), batch_size=1)
    problem = complaint(wrong).problem
    assert "1 (BatchNorm1d" in f"{problem.title} {problem.reason}"


def test_an_error_of_the_learners_own_code_stays_what_it_is() -> None:
    class Own(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layer = nn.Linear(64, 10)

        def forward(self, inputs: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("not written yet")

    with pytest.raises(RuntimeError, match="not written yet") as caught:
        list(train(digits(model=Own), device="cpu"))
    assert not isinstance(caught.value, EngineError)


def test_a_model_with_nothing_to_train_is_refused() -> None:
    assert "nothing to train" in str(complaint(digits(model=nn.Flatten)))


@pytest.mark.parametrize("device", ["cuda", "cuda:7", "mps", "gpu"])
def test_a_device_that_is_not_there_is_refused(device: str) -> None:
    if device == "cuda" and torch.cuda.is_available():
        pytest.skip("there is one")
    if device == "mps" and torch.backends.mps.is_available():
        pytest.skip("there is one")
    with pytest.raises(EngineError) as caught:
        list(train(digits(), device=device))
    assert caught.value.problem.next_step


def test_out_of_memory_says_what_to_do() -> None:
    def step_loss(model: nn.Module, _: object) -> torch.Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB")

    with pytest.raises(torch.OutOfMemoryError) as caught:
        list(train(digits(step_loss=step_loss), device="cpu"))
    problem = explain(caught.value)
    assert problem.title == "Out of memory"
    assert "smaller batch" in problem.next_step


def test_compile_without_a_compiler_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "no compiler" in str(complaint(digits(compile=True)))


def test_compile_gives_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Traced and differentiated as for the compiler; translating it to C++ would take a minute."""
    if not any(shutil.which(name) for name in ("g++", "clang++", "c++")):
        pytest.skip("there is no compiler")
    monkeypatch.setattr(torch, "compile", partial(torch.compile, backend="aot_eager"))
    plain = list(train(recipes.moons(steps=12), seed=1, device="cpu"))
    compiled = list(train(recipes.moons(steps=12, compile=True), seed=1, device="cpu"))
    assert recipes.losses(compiled) == pytest.approx(recipes.losses(plain), rel=1e-5)
    assert recipes.of(RunEnded, compiled)[0].status == "finished"


# The words themselves


def test_errors_survive_a_process_boundary() -> None:
    error = ConfigurationError("lr", -1.0, "Give a rate above 0.", "It is negative.")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is ConfigurationError
    assert again.problem == error.problem
    assert str(again) == str(error) == "lr cannot be -1.0. It is negative. Give a rate above 0."


def test_the_nearest_name_is_offered() -> None:
    with pytest.raises(ConfigurationError, match="Did you mean 'momentum'"):
        one_of("setting", "momentun", ("lr", "momentum"))
    one_of("setting", "lr", ("lr", "momentum"))


@pytest.mark.parametrize("value", [-0.1, float("nan")])
def test_numbers_out_of_range_are_refused(value: float) -> None:
    with pytest.raises(ConfigurationError):
        at_least("lr", value, 0)
    with pytest.raises(ConfigurationError):
        share("decay", value)


def test_a_catalogue_makes_things_by_name() -> None:
    def sum_of(*, a: int, b: int = 2) -> int:
        return a + b

    catalog = Catalog("sum", Entry("sum", sum_of, "two numbers"))
    assert catalog.make("sum", a=1) == 3
    assert [(s.name, s.required) for s in catalog["sum"].settings] == [("a", True), ("b", False)]
    with pytest.raises(ConfigurationError, match="sum cannot be 'some'"):
        catalog.make("some")
    with pytest.raises(ConfigurationError, match="Give sum a value for a"):
        catalog.make("sum")
    with pytest.raises(ConfigurationError, match="setting of sum cannot be 'c'"):
        catalog.make("sum", a=1, c=3)
