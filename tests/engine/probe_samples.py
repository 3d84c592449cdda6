"""Models, data and scenes for the tests of probes."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine import data as sets
from engine import probes
from engine.data import Batch, Dataset, Examples
from engine.nn.attention import MultiHeadAttention
from engine.nn.vision.detection import Detections
from engine.optim import SGD, Stepper
from engine.probes import Probe, Scene

CPU = torch.device("cpu")


def draw_elsewhere() -> None:
    """Draw from Python's and NumPy's generators, as some models do."""
    random.random()
    np.random.rand()


class Restless(nn.Module):
    """Images (n, 1, 8, 8) to ten scores, through everything that remembers or draws."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.relu = nn.ReLU()
        self.drop = nn.Dropout(0.3)
        self.hidden = nn.Linear(4 * 36, 12)
        self.tanh = nn.Tanh()
        self.head = nn.Linear(12, 10)

    def forward(self, inputs: Tensor) -> Tensor:
        draw_elsewhere()
        maps = self.relu(self.norm(self.conv(inputs)))
        hidden = self.tanh(self.hidden(self.drop(maps.flatten(1))))
        scores: Tensor = self.head(F.dropout(hidden, 0.1, training=True))
        return scores


class Attends(nn.Module):
    """Token numbers (n, length) to two scores."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(6, 8, padding_idx=0)
        self.attention = MultiHeadAttention(8, 2)
        self.drop = nn.Dropout(0.2)
        self.head = nn.Linear(8, 2)

    def forward(self, tokens: Tensor) -> Tensor:
        draw_elsewhere()
        words = self.embedding(tokens)
        scores: Tensor = self.head(self.drop(self.attention(words, words, words)).mean(dim=1))
        return scores


def images() -> Dataset:
    """A few digits as (n, 1, 8, 8)."""
    digits = sets.digits(flat=False)
    train = Examples(digits.train.inputs[:160], digits.train.targets[:160])
    validation = Examples(digits.validation.inputs[:60], digits.validation.targets[:60])
    return Dataset(
        "digits", train, validation, classes=digits.classes, image_shape=digits.image_shape
    )


def sentences() -> Dataset:
    """Sentences of up to five of six tokens; good if the third one is in them."""
    generator = torch.Generator().manual_seed(0)
    tokens = torch.randint(1, 6, (120, 5), generator=generator)
    tokens[::3, 3:] = 0
    labels = (tokens == 3).any(dim=1).long()
    part = Examples(tokens, labels)
    words = ("<pad>", "<unk>", "a", "good", "bad", "film")
    return Dataset("sentences", part, part, classes=("bad", "good"), tokens=words)


def curve() -> Dataset:
    """Points of a sine."""
    x = torch.linspace(-3, 3, 80).reshape(-1, 1)
    part = Examples(x, x.sin())
    return Dataset("sine", part, part, features=("angle",))


def scenes() -> Dataset:
    """Noise with one or two boxes."""
    generator = torch.Generator().manual_seed(0)
    inputs = torch.rand(40, 1, 12, 12, generator=generator)
    targets = torch.rand(40, 2, 5, generator=generator)
    targets[:, :, 0] = torch.tensor([1.0, -1.0])
    part = Examples(inputs, targets)
    return Dataset("scenes", part, part, classes=("zero", "one"))


def step_loss(model: nn.Module, batch: Batch | None) -> Tensor:
    """Cross-entropy, or the squared error where targets are no classes."""
    assert batch is not None
    answer = model(batch.inputs)
    if batch.targets.is_floating_point():
        return F.mse_loss(answer, batch.targets.reshape(answer.shape))
    return F.cross_entropy(answer, batch.targets)


def stepper(model: nn.Module) -> Stepper:
    """SGD with momentum."""
    return SGD(0.05, momentum=0.9).build(tuple(model.parameters()))


def scene(model: nn.Module, data: Dataset | None, **more: object) -> Scene:
    """A scene that knows its loss, its optimiser and the batch of the last step."""
    first = [] if data is None else [Batch(data.train.inputs[:8], data.train.targets[:8])]
    known = {"loss": step_loss, "stepper": stepper, "batch_size": 32, "batches": first} | more
    return Scene(model, data, None, CPU, **known)  # type: ignore[arg-type]


def look(probe: Probe, here: Scene) -> object:
    """One look."""
    observer = probe.start()
    observer.begin(here)
    return observer.look(here)


def brighter(batch: Batch, generator: torch.Generator) -> Batch:
    """An augmentation: a random brightness for each image."""
    light = torch.rand(len(batch.inputs), 1, 1, 1, generator=generator)
    return Batch(batch.inputs * light, batch.targets)


def noise_images(model: nn.Module, count: int) -> Tensor:
    """Draws from everything that can be drawn from, and asks the model."""
    images = torch.rand(count, 1, 8, 8) * random.random() * np.random.rand()
    return images * model(images).softmax(dim=1)[:, :1, None, None]


def guess_boxes(model: nn.Module, inputs: Tensor) -> list[Detections]:
    """One box for each image, from the model's scores."""
    rows = model(inputs).sigmoid()
    return [Detections(row[None, :4], row[4:5], torch.zeros(1)) for row in rows]


