"""Groups: which parameters a rule moves, and with which settings."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from descents import assert_close, descend
from torch import nn

from engine import optim
from engine.errors import ConfigurationError
from engine.nn import layers
from engine.optim import NO_DECAY, Group, Groups, LayerWise, NamedRule, Rule
from engine.optim.from_scratch import FromScratch
from engine.optim.parts import Part, flat, named_parameters

SOURCES = ("fast", "torch", "scratch")


class Net(nn.Module):
    """An embedding, a body with norms and a recurrent layer, a head."""

    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(7, 4)
        self.body = nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.ReLU(), nn.Linear(5, 4))
        self.rnn = nn.LSTM(4, 3)
        self.norm_of_words = nn.Linear(3, 3)  # a name that says norm, a type that does not
        self.head = nn.Linear(3, 2)


def model() -> Net:
    torch.manual_seed(0)
    return Net()


def shared_out(rule: Any, net: nn.Module) -> dict[str, Part]:
    """The part that each parameter is in."""
    return {entry.name: part for part in flat(rule, named_parameters(net)) for entry in part.named}


def settings_of(rule: Any, net: nn.Module, name: str) -> dict[str, Any]:
    """What a setting is for each parameter."""
    return {key: getattr(part.rule, name) for key, part in shared_out(rule, net).items()}


def test_the_first_match_wins_and_the_rest_follow_the_rule() -> None:
    rule = Groups(
        optim.AdamW(1e-3, weight_decay=0.1),
        Group("head.*", lr=1e-2),
        Group("*.bias", weight_decay=0.0),
    )
    decays = settings_of(rule, model(), "weight_decay")
    rates = settings_of(rule, model(), "lr")
    assert (rates["head.bias"], decays["head.bias"]) == (1e-2, 0.1)
    assert (rates["body.0.bias"], decays["body.0.bias"]) == (1e-3, 0.0)
    assert (rates["embed.weight"], decays["embed.weight"]) == (1e-3, 0.1)
    assert list(rates) != []
    assert set(rates) == {name for name, _ in model().named_parameters()}


def test_no_decay_means_biases_and_what_a_normalisation_owns() -> None:
    decays = settings_of(
        Groups(optim.AdamW(weight_decay=0.1), Group(NO_DECAY, weight_decay=0.0)),
        model(),
        "weight_decay",
    )
    assert {name for name, decay in decays.items() if decay} == {
        "embed.weight",
        "body.0.weight",
        "body.3.weight",
        "rnn.weight_ih_l0",
        "rnn.weight_hh_l0",
        "norm_of_words.weight",
        "head.weight",
    }


@pytest.mark.parametrize(
    "norm",
    [
        nn.LayerNorm(3),
        nn.GroupNorm(1, 3),
        nn.RMSNorm(3),
        nn.InstanceNorm2d(3, affine=True),
        nn.SyncBatchNorm(3),
        layers.LayerNorm(3),
        layers.BatchNorm1d(3),
    ],
    ids=lambda norm: f"{type(norm).__module__}.{type(norm).__name__}",
)
def test_every_kind_of_normalisation_is_known(norm: nn.Module) -> None:
    assert list(norm.parameters()) != []
    assert all(NO_DECAY(entry) for entry in named_parameters(nn.Sequential(norm)))


def test_attention_has_biases_by_other_names() -> None:
    attention = named_parameters(nn.MultiheadAttention(4, 2, add_bias_kv=True))
    spared = {entry.name for entry in attention if NO_DECAY(entry)}
    assert spared == {"in_proj_bias", "out_proj.bias", "bias_k", "bias_v"}


def test_frozen_parameters_are_in_no_group() -> None:
    net = model()
    net.body.requires_grad_(False)
    assert not any(name.startswith("body") for name in shared_out(Groups(optim.SGD()), net))
    net.requires_grad_(False)
    with pytest.raises(ConfigurationError, match="Unfreeze"):
        Groups(optim.SGD()).build_named(net)


def test_a_pattern_that_matches_nothing_is_named_with_what_there_is() -> None:
    with pytest.raises(ConfigurationError, match=r"(?s)'haed\.\*'.*head\.weight"):
        Groups(optim.SGD(), Group("haed.*", lr=1.0)).build_named(model())
    rule = Groups(optim.SGD(), Group("head*", lr=1.0), Group("head.bias", lr=2.0))
    with pytest.raises(ConfigurationError, match="Earlier groups"):
        rule.build_named(model())
    net = model()
    net.head.requires_grad_(False)
    with pytest.raises(ConfigurationError, match="No parameter"):
        Groups(optim.SGD(), Group("head.*", lr=1.0)).build_named(net)


def test_a_function_may_match_nothing() -> None:
    net = nn.Linear(2, 2, bias=False)
    stepper = Groups(optim.AdamW(), Group(NO_DECAY, weight_decay=0.0)).build_named(net)
    assert stepper.base_lrs == (1e-3,)
    assert stepper.label == "AdamW, fused kernel"


def test_settings_are_checked_when_the_groups_are_made() -> None:
    with pytest.raises(ConfigurationError, match=r"group 2.*momentun.*momentum"):
        Groups(optim.SGD(), Group("a", lr=1.0), Group("b", momentun=0.9))
    with pytest.raises(ConfigurationError, match="lr"):
        Groups(optim.SGD(), Group("a", lr=-1.0))
    with pytest.raises(ConfigurationError, match="has settings"):
        Groups(FromScratch(lambda ps: optim.from_scratch.SGD(ps, 0.1)), Group("a", lr=1.0))


def test_momentum_of_a_group_reaches_into_betas() -> None:
    rule = Groups(optim.Adam(), Group("head.*", momentum=0.5), Group("body.*", beta2=0.9))
    betas = settings_of(rule, model(), "betas")
    assert betas["head.weight"] == (0.5, 0.999)
    assert betas["body.0.weight"] == (0.9, 0.9)
    assert betas["embed.weight"] == (0.9, 0.999)


def test_groups_need_a_model() -> None:
    for rule in (Groups(optim.SGD()), LayerWise(optim.SGD())):
        assert isinstance(rule, NamedRule)
        with pytest.raises(ConfigurationError, match="build_named"):
            rule.build(list(model().parameters()))
    assert not isinstance(optim.SGD(), NamedRule)


# As one stepper


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("name", ["SGD", "Adam", "Adagrad", "RMSprop"])
def test_it_does_what_the_parameter_groups_of_torch_do(name: str, source: Any) -> None:
    ours, theirs = model().double(), model().double()
    rule: Rule = getattr(optim, name)(0.02, weight_decay=0.1, source=source)
    groups = Groups(rule, Group("head.*", lr=0.1), Group(NO_DECAY, weight_decay=0.0))
    stepper = groups.build_named(ours)
    assert stepper.base_lrs == (0.02, 0.1, 0.02)

    head = [p for n, p in theirs.named_parameters() if n.startswith("head")]
    spared = [
        p
        for n, p in theirs.named_parameters()
        if not n.startswith("head") and (".bias" in n or n.startswith(("body.1", "rnn.bias")))
    ]
    taken = {id(p) for p in head + spared}
    rest = [p for p in theirs.parameters() if id(p) not in taken]
    optimizer = getattr(torch.optim, name)(
        [{"params": rest}, {"params": head, "lr": 0.1}, {"params": spared, "weight_decay": 0.0}],
        lr=0.02,
        weight_decay=0.1,
    )
    from engine.optim.torch_optimizer import TorchStepper

    moved = descend(stepper, list(ours.parameters()), range(50))
    expected = descend(TorchStepper(optimizer), list(theirs.parameters()), range(50))
    assert_close(moved, expected, 1e-10)


def test_a_number_reaches_every_group_that_has_none_of_its_own() -> None:
    def built(decay: float) -> Any:
        rule = Groups(optim.AdamW(0.1, weight_decay=decay), Group(NO_DECAY, weight_decay=0.0))
        net = model()
        return rule.build_named(net), net

    (turned, a), (made, b) = built(0.1), built(0.5)
    turned.set("weight_decay", 0.5)
    descend(turned, list(a.parameters()), range(5))
    descend(made, list(b.parameters()), range(5))
    for left, right in zip(a.parameters(), b.parameters(), strict=True):
        assert torch.equal(left, right)
    with pytest.raises(KeyError):
        turned.set("dampening", 0.5)


def test_labels_tell_who_moves_what() -> None:
    rule = Groups(optim.SGD(), Group("head.*", lr=1.0), Group("body.*", lr=2.0))
    assert rule.build_named(model()).label == "SGD, fused kernel, 3 groups"
    muon = optim.Muon().build_named(model())
    assert muon.label == "torch.optim.Muon and AdamW, fused kernel"


# Layer by layer


def test_rates_fall_from_the_head_to_the_input() -> None:
    net = model()
    stepper = LayerWise(optim.SGD(0.08), 0.5).build_named(net)
    # embedding, linear and its norm, linear, rnn, linear, head
    assert stepper.base_lrs == pytest.approx([0.08, 0.04, 0.02, 0.01, 0.005, 0.0025])
    moved = distance(stepper, net)
    assert moved["head.weight"] == pytest.approx(0.08)
    assert moved["body.0.weight"] == pytest.approx(0.005, rel=1e-3)
    assert moved["body.1.weight"] == pytest.approx(0.005, rel=1e-3)
    assert moved["embed.weight"] == pytest.approx(0.0025, rel=1e-3)


def distance(stepper: Any, net: nn.Module) -> dict[str, float]:
    """How far each parameter goes with a gradient of ones."""
    before = {name: p.detach().clone() for name, p in net.named_parameters()}
    for parameter in net.parameters():
        parameter.grad = torch.ones_like(parameter)
    stepper.step(stepper.base_lrs)
    return {
        name: (before[name] - p.detach()).abs().max().item() for name, p in net.named_parameters()
    }


def test_frozen_layers_keep_their_place() -> None:
    net = model()
    net.body.requires_grad_(False)
    stepper = LayerWise(optim.SGD(0.08), 0.5).build_named(net)
    assert stepper.base_lrs == pytest.approx([0.08, 0.04, 0.02, 0.0025])


def test_layers_may_be_named() -> None:
    rule = LayerWise(optim.SGD(0.1), 0.1, layers=("embed.*", "body.*", "*"))
    assert rule.build_named(model()).base_lrs == pytest.approx([0.1, 0.01, 0.001])
    with pytest.raises(ConfigurationError, match=r"rnn\.weight"):
        LayerWise(optim.SGD(0.1), 0.1, layers=("embed.*", "body.*")).build_named(model())


def test_layers_and_groups_go_together() -> None:
    rule = LayerWise(Groups(optim.AdamW(0.1), Group(NO_DECAY, weight_decay=0.0)), 0.5)
    net = nn.Sequential(nn.Linear(2, 3), nn.LayerNorm(3), nn.Linear(3, 1))
    stepper = rule.build_named(net)
    assert stepper.base_lrs == pytest.approx([0.1, 0.1, 0.05, 0.05])
    only = nn.Sequential(nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1)))
    assert LayerWise(optim.SGD(1.0), 0.5).build_named(only).base_lrs == (1.0, 0.5)


# Muon


def test_muon_takes_the_matrices_inside_the_network() -> None:
    parts = flat(optim.Muon(), named_parameters(model()))
    muon, others = parts
    assert isinstance(muon.rule, optim.Muon)
    assert isinstance(others.rule, optim.AdamW)
    assert {entry.name for entry in muon.named} == {
        "body.0.weight",
        "body.3.weight",
        "rnn.weight_ih_l0",
        "rnn.weight_hh_l0",
        "norm_of_words.weight",
    }


def test_muon_says_when_there_is_nothing_inside() -> None:
    shallow = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 2))
    with pytest.raises(ConfigurationError, match=r"hidden=\"\*\""):
        optim.Muon().build_named(shallow)
    stepper = optim.Muon(0.02, hidden="*").build_named(shallow)
    assert stepper.base_lrs == (0.02, 1e-3)
    with pytest.raises(ConfigurationError, match="matrices only"):
        optim.Muon(others=None).build(list(shallow.parameters()))


def test_muon_is_grouped_like_any_rule() -> None:
    rule = Groups(optim.Muon(0.1), Group("rnn.*", lr=0.5), Group("head.*", lr=0.3))
    rates = settings_of(rule, model(), "lr")
    assert rates["body.0.weight"] == 0.1
    assert rates["rnn.weight_hh_l0"] == 0.5
    assert rates["head.weight"] == rates["body.0.bias"] == 1e-3  # AdamW's
