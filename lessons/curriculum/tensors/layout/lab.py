"""Layout: images from a file in another order, and features cut into heads that look back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from engine import Experiment, data, metrics, optim, probes
from engine.data import Dataset, Examples

if TYPE_CHECKING:
    from lessons.lab import FinishedRun, Runs

THROWS, HEADS, WIDTH = 8, 4, 32


def lay_out(problem: str, loaded: str, split: str, epochs: int) -> Experiment:
    """Read digits that were stored pixel by pixel, or guess the next throw of a die."""
    if problem == "digits":
        return read_digits(loaded, epochs)
    return guess_throws(split, steps=20 * epochs)


def read_digits(loaded: str, epochs: int) -> Experiment:
    """Load the images in one of three ways, then train the same small network on them."""
    return Experiment(
        data=from_file(data.digits(), loaded),
        model=lambda: nn.Sequential(
            nn.Flatten(),  # (B, 8, 8) to (B, 64)
            nn.Linear(64, 32),
            nn.ReLU(),
            nn.Linear(32, 10),
        ),
        loss=cross_entropy,
        optimizer=optim.SGD(lr=0.3),
        batch_size=32,
        epochs=epochs,
        metrics=(("accuracy", metrics.accuracy),),
        probes=(probes.ImageGrid(),),
    )


def from_file(digits: Dataset, loaded: str) -> Dataset:
    """The digits as they come out of a file that holds them in the order (row, column, image)."""

    def load(part: Examples) -> Examples:
        return Examples(images_first(stored(part.inputs), loaded), part.targets)

    return replace(digits, train=load(digits.train), validation=load(digits.validation), test=None)


def stored(images: Tensor) -> Tensor:
    """Images (N, 64) in the order of the file, (8, 8, N): first one pixel of all N images."""
    return images.T.reshape(8, 8, -1).contiguous()


def images_first(file: Tensor, loaded: str) -> Tensor:
    """(8, 8, N) to (N, 8, 8), in three ways."""
    if loaded == "2, 0, 1":
        return file.permute(2, 0, 1)
    if loaded == "2, 1, 0":
        return file.permute(2, 1, 0)
    return file.view(-1, 8, 8)


def guess_throws(split: str, steps: int) -> Experiment:
    """After each of eight throws of a fair die, guess the next one from those before it."""
    shown = throws().validation.inputs[:16]
    return Experiment(
        data=throws(),
        model=lambda: Guesser(split),
        loss=every_guess,
        optimizer=optim.Adam(lr=0.01),
        batch_size=50,
        steps=steps,
        evaluate_every=steps,
        probes=(probes.MatrixMap(lambda model: influence(model, shown)),),
    )


def throws() -> Dataset:
    """1200 rows of nine throws; eight are read, and each is to be followed by the next one."""
    rows = torch.randint(6, (1200, THROWS + 1), generator=torch.Generator().manual_seed(0))
    read, following = rows[:, :-1], rows[:, 1:]
    return Dataset(
        "throws",
        Examples(read[:1000], following[:1000]),
        Examples(read[1000:], following[1000:]),
    )


class Guesser(nn.Module):
    """32 features a throw, in four heads that look back over the last 1, 2, 4 and 8 throws."""

    def __init__(self, split: str) -> None:
        super().__init__()
        self.split = split
        self.throw = nn.Embedding(6, WIDTH)  # a row of 32 features for each face of the die
        self.place = nn.Parameter(torch.randn(THROWS, WIDTH))  # and one for each place in the row
        self.score = nn.Linear(WIDTH, 6)
        self.register_buffer("look_back", windows())  # kept with the model, and never trained

    def forward(self, throws: Tensor) -> Tensor:
        """(B, 8) throws to (B, 8, 6) scores for what comes next."""
        x = self.throw(throws) + self.place  # (B, 8, 32)
        heads = self.heads(x)  # (B, 4, 8, 8): head, throw, feature
        means = torch.matmul(self.get_buffer("look_back"), heads)
        scores: Tensor = self.score(means.transpose(1, 2).flatten(2))  # (B, 8, 32) again
        return scores

    def heads(self, x: Tensor) -> Tensor:
        """(B, 8, 32) to (B, 4, 8, 8), in two ways."""
        if self.split == "view":
            return x.view(-1, HEADS, THROWS, WIDTH // HEADS)
        return x.view(-1, THROWS, HEADS, WIDTH // HEADS).transpose(1, 2)


def windows() -> Tensor:
    """(4, 8, 8): which mean a head takes at each place; 0 for every place that comes later."""
    place, other = torch.arange(THROWS).unsqueeze(1), torch.arange(THROWS)
    length = torch.tensor([1, 2, 4, 8]).reshape(HEADS, 1, 1)
    seen = ((other <= place) & (other > place - length)).float()
    return seen / seen.sum(dim=2, keepdim=True)


def every_guess(scores: Tensor, following: Tensor) -> Tensor:
    """Cross-entropy of all guesses: scores (B, 8, 6), what came (B, 8)."""
    return cross_entropy(scores.flatten(0, 1), following.flatten())


def influence(model: nn.Module, rows: Tensor) -> Tensor:
    """(8, 8): how much the scores after throw i change when throw j is another one."""
    rows = rows.to(next(model.parameters()).device)
    before, columns = model(rows), []
    for throw in range(THROWS):
        other = rows.clone()
        other[:, throw] = (other[:, throw] + 1) % 6
        columns.append((model(other) - before).abs().mean(dim=(0, 2)))
    return torch.stack(columns, dim=1)


def which_read(runs: Runs) -> str:
    """The runs that read more than half of the validation images, joined by "_"."""
    read = (run.scenario for run in runs if run.curve("accuracy").last > 0.5)
    return "_".join(read) or "none"


def beats_chance(runs: Runs) -> str:
    """The runs that guess clearly better than anybody can, ln 6 = 1.79, joined by "_"."""
    better = (run.scenario for run in runs if final_loss(run) < 1.72)
    return "_".join(better) or "none"


def final_loss(run: FinishedRun) -> float:
    """Validation loss at the end."""
    return run.curve("loss").last
