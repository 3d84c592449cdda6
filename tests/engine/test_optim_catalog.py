"""Optimisers by name: what can be asked for, and what is refused before anything is trained."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from torch import nn

from engine import optim
from engine.errors import ConfigurationError
from engine.optim.catalog import optimizers
from engine.optim.torch_optimizer import TorchStepper

SOURCES = ("fast", "torch", "scratch")
WRONG: list[tuple[str, dict[str, Any], str]] = [
    *[(name, {"lr": -0.1}, "lr") for name in optimizers.names],
    *[(name, {"lr": math.nan}, "lr") for name in optimizers.names],
    *[(name, {"lr": "0.1"}, "lr") for name in optimizers.names],
    ("sgd", {"momentum": -0.1}, "momentum"),
    ("sgd", {"momentum": math.inf}, "momentum"),
    ("sgd", {"nesterov": True}, "nesterov"),
    ("sgd", {"nesterov": True, "momentum": 0.9, "dampening": 0.1}, "nesterov"),
    ("sgd", {"nesterov": 1}, "nesterov"),
    ("sgd", {"weight_decay": -1e-4}, "weight_decay"),
    ("adagrad", {"lr_decay": -1.0}, "lr_decay"),
    ("adagrad", {"initial_accumulator_value": -1.0}, "initial_accumulator_value"),
    ("rmsprop", {"alpha": 1.0}, "alpha"),
    ("rmsprop", {"eps": -1e-8}, "eps"),
    ("adadelta", {"rho": 1.1}, "rho"),
    ("adam", {"betas": (1.0, 0.999)}, r"betas\[0\]"),
    ("adam", {"betas": (0.9, -0.1)}, r"betas\[1\]"),
    ("adam", {"betas": 0.9}, "betas"),
    ("amsgrad", {"betas": (0.9, 1.0)}, r"betas\[1\]"),
    ("adamw", {"betas": (0.9, 0.99, 0.999)}, "betas"),
    ("adamw", {"weight_decay": True}, "weight_decay"),
    ("adamax", {"eps": -1.0}, "eps"),
    ("nadam", {"momentum_decay": -1.0}, "momentum_decay"),
    ("radam", {"betas": (0.9, 2.0)}, r"betas\[1\]"),
    ("adafactor", {"beta2_decay": 0.5}, "beta2_decay"),
    ("adafactor", {"d": 0.5}, "d"),
    ("adafactor", {"eps": (None, -1.0)}, r"eps\[1\]"),
    ("asgd", {"t0": -1.0}, "t0"),
    ("rprop", {"etas": (1.2, 0.5)}, "etas"),
    ("rprop", {"step_sizes": (1.0, 0.1)}, "step_sizes"),
    ("muon", {"momentum": 1.0}, "momentum"),
    ("muon", {"ns_steps": 100}, "ns_steps"),
    ("muon", {"adjust_lr_fn": "orignal"}, "original"),
]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(("name", "settings", "says"), WRONG, ids=str)
def test_a_setting_that_cannot_be_is_refused_at_once(
    name: str, settings: dict[str, Any], says: str, source: Any
) -> None:
    with pytest.raises(ConfigurationError, match=says):
        optim.named(name, source, **settings)


def test_unknown_names_are_answered_with_the_nearest() -> None:
    with pytest.raises(ConfigurationError, match="'rmsprop'"):
        optim.named("rmspop")
    with pytest.raises(ConfigurationError, match="'momentum'"):
        optim.named("sgd", momentom=0.9)
    with pytest.raises(ConfigurationError, match="'scratch'"):
        optim.named("sgd", "scrach")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["lbfgs", "sparse_adam"])
def test_what_does_not_fit_says_why(name: str) -> None:
    with pytest.raises(ConfigurationError, match=r"several times|sparse gradients"):
        optim.named(name)


def test_an_optimiser_that_wants_a_closure_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="LBFGS"):
        TorchStepper(torch.optim.LBFGS([nn.Parameter(torch.ones(1))]))


def test_whatever_torch_has_is_here_or_is_refused() -> None:
    from engine.optim.catalog import _REFUSED

    kinds = {
        name.lower()
        for name, value in vars(torch.optim).items()
        if isinstance(value, type) and name != "Optimizer"
    }
    here = {name.replace("_", "") for name in (*optimizers.names, *_REFUSED)}
    assert kinds <= here


@pytest.mark.parametrize("name", optimizers.names)
def test_settings_and_defaults_are_those_of_torch(name: str) -> None:
    """All that torch has, but for what says how and not what."""
    how = {"foreach", "fused", "capturable", "differentiable", "decoupled_weight_decay"}
    rule = optim.named(name)
    kind = getattr(torch.optim, rule.torch_name)  # type: ignore[attr-defined]
    defaults = kind([nn.Parameter(torch.ones(2, 2))]).defaults
    ours = rule.settings()  # type: ignore[attr-defined]
    if name == "amsgrad":
        defaults["amsgrad"] = True
    assert {key: defaults[key] for key in ours} == ours
    if name != "gradient_descent":
        assert set(defaults) - how - {"maximize"} <= set(ours)


def test_each_source_says_who_it_is() -> None:
    labels = [
        optim.named("rmsprop", source).build([nn.Parameter(torch.ones(1))]).label
        for source in SOURCES
    ]
    plain = "torch.optim.RMSprop"
    assert labels == [f"{plain}, foreach", plain, "RMSprop, from scratch"]


def test_an_optimiser_that_this_torch_lacks_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(torch.optim, "Muon")
    with pytest.raises(ConfigurationError, match="scratch"):
        optim.Muon().build([nn.Parameter(torch.ones(2, 2))])
