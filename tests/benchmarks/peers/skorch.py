"""skorch: `NeuralNet` with its default callbacks, which record the loss of every batch."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from skorch import NeuralNet
from skorch.callbacks import Callback
from torch import Tensor

from tests.benchmarks.peers import endless, grad_norm, seeded_model
from tests.benchmarks.peers.parked import Record
from tests.benchmarks.workloads import Workload


def train(task: Workload, record: Record, *, everything: bool) -> None:
    """Train until `record` raises."""

    class Loss(torch.nn.Module):
        def forward(self, prediction: Tensor, target: Tensor) -> Tensor:
            return task.loss(prediction, target)

    class Note(Callback):
        def on_grad_computed(self, net: NeuralNet, **_: object) -> None:
            if everything:
                net.history.record_batch("lr", net.optimizer_.param_groups[0]["lr"])
                net.history.record_batch("grad_norm", grad_norm(net.module_.parameters()))

        def on_batch_end(self, net: NeuralNet, **_: object) -> None:
            row = net.history[-1]["batches"][-1]
            if everything:
                record(row["train_loss"], row["lr"], row["grad_norm"])
            else:
                record(row["train_loss"])

    net = NeuralNet(
        seeded_model(task),
        Loss,
        optimizer=_optimizer(task),
        max_epochs=1,
        train_split=None,
        iterator_train=lambda _data, **_: _batches(task),
        callbacks=[Note()],
        verbose=0,
    )
    train_set = task.data.train
    net.fit(train_set.inputs, train_set.targets)


def _optimizer(task: Workload) -> object:
    """skorch calls it with named groups of parameters and a rate of its own."""

    def build(parameters: list[object], **_: object) -> torch.optim.Optimizer:
        return task.torch_optimizer(parameters)

    return build


def _batches(task: Workload) -> Iterator[tuple[Tensor, Tensor]]:
    return endless(task)
