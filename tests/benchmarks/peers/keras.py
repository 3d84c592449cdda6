"""Keras 3 on its torch backend: `compile` and `fit`, with Keras' own loss and optimisers.

The model is wrapped as a Keras layer, so that everybody trains the same one.
"""

from __future__ import annotations

from collections.abc import Iterator

import keras
import torch
from torch import Tensor

from tests.benchmarks.peers import endless, grad_norm, seeded_model
from tests.benchmarks.peers.parked import Record
from tests.benchmarks.workloads import Workload


def train(task: Workload, record: Record, *, everything: bool) -> None:
    """Train until `record` raises. The loss that Keras gives is its mean since the start."""

    class Task(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.wrapped = keras.layers.TorchModuleWrapper(seeded_model(task))

        def call(self, inputs: Tensor) -> Tensor:
            return self.wrapped(inputs)

    class Batches(torch.utils.data.IterableDataset[tuple[Tensor, Tensor]]):
        def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
            return endless(task)

    class Note(keras.callbacks.Callback):
        def on_train_batch_end(self, batch: int, logs: dict[str, float]) -> None:
            if everything:
                weights = [variable.value for variable in self.model.trainable_weights]
                rate = float(self.model.optimizer.learning_rate)
                record(float(logs["loss"]), rate, grad_norm(weights))
            else:
                record(float(logs["loss"]))

    model = Task()
    model.compile(
        optimizer=_optimizer(task),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        jit_compile=False,
    )
    loader = torch.utils.data.DataLoader(Batches(), batch_size=None)
    model.fit(loader, epochs=1, steps_per_epoch=10**9, shuffle=False, verbose=0, callbacks=[Note()])


def _optimizer(task: Workload) -> keras.optimizers.Optimizer:
    """Keras has optimisers of its own; here with PyTorch's settings.

    Its Adam adds epsilon before the second moment's bias is corrected, PyTorch's after: with the
    same epsilon the losses part a little.
    """
    if task.sgd:
        return keras.optimizers.SGD(learning_rate=0.05, momentum=0.9)
    return keras.optimizers.AdamW(learning_rate=1e-3, weight_decay=1e-2, epsilon=1e-8)
