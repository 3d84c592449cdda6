"""Lightning: a `LightningModule`, a `Trainer` without logger, and a `Callback`."""

from __future__ import annotations

import logging
import tempfile
import warnings

import lightning as L
from torch import Tensor

from tests.benchmarks.peers import endless, grad_norm, seeded_model
from tests.benchmarks.peers.parked import Record
from tests.benchmarks.workloads import Workload


def train(task: Workload, record: Record, *, everything: bool) -> None:
    """Train until `record` raises."""
    logging.getLogger("lightning.pytorch").setLevel(logging.CRITICAL)

    class Task(L.LightningModule):
        def __init__(self) -> None:
            super().__init__()
            self.model = seeded_model(task)

        def training_step(self, batch: tuple[Tensor, Tensor], _: int) -> Tensor:
            inputs, targets = batch
            return task.loss(self.model(inputs), targets)

        def configure_optimizers(self) -> object:
            return task.torch_optimizer(self.parameters())

    class Note(L.Callback):
        lr = norm = 0.0

        def on_before_optimizer_step(
            self, _: L.Trainer, module: L.LightningModule, optimizer: object
        ) -> None:
            if everything:
                self.lr = optimizer.param_groups[0]["lr"]
                self.norm = grad_norm(module.parameters())

        def on_train_batch_end(
            self, _: L.Trainer, module: L.LightningModule, outputs: dict[str, Tensor], *rest: object
        ) -> None:
            if everything:
                record(outputs["loss"].item(), self.lr, self.norm)
            else:
                record(outputs["loss"].item())

    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        trainer = L.Trainer(
            accelerator="cpu",
            devices=1,
            max_epochs=1,
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            default_root_dir=folder,
            callbacks=[Note()],
        )
        trainer.fit(Task(), endless(task))
