"""Hugging Face `Trainer` with `logging_steps=1`; it measures the norm only where it also clips."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR
from transformers import PrinterCallback, Trainer, TrainerCallback, TrainingArguments

from tests.benchmarks.peers import endless, seeded_model
from tests.benchmarks.peers.parked import Record
from tests.benchmarks.workloads import Workload


def train(task: Workload, record: Record, *, everything: bool) -> None:
    """Train until `record` raises. It logs the learning rate in any case."""

    class Task(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = seeded_model(task)

        def forward(self, inputs: Tensor, labels: Tensor) -> dict[str, Tensor]:
            logits = self.model(inputs)
            return {"loss": task.loss(logits, labels), "logits": logits}

    class Batches(torch.utils.data.IterableDataset[dict[str, Tensor]]):
        def __iter__(self) -> Iterator[dict[str, Tensor]]:
            return ({"inputs": x, "labels": y} for x, y in endless(task))

    class Ready(Trainer):
        def get_train_dataloader(self) -> Batches:
            return Batches()

    class Note(TrainerCallback):
        def on_log(self, _: object, __: object, ___: object, **told: dict[str, float]) -> None:
            logs = told["logs"]
            if everything:
                record(logs["loss"], logs["learning_rate"], logs["grad_norm"])
            else:
                record(logs["loss"])

    model = Task()
    optimizer = task.torch_optimizer(model.parameters())
    with tempfile.TemporaryDirectory() as folder:
        trainer = Ready(
            model,
            TrainingArguments(
                output_dir=folder,
                max_steps=10**9,
                logging_steps=1,
                max_grad_norm=1e9 if everything else 0.0,
                save_strategy="no",
                report_to="none",
                disable_tqdm=True,
                use_cpu=True,
            ),
            train_dataset=Batches(),
            optimizers=(optimizer, LambdaLR(optimizer, lambda _: 1.0)),
            callbacks=[Note()],
        )
        trainer.remove_callback(PrinterCallback)
        trainer.train()
