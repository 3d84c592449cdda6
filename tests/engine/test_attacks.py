"""Adversarial inputs: what they are, that they stay in their limits, and leave no trace."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from engine.attacks import FGSM, adversarial_training
from engine.data import Batch, Examples
from engine.errors import ConfigurationError


def judged() -> tuple[nn.Module, Batch]:
    """A model with everything that an attack could disturb, in train mode, and a batch."""
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.Dropout(0.5), nn.Linear(8, 3))
    return model, Batch(torch.randn(6, 4), torch.tensor([0, 1, 2, 0, 1, 2]))


def test_an_attack_is_the_sign_of_the_gradient() -> None:
    model, batch = judged()
    moved = FGSM(0.1).attacked(model, batch)
    inputs = batch.inputs.clone().requires_grad_()
    F.cross_entropy(model.eval()(inputs), batch.targets).backward()
    assert inputs.grad is not None
    assert torch.equal(moved, batch.inputs + 0.1 * inputs.grad.sign())


def test_an_attack_leaves_no_trace() -> None:
    model, batch = judged()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    inputs, random = batch.inputs.clone(), torch.get_rng_state()
    with torch.no_grad():  # as in evaluation
        moved = FGSM(0.1).attacked(model, batch)
    assert not moved.requires_grad
    assert not batch.inputs.requires_grad
    assert torch.equal(batch.inputs, inputs)
    assert torch.equal(torch.get_rng_state(), random)
    assert all(module.training for module in model.modules())
    assert all(parameter.grad is None for parameter in model.parameters())
    assert all(torch.equal(before[name], now) for name, now in model.state_dict().items())


def test_limits_may_be_those_of_each_input() -> None:
    model, batch = judged()
    attack = FGSM.within(Examples(batch.inputs, batch.targets), 5.0)
    moved = attack.attacked(model, batch)
    assert torch.equal(moved.amax(0).maximum(batch.inputs.amax(0)), batch.inputs.amax(0))
    assert torch.equal(moved.amin(0).minimum(batch.inputs.amin(0)), batch.inputs.amin(0))
    assert FGSM(5.0, low=0.0, high=1.0).attacked(model, batch).unique().tolist() == [0.0, 1.0]
    assert torch.equal(FGSM(0.0).attacked(model, batch), batch.inputs)


def test_adversarial_training_mixes_both_losses_and_is_judged_by_the_clean_one() -> None:
    model, batch = judged()
    model = nn.Sequential(model[0], model[3])  # nothing in it is random
    attack = FGSM(0.5)
    clean = F.cross_entropy(model(batch.inputs), batch.targets)
    under = F.cross_entropy(model(attack.attacked(model, batch)), batch.targets)
    assert under > clean
    mixed = adversarial_training(attack, weight=0.25)
    assert mixed(model, batch).item() == pytest.approx((0.75 * clean + 0.25 * under).item())
    assert mixed(model.eval(), batch).item() == clean.item()


def test_impossible_attacks_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="epsilon"):
        FGSM(-0.1)
    with pytest.raises(ConfigurationError, match="weight"):
        adversarial_training(FGSM(0.1), weight=1.5)
