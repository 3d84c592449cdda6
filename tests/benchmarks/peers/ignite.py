"""PyTorch Ignite: `create_supervised_trainer` and a handler at the end of every iteration."""

from __future__ import annotations

import logging

from ignite.engine import Engine, Events, create_supervised_trainer

from tests.benchmarks.peers import endless, grad_norm, seeded_model
from tests.benchmarks.peers.parked import Record
from tests.benchmarks.workloads import Workload


def train(task: Workload, record: Record, *, everything: bool) -> None:
    """Train until `record` raises. Ignite leaves the gradients in place after the update."""
    logging.getLogger("ignite").setLevel(logging.CRITICAL)
    model = seeded_model(task)
    optimizer = task.torch_optimizer(model.parameters())
    trainer = create_supervised_trainer(model, optimizer, task.loss)
    trainer.logger.setLevel(logging.CRITICAL)

    @trainer.on(Events.ITERATION_COMPLETED)
    def note(engine: Engine) -> None:
        loss = engine.state.output
        if everything:
            record(loss, optimizer.param_groups[0]["lr"], grad_norm(model.parameters()))
        else:
            record(loss)

    trainer.run(endless(task), max_epochs=1, epoch_length=10**9)
