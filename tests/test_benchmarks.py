"""The benchmarks still run; what they measure is not judged here."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.benchmarks import costs, engine, mnist1d, screen, verify
from tests.benchmarks.peers import FRAMEWORKS, Framework, endless, write_only_to
from tests.benchmarks.peers.parked import Parked, PeerError, Record
from tests.benchmarks.racing import Stepped, race
from tests.benchmarks.workloads import workload


def test_the_engine_races_everybody() -> None:
    outcome = engine.race("a", rounds=1)
    assert {"engine", "engine, torch.optim", "bare, fused"} <= set(outcome.laps)
    assert all(len(laps.ratios) == 1 and laps.ratios[0] > 0 for laps in outcome.laps.values())
    assert not outcome.failures


def test_a_tick_of_the_plots_is_measured() -> None:
    assert screen.ticks(1_000) > 0


def test_a_parked_loop_advances_by_as_many_steps_as_it_is_asked_to() -> None:
    peer = Parked(_counting)
    peer.advance(3)
    peer.advance(2)
    assert peer.records == [(0.0,), (1.0,), (2.0,), (3.0,), (4.0,)]
    peer.close()
    with pytest.raises(PeerError):
        peer.advance(1)


def test_a_peer_that_fails_is_told_of_and_left_out() -> None:
    def breaks(record: Record) -> None:
        record(1.0)
        raise ValueError("no such thing")

    steps = (None for _ in iter(int, 1))
    peers = {"good": Parked(_counting), "bad": Parked(breaks)}
    outcome = race(Stepped(steps), peers, steps=1, rounds=3)
    assert set(outcome.laps) == {"good"}
    assert "no such thing" in outcome.failures["bad"]


def test_a_peer_has_to_compute_what_the_bare_loop_computes() -> None:
    task = workload("a")
    course = verify.bare_course(task)
    exact = Framework("", "", ())
    mean = Framework("", "", (), smooths=True)
    for framework, losses in ((exact, course.losses), (mean, course.means)):
        peer = Parked(lambda record, told=losses: [record(loss) for loss in told])  # type: ignore[misc]
        assert verify.check(framework, peer, course) == ""
        peer.close()
    off = Parked(lambda record: [record(loss + 1e-3) for loss in course.losses])  # type: ignore[misc]
    assert "differ" in verify.check(exact, off, course)
    off.close()


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda framework: framework.name)
def test_an_installed_peer_trains_as_the_bare_loop_does(
    framework: Framework, tmp_path: Path
) -> None:
    if not framework.installed:
        pytest.skip("not installed")
    task = workload("a")
    course = verify.bare_course(task)
    with patch.dict(os.environ):
        write_only_to(tmp_path)
        peer = framework.prepare(task, everything=True)
        assert verify.check(framework, peer, course) == ""
        peer.close()


def test_batches_come_again_in_the_same_order() -> None:
    task = workload("a")
    batches = endless(task)
    count = -(-len(task.data.train) // task.batch_size)
    first = [next(batches)[0] for _ in range(count)]
    assert next(batches)[0] is first[0]
    assert sum(map(len, first)) == len(task.data.train)


def test_every_probe_is_measured_where_it_has_something_to_see() -> None:
    cost = costs.probe_cost(costs.experiment_of("a"), "boundary", looks=1)
    assert isinstance(cost, costs.Cost)
    assert cost.look_ms > 0
    assert 0 < cost.share <= 0.1
    assert "two features" in str(costs.probe_cost(costs.experiment_of("b"), "boundary", looks=1))


def test_every_option_is_measured() -> None:
    outcome = costs.option_costs("a", rounds=1)
    assert set(costs.OPTIONS) < set(outcome.laps)
    assert not outcome.failures


def test_snapshots_are_measured() -> None:
    cost = costs.travel_costs(costs.experiment_of("a"), repeats=1)
    assert min(cost.kilobytes, cost.take, cost.save, cost.rewind, cost.resume) > 0


def test_the_models_of_mnist1d_have_as_many_parameters_as_the_authors_print() -> None:
    counts = {
        name: sum(parameter.numel() for parameter in model.build().parameters())
        for name, model in mnist1d.MODELS.items()
    }
    assert counts == {"logistic regression": 410, "MLP": 15_210, "CNN": 5_210, "GRU": 5_134}


def test_the_table_of_mnist1d_has_a_row_for_every_model(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("mnist1d")
    monkeypatch.setattr(sys, "argv", ["mnist1d.py", "--quick"])
    mnist1d.main()
    rows = [line.split("|")[1:-1] for line in capsys.readouterr().out.splitlines() if "|" in line]
    assert [row[0].strip() for row in rows[2:]] == list(mnist1d.MODELS)
    for row in rows[2:]:
        final, spread = row[3].split("±")
        assert 10 < float(final) < 100
        assert float(spread) == 0


def _counting(record: Record) -> None:
    number = 0
    while True:
        record(float(number))
        number += 1
