"""What the lesson on containers says is what its lab shows."""

from __future__ import annotations

from collections import OrderedDict

import pytest
import torch
from helpers import Bench, bench
from torch import nn

from engine import data
from engine.events import Probed, RunStarted
from engine.observations import LayerShapes
from lessons.curriculum.modules.containers import lab


@pytest.fixture(scope="module")
def containers() -> Bench:
    return bench("modules/containers")


def test_predictions(containers: Bench) -> None:
    assert containers.observed("who_reads") == "registered"
    assert containers.observed("a_list") == "between"
    assert containers.never_run() == set()


def test_shares_that_are_read(containers: Bench) -> None:
    made, listed, registered = (
        f"{100 * lab.share_read(containers.run(name)):.0f}"
        for name in ("made", "listed", "registered")
    )
    text = containers.after("forward_or_init")
    assert f"reads {registered} of 100 images. The other one reads {made}," in text
    text = containers.after("in_a_list")
    assert text.startswith(f"## Almost right is worse It reads {listed}.")
    assert f"never seen the {registered}," in text
    assert f"Why {listed} and not {made}?" in text
    assert containers.run("made").loss[-34:].mean() == pytest.approx(2.303, abs=0.05)


def test_parameters_and_rows_of_the_view(containers: Bench) -> None:
    rows = {"made": 2, "listed": 2, "registered": 3}
    for name, count in rows.items():
        events = containers.events(name)
        started = next(event for event in events if isinstance(event, RunStarted))
        assert started.parameters == (4810 if name == "registered" else 650)
        seen = next(event.seen for event in events if isinstance(event, Probed))
        assert isinstance(seen, LayerShapes)
        assert len(seen.names) == count


def test_more_random_layers_let_less_through(containers: Bench) -> None:
    one, three = (lab.share_read(containers.run("listed", depth=depth)) for depth in (1, 3))
    assert three < one - 0.05


def test_a_saved_list_is_lost() -> None:
    torch.manual_seed(0)
    digits = data.digits()
    model = lab.Listed(1)
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    for _ in range(60):
        loss = nn.functional.cross_entropy(model(digits.train.inputs), digits.train.targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    loaded = lab.Listed(1)
    loaded.load_state_dict(model.state_dict())

    def share(of: nn.Module) -> float:
        answers = of(digits.validation.inputs).argmax(dim=1)
        return float((answers == digits.validation.targets).float().mean())

    assert share(model) > 0.5
    assert share(loaded) < 0.35


def test_names_and_numbers_of_parts() -> None:
    numbered = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))
    assert "2.weight" in dict(numbered.named_parameters())
    assert isinstance(numbered[:2], nn.Sequential)
    named = nn.Sequential(OrderedDict(hidden=nn.Linear(4, 3), act=nn.Tanh()))
    assert named.hidden is named[0]
    assert "hidden.weight" in dict(named.named_parameters())
    chain = nn.Sequential()
    chain.add_module("hidden", nn.Linear(4, 3))
    chain.append(nn.Tanh())
    assert [name for name, _ in chain.named_children()] == ["hidden", "1"]
    for keeper in (nn.ModuleList([nn.Tanh()]), nn.ModuleDict({"tanh": nn.Tanh()})):
        with pytest.raises(NotImplementedError):
            keeper(torch.zeros(2))
    dropout = nn.Sequential(nn.Linear(4, 3)).eval()
    assert not dropout.training
    assert nn.Dropout(0.5).training