def detector() -> nn.Module:
    """Images (n, 1, 12, 12) to two boxes of five numbers."""
    return nn.Sequential(nn.Flatten(), nn.Linear(144, 10), nn.BatchNorm1d(10), nn.Dropout(0.1))


def regressor() -> nn.Module:
    """One number to another, with dropout and batch norm."""
    return nn.Sequential(
        nn.Linear(1, 16), nn.BatchNorm1d(16), nn.Tanh(), nn.Dropout(0.1), nn.Linear(16, 1)
    )


def planar() -> nn.Module:
    """Points of the plane to two scores, with dropout and batch norm."""
    return nn.Sequential(
        nn.Linear(2, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, 2)
    )


def points() -> Dataset:
    """Two moons."""
    return sets.moons(n=200)


Case = tuple[Probe, Callable[[], nn.Module], Callable[[], Dataset]]


def missed_by(model: nn.Module, examples: Examples) -> Tensor:
    """How far off a regression is: (n,)."""
    return (model(examples.inputs) - examples.targets).flatten()


CASES: tuple[Case, ...] = (
    (probes.Activations(), Restless, images),
    (probes.AttentionMaps(), Attends, sentences),
    (probes.Augmented((brighter,)), Restless, images),
    (probes.BatchLabels(), Restless, images),
    (probes.Boxes(guess_boxes), detector, scenes),
    (probes.ConfidenceHistogram(), Restless, images),
    (probes.ConfusionMatrix(), Restless, images),
    (probes.DecisionBoundary(), planar, points),
    (probes.Embeddings(), Restless, images),
    (probes.Embeddings(), Attends, sentences),
    (probes.Embeddings(method="tsne", count=20), Restless, images),
    (probes.FitCurve(), regressor, curve),
    (probes.GradientNoise(batches=4, batch_size=16), Restless, images),
    (probes.Graph(), Restless, images),
    (probes.ImageGrid(), Restless, images),
    (probes.Kernels(), Restless, images),
    (probes.LayerGradients(), Restless, images),
    (probes.LossCurve(torch.square, missed_by, (-3.0, 3.0)), regressor, curve),
    (probes.LossSurface(columns=3, rows=3), Restless, images),
    (probes.LossSurface(directions="path", columns=3, rows=3), Restless, images),
    (probes.MatrixMap("hidden.weight"), Restless, images),
    (probes.MatrixMap(lambda model: model(torch.rand(4, 1, 8, 8))), Restless, images),
    (probes.PerClass(), Restless, images),
    (probes.Predictions(), Restless, images),
    (probes.Predictions(), Attends, sentences),
    (probes.Predictions(), regressor, curve),
    (probes.Profile(repeats=2), Restless, images),
    (probes.Roc(), planar, points),
    (probes.Samples(noise_images), Restless, images),
    (probes.Shapes(), Restless, images),
    (probes.WeightHistograms(), Restless, images),
    (probes.WorstMistakes(), Restless, images),
)
"""Every probe that can follow a model with dropout and batch norm, with such a model."""


class Says(nn.Module):
    """Logits as told, for row i of the validation split."""

    def __init__(self, logits: Tensor) -> None:
        super().__init__()
        self.logits = logits

    def forward(self, inputs: Tensor) -> Tensor:
        return self.logits[: len(inputs)]
